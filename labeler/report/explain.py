"""One segment with all the evidence for its label, for reading."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from labeler.evidence import LABELS
from labeler.report.excerpt import one_line, shortened
from labeler.report.schema import Report, ReportEvidence, ReportSegment
from labeler.report.text import SIGNS, STYLES, open_console

_BAR = 24
_LONGEST_QUOTE = 200
_LONGEST_TEXT = 2000

Styled = tuple[str, str]
"""A piece of a line and its style."""


def print_explanation(
    stream: BinaryIO, report: Report, segment: ReportSegment, *, terminal: bool
) -> None:
    """Write what is known about `segment` of `report`; plain unless on a `terminal`."""
    from rich.text import Text

    file = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", write_through=True)
    try:
        console = open_console(file, terminal=terminal)
        for line in explanation(report, segment):
            console.print(Text.assemble(*line), soft_wrap=not terminal)
    finally:
        file.detach()


def explanation(report: Report, segment: ReportSegment) -> Iterator[list[Styled]]:
    """What is known about `segment` of `report`, line by line, fit for a terminal."""
    style = STYLES[segment.label]
    yield [
        (one_line(report.input.path), "bold"),
        (f":{segment.line}:{segment.column}  segment {segment.index}  {segment.id}", "dim"),
    ]
    facts = [segment.basis, segment.kind, segment.role, segment.aspect, segment.language]
    yield [
        (f"{SIGNS[segment.label]} {segment.label} {segment.confidence:.4f}", style),
        ("  " + ", ".join(fact for fact in facts if fact), ""),
    ]
    if segment.digital_source_type:
        yield [(segment.digital_source_type, "dim")]
    yield []
    yield [("  " + shortened(segment.text or "", _LONGEST_TEXT), style)]
    yield from _section("scores", _scores(segment))
    yield from _section("evidence", _evidence(segment))
    yield from _section("governed by", _linked(report, segment.governed_by))
    yield from _section("governs", _linked(report, segment.governs))
    yield from _section("conflicts", [[(one_line(words), "yellow")] for words in segment.conflicts])
    if segment.needs_review:
        reason = one_line(segment.review_reason or "no reason given")
        yield from _section("needs review", [[(reason, "yellow")]])


def _section(title: str, lines: list[list[Styled]]) -> Iterator[list[Styled]]:
    if lines:
        yield []
        yield [(title, "bold")]
        for line in lines:
            yield [("  ", ""), *line]


def _scores(segment: ReportSegment) -> list[list[Styled]]:
    return [
        [
            (f"{SIGNS[label]} {label:<14}", STYLES[label]),
            (f"{'█' * round(score * _BAR):<{_BAR}}", STYLES[label]),
            (f" {score:.4f}", ""),
        ]
        for label in LABELS
        for score in [getattr(segment.scores, label)]
    ]


def _evidence(segment: ReportSegment) -> list[list[Styled]]:
    lines: list[list[Styled]] = []
    for evidence in segment.evidence:
        toward = f" → {evidence.label}" if evidence.label else ""
        details = [evidence.via, evidence.role, evidence.aspect]
        lines.append(
            [
                (f"{_force(evidence):>9}  ", "bold"),
                (f"{evidence.source} {one_line(evidence.name)}{toward}", ""),
                (f"  ({', '.join(detail for detail in details if detail)})", "dim"),
            ]
        )
        words = (one_line(evidence.message or ""), _quoted(evidence))
        lines.extend([(" " * 11 + part, "dim")] for part in words if part)
    return lines or [[("none", "dim")]]


def _force(evidence: ReportEvidence) -> str:
    """The verdict, or the vote in log-odds."""
    if evidence.verdict is not None:
        return evidence.verdict
    return "" if evidence.weight is None else f"{evidence.weight:+.2f}"


def _quoted(evidence: ReportEvidence) -> str:
    return f"“{shortened(evidence.quote, _LONGEST_QUOTE)}”" if evidence.quote else ""


def _linked(report: Report, ids: tuple[str, ...]) -> list[list[Styled]]:
    return [
        [
            (f"#{other.index} {SIGNS[other.label]} ", STYLES[other.label]),
            (f"“{shortened(other.text or '', _LONGEST_QUOTE)}”", ""),
        ]
        for other in report.segments
        if other.id in ids
    ]
