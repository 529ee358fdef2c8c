"""One document's evidence, sorted by segment, and the verdict it gives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from labeler.decide.evidence import (
    certain,
    governed_evidence,
    hit_evidence,
    human_author,
    markers,
    role_of,
)
from labeler.decide.prose import Prose
from labeler.decide.statistics import Statistics
from labeler.decide.votes import Structure
from labeler.document import Segment
from labeler.evidence import Aspect, Evidence, Label
from labeler.provenance import Declared, Provenance
from labeler.provenance.vocabulary import digital_source_type
from labeler.rules.pack import Hit
from labeler.rules.schema import Rule
from labeler.rules.scope import Governed
from labeler.verdict import Verdict

Item = TypeVar("Item")

_DECLARED, _MACHINE_DECLARED, _BESIDE_PICTURE, _RESIDUE = 0.99, 0.97, 0.95, 0.9
"""Confidence of what a text says of itself, of what markup says, of a caption beside the
disclosure of its picture, of a chatbot's leftovers."""
_PROSE_WITH_MARKER = 200
"""A disclosure inside prose of this many characters is a sentence of it, not a badge."""


class Page:
    """One document's evidence, sorted by segment."""

    def __init__(
        self,
        segments: Sequence[Segment],
        structure: Structure,
        prose: Prose,
        hits: Sequence[Hit],
        governed: Sequence[Governed],
        provenance: Provenance,
    ) -> None:
        self.segments = segments
        self.first = segments[0].index if segments else 0
        """Verdicts name segments by index, which in a later window is not the position."""
        self.hits = _by_position((hit.segment, hit) for hit in hits)
        self.governed = _by_position((item.target, item) for item in governed)
        self.governs = _by_position(
            (item.marker, item.target) for item in governed if item.marker != item.target
        )
        self.whole = [d for d in provenance.declared if d.governs == "document" and _says_ai(d)]
        self.statistics = Statistics(segments, structure, prose)
        self.labels = self.statistics.labels
        self.scores = self.statistics.scores

    def verdict(self, position: int) -> Verdict:
        """Decide one segment: declared, then residue, then what classifier and votes say."""
        hits = self.hits.get(position, _NOTHING)
        governed = self.governed.get(position, _NOTHING)
        if not hits and not governed and not self.whole:
            return self.statistics.verdict(position, (), self._governs(position))
        evidence = tuple([hit_evidence(hit, self.segments) for hit in hits])
        marker = max(
            (h.rule for h in hits if h.rule.role == "disclosure" and h.rule.verdict == "declared"),
            key=lambda rule: rule.priority,
            default=None,
        )
        text_rules = [g for g in governed if g.rule.label == "ai_report" and _declares(g)]
        image_rules = [g for g in governed if g.rule.label == "image_caption" and _declares(g)]
        if marker is not None and not self._is_prose_with_marker(position, marker.label):
            return self._marker(
                position, self._label_of(marker, hits, image_rules), image_rules, evidence
            )
        if text_rules or (marker is not None and marker.label == "ai_report"):
            return self._declared(position, text_rules, evidence)
        if any(h.rule.role == "residue" and h.rule.verdict == "residue" for h in hits):
            return self._residue(position, hits, evidence)
        if self.whole and self.labels[position] == "human_article":
            return self._machine_declared(position, evidence)
        if image_rules:
            return self._pictured(position, image_rules, evidence)
        return self.statistics.verdict(position, evidence, self._governs(position))

    def _is_prose_with_marker(self, position: int, label: Label | None) -> bool:
        long = len(self.segments[position].text) >= _PROSE_WITH_MARKER
        return label == "ai_report" and long and self.labels[position] == "human_article"

    def _label_of(
        self, marker: Rule, hits: Sequence[Hit], image_rules: Sequence[Governed]
    ) -> Label:
        """Return what the line of a disclosure is: a caption, if it is about its own picture."""
        position = hits[0].segment
        about_text = any(h.rule.label == "ai_report" and h.rule.verdict for h in hits)
        if not about_text and any(item.marker == position for item in image_rules):
            return "image_caption"
        return marker.scope.marker_label

    def _marker(
        self,
        position: int,
        label: Label,
        image_rules: Sequence[Governed],
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        """Return the verdict on the line that holds a disclosure."""
        return Verdict(
            label,
            _DECLARED,
            certain(label, _DECLARED),
            "declared",
            role="disclosure",
            aspect=next((e.aspect for e in evidence if e.aspect), None),
            governed_by=markers(image_rules, position, self.first),
            governs=self._governs(position),
            evidence=evidence + tuple(governed_evidence(g, self.first) for g in image_rules),
        )

    def _declared(
        self, position: int, rules: Sequence[Governed], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on prose that a disclosure covers."""
        best = max(rules, key=lambda g: (g.confidence, g.rule.priority), default=None)
        confidence = _DECLARED if best is None else best.confidence
        aspect = best.rule.aspect if best else next((e.aspect for e in evidence if e.aspect), None)
        inherited = best is not None and best.via == "inherited"
        conflicts = human_author(evidence)
        reason = None
        if inherited:
            reason = "the disclosure above may not reach this far"
        elif conflicts:
            reason = "declared AI-generated, but " + conflicts[0]
        return Verdict(
            "ai_report",
            confidence,
            certain("ai_report", confidence, self.scores[position]),
            "declared",
            needs_review=reason is not None,
            review_reason=reason,
            role="disclosure" if best is None or best.marker == position else None,
            aspect=aspect,
            governed_by=markers(rules, position, self.first),
            governs=self._governs(position),
            digital_source_type=None if inherited else digital_source_type("ai_report", aspect),
            conflicts=conflicts,
            evidence=evidence
            + tuple(governed_evidence(g, self.first) for g in rules)
            + self.statistics.evidence(position),
        )

    def _residue(
        self, position: int, hits: Sequence[Hit], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on text with a chatbot's leftovers in it."""
        return Verdict(
            "ai_report",
            _RESIDUE,
            certain("ai_report", _RESIDUE, self.scores[position]),
            "residue",
            needs_review=True,
            review_reason="text that a chatbot leaves behind; check that it is not quoted",
            role="residue",
            governs=self._governs(position),
            evidence=evidence + self.statistics.evidence(position),
        )

    def _machine_declared(self, position: int, evidence: tuple[Evidence, ...]) -> Verdict:
        """Return the verdict on prose of a page whose markup or headers declare AI."""
        declared = self.whole[0]
        aspect: Aspect = "full" if declared.meaning == "ai-generated" else "composite"
        statement = Evidence(
            "metadata",
            declared.signal,
            label="ai_report",
            role="disclosure",
            verdict="declared",
            quote=declared.value,
            message="the page's metadata declares it",
        )
        conflicts = human_author(evidence)
        return Verdict(
            "ai_report",
            _MACHINE_DECLARED,
            certain("ai_report", _MACHINE_DECLARED, self.scores[position]),
            "declared",
            needs_review=bool(conflicts),
            review_reason="declared AI-generated, but " + conflicts[0] if conflicts else None,
            aspect=aspect,
            digital_source_type=declared.digital_source_type
            or digital_source_type("ai_report", aspect),
            conflicts=conflicts,
            evidence=(*evidence, statement, *self.statistics.evidence(position)),
        )

    def _pictured(
        self, position: int, rules: Sequence[Governed], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on the caption of a picture that is disclosed beside it."""
        return Verdict(
            "image_caption",
            _BESIDE_PICTURE,
            certain("image_caption", _BESIDE_PICTURE, self.scores[position]),
            "declared",
            role=role_of(evidence, "image_caption"),
            aspect=next((g.rule.aspect for g in rules if g.rule.aspect), None),
            governed_by=markers(rules, position, self.first),
            governs=self._governs(position),
            evidence=evidence
            + tuple(governed_evidence(g, self.first) for g in rules)
            + self.statistics.evidence(position),
        )

    def _governs(self, position: int) -> tuple[int, ...]:
        found = self.governs.get(position)
        return tuple(sorted({self.first + target for target in found})) if found else ()


_NOTHING: tuple[()] = ()


def _by_position(pairs: Iterable[tuple[int, Item]]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for position, item in pairs:
        found[position].append(item)
    return found


def _says_ai(declared: Declared) -> bool:
    return declared.meaning in ("ai-generated", "ai-assisted")


def _declares(governed: Governed) -> bool:
    return governed.rule.verdict == "declared"
