"""Evidence to verdicts: what each segment is, how sure, and why.

Rules that decide (`verdict`) come first: what a document declares about itself stands. Rules
that vote (`weight`) and the classifier share one scale, natural log-odds, and are added.
Prose is called AI-generated on statistics alone only where the authorship head says that the
threshold for its length is passed, in a language it knows; else its basis is `absence`:
nothing speaks for AI, which does not mean that a person wrote it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from labeler.classifier.authorship import Authorship
from labeler.document import Segment, Span
from labeler.evidence import LABELS, Aspect, Basis, Evidence, Label, Role
from labeler.provenance import Declared, Provenance
from labeler.provenance.vocabulary import digital_source_type
from labeler.rules.pack import Hit
from labeler.rules.scope import Governed
from labeler.verdict import Verdict

Array = npt.NDArray[np.float32]
Item = TypeVar("Item")

HUMAN, AI, CAPTION, BOILERPLATE = range(4)
STRUCTURE: tuple[Label, ...] = ("human_article", "image_caption", "boilerplate")
"""Labels in the order of the structure head's columns."""

_FLOOR = 1e-4
"""No classifier is surer than this: a vote can still turn it."""
_DECLARED, _MACHINE_DECLARED, _BESIDE_PICTURE, _RESIDUE = 0.99, 0.97, 0.95, 0.9
"""Confidence of what a text says of itself, of what markup says, of a caption beside the
disclosure of its picture, of a chatbot's leftovers."""
_UNSURE = 0.5
_PROSE_WITH_MARKER = 200
"""A disclosure inside prose of this many characters is a sentence of it, not a badge."""


class Prose(NamedTuple):
    """The authorship head's judgement of the segments that are prose."""

    positions: Sequence[int]
    """Of the judged segments, ascending."""
    judged: Authorship
    known_language: npt.NDArray[np.bool_]

    def accused(self, row: int) -> bool:
        """Whether the judged segment may be called AI-generated on statistics alone."""
        return bool(self.judged.accused[row] and self.known_language[row])

    def suspected(self, row: int) -> bool:
        """Whether a person should look at the judged segment."""
        return bool(self.judged.suspected[row])


def structure_with_votes(structure: Array, hits: Sequence[Hit]) -> Array:
    """Add the rules' votes to the structure head's probabilities, shape (segments, 3).

    Of several rules for one label the strongest votes: they mostly see the same words.
    """
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for hit in hits:
        rule = hit.rule
        if rule.weight is None or rule.label is None or rule.verdict is not None:
            continue
        if rule.label == "ai_report":
            continue  # speaks of who wrote it, not of what it is
        key = hit.segment, STRUCTURE.index(rule.label)
        votes[key] = max(votes[key], rule.weight)
    if not votes:
        return structure
    logits = np.log(np.maximum(structure, _FLOOR))
    for (position, column), weight in votes.items():
        logits[position, column] += weight
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    voted: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return voted


def structure_labels(structure: Array) -> list[Label]:
    """The likeliest of article, caption and boilerplate for each segment."""
    return [STRUCTURE[column] for column in structure.argmax(axis=1)]


def decide(
    segments: Sequence[Segment],
    structure: Array,
    prose: Prose,
    hits: Sequence[Hit],
    governed: Sequence[Governed],
    provenance: Provenance,
) -> list[Verdict]:
    """Return one verdict a segment, in order.

    `structure` are probabilities with votes (`structure_with_votes`); positions in `hits`
    and `governed` count segments of this list.
    """
    page = _Page(segments, structure, prose, hits, governed, provenance)
    return [page.verdict(position) for position in range(len(segments))]


