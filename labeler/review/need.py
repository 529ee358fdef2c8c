"""How much a segment needs a person to look at it."""

from collections.abc import Sequence

from labeler.report.schema import Finding, ReportSegment

_NEEDS_REVIEW = 4.0
_CONFLICT = 2.0
_FINDINGS = {"error": 3.0, "warning": 2.0, "note": 1.0}
CLOSE = 0.2
"""If the label's probability leads the next one's by less than this, the two are close."""


def margin(segment: ReportSegment) -> float:
    """How far the probability of the segment's label leads the next one's; negative if another
    label's is greater, as with declared labels."""
    scores = segment.scores
    others = {
        "human_article": scores.human_article,
        "ai_report": scores.ai_report,
        "image_caption": scores.image_caption,
        "boilerplate": scores.boilerplate,
    }
    own = others.pop(segment.label)
    return own - max(others.values())


def need_of(segment: ReportSegment, findings: Sequence[Finding]) -> float:
    """0 for a segment that can wait; else the sum of the reasons to look at it.

    4 if the report asks for review, 2 for evidence in conflict, 3, 2 or 1 for the worst new
    finding (error, warning, note), and up to 1 for a close call by statistics. The order is what
    matters: what the report asks for comes first.
    """
    need = _NEEDS_REVIEW if segment.needs_review else 0.0
    if segment.conflicts:
        need += _CONFLICT
    need += max((_FINDINGS[f.severity] for f in findings if f.status == "new"), default=0.0)
    if segment.basis in ("inferred", "absence"):
        lead = margin(segment)
        if lead < CLOSE:
            need += min(1.0, 1.0 - lead / CLOSE) if lead > 0 else 1.0
    return need
