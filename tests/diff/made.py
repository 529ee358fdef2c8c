"""Pairs of reports, older and newer."""

from typing import Any

import msgspec

from labeler.report.schema import Finding, Report, ReportSegment
from tests.report.made import report_on

FERRY = "Two ferries ran on Sunday, and both came back late because of the fog."
EDITED = "Two ferries ran on Sunday, and one came back late because of the fog."
HARBOUR = "The harbour office has kept its tide tables by hand for eleven years."
MENU = "Home News Sport"


def report(*lines: str, path: str = "page.txt") -> Report:
    """A report with one human article segment a line."""
    return report_on("\n".join(lines), path=path)


def judged(given: Report, index: int, **fields: Any) -> Report:
    """`given` with other values for a segment."""
    segments = list(given.segments)
    segments[index] = msgspec.structs.replace(segments[index], **fields)
    return msgspec.structs.replace(given, segments=tuple(segments))


def objected(given: Report, *indices: int | None, rule: str = "r", **fields: Any) -> Report:
    """`given` with further findings on these segments, `None` for the whole document."""
    added = [_finding(given, index, rule, fields) for index in indices]
    return msgspec.structs.replace(given, findings=(*given.findings, *added))


def _finding(given: Report, index: int | None, rule: str, fields: dict[str, Any]) -> Finding:
    segment: ReportSegment | None = None if index is None else given.segments[index]
    return Finding(
        rule=rule,
        severity="error",
        message="not as the policy wants it",
        content=segment.id[:16] if segment else given.input.sha256[:16],
        segment=segment.id if segment else None,
        line=segment.line if segment else None,
        **fields,
    )
