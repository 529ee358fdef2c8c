"""From scores of left-out sources to probabilities and thresholds of the authorship head."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from labeler.classifier.authorship import AI_SHARE
from labeler.classifier.model import Calibration

Array = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

LENGTHS = (12, 25, 40, 80, 150, 300)
"""Words at which calibration and thresholds are set; longer prose counts with the last. Prose too
short to be accused has probabilities too: by those of 40 words it seemed surer than it was."""
MEAN_FPR, KIND_FPR, REVIEW_FPR = 0.005, 0.03, 0.05
"""Share of human text above the thresholds: mean over groups at each length, any kind of text
over all lengths; mean sent to review."""
_SPREADS = 3.0
"""Kinds of text never seen are provided for up to so many standard deviations of kinds: those
seen cannot tell how far the next one lies, and a wrong accusation is the worst error."""
_MIN_MEASURED = 100
"""Groups with fewer texts say nothing about a threshold."""
_NEVER = 15.0
"""A score that no text reaches."""
_STEP = 0.05


class HeldOut(NamedTuple):
    """Scores of windows of left-out sources."""

    score: Array
    words: Array
    ai: Bools
    group: list[tuple[str, str]]
    """Source and language."""
    domain: list[str]
    """With the group: the kind of text."""


def calibrate(held_out: HeldOut, languages: Sequence[str], min_words: int) -> Calibration:
    """Set probabilities and thresholds from scores of left-out sources.

    Lengths with few texts of either side take the probabilities of the next longer one. At each
    length from `min_words` on the threshold keeps the mean over human groups low, and none is
    below what people of every kind, seen or not, seldom reach. Groups outside `languages` are
    never accused and do not count.
    """
    known = np.array([lang in languages for _, lang in held_out.group])
    fitted: list[tuple[float, float]] = []
    accuse: list[float] = []
    review: list[float] = []
    for length in reversed(LENGTHS):
        near = known & _about(held_out.words, length)
        few = min(near[held_out.ai].sum(), near[~held_out.ai].sum()) < _MIN_MEASURED
        fitted.append(fitted[-1] if few and fitted else logistic(held_out, near))
        if accuse and length < min_words:
            continue
        human = list(_by_group(held_out.score, held_out.group, near & ~held_out.ai))
        # More prose never makes an accusation harder.
        for thresholds, rate in ((accuse, MEAN_FPR), (review, REVIEW_FPR)):
            thresholds.append(max([_threshold(human, rate), *thresholds[-1:]]))
    for thresholds in (accuse, review):  # prose below min_words is never accused
        thresholds += thresholds[-1:] * (len(LENGTHS) - len(thresholds))
        thresholds.reverse()
    slopes, intercepts = zip(*reversed(fitted), strict=True)
    long_enough = known & ~held_out.ai & (held_out.words >= min_words)
    kinds = list(zip(held_out.group, held_out.domain, strict=True))
    safe = _safe_for_kinds(list(_by_group(held_out.score, kinds, long_enough)))
    accuse = [min(max(value, safe), _NEVER) for value in accuse]
    return Calibration(
        [float(length) for length in LENGTHS],
        _rounded(slopes),
        _rounded(intercepts),
        _rounded(accuse),
        _rounded(min(pair) for pair in zip(review, accuse, strict=True)),
    )


def _about(words: Array, length: int) -> Bools:
    """Which texts are between half and twice as long; for the last length, or longer."""
    found: Bools = words >= length / 2
    if length != LENGTHS[-1]:
        found &= words < length * 2
    return found


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), 4) for value in values]


def _by_group(
    values: npt.NDArray[np.floating], groups: Sequence[Hashable], chosen: Bools
) -> Iterator[Array]:
    """Yield the chosen values of each group that has enough of them."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for row in np.flatnonzero(chosen).tolist():
        members[groups[row]].append(row)
    for rows in members.values():
        if len(rows) >= _MIN_MEASURED:
            yield values[rows]


def _safe_for_kinds(scores_of_kinds: Sequence[Array]) -> float:
    """The score that people of kinds seen seldom reach, and of ones like no other of them.

    Of each kind the score that KIND_FPR of its people pass counts: the highest is respected,
    and so is one as far above the mean of kinds as _SPREADS says.
    """
    if not scores_of_kinds:
        return -_NEVER
    passed = np.array([np.quantile(scores, 1 - KIND_FPR) for scores in scores_of_kinds])
    return float(max(passed.max(), passed.mean() + _SPREADS * passed.std()))


def _threshold(groups_of_scores: Sequence[Array], mean_rate: float) -> float:
    """Smallest score from which at most this share of the groups lies, on their mean."""
    if not groups_of_scores:
        return _NEVER
    for candidate in np.arange(-2, _NEVER, _STEP):
        if np.mean([(scores >= candidate).mean() for scores in groups_of_scores]) <= mean_rate:
            return float(candidate)
    return _NEVER


def logistic(held_out: HeldOut, chosen: Bools) -> tuple[float, float]:
    """Platt scaling; all groups of a side weigh the same, the AI side AI_SHARE of all."""
    rows = np.flatnonzero(chosen)
    if len(set(held_out.ai[rows])) < 2:
        return 1.0, -3.0
    sizes = Counter((held_out.group[row], bool(held_out.ai[row])) for row in rows)
    weights = np.array([1 / sizes[held_out.group[row], bool(held_out.ai[row])] for row in rows])
    for side, share in ((True, AI_SHARE), (False, 1 - AI_SHARE)):
        inside = held_out.ai[rows] == side
        weights[inside] *= share / weights[inside].sum()
    model = LogisticRegression(C=1e6).fit(
        held_out.score[rows, None], held_out.ai[rows], sample_weight=weights * len(rows)
    )
    return float(max(model.coef_[0, 0], 0.05)), float(model.intercept_[0])