class _Page:
    """One document's evidence, sorted by segment."""

    def __init__(
        self,
        segments: Sequence[Segment],
        structure: Array,
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
        self.labels = structure_labels(structure)
        self.judged = {position: row for row, position in enumerate(prose.positions)}
        self.prose = prose
        chance = np.zeros(len(segments), np.float32)
        chance[prose.positions] = prose.judged.probability
        self.scores = (
            np.stack(
                [
                    structure[:, 0] * (1 - chance),
                    structure[:, 0] * chance,
                    structure[:, 1],
                    structure[:, 2],
                ],
                axis=1,
            )
            .astype(float)
            .tolist()
        )
        self.structure_weight = _log_odds(structure.max(axis=1)).tolist()
        self.authorship_weight = _log_odds(prose.judged.probability).tolist()

    def verdict(self, position: int) -> Verdict:
        """Decide one segment: declared, then residue, then what classifier and votes say."""
        hits = self.hits.get(position, _NOTHING)
        governed = self.governed.get(position, _NOTHING)
        if not hits and not governed and not self.whole:
            return self._inferred(position, ())
        evidence = tuple([_hit_evidence(hit, self.segments) for hit in hits])
        marker = max(
            (h.rule for h in hits if h.rule.role == "disclosure" and h.rule.verdict == "declared"),
            key=lambda rule: rule.priority,
            default=None,
        )
        text_rules = [g for g in governed if g.rule.label == "ai_report" and _declares(g)]
        image_rules = [g for g in governed if g.rule.label == "image_caption" and _declares(g)]
        if marker is not None and not self._is_prose_with_marker(position, marker.label):
            return self._marker(position, marker.scope.marker_label, image_rules, evidence)
        if text_rules or (marker is not None and marker.label == "ai_report"):
            return self._declared(position, text_rules, evidence)
        if any(h.rule.role == "residue" and h.rule.verdict == "residue" for h in hits):
            return self._residue(position, hits, evidence)
        if self.whole and self.labels[position] == "human_article":
            return self._machine_declared(position, evidence)
        if image_rules:
            return self._pictured(position, image_rules, evidence)
        return self._inferred(position, evidence)

    def _is_prose_with_marker(self, position: int, label: Label | None) -> bool:
        long = len(self.segments[position].text) >= _PROSE_WITH_MARKER
        return label == "ai_report" and long and self.labels[position] == "human_article"

    def _marker(
        self,
        position: int,
        label: Label,
        image_rules: Sequence[Governed],
        evidence: tuple[Evidence, ...],
    ) -> Verdict:
        """Return the verdict on the line that holds a disclosure."""
        if any(item.marker == position for item in image_rules):
            label = "image_caption"
        return Verdict(
            label,
            _DECLARED,
            _certain(label, _DECLARED),
            "declared",
            role="disclosure",
            aspect=next((e.aspect for e in evidence if e.aspect), None),
            governed_by=_markers(image_rules, position, self.first),
            governs=self._governs(position),
            evidence=evidence + tuple(_governed_evidence(g, self.first) for g in image_rules),
        )

    def _declared(
        self, position: int, rules: Sequence[Governed], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on prose that a disclosure covers."""
        best = max(rules, key=lambda g: (g.confidence, g.rule.priority), default=None)
        confidence = _DECLARED if best is None else best.confidence
        aspect = best.rule.aspect if best else next((e.aspect for e in evidence if e.aspect), None)
        inherited = best is not None and best.via == "inherited"
        conflicts = _human_author(evidence)
        reason = None
        if inherited:
            reason = "the disclosure above may not reach this far"
        elif conflicts:
            reason = "declared AI-generated, but " + conflicts[0]
        return Verdict(
            "ai_report",
            confidence,
            _certain("ai_report", confidence, self.scores[position]),
            "declared",
            needs_review=reason is not None,
            review_reason=reason,
            role="disclosure" if best is None or best.marker == position else None,
            aspect=aspect,
            governed_by=_markers(rules, position, self.first),
            governs=self._governs(position),
            digital_source_type=None if inherited else digital_source_type("ai_report", aspect),
            conflicts=conflicts,
            evidence=evidence
            + tuple(_governed_evidence(g, self.first) for g in rules)
            + self._classifier(position),
        )

    def _residue(
        self, position: int, hits: Sequence[Hit], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on text with a chatbot's leftovers in it."""
        return Verdict(
            "ai_report",
            _RESIDUE,
            _certain("ai_report", _RESIDUE, self.scores[position]),
            "residue",
            needs_review=True,
            review_reason="text that a chatbot leaves behind; check that it is not quoted",
            role="residue",
            governs=self._governs(position),
            evidence=evidence + self._classifier(position),
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
        conflicts = _human_author(evidence)
        return Verdict(
            "ai_report",
            _MACHINE_DECLARED,
            _certain("ai_report", _MACHINE_DECLARED, self.scores[position]),
            "declared",
            needs_review=bool(conflicts),
            review_reason="declared AI-generated, but " + conflicts[0] if conflicts else None,
            aspect=aspect,
            digital_source_type=declared.digital_source_type
            or digital_source_type("ai_report", aspect),
            conflicts=conflicts,
            evidence=(*evidence, statement, *self._classifier(position)),
        )

    def _pictured(
        self, position: int, rules: Sequence[Governed], evidence: tuple[Evidence, ...]
    ) -> Verdict:
        """Return the verdict on the caption of a picture that is disclosed beside it."""
        return Verdict(
            "image_caption",
            _BESIDE_PICTURE,
            _certain("image_caption", _BESIDE_PICTURE, self.scores[position]),
            "declared",
            role=_role(evidence, "image_caption"),
            aspect=next((g.rule.aspect for g in rules if g.rule.aspect), None),
            governed_by=_markers(rules, position, self.first),
            governs=self._governs(position),
            evidence=evidence
            + tuple(_governed_evidence(g, self.first) for g in rules)
            + self._classifier(position),
        )

    def _inferred(self, position: int, evidence: tuple[Evidence, ...]) -> Verdict:
        """Return the verdict of classifier and votes, where nothing is declared."""
        human, ai, caption, boilerplate = self.scores[position]
        label = self.labels[position]
        evidence = evidence + self._classifier(position)
        row = self.judged.get(position)
        spoken = any(e.role == "byline" and e.label == "human_article" for e in evidence)
        accused = row is not None and self.prose.accused(row)
        reason = None
        if accused and spoken:
            reason = "reads as AI-generated, but carries a byline or agency slug"
        elif accused:
            reason = "called AI-generated on statistics alone"
        elif row is not None and self.prose.suspected(row):
            reason = "reads like AI-generated prose, not surely enough to say so"
        elif max(human + ai, caption, boilerplate) < _UNSURE:
            reason = "what the block is on the page is unclear"
        basis: Basis = "inferred"
        if accused:
            label = "ai_report"
        elif label == "human_article" and not spoken:
            basis = "absence"
        return Verdict(
            label,
            self.scores[position][LABELS.index(label)],
            (human, ai, caption, boilerplate),
            basis,
            needs_review=reason is not None,
            review_reason=reason,
            role=_role(evidence, label),
            governs=self._governs(position),
            conflicts=("byline or agency slug",) if accused and spoken else (),
            evidence=evidence,
        )

    def _governs(self, position: int) -> tuple[int, ...]:
        found = self.governs.get(position)
        return tuple(sorted({self.first + target for target in found})) if found else ()

    def _classifier(self, position: int) -> tuple[Evidence, ...]:
        label = self.labels[position]
        structure = Evidence(
            "classifier", "structure", label, weight=self.structure_weight[position]
        )
        row = self.judged.get(position)
        if row is None:
            return (structure,)
        words = int(self.prose.judged.words[row])
        return (
            structure,
            Evidence(
                "classifier",
                "authorship",
                "ai_report",
                weight=self.authorship_weight[row],
                message=f"wording of {words} words of prose around here",
            ),
        )


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


def _human_author(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What speaks for a human author, in words."""
    return tuple(
        f"{e.name}: {e.message or 'speaks for a human author'}"
        for e in evidence
        if e.role == "human_claim" or (e.role == "byline" and e.label == "human_article")
    )


def _log_odds(probability: Array) -> npt.NDArray[np.float64]:
    clipped = np.clip(probability.astype(float), _FLOOR, 1 - _FLOOR)
    odds: npt.NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return odds


def _markers(rules: Sequence[Governed], position: int, first: int) -> tuple[int, ...]:
    if not rules:
        return ()
    return tuple(sorted({first + item.marker for item in rules if item.marker != position}))


def _certain(
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


def _role(evidence: Sequence[Evidence], label: Label) -> Role | None:
    return next((e.role for e in evidence if e.role and e.label == label), None)


def _hit_evidence(hit: Hit, segments: Sequence[Segment]) -> Evidence:
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
        message=rule.message or rule.title or None,
    )


def _governed_evidence(item: Governed, first: int) -> Evidence:
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
