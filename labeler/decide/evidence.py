"""Hits and scopes as evidence for a reviewer, and small readings of it."""

from collections.abc import Sequence

from labeler.document import Segment, Span
from labeler.evidence import LABELS, Evidence, Label, Role
from labeler.rules.pack import Hit
from labeler.rules.scope import Governed


def hit_evidence(hit: Hit, segments: Sequence[Segment]) -> Evidence:
    """A rule that matched in the segment itself."""
    rule, segment = hit.rule, segments[hit.segment]
    return Evidence(
        "rule",
        rule.id,
        rule.label,
        rule.role,
        rule.aspect,
        rule.verdict,
        rule.weight,
        Span(hit.start, hit.end),
        segment.text[hit.start - segment.start : hit.end - segment.start],
        message=hit.doubt or rule.message or rule.title or None,
    )


def governed_evidence(item: Governed, first: int) -> Evidence:
    """A disclosure elsewhere that covers the segment; `first` is the index of position 0."""
    rule = item.rule
    return Evidence(
        "rule",
        rule.id,
        rule.label,
        None,
        rule.aspect,
        rule.verdict,
        via=item.via,
        marker=first + item.marker,
        message=rule.message or rule.title or None,
    )


def human_author(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What speaks for a human author, in words."""
    return tuple(
        f"{e.name}: {e.message or 'speaks for a human author'}"
        for e in evidence
        if e.role == "human_claim" or (e.role == "byline" and e.label == "human_article")
    )


def role_of(evidence: Sequence[Evidence], label: Label) -> Role | None:
    """What the first evidence for `label` says the segment is on the page."""
    return next((e.role for e in evidence if e.role and e.label == label), None)


def markers(rules: Sequence[Governed], position: int, first: int) -> tuple[int, ...]:
    """Indices of the other segments that hold the disclosures."""
    if not rules:
        return ()
    return tuple(sorted({first + item.marker for item in rules if item.marker != position}))


def certain(
    label: Label, confidence: float, scores: Sequence[float] | None = None
) -> tuple[float, float, float, float]:
    """Scores with `confidence` on `label` and the rest shared as the classifier would."""
    chosen = LABELS.index(label)
    rest = [0.0 if at == chosen else (scores[at] if scores else 1.0) for at in range(4)]
    whole = sum(rest)
    if whole <= 0:
        rest, whole = [0.0 if at == chosen else 1.0 for at in range(4)], 3.0
    shares = [part / whole * (1 - confidence) for part in rest]
    shares[chosen] = confidence
    return shares[0], shares[1], shares[2], shares[3]
