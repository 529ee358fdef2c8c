"""Verdict: what was decided about one segment, how sure, and on what evidence."""

import msgspec

from labeler.evidence import Aspect, Basis, Evidence, Label, Role


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """The decision on one segment."""

    label: Label
    confidence: float
    """Calibrated probability that `label` is right, 0 to 1."""
    scores: tuple[float, float, float, float]
    """Probabilities in the order of `labeler.evidence.LABELS`; they sum to 1."""
    basis: Basis
    needs_review: bool = False
    review_reason: str | None = None
    role: Role | None = None
    """What the segment is on the page, where a rule said so (`byline`, `disclosure`, ...)."""
    aspect: Aspect | None = None
    """Degree of AI involvement, where declared."""
    governed_by: tuple[int, ...] = ()
    """Indices of the disclosure segments whose scope covers this one."""
    governs: tuple[int, ...] = ()
    """Indices of the segments this disclosure covers."""
    digital_source_type: str | None = None
    """IPTC URI, only where declared."""
    conflicts: tuple[str, ...] = ()
    """Evidence that disagreed with the label, in words."""
    evidence: tuple[Evidence, ...] = ()
