"""Evidence: one reason for a label, whoever gives it."""

from typing import Literal

import msgspec

from labeler.document import Span

Label = Literal["human_article", "ai_report", "image_caption", "boilerplate"]
LABELS: tuple[Label, ...] = ("human_article", "ai_report", "image_caption", "boilerplate")

Basis = Literal["declared", "residue", "inferred", "absence"]
Via = Literal["direct", "inherited"]
Source = Literal["rule", "classifier", "metadata", "hidden_text", "c2pa"]
Role = Literal[
    "disclosure",
    "byline",
    "credit",
    "caption",
    "residue",
    "boilerplate",
    "comment",
    "guard",
    "human_claim",
    "article",
]
RuleVerdict = Literal["declared", "residue", "claim"]
Aspect = Literal[
    "full", "summary", "explanation", "drafted", "edited", "translated", "composite", "altered",
    "caption", "suspected",
]  # fmt: skip


class Evidence(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One reason for a segment's label.

    Either `verdict` is set (the evidence decides) or `weight` (it votes, in natural
    log-odds for `label` against the other labels); neither of a disclosure in doubt.
    """

    source: Source
    name: str
    """Rule id, head of the classifier, or name of the signal."""
    label: Label | None = None
    role: Role | None = None
    aspect: Aspect | None = None
    verdict: RuleVerdict | None = None
    weight: float | None = None
    span: Span | None = None
    quote: str | None = None
    """`document.text` at `span`."""
    via: Via = "direct"
    marker: int | None = None
    """Index of the segment that holds the disclosure governing this one."""
    message: str | None = None
    """What a reviewer reads."""
