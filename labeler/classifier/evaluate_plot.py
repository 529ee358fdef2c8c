"""Plots of an evaluation as SVG, written by hand: the same figures give the same bytes.

Reliability: of texts with about the same score, how many are by models, over the ten bins of the
expected calibration error (`evaluate_metrics.expected_calibration_error`), models weighing as
much as the probabilities assume. ROC: one curve for each source and language, on a logarithmic
axis of the false-positive rate, since only its lower end is of use to anyone.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from labeler.classifier.evaluate_groups import AI_SHARE, Judged
from labeler.classifier.evaluate_metrics import Bools, Floats, auroc
from labeler.classifier.evaluate_tables import number
from labeler.errors import UsageError

PALETTE = (
    "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8b5a2b", "#666666",
)  # fmt: skip
"""Told apart by the colour-blind too (Okabe and Ito 2008, with brown and grey)."""
_DASHES = ("", "6 3", "2 3", "8 3 2 3")
_LETTER_WIDTH = 6.5
"""Of the font in pixels, on average; browsers differ a little."""
_SIDES = (
    (8, 4, "start"), (-8, 4, "end"), (0, -9, "middle"), (0, 18, "middle"),
    (8, -9, "start"), (8, 18, "start"), (-8, -9, "end"), (-8, 18, "end"),
)  # fmt: skip
"""Places of a name around its dot, best first: how far right and down, and how anchored."""
_BINS = 10
_MIN_SIDE = 20
"""Groups with fewer texts of either side get no curve: it would be all steps."""
_LEAST_FPR = 0.001


class Axis(NamedTuple):
    """One axis of a panel."""

    label: str
    low: float
    high: float
    ticks: Sequence[float]
    log: bool = False
    percent: bool = False

    def share(self, value: float) -> float:
        """Place of `value` on the axis: 0 at its low end, 1 at its high end, kept within."""
        value = min(max(value, self.low), self.high)
        low, high, at = map(math.log, (self.low, self.high, value)) if self.log else (
            self.low, self.high, value,
        )  # fmt: skip
        return (at - low) / (high - low)

    def shown(self, tick: float) -> str:
        """A tick as people read it."""
        return f"{100 * tick:g} %" if self.percent else f"{tick:g}"


class Panel(NamedTuple):
    """A rectangle with two axes, in which points have their places."""

    box: tuple[float, float, float, float]
    """Left, top, width and height, in pixels."""
    title: str
    x: Axis
    y: Axis

    def place(self, point: tuple[float, float]) -> tuple[float, float]:
        """Pixels of a point of the data."""
        left, top, width, height = self.box
        return (
            round(left + width * self.x.share(point[0]), 1),
            round(top + height * (1 - self.y.share(point[1])), 1),
        )

    def frame(self) -> list[str]:
        """Title, box, grid and axes."""
        left, top, width, height = self.box
        middle, bottom = left + width / 2, top + height
        side = left - 48
        parts = [
            _text((middle, top - 12), self.title, "middle", bold=True),
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" class="frame"/>',
            _text((middle, bottom + 38), self.x.label, "middle"),
            f'<g transform="rotate(-90 {side} {top + height / 2})">'
            + _text((side, top + height / 2), self.y.label, "middle")
            + "</g>",
        ]
        for tick in _within(self.x):
            at, _ = self.place((tick, self.y.low))
            parts.append(f'<path d="M{at} {top}V{bottom}" class="grid"/>')
            parts.append(_text((at, bottom + 18), self.x.shown(tick), "middle"))
        for tick in _within(self.y):
            _, at = self.place((self.x.low, tick))
            parts.append(f'<path d="M{left} {at}H{left + width}" class="grid"/>')
            parts.append(_text((left - 6, at + 4), self.y.shown(tick), "end"))
        return parts

    def curve(self, points: Iterable[tuple[float, float]], colour: str, dashes: str = "") -> str:
        """A line through points of the data."""
        way = "L".join(f"{x:g} {y:g}" for x, y in map(self.place, points))
        return (
            f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="1.6"'
            + (f' stroke-dasharray="{dashes}"' if dashes else "")
            + "/>"
        )

    def marks(self, points: Sequence[tuple[tuple[float, float], str, str]]) -> Iterator[str]:
        """Dots with names beside them, given as point, name and colour.

        A name stands where it covers no dot and no earlier name, if there is such a place.
        """
        places = [self.place(point) for point, _, _ in points]
        taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in places]
        for (x, y), (_, name, colour) in zip(places, points, strict=True):
            choices = [_beside((x, y), name, side) for side in _SIDES]
            free = [place for place in choices if not any(_meet(place.box, box) for box in taken)]
            chosen = (free or choices)[0]
            taken.append(chosen.box)
            yield f'<circle cx="{x:g}" cy="{y:g}" r="4.5" fill="{colour}"/>'
            yield _text(chosen.at, name, chosen.anchor)

    def note(self, text: str) -> str:
        """A line below the panel."""
        left, top, _, height = self.box
        return _text((left, top + height + 66), text, "start")


class _Place(NamedTuple):
    """Where a name could stand: left, top, right and bottom of its box, and how to write it."""

    box: tuple[float, float, float, float]
    at: tuple[float, float]
    anchor: str


def _beside(dot: tuple[float, float], name: str, side: tuple[float, float, str]) -> _Place:
    across, down, anchor = side
    x, y = dot[0] + across, dot[1] + down
    wide = _LETTER_WIDTH * len(name)
    left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return _Place((left, y - 10, left + wide, y + 3), (x, y), anchor)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _within(axis: Axis) -> list[float]:
    return [tick for tick in axis.ticks if axis.low <= tick <= axis.high * (1 + 1e-9)]


def _text(at: tuple[float, float], text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{at[0]:g}" y="{at[1]:g}" text-anchor="{anchor}"{weight}>'
        f"{escape(text, quote=False)}</text>"
    )


def svg(size: tuple[int, int], parts: Iterable[str]) -> str:
    """A whole SVG file of `size` pixels, on white so that it can be read on any page."""
    width, height = size
    style = "text{font:12px sans-serif;fill:#222}.grid{stroke:#ddd}.frame{fill:none;stroke:#888}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}">',
            f"<style>{style}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *parts,
            "</svg>\n",
        ]
    )


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
    height = max(470, 80 + 18 * len(groups))
    percents = [n / 10 for n in range(0, 11, 2)]
    reliability = Panel(
        (70, 40, 340, 340),
        "Reliability",
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
    for at, (name, members) in enumerate(groups):
        colour = PALETTE[at % len(PALETTE)]
        dashes = _DASHES[at // len(PALETTE) % len(_DASHES)]
        own_score, own_ai = _arrays(members)
        parts.append(rates.curve(_steps(own_score, own_ai), colour, dashes))
        line = 50 + 18 * at
        key = f'<path d="M880 {line}H904" stroke="{colour}" stroke-width="2"'
        parts.append(key + (f' stroke-dasharray="{dashes}"' if dashes else "") + "/>")
        area = number(round(auroc(own_score, own_ai), 4))
        parts.append(_text((910, line + 4), f"{name} (AUROC {area})", "start"))
    return svg((1140, height), parts)


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
    place = np.minimum((score * _BINS).astype(int), _BINS - 1)
    total, said, true = (
        np.bincount(place, weights * value, minlength=_BINS) for value in (1.0, score, ai)
    )
    full = np.flatnonzero(total)
    points = [(float(said[at] / total[at]), float(true[at] / total[at])) for at in full]
    texts = np.bincount(place, minlength=_BINS)
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
