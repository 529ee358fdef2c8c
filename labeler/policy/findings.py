"""Findings made of what rules object to."""

import hashlib

from labeler.document import Span
from labeler.policy.conditions import some
from labeler.policy.schema import PolicyRule
from labeler.policy.severities import HIT_RULES
from labeler.report.positions import LineCounter
from labeler.report.schema import CONTENT_DIGITS, Finding, Input, ReportSegment

_QUOTE = 160
"""Characters of a segment shown in a finding."""


def of_segment(rule: PolicyRule, segment: ReportSegment) -> Finding:
    """The objection to a segment."""
    text = segment.text
    end_line, end_column = _place(segment, len(text)) if text is not None else (None, None)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=rule.message + _particulars(rule, segment),
        content=segment.id[:CONTENT_DIGITS],
        segment=segment.id,
        span=segment.span,
        line=segment.line,
        column=segment.column,
        end_line=end_line,
        end_column=end_column,
        quote=None if text is None else text[:_QUOTE],
    )


def of_part(
    rule: PolicyRule, message: str, content: str, span: Span | None, segment: ReportSegment | None
) -> Finding:
    """The objection to a stretch of characters, in `segment` or outside of all."""
    place: tuple[int | None, ...] = (None,) * 4
    if segment is not None and span is not None and segment.text is not None:
        start = segment.span.start
        end = min(span.end, segment.span.end)
        place = (*_place(segment, span.start - start), *_place(segment, end - start))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"{rule.message}: {message}",
        content=content,
        segment=None if segment is None else segment.id,
        span=span,
        line=place[0],
        column=place[1],
        end_line=place[2],
        end_column=place[3],
    )


def of_document(rule: PolicyRule, particulars: str, input: Input) -> Finding:
    """The objection to a document as a whole."""
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=f"{rule.message}: {particulars}" if particulars else rule.message,
        content=input.sha256[:CONTENT_DIGITS],
    )


def content_of(*texts: object) -> str:
    """What findings about these texts have in common, wherever they stand."""
    joined = "\0".join(map(str, texts)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined, usedforsecurity=False).hexdigest()[:CONTENT_DIGITS]


def _place(segment: ReportSegment, offset: int) -> tuple[int, int]:
    line, column = LineCounter(segment.text or "").locate(offset)
    if line == 1:
        return segment.line, segment.column + column - 1
    return segment.line + line - 1, column


def _particulars(rule: PolicyRule, segment: ReportSegment) -> str:
    """What a reviewer wants to know of this segment besides the rule's message."""
    said: list[str] = []
    if rule.id in HIT_RULES:
        names = some(rule.when.evidence)
        said.extend(dict.fromkeys(e.name for e in segment.evidence if e.name in names))
    if rule.when.needs_review and segment.review_reason:
        said.append(segment.review_reason)
    if rule.when.conflicts:
        said.extend(segment.conflicts)
    if segment.basis == "inferred":
        said.append(f"confidence {segment.confidence:.2f}")
    return f" ({'; '.join(said)})" if said else ""
