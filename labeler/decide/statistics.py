"""What the classifier and the votes say of each segment, and the verdict that alone gives."""

from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.authorship import AI_SHARE
from labeler.decide.columns import (
    ABSENCE,
    ACCUSED,
    BASES,
    CONFLICTS,
    INFERRED,
    REASONS,
    SPOKEN_FOR,
    SUSPECTED,
    UNCLEAR,
    Columns,
)
from labeler.decide.evidence import role_of
from labeler.decide.place import (
    APART_VOTE,
    HEADLINE_VOTE,
    LIST_VOTE,
    LONE_VOTE,
    STRAY_VOTE,
    STRUCTURE,
    UNBROKEN_VOTE,
    Array,
)
from labeler.decide.prose import Prose
from labeler.decide.votes import FLOOR, SITE_VOTE, Structure
from labeler.document import Segment
from labeler.evidence import LABELS, Evidence, Label
from labeler.verdict import Verdict

Scores = tuple[float, float, float, float]
_LABEL_OF_COLUMN = np.array([LABELS.index(label) for label in STRUCTURE], np.uint8)
_ARTICLE, _AI = LABELS.index("human_article"), LABELS.index("ai_report")
_UNSURE = 0.5
_UNKNOWN_LANGUAGE_TRUST = 0.5
_DECIMALS = 4
"""Of weights: all of them at once, since one by one takes longer than all else about them."""
_OF_PLACE: dict[str, tuple[Label, float, str]] = {
    "lone": ("human_article", LONE_VOTE, "the only text of its document that no rule explains"),
    "headline": (
        "human_article",
        HEADLINE_VOTE,
        "first line, with article prose or pictures right below",
    ),
    "list_heading": ("human_article", LIST_VOTE, "right above a list that reads like article"),
    "stray": ("boilerplate", STRAY_VOTE, "what reads like article here is too little to be one"),
    "apart": (
        "boilerplate",
        APART_VOTE,
        "what reads like article here is far from most of it, and little beside it",
    ),
    "unbroken": (
        "human_article",
        UNBROKEN_VOTE,
        "what reads like furniture here is too little to be a page's",
    ),
}
"""What the place of a segment votes for: a label, log-odds, and why, in words."""


class Judged(NamedTuple):
    """What is known of one document's segments before declarations are looked at."""

    segments: Sequence[Segment]
    structure: Structure
    prose: Prose


class _Rows(NamedTuple):
    """What the authorship head says of the prose of some documents, in their order."""

    weight: npt.NDArray[np.float64]
    words: Array


def statistics_of(documents: Sequence[Judged]) -> "list[Statistics]":
    """Scores of the segments of each document; all at once, since numpy is called once then."""
    if not documents:
        return []
    starts = list(accumulate((len(one.segments) for one in documents), initial=0))
    prose = [one.prose for one in documents]
    edges = list(accumulate((len(one.positions) for one in prose), initial=0))
    at = np.fromiter(chain.from_iterable(one.positions for one in prose), np.intp, edges[-1])
    at += np.repeat(starts[:-1], np.diff(edges))
    known = np.concatenate([one.known_language for one in prose])
    by_model = _trusted(np.concatenate([one.judged.probability for one in prose]), known)
    voted = np.concatenate([one.structure.voted for one in documents])
    best = np.concatenate([one.structure.best for one in documents])
    classifier = np.concatenate([one.structure.classifier for one in documents])
    plain = _columns(voted, best, at, by_model)
    _accuse(
        plain,
        at[np.concatenate([one.judged.accused for one in prose]) & known],
        at[np.concatenate([one.judged.suspected for one in prose])],
    )
    weights = _log_odds(classifier[np.arange(len(best)), best])
    of_prose = _Rows(_log_odds(by_model), np.concatenate([one.judged.words for one in prose]))
    return [
        Statistics(
            one,
            plain.part(slice(start, end)),
            weights[start:end],
            _Rows(of_prose.weight[first:last], of_prose.words[first:last]),
        )
        for one, (start, end), (first, last) in zip(
            documents, pairwise(starts), pairwise(edges), strict=True
        )
    ]


def _trusted(probability: Array, known: npt.NDArray[np.bool_]) -> Array:
    """That a model wrote it; halfway to the base rate in languages not trained."""
    trust = np.where(known, 1.0, _UNKNOWN_LANGUAGE_TRUST)
    trusted = AI_SHARE + (probability - AI_SHARE) * trust
    clipped: Array = np.clip(trusted, 0, 1).astype(np.float32)
    return clipped


def _columns(
    voted: Array, best: npt.NDArray[np.intp], at: npt.NDArray[np.intp], by_model: Array
) -> Columns:
    """The verdicts as far as nobody is accused; rows `at` are prose, written `by_model`."""
    rows = len(best)
    chance = np.zeros(rows, np.float32)
    chance[at] = by_model
    scores = np.empty((rows, len(LABELS)))
    scores[:, 0], scores[:, 1] = voted[:, 0] * (1 - chance), voted[:, 0] * chance
    scores[:, 2:] = voted[:, 1:]
    sure = np.maximum(scores[:, 0] + scores[:, 1], scores[:, 2:].max(axis=1)) >= _UNSURE
    labels = _LABEL_OF_COLUMN[best]
    judged = np.zeros(rows, bool)
    judged[at] = True
    return Columns(
        labels=labels,
        confidences=scores[np.arange(rows), labels],
        scores=scores,
        bases=np.where(labels == _ARTICLE, ABSENCE, INFERRED).astype(np.uint8),
        needs_review=~sure,
        reasons=np.where(sure, 0, UNCLEAR).astype(np.uint8),
        judged=judged,
        roles={},
        evidence={},
        verdicts={},
    )


