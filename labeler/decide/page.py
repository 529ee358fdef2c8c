"""One document's evidence, sorted by segment, and the verdict it gives."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from labeler.decide.evidence import (
    certain,
    governed_evidence,
    hit_evidence,
    human_author,
    markers,
    role_of,
)
from labeler.decide.machine import (
    Machine,
    about_image,
    denies_ai,
    image_statements,
    says_ai,
    statement,
    with_claim,
    with_statement,
)
from labeler.decide.statistics import Statistics
from labeler.document import Segment
from labeler.evidence import Aspect, Evidence, Label
from labeler.provenance import Declared, Provenance
from labeler.provenance.review import states_review
from labeler.provenance.vocabulary import (
    ai_disclosure,
    digital_source_type,
    gb45438_label,
    image_source_type,
)
from labeler.rules.pack import Hit
from labeler.rules.schema import Rule
from labeler.rules.scope import Governed
from labeler.verdict import AboutImage, Verdict

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
        statistics: Statistics,
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
        self.machine = Machine(provenance.declared)
        self.disclosed_pictures = self._disclosed_pictures(governed)
        self.has_pictures = self.machine.has_pictures or bool(self.disclosed_pictures)
        self.statistics = statistics
        self.labels = statistics.labels

    def verdict(self, position: int) -> Verdict:
        """Decide one segment: declared, then residue, then what classifier and votes say."""
        hits = self.hits.get(position, _NOTHING)
        governed = self.governed.get(position, _NOTHING)
        evidence = tuple([hit_evidence(hit, self.segments) for hit in hits])
        if not self._is_decided(position, hits) and not self._may_be_spoken_of(position):
            return self.statistics.verdict(position, evidence, self._governs(position))
        marker = max(
            (h.rule for h in hits if h.rule.role == "disclosure" and h.rule.verdict == "declared"),
            key=lambda rule: rule.priority,
            default=None,
        )
        text_rules = [g for g in governed if g.rule.label == "ai_report" and _declares(g)]
        image_rules = [g for g in governed if g.rule.label == "image_caption" and _declares(g)]
        if marker is not None and not self._is_prose_with_marker(position, marker.label):
            label = self._label_of(marker, hits, image_rules)
            return self._marker(position, marker, label, image_rules, evidence)
        if text_rules or (marker is not None and marker.label == "ai_report"):
            return self._declared(position, marker, text_rules, evidence)
        if any(h.rule.role == "residue" and h.rule.verdict == "residue" for h in hits):
            return self._residue(position, hits, evidence)
        said = self._said_of(position)
        if said is not None and says_ai(said):
            return self._machine_declared(position, said, evidence)
        pictured = self.machine.about_picture(self.segments[position], self.labels[position])
        if image_rules or any(says_ai(declared) for declared in pictured):
            return self._pictured(position, image_rules, pictured, evidence)
        if pictured:
            evidence = (*evidence, *image_statements(pictured))
        verdict = self.statistics.verdict(position, evidence, self._governs(position))
        doubt = next((hit.doubt for hit in hits if hit.doubt), None)
        if doubt is not None:
            verdict = msgspec.structs.replace(verdict, needs_review=True, review_reason=doubt)
        about = about_image(pictured, self._source(position)) or self._of_same_picture(position)
        if about is not None:
            return msgspec.structs.replace(verdict, about_image=about)
        if said is not None:
            return with_statement(verdict, said)
        return with_claim(verdict) if verdict.label == "human_article" else verdict

    def said(self) -> dict[int, Verdict]:
        """Verdicts on the segments of which more than statistics may speak, by position."""
        positions = {at for at, hits in self.hits.items() if self._is_decided(at, hits)}
        positions |= self.governed.keys()
        if not self.machine.is_silent or self.has_pictures:
            positions |= set(filter(self._may_be_spoken_of, range(len(self.segments))))
        return {position: self.verdict(position) for position in sorted(positions)}

    def _is_decided(self, position: int, hits: Sequence[Hit]) -> bool:
        """Whether a rule decides a segment."""
        return position in self.governed or any(hit.rule.verdict or hit.doubt for hit in hits)

    def _may_be_spoken_of(self, position: int) -> bool:
        """Whether more than statistics can speak of a segment that no rule decides."""
        if self.labels[position] == "human_article" and not self.machine.is_silent:
            return True
        return self.has_pictures and self._source(position) is not None

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
        marker: Rule,
        label: Label,
        image_rules: Sequence[Governed],
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        """Return the verdict on the line that holds a disclosure, found by the rule `marker`."""
        return Verdict(
            label,
            _DECLARED,
            certain(label, _DECLARED),
            "declared",
            role="disclosure",
            aspect=marker.aspect,
            governed_by=markers(image_rules, position, self.first),
            governs=self._governs(position),
            evidence=evidence + tuple(governed_evidence(g, self.first) for g in image_rules),
            about_image=self._about_image(position, image_rules, ()),
        )

    def _declared(
        self,
        position: int,
        marker: Rule | None,
        rules: Sequence[Governed],
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        """Return the verdict on prose that a disclosure covers."""
        best = max(rules, key=lambda g: (g.confidence, g.rule.priority), default=None)
        confidence = _DECLARED if best is None else best.confidence
        rule = best.rule if best else marker
        aspect = rule.aspect if rule else None
        inherited = best is not None and best.via == "inherited"
        conflicts = human_author(evidence) + self._denials(position)
        reviewed = self._reviewed(position, best)
        source_type = None if inherited else digital_source_type("ai_report", aspect)
        reason = None
        if inherited:
            reason = "the disclosure above may not reach this far"
        elif conflicts:
            reason = "declared AI-generated, but " + conflicts[0]
        return Verdict(
            "ai_report",
            confidence,
            certain("ai_report", confidence, self.statistics.scores[position]),
            "declared",
            needs_review=reason is not None,
            review_reason=reason,
            role="disclosure" if best is None or best.marker == position else None,
            aspect=aspect,
            governed_by=markers(rules, position, self.first),
            governs=self._governs(position),
            digital_source_type=source_type,
            conflicts=conflicts,
            evidence=evidence
            + tuple(governed_evidence(g, self.first) for g in rules)
            + self.statistics.evidence(position),
            reviewed=reviewed,
            ai_disclosure=ai_disclosure(source_type, reviewed),
            gb45438_label=None if inherited else gb45438_label(source_type, aspect),
        )

    def _residue(
        self, position: int, hits: Sequence[Hit], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on text with a chatbot's leftovers in it."""
        return Verdict(
            "ai_report",
            _RESIDUE,
            certain("ai_report", _RESIDUE, self.statistics.scores[position]),
            "residue",
            needs_review=True,
            review_reason="text that a chatbot leaves behind; check that it is not quoted",
            role="residue",
            governs=self._governs(position),
            evidence=evidence + self.statistics.evidence(position),
            gb45438_label="3",
        )

    def _machine_declared(
        self, position: int, declared: Declared, evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on prose that markup, headers or a manifest declare to be AI's."""
        aspect: Aspect = "composite" if declared.meaning == "ai-assisted" else "full"
        where = "an element around it" if declared.governs == "element" else "the page's metadata"
        backing = statement(declared, "ai_report", f"{where} declares it")
        conflicts = human_author(evidence) + self._denials(position)
        source_type = declared.digital_source_type
        doubt = conflicts[0] if conflicts else declared.caveat
        return Verdict(
            "ai_report",
            _MACHINE_DECLARED,
            certain("ai_report", _MACHINE_DECLARED, self.statistics.scores[position]),
            "declared",
            needs_review=doubt is not None,
            review_reason=f"declared AI-generated, but {doubt}" if doubt else None,
            aspect=aspect,
            digital_source_type=source_type,
            conflicts=conflicts,
            evidence=(*evidence, backing, *self.statistics.evidence(position)),
            reviewed=declared.reviewed,
            ai_disclosure=ai_disclosure(source_type, declared.reviewed),
            gb45438_label=declared.gb45438_label or gb45438_label(source_type, aspect),
        )

    def _pictured(
        self,
        position: int,
        rules: Sequence[Governed],
        declared: Sequence[Declared],
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        """Return the verdict on the caption of a picture whose making is disclosed."""
        return Verdict(
            "image_caption",
            _BESIDE_PICTURE,
            certain("image_caption", _BESIDE_PICTURE, self.statistics.scores[position]),
            "declared",
            role=role_of(evidence, "image_caption"),
            aspect=next((g.rule.aspect for g in rules if g.rule.aspect), None),
            governed_by=markers(rules, position, self.first),
            governs=self._governs(position),
            conflicts=tuple(
                f"{d.signal} = {d.value} ({d.meaning})" for d in declared if denies_ai(d)
            ),
            evidence=evidence
            + tuple(governed_evidence(g, self.first) for g in rules)
            + tuple(image_statements(declared))
            + self.statistics.evidence(position),
            about_image=self._about_image(position, rules, declared),
        )

    def _said_of(self, position: int) -> Declared | None:
        """What is said by machine of who wrote a segment, if it is prose."""
        if self.machine.is_silent or self.labels[position] != "human_article":
            return None
        return self.machine.about(self.segments[position])

    def _denials(self, position: int) -> tuple[str, ...]:
        """What the document says by machine against AI, where something else says it was AI."""
        if self.machine.is_silent:
            return ()
        said = self.machine.about(self.segments[position])
        against = said if said is not None and denies_ai(said) else self.machine.denial
        if against is None or (said is not None and said.governs == "element" and says_ai(said)):
            return ()
        return (f"{against.signal} = {against.value} says that a person made it",)

    def _reviewed(self, position: int, best: Governed | None) -> bool | None:
        """Whether the disclosure that declares a segment names a person's review."""
        if best is not None:
            return states_review(self.segments[best.marker].text, best.rule.languages)
        own = [h.rule for h in self.hits.get(position, _NOTHING) if h.rule.role == "disclosure"]
        languages = [code for rule in own for code in rule.languages]
        return states_review(self.segments[position].text, dict.fromkeys(languages))

    def _about_image(
        self, position: int, rules: Sequence[Governed], declared: Sequence[Declared]
    ) -> AboutImage | None:
        """What is declared of a caption's picture, by machine or else by a disclosure in words."""
        src = self._source(position)
        if (about := about_image(declared, src)) is not None:
            return about
        for item in rules:
            source_type = image_source_type(item.rule.aspect)
            if item.via == "direct" and item.rule.aspect != "caption" and source_type is not None:
                return AboutImage(
                    digital_source_type=source_type, declared_by=item.rule.id, src=src
                )
        return None

    def _disclosed_pictures(self, governed: Sequence[Governed]) -> dict[str, Governed]:
        """By address, the disclosures in words of pictures: they speak for alt text and caption."""
        found: dict[str, Governed] = {}
        for item in governed:
            source = self._source(item.target)
            if source and item.rule.label == "image_caption" and _declares(item):
                found.setdefault(source, item)
        return found

    def _of_same_picture(self, position: int) -> AboutImage | None:
        """What a disclosure at another caption or alt text says of this one's picture."""
        item = self.disclosed_pictures.get(self._source(position) or "")
        if item is None or self.segments[position].kind not in ("caption", "alt"):
            return None
        return self._about_image(position, [item], ())

    def _source(self, position: int) -> str | None:
        markup = self.segments[position].markup
        return markup.image if markup is not None else None

    def _governs(self, position: int) -> tuple[int, ...]:
        found = self.governs.get(position)
        return tuple(sorted({self.first + target for target in found})) if found else ()


_NOTHING: tuple[()] = ()


def _by_position(pairs: Iterable[tuple[int, Item]]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for position, item in pairs:
        found[position].append(item)
    return found


def _declares(governed: Governed) -> bool:
    return governed.rule.verdict == "declared"
