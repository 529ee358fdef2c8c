"""The picture of an authorship evaluation, as SVG.

Reliability: of texts with about the same score, how many are by models, over the ten bins of the
expected calibration error (`evaluate_metrics.expected_calibration_error`), models weighing as
much as the probabilities assume. ROC: one curve for each source and language and, in black, their
mean, on a logarithmic axis of the false-positive rate, since only its lower end is of use to
anyone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from labeler.classifier.authorship import AI_SHARE
from labeler.classifier.evaluate_chart import PALETTE, Axis, Panel, svg, written
from labeler.classifier.evaluate_groups import Judged
from labeler.classifier.evaluate_metrics import (
    ECE_BINS,
    Bools,
    Floats,
    auroc,
    expected_calibration_error,
)
from labeler.classifier.evaluate_tables import number
from labeler.errors import UsageError

_INK = "#222"
_DASHES = ("", "6 3", "2 3", "8 3 2 3")
_MIN_SIDE = 20
"""Groups with fewer texts of either side get no curve: it would be all steps."""
_LEAST_FPR = 0.001
_MEAN_POINTS = 61
"""Of the mean curve: twenty for each power of ten."""


def check_sides(labels: Iterable[str]) -> None:
    """Raise UsageError unless there are texts by people and by models: a plot shows both."""
    missing = {"human", "ai"} - set(labels)
    if missing:
        raise UsageError(f"no {' or '.join(sorted(missing))} texts to plot; a plot needs both")


def authorship_plot(judged: Sequence[Judged]) -> str:
    """Reliability over all texts, and one ROC curve for each source and language, as SVG.

    Groups with fewer than 20 texts of either side have no curve. Raises UsageError if either
    side is missing altogether.
    """
    check_sides(item.gold.label for item in judged)
    score, ai = _arrays(judged)
    groups = _groups(judged)
    height = max(470, 98 + 18 * len(groups))
    percents = [n / 10 for n in range(0, 11, 2)]
    reliability = Panel(
        (70, 40, 340, 340),
        f"Reliability (ECE {number(expected_calibration_error(score, ai, AI_SHARE))})",
        Axis("score", 0, 1, percents),
        Axis(f"by models, where {100 * AI_SHARE:g} % are", 0, 1, percents, percent=True),
    )
    rates = Panel(
        (500, 40, 340, 340),
        "ROC by source and language",
        Axis("false-positive rate", _LEAST_FPR, 1, (0.001, 0.01, 0.05, 0.2, 1), True, True),
        Axis("true-positive rate", 0, 1, percents, percent=True),
    )
    parts = [
        *reliability.frame(),
        reliability.curve([(0, 0), (1, 1)], "#888", "2 3"),
        *_reliability(reliability, score, ai),
        *rates.frame(),
    ]
    curves = []
    for at, (name, members) in enumerate(groups):
        colour = PALETTE[at % len(PALETTE)]
        dashes = _DASHES[at // len(PALETTE) % len(_DASHES)]
        own_score, own_ai = _arrays(members)
        curves.append(_steps(own_score, own_ai))
        parts.append(rates.curve(curves[-1], colour, dashes))
        area = number(round(auroc(own_score, own_ai), 4))
        parts += _key(at, f"{name} (AUROC {area})", colour, dashes)
    if len(curves) > 1:
        parts.append(rates.curve(_mean_steps(curves), _INK, width=3))
        parts += _key(len(curves), "mean of all", _INK)
    return svg((1140, height), parts)


def _key(at: int, text: str, colour: str, dashes: str = "") -> list[str]:
    """Line `at` of the key to the curves."""
    line = 50 + 18 * at
    drawn = f'<path d="M880 {line}H904" stroke="{colour}" stroke-width="2"'
    drawn += (f' stroke-dasharray="{dashes}"' if dashes else "") + "/>"
    return [drawn, written((910, line + 4), text, "start")]


def _arrays(judged: Sequence[Judged]) -> tuple[Floats, Bools]:
    return (
        np.array([item.score for item in judged], np.float64),
        np.array([item.gold.label == "ai" for item in judged], bool),
    )


def _groups(judged: Sequence[Judged]) -> list[tuple[str, list[Judged]]]:
    members: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        members[f"{item.gold.source}/{item.gold.lang or 'none'}"].append(item)
    return [
        (name, items)
        for name, items in sorted(members.items())
        if min(_count(items, "human"), _count(items, "ai")) >= _MIN_SIDE
    ]


def _count(judged: Iterable[Judged], label: str) -> int:
    return sum(item.gold.label == label for item in judged)


def _reliability(panel: Panel, score: Floats, ai: Bools) -> list[str]:
    weights = np.where(ai, AI_SHARE / ai.sum(), (1 - AI_SHARE) / (~ai).sum())
    place = np.minimum((score * ECE_BINS).astype(int), ECE_BINS - 1)
    total, said, true = (
        np.bincount(place, weights * value, minlength=ECE_BINS) for value in (1.0, score, ai)
    )
    full = np.flatnonzero(total)
    points = [(float(said[at] / total[at]), float(true[at] / total[at])) for at in full]
    texts = np.bincount(place, minlength=ECE_BINS)
    named = [(point, str(texts[at]), PALETTE[1]) for point, at in zip(points, full, strict=True)]
    note = panel.note("numbers: texts in each bin")
    return [panel.curve(points, PALETTE[1]), *panel.marks(named), note]


def _steps(score: Floats, ai: Bools) -> list[tuple[float, float]]:
    """Corners of the ROC curve: false- and true-positive rate at each threshold."""
    thresholds, place = np.unique(-score, return_inverse=True)
    sides = [np.bincount(place, side, len(thresholds)).cumsum() / side.sum() for side in (~ai, ai)]
    corners = [(0.0, 0.0)]
    for false, true in zip(*(side.tolist() for side in sides), strict=True):
        corners += [(corners[-1][0], true), (false, true)]
    return corners


def _mean_steps(curves: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Mean true-positive rate of some curves by false-positive rate, where the axis shows it."""
    rates = np.geomspace(_LEAST_FPR, 1, _MEAN_POINTS)
    reached = []
    for curve in curves:
        false, true = np.array(curve).T
        reached.append(true[np.searchsorted(false, rates, side="right") - 1])
    return list(zip(rates.tolist(), np.mean(reached, axis=0).tolist(), strict=True))
