"""Reports to review."""

import msgspec

from labeler.report.schema import Report
from tests.report.made import report_on

WORDS = ("ferry", "harbour", "lantern", "orchard", "bridge", "market")


def waiting_report(segments: int = 30, path: str = "page.txt") -> Report:
    """Paragraphs that all need review, each with a text of its own."""
    lines = [f"Note {n} on the {WORDS[n % len(WORDS)]} of {path}." for n in range(segments)]
    return needing(report_on("\n".join(lines), path=path))


def needing(report: Report, *indices: int) -> Report:
    """`report` with these segments, or all, in need of review."""
    return msgspec.structs.replace(
        report,
        segments=tuple(
            msgspec.structs.replace(one, needs_review=True, review_reason="two readings")
            if not indices or one.index in indices
            else one
            for one in report.segments
        ),
    )
