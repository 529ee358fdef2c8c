"""What the classifier and the votes say of each segment, and the verdict that alone gives."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from labeler.decide.evidence import role_of
from labeler.decide.prose import Prose
from labeler.decide.votes import (
    FLOOR,
    HEADLINE_VOTE,
    LONE_VOTE,
    SITE_VOTE,
    STRAY_VOTE,
    Array,
    Structure,
    structure_labels,
)
from labeler.document import Kind, Segment
from labeler.evidence import LABELS, Basis, Evidence
from labeler.verdict import Verdict

Scores = tuple[float, float, float, float]
_AT = {label: position for position, label in enumerate(LABELS)}
_UNSURE = 0.5
_DECIMALS = 4
"""Of weights: all of them at once, since one by one takes longer than all else about them."""


class Statistics:
    """Scores of one document's segments, by position."""

    def __init__(self, segments: Sequence[Segment], structure: Structure, prose: Prose) -> None:
        self.labels = structure_labels(structure)
        self._segments = segments
        self._structure = structure
        self._judged = {position: row for row, position in enumerate(prose.positions)}
        self._accused = prose.accused().tolist()
        self._suspected = prose.judged.suspected.tolist()
        self._wording = _wording(prose.judged.words)
        voted = structure.voted
        chance = np.zeros(len(segments), np.float32)
        by_model = prose.probability()
        chance[prose.positions] = by_model
        scores = np.empty((len(segments), len(LABELS)))
        scores[:, 0], scores[:, 1] = voted[:, 0] * (1 - chance), voted[:, 0] * chance
        scores[:, 2:] = voted[:, 1:]
        self.scores: list[Scores] = [(h, a, c, b) for h, a, c, b in scores.tolist()]
        """Probabilities in the order of LABELS."""
        best = np.maximum(scores[:, 0] + scores[:, 1], scores[:, 2:].max(axis=1))
        self._unclear = (best < _UNSURE).tolist()
        self._placed = {structure.lone, structure.headline, *structure.repeats, *structure.stray}
        decided = structure.classifier[np.arange(len(segments)), voted.argmax(axis=1)]
        self._structure_weight = _log_odds(decided).tolist()
        self._authorship_weight = _log_odds(by_model).tolist()

    def verdict(
        self, position: int, evidence: tuple[Evidence, ...], governs: tuple[int, ...]
    ) -> Verdict:
        """The verdict where nothing is declared; `evidence` is that of rules."""
        label = self.labels[position]
        scores = self.scores[position]
        row = self._judged.get(position)
        accused = row is not None and self._accused[row]
        spoken = False
        role = None
        if evidence:
            spoken = any(e.role == "byline" and e.label == "human_article" for e in evidence)
            role = role_of(evidence, label)
        reason = None
        if accused and spoken:
            reason = "reads as AI-generated, but carries a byline or agency slug"
        elif accused:
            reason = "called AI-generated on statistics alone"
        elif row is not None and self._suspected[row]:
            reason = "reads like AI-generated prose, not surely enough to say so"
        elif self._unclear[position]:
            reason = "what the block is on the page is unclear"
        basis: Basis = "inferred"
        if accused:
            label = "ai_report"
        elif label == "human_article" and not spoken:
            basis = "absence"
        return Verdict(
            label,
            scores[_AT[label]],
            scores,
            basis,
            reason is not None,
            reason,
            role,
            None,
            (),
            governs,
            None,
            ("byline or agency slug",) if accused and spoken else (),
            evidence + self.evidence(position),
        )  # by position: most verdicts are made here, and keywords cost time

    def evidence(self, position: int) -> tuple[Evidence, ...]:
        """What the classifier says of a segment, and what its format and place do."""
        label = self.labels[position]
        structure = Evidence(
            "classifier", "structure", label, weight=self._structure_weight[position]
        )
        row = self._judged.get(position)
        kind = self._segments[position].kind
        of_place: tuple[Evidence, ...] = ()
        if position in self._placed or kind in self._structure.format_votes:
            of_place = tuple(self._of_place(position, kind))
        if row is None:
            return (structure, *of_place)
        authorship = Evidence(
            "classifier",
            "authorship",
            "ai_report",
            weight=self._authorship_weight[row],
            message=self._wording[row],
        )
        return (structure, *of_place, authorship)

    def _of_place(self, position: int, kind: Kind) -> Iterator[Evidence]:
        if kind in self._structure.format_votes:
            said, weight = self._structure.format_votes[kind]
            yield Evidence("metadata", f"kind:{kind}", said, weight=weight)
        if position == self._structure.lone:
            yield Evidence(
                "classifier",
                "lone",
                "human_article",
                weight=LONE_VOTE,
                message="the only text of its document that no rule explains",
            )
        if position == self._structure.headline:
            yield Evidence(
                "classifier",
                "headline",
                "human_article",
                weight=HEADLINE_VOTE,
                message="first line, with article prose right below",
            )
        if position in self._structure.stray:
            yield Evidence(
                "classifier",
                "stray",
                "boilerplate",
                weight=STRAY_VOTE,
                message="what reads like article here is too little to be one",
            )
        if position in self._structure.repeats:
            others = self._structure.repeats[position]
            yield Evidence(
                "classifier",
                "same_site",
                "boilerplate",
                weight=SITE_VOTE,
                message=f"stands on {others} other page{'' if others == 1 else 's'} of this run",
            )


def _wording(words: Array) -> list[str]:
    """What the authorship head rests on, in words; whole blocks of prose share it."""
    counts = words.astype(int).tolist()
    said = {n: f"wording of {n} words of prose around here" for n in set(counts)}
    return [said[n] for n in counts]


def _log_odds(probability: Array) -> npt.NDArray[np.float64]:
    # np.clip takes longer than the two, for the few segments of one document.
    clipped = np.minimum(np.maximum(probability.astype(float), FLOOR), 1 - FLOOR)
    odds: npt.NDArray[np.float64] = np.log(clipped / (1 - clipped)).round(_DECIMALS)
    return odds
