"""Verdict: what was decided about one segment, how sure, and on what evidence."""

from typing import Literal

import msgspec

from labeler.evidence import Aspect, Basis, Evidence, Label, Role

AiDisclosure = Literal["none", "ai-modified", "ai-originated", "machine-generated"]
GbLabel = Literal["1", "2", "3"]


class AboutImage(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is declared of the picture that a caption belongs to; the caption is another matter."""

    digital_source_type: str
    """IPTC URI."""
    declared_by: str
    """The signal or the rule."""
    src: str | None = None
    """The picture's address as the page writes it, where it is known."""


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
    reviewed: bool | None = None
    """Whether the declaration names a person's review; None where it says nothing of it."""
    ai_disclosure: AiDisclosure | None = None
    """Mode of the AI-Disclosure vocabulary, only where declared."""
    gb45438_label: GbLabel | None = None
    """Label of GB 45438-2025: 1 and 2 only where declared, 3 for residue and declared suspicion."""
    about_image: AboutImage | None = None
    """Of a caption or alt text whose picture's origin is declared."""
