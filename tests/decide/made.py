"""Pages for the tests of decisions: blocks whose structure and authorship are given."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from labeler.classifier.authorship import Authorship
from labeler.decide import (
    NO_REPEATS,
    Asked,
    Case,
    Prose,
    Verdicts,
    decide,
    structures_with_votes,
)
from labeler.document import Kind, Markup, Segment
from labeler.evidence import Aspect, Label, Role, RuleVerdict
from labeler.provenance import Declared, Provenance
from labeler.rules import Hit, Rule
from labeler.rules.schema import Node, Scope, Target
from labeler.rules.scope import govern
from labeler.verdict import Verdict

ARTICLE = (0.9, 0.04, 0.06)
CAPTION = (0.05, 0.9, 0.05)
FURNITURE = (0.02, 0.03, 0.95)
"""Probabilities of article, caption and boilerplate, as the structure head gives them."""

PARAGRAPH = "The ferry to the island stayed in port on Sunday because of the storm at sea."


class Block(NamedTuple):
    """One segment, what the classifier says of it and the rules that hit it."""

    text: str
    structure: tuple[float, float, float] = ARTICLE
    rules: tuple[Rule, ...] = ()
    ai: float = 0.05
    accused: bool = False
    suspected: bool = False
    known_language: bool = True
    kind: Kind = "paragraph"
    markup: Markup | None = None


def rule(
    name: str,
    *,
    label: Label | None = None,
    role: Role = "boilerplate",
    verdict: RuleVerdict | None = None,
    weight: float | None = None,
    aspect: Aspect | None = None,
    scope: Target = "this",
    inherit_confidence: float = 0.6,
    marker_label: Label = "boilerplate",
    priority: int = 0,
    message: str = "",
    languages: tuple[str, ...] = ("und",),
) -> Rule:
    return Rule(
        id=name,
        role=role,
        match=Node(),
        label=label,
        verdict=verdict,
        weight=weight,
        aspect=aspect,
        scope=Scope(scope, inherit_confidence=inherit_confidence, marker_label=marker_label),
        priority=priority,
        message=message,
        languages=languages,
    )


def disclosure(
    name: str = "en.ai.badge", *, scope: Target = "next", label: Label = "ai_report", **more: object
) -> Rule:
    """A rule that declares what its scope covers AI-generated."""
    return rule(name, label=label, role="disclosure", verdict="declared", scope=scope, **more)  # type: ignore[arg-type]


def decided(
    *blocks: Block,
    declared: Sequence[Declared] = (),
    repeats: Mapping[int, int] = NO_REPEATS,
) -> list[Verdict]:
    """The verdicts on a page of `blocks`, judged as the scanner does it."""
    return list(verdicts_on(*blocks, declared=declared, repeats=repeats))


def verdicts_on(
    *blocks: Block,
    declared: Sequence[Declared] = (),
    repeats: Mapping[int, int] = NO_REPEATS,
) -> Verdicts:
    """As `decided`, before any struct is made."""
    segments, hits, at = [], [], 0
    for index, block in enumerate(blocks):
        end = at + len(block.text)
        segments.append(Segment(index, at, end, block.text, block.kind, block.markup))
        hits += [Hit(hitting, index, at, end) for hitting in block.rules]
        at = end + 2
    asked = Asked(np.array([b.structure for b in blocks], np.float32), segments, hits, {}, repeats)
    (structure,) = structures_with_votes([asked])
    labels = structure.labels
    governed = govern(hits, segments, labels, "")
    under = {g.target for g in governed if g.rule.label == "ai_report" and g.rule.verdict}
    positions = [p for p, label in enumerate(labels) if label == "human_article" and p not in under]
    prose = [blocks[p] for p in positions]
    judged = Prose(
        positions,
        Authorship(
            np.array([b.ai for b in prose], np.float32),
            np.array([b.ai for b in prose], np.float32),
            np.array([len(b.text.split()) for b in prose], np.float32),
            np.array([b.accused for b in prose], bool),
            np.array([b.suspected for b in prose], bool),
        ),
        np.array([b.known_language for b in prose], bool),
    )
    provenance = Provenance(declared=tuple(declared))
    (verdicts,) = decide([Case(segments, structure, judged, hits, governed, provenance)])
    return verdicts