def _accuse(plain: Columns, accused: npt.NDArray[np.intp], suspected: npt.NDArray[np.intp]) -> None:
    """Write into `plain` which rows read like a model's."""
    plain.reasons[suspected] = SUSPECTED
    plain.reasons[accused] = ACCUSED
    plain.needs_review[suspected] = True
    plain.needs_review[accused] = True
    plain.labels[accused] = _AI
    plain.confidences[accused] = plain.scores[accused, _AI]
    plain.bases[accused] = INFERRED


class Statistics:
    """Scores of one document's segments, by position."""

    def __init__(
        self,
        judged: Judged,
        columns: Columns,
        weights: npt.NDArray[np.float64],
        of_prose: _Rows,
    ) -> None:
        self.columns = columns
        """The verdicts as far as rules do not matter."""
        self.labels = judged.structure.labels
        """What each segment is, whoever wrote it."""
        self._segments = judged.segments
        self._structure = judged.structure
        self._positions = judged.prose.positions
        self._weights = weights
        self._of_prose = of_prose

    @cached_property
    def scores(self) -> list[Scores]:
        """Probabilities in the order of LABELS."""
        return [(h, a, c, b) for h, a, c, b in self.columns.scores.tolist()]

    @cached_property
    def placed(self) -> Set[int]:
        """Positions of segments of which their place or their format says something."""
        return self.by_kind.keys() | self._by_place

    @cached_property
    def by_kind(self) -> dict[int, Evidence]:
        """What its format says of each segment of which it says something, by position."""
        votes = self._structure.format_votes
        if not votes:
            return {}
        said = {
            kind: Evidence("metadata", f"kind:{kind}", label, weight=weight)
            for kind, (label, weight) in votes.items()
        }
        return {
            at: said[segment.kind]
            for at, segment in enumerate(self._segments)
            if segment.kind in votes
        }

    @cached_property
    def only_by_kind(self) -> dict[int, Evidence]:
        """The same, of segments whose place says nothing besides."""
        return {at: said for at, said in self.by_kind.items() if at not in self._by_place}

    @cached_property
    def _by_place(self) -> frozenset[int]:
        structure = self._structure
        place = structure.place
        places = {*structure.repeats, *place.stray, *place.apart}
        places |= {*place.unbroken, *place.list_headings}
        places |= {at for at in (structure.lone, structure.headline) if at is not None}
        return frozenset(places)

    def verdict(
        self, position: int, evidence: tuple[Evidence, ...], governs: tuple[int, ...]
    ) -> Verdict:
        """The verdict where nothing is declared; `evidence` is that of rules."""
        label, reason, basis = self._plain[position]
        spoken = False
        role = None
        if evidence:
            spoken = any(e.role == "byline" and e.label == "human_article" for e in evidence)
            role = role_of(evidence, self.labels[position])
        if reason == ACCUSED and spoken:
            reason = SPOKEN_FOR
        if basis == ABSENCE and spoken:
            basis = INFERRED
        scores = self.scores[position]
        return Verdict(
            LABELS[label],
            scores[label],
            scores,
            BASES[basis],
            reason != 0,
            REASONS[reason],
            role,
            None,
            (),
            governs,
            None,
            CONFLICTS[reason],
            evidence + self.evidence(position),
        )  # by position: most verdicts are made here, and keywords cost time

    @cached_property
    def _plain(self) -> list[tuple[int, int, int]]:
        """Places of label, reason and basis."""
        columns = self.columns
        return list(
            zip(
                columns.labels.tolist(),
                columns.reasons.tolist(),
                columns.bases.tolist(),
                strict=True,
            )
        )

    @cached_property
    def weights(self) -> list[float]:
        """What the structure head gives each segment's label."""
        weights: list[float] = self._weights.tolist()
        return weights

    @cached_property
    def authorship(self) -> dict[int, tuple[float, str]]:
        """What the authorship head gives prose, and on what wording, by position."""
        rows = zip(self._of_prose.weight.tolist(), _wording(self._of_prose.words), strict=True)
        return dict(zip(self._positions, rows, strict=True))

    def evidence(self, position: int) -> tuple[Evidence, ...]:
        """What the classifier says of a segment, and what its format and place do."""
        label = self.labels[position]
        structure = Evidence("classifier", "structure", label, weight=self.weights[position])
        of_prose = self.authorship.get(position)
        of_place: tuple[Evidence, ...] = ()
        if position in self.placed:
            of_place = tuple(self._of_place(position))
        if of_prose is None:
            return (structure, *of_place)
        weight, wording = of_prose
        authorship = Evidence(
            "classifier", "authorship", "ai_report", weight=weight, message=wording
        )
        return (structure, *of_place, authorship)

    def _of_place(self, position: int) -> Iterator[Evidence]:
        if (said := self.by_kind.get(position)) is not None:
            yield said
        structure = self._structure
        speaks = {
            "lone": position == structure.lone,
            "headline": position == structure.headline,
            "list_heading": position in structure.place.list_headings,
            "stray": position in structure.place.stray,
            "apart": position in structure.place.apart,
            "unbroken": position in structure.place.unbroken,
        }
        for name, (label, weight, message) in _OF_PLACE.items():
            if speaks[name]:
                yield Evidence("classifier", name, label, weight=weight, message=message)
        if position in structure.repeats:
            others = structure.repeats[position]
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
