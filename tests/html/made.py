"""Reports for the page to show."""

from typing import Any, get_type_hints

import msgspec

from labeler.document import Span
from labeler.provenance import C2paFinding, Declared, HiddenText
from labeler.report.schema import DocumentEvidence, Finding, Report
from tests.report.made import disclosed_report, report_on


def objected(report: Report, *indices: int, **fields: Any) -> Report:
    """`report` with an error for each of these segments, and a note on the whole."""
    findings = [
        Finding(
            rule="undisclosed-ai",
            severity="error",
            message=f"AI text without a disclosure ({segment.index})",
            content=segment.id[:16],
            segment=segment.id,
            span=segment.span,
            line=segment.line,
            column=segment.column,
            quote=segment.text,
            **fields,
        )
        for segment in (report.segments[index] for index in indices)
    ]
    whole = Finding(
        rule="ai-share", severity="note", message="Too much AI", content=report.input.sha256[:16]
    )
    return msgspec.structs.replace(report, findings=(*findings, whole))


def found_report() -> Report:
    """A disclosure, the paragraph it governs, with a finding, and one that waits for review."""
    return objected(disclosed_report(), 1)


def long_report(segments: int, path: str = "long.txt") -> Report:
    """Paragraphs of one sentence each."""
    lines = [f"Ferry {n} left the port at noon and came back late." for n in range(segments)]
    return report_on("\n".join(lines), path=path)


def full_report() -> Report:
    """A report that has everything a report can have."""
    report = objected(disclosed_report(), 0, 1, justification="seen")
    first, *rest = report.segments
    return msgspec.structs.replace(
        report,
        segments=(msgspec.structs.replace(first, needs_review=True), *rest),
        document=DocumentEvidence(
            declared=(Declared(signal="s", value="v", meaning="mixed", governs="document"),),
            hidden_text=(
                HiddenText(
                    kind="filler",
                    severity="note",
                    span=Span(0, 1),
                    count=1,
                    message="m",
                    decoded="d",
                ),
            ),
            c2pa=(
                C2paFinding(
                    kind="html", status="well_formed", verification="unverified", message="m"
                ),
            ),
        ),
        errors=("something went wrong",),
    )


def saying(value: Any, words: str) -> Any:
    """`value` with `words` in the place of every free text in it, set or not."""
    if not isinstance(value, msgspec.Struct):
        return value
    hints = get_type_hints(type(value), include_extras=True)
    return type(value)(
        **{
            name: _saying(hints[name], getattr(value, name), words)
            for name in value.__struct_fields__
        }
    )


def _saying(hint: Any, value: Any, words: str) -> Any:
    """Words that must be one of some, or match a pattern, stay."""
    if hint in (str, str | None):
        return words
    if hint == tuple[str, ...]:
        return (words,)
    if isinstance(value, tuple):
        return tuple(saying(item, words) for item in value)
    return saying(value, words)
