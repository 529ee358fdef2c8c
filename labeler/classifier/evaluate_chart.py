"""Charts as SVG, written by hand: axes, curves, named dots. The same data give the same bytes."""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

PALETTE = (
    "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8b5a2b", "#666666",
)  # fmt: skip
"""Told apart by the colour-blind too (Okabe and Ito 2008, with brown and grey)."""
_LETTER_WIDTH = 6.5
"""Of the font in pixels, on average; browsers differ a little."""
_SIDES = (
    (8, 4, "start"), (-8, 4, "end"), (0, -9, "middle"), (0, 18, "middle"),
    (8, -9, "start"), (8, 18, "start"), (-8, -9, "end"), (-8, 18, "end"),
)  # fmt: skip
"""Places of a name around its dot, best first: how far right and down, and how anchored."""


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
        return f"{100 * tick:g} %" if self.percent else f"{tick:,.10g}"


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
            written((middle, top - 12), self.title, "middle", bold=True),
            f'<rect x="{left}" y="{top}" width="{width}" height="{height}" class="frame"/>',
            written((middle, bottom + 38), self.x.label, "middle"),
            f'<g transform="rotate(-90 {side} {top + height / 2})">'
            + written((side, top + height / 2), self.y.label, "middle")
            + "</g>",
        ]
        for tick in _within(self.x):
            at, _ = self.place((tick, self.y.low))
            parts.append(f'<path d="M{at} {top}V{bottom}" class="grid"/>')
            parts.append(written((at, bottom + 18), self.x.shown(tick), "middle"))
        for tick in _within(self.y):
            _, at = self.place((self.x.low, tick))
            parts.append(f'<path d="M{left} {at}H{left + width}" class="grid"/>')
            parts.append(written((left - 6, at + 4), self.y.shown(tick), "end"))
        return parts

    def curve(
        self,
        points: Iterable[tuple[float, float]],
        colour: str,
        dashes: str = "",
        width: float = 1.6,
    ) -> str:
        """A line through points of the data."""
        way = "L".join(f"{x:g} {y:g}" for x, y in map(self.place, points))
        return (
            f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{width:g}"'
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
            yield written(chosen.at, name, chosen.anchor)

    def note(self, text: str) -> str:
        """A line below the panel."""
        left, top, _, height = self.box
        return written((left, top + height + 66), text, "start")


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


def written(at: tuple[float, float], text: str, anchor: str, *, bold: bool = False) -> str:
    """A line of text; `anchor` says which end of it stands at that place."""
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
