"""The page read as a sequence: what stands around a segment, in its container and on its page.

The second stage sees these columns. They are computed for several pages at once, since most
are small, and in blocks of rows, since some are huge.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.dense import SHAPE_NAMES
from labeler.classifier.encode import Starts
from labeler.classifier.markup import KINDS, LINK_SHARE, Parents
from labeler.classifier.overlap import Ngrams, shared
from labeler.classifier.tables import LOWER, STOP

Array = npt.NDArray[np.float32]
Family = Literal["words", "shape", "neighbours", "page", "element"]
"""What a column tells of: the segment's words (with HTML's class names), its length, case and
punctuation, the segments beside it, the page around it, its element and place in the tree."""

WINDOW = 2
"""Neighbours seen on each side."""
BOXES = (3, 10, 30)
"""Widths, in segments, of the stretches before and after that are averaged."""
STRONG_SCORE, STRONG_CHARS = 0.6, 80
"""A segment this likely article and this long is an anchor: distances to it are measured, and
what is said in it."""
HEADLINE_SHARES = (0.6, 0.5)
"""The first segment that says so much of the title, and is so much title, is the headline."""
PROSE_CHARS = 60
"""In HTML, the element that holds most article prose in segments this long is the main one."""

_BEST = 5
_LOCAL_SCORES = 4
"""Columns of what neighbours see too that come from scores; the rest is shape."""

_LENGTH = SHAPE_NAMES.index("log_length")
_NEIGHBOUR_SHAPE = [
    _LENGTH,
    SHAPE_NAMES.index(f"last_{STOP}"),
    SHAPE_NAMES.index("log_stops"),
    SHAPE_NAMES.index(f"share_{LOWER}"),
]
_NEIGHBOUR_MARKUP = [
    KINDS.index(kind) for kind in ("heading", "paragraph", "list_item", "caption", "alt", "link")
] + [LINK_SHARE]


class Pages(NamedTuple):
    """First-stage scores and dense features of some documents, one after the other."""

    starts: Starts
    """Row of each page's first segment, and the number of rows n at the end."""
    scores: Array
    """Shape (n, heads): log-odds for article (all sources), caption, article (news)."""
    shape: Array
    """Shape (n, len(SHAPE_NAMES))."""
    ngrams: Ngrams
    """Of each segment."""
    markup: Array | None
    """Shape (n, WIDTH) for HTML, None for text."""
    containers: npt.NDArray[np.intp] | None
    """Shape (n,): equal numbers share a container, whose page is theirs alone."""
    parents: Parents | None
    """Where in the tree each segment hangs."""
    titles: Array | None
    """Shape (n, 2): how much of the title each segment says, and how much of it is title."""


class Context:
    """The page-wide parts, computed once; `rows` then gives any block of rows."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._order = np.arange(pages.starts[-1])
        self._sizes = np.diff(pages.starts)
        self._page = np.repeat(np.arange(len(self._sizes)), self._sizes)
        self._first = np.repeat(pages.starts[:-1], self._sizes)
        self._end = np.repeat(pages.starts[1:], self._sizes)
        scores = pages.scores
        main = np.stack([(scores[:, 0] + scores[:, 2]) * 0.75, scores[:, 1]], axis=1)
        probability = 1 / (1 + np.exp(-np.clip(main, -30, 30)))
        self._local = np.column_stack(
            [np.tanh(main / 3), probability, pages.shape[:, _NEIGHBOUR_SHAPE]]
        ).astype(np.float32)
        self._article = probability[:, 0]
        self._chars = np.expm1(pages.shape[:, _LENGTH])
        self._anchors = (self._article > STRONG_SCORE) & (self._chars >= STRONG_CHARS)
        common = shared(pages.ngrams, pages.starts, self._anchors)
        self._wide = np.column_stack(
            [*self._boxes(), *self._shares(), *self._distances(), common]
        ).astype(np.float32)
        self._whole = self._aggregates(probability[:, 1])
        self._html = self._html_columns() if pages.markup is not None else None

    def rows(self, start: int, end: int) -> Array:
        """Second-stage features of segments `start` to `end`, shape (end - start, columns)."""
        return np.concatenate([columns for _, columns in self.families(start, end)], axis=1)

    def families(self, start: int, end: int) -> list[tuple[Family, Array]]:
        """The columns of `rows` in their order, each stretch with what it tells of."""
        pages = self._pages
        local = self._local[start:end]
        columns: list[tuple[Family, Array]] = [
            ("shape", pages.shape[start:end]),
            ("words", local[:, :_LOCAL_SCORES]),
            ("shape", local[:, _LOCAL_SCORES:]),
            ("words", (pages.scores[start:end] / 3).astype(np.float32)),
            ("neighbours", self._neighbours(self._local, start, end)),
            ("page", self._wide[start:end]),
            ("page", self._whole[self._page[start:end]]),
        ]
        if self._html is not None and pages.markup is not None:
            columns.append(("element", self._html[start:end]))
            neighbours = pages.markup[:, _NEIGHBOUR_MARKUP]
            columns.append(("neighbours", self._neighbours(neighbours, start, end)))
        return columns

    def _neighbours(self, values: Array, start: int, end: int) -> Array:
        """Values of the segments before and after, nearest first, zeros beyond the page."""
        steps = [step for offset in range(1, WINDOW + 1) for step in (-offset, offset)]
        at = self._order[start:end, None] + np.array(steps)
        inside = (at >= self._first[start:end, None]) & (at < self._end[start:end, None])
        found = np.concatenate([values, np.zeros((1, values.shape[1]), np.float32)])
        taken: Array = found.take(np.where(inside, at, len(values)), axis=0)
        return taken.reshape(end - start, -1)

    def _boxes(self) -> list[Array]:
        prose = np.minimum(self._article * self._chars, 400) / 400
        columns = []
        for values in (self._article, prose):
            total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
            for width in BOXES:
                before = total[:-1] - total[np.maximum(self._order - width, self._first)]
                after = total[np.minimum(self._order + width + 1, self._end)] - total[1:]
                columns += [before / width, after / width]
        return columns

    def _shares(self) -> list[Array]:
        prose = self._article * self._chars
        total = np.concatenate([[0.0], np.cumsum(prose, dtype=np.float64)])
        before = total[:-1] - total[self._first]
        whole = total[self._end] - total[self._first] + 1e-6
        return [(before + prose) / whole, before / whole]

    def _distances(self) -> list[Array]:
        order, far = self._order, 99
        strong = np.flatnonzero(self._anchors)
        padded = np.concatenate([[-far], strong, [len(order) + far]])
        left = padded[np.searchsorted(strong, order)]
        right = padded[np.searchsorted(strong, order, side="right") + 1]
        before = np.where(left >= self._first, order - left, far)
        after = np.where(right < self._end, right - order, far)
        starts = self._pages.starts
        bounds = np.searchsorted(strong, starts)
        some = np.repeat(bounds[1:] > bounds[:-1], self._sizes)
        ends = [
            np.where(some, order - np.repeat(padded[edge], self._sizes), 0)
            for edge in (bounds[:-1] + 1, bounds[1:])
        ]
        return [np.log1p(before), np.log1p(after)] + [
            np.tanh(end / scale) for scale in (2, 10, 50) for end in ends
        ]

    def _aggregates(self, caption: npt.NDArray[np.floating]) -> Array:
        """What each page is as a whole, shape (pages, columns)."""
        article, starts, sizes = self._article, self._pages.starts, self._sizes
        prose = article * self._chars
        likely = np.add.reduceat(article > 0.5, starts[:-1], dtype=np.int64)
        return np.column_stack(
            [
                np.log1p(sizes),
                np.add.reduceat(article, starts[:-1], dtype=np.float64) / sizes,
                np.log1p(np.add.reduceat(prose, starts[:-1], dtype=np.float64)),
                likely / sizes,
                np.log1p(likely),
                self._mean_of_best(),
                np.minimum(np.maximum.reduceat(prose, starts[:-1]), 2000) / 500,
                np.maximum.reduceat(caption, starts[:-1]),
            ]
        ).astype(np.float32)

    def _mean_of_best(self) -> npt.NDArray[np.floating]:
        """Mean of the five likeliest articles of each page."""
        starts = self._pages.starts
        ascending = self._article[np.lexsort((self._article, self._first))]
        last = starts[1:, None] - np.arange(1, _BEST + 1)
        inside = last >= starts[:-1, None]
        total = np.where(inside, ascending[np.maximum(last, 0)], 0).sum(axis=1)
        mean: npt.NDArray[np.floating] = total / inside.sum(axis=1)
        return mean

    def _html_columns(self) -> Array:
        markup, containers = self._pages.markup, self._pages.containers
        assert markup is not None
        assert containers is not None
        _, inverse = np.unique(containers, return_inverse=True)
        size = np.bincount(inverse)
        prose = np.bincount(inverse, np.minimum(self._chars, 500) * self._article)
        return np.column_stack(
            [
                markup,
                (np.bincount(inverse, self._article) / size)[inverse],
                np.log1p(prose)[inverse] / 7,
                (np.bincount(inverse, markup[:, LINK_SHARE]) / size)[inverse],
                np.log1p(size)[inverse] / 4,
                *self._in_tree(),
                *self._from_headline(),
            ]
        ).astype(np.float32)

    def _in_tree(self) -> list[npt.NDArray[np.floating]]:
        """Where each segment hangs, seen from the element that holds most of the prose."""
        parents, starts = self._pages.parents, self._pages.starts
        assert parents is not None
        prose = np.minimum(self._chars, 500) * self._article * (self._chars >= PROSE_CHARS)
        held = np.bincount(parents.number, prose, minlength=len(parents.paths))
        common, depth, main_depth = np.zeros((3, len(parents.paths)))
        for page in range(len(starts) - 1):
            numbers = slice(parents.starts[page], parents.starts[page + 1])
            depth[numbers], common[numbers] = _steps(
                parents.paths[numbers], int(held[numbers].argmax())
            )
            main_depth[numbers] = common[numbers].max()
        up, down = main_depth - common, depth - common
        inside = (up == 0)[parents.number]
        order = self._order
        # Every page has a segment inside: the one whose parent the main element is.
        first = np.minimum.reduceat(np.where(inside, order, len(order)), starts[:-1])
        last = np.maximum.reduceat(np.where(inside, order, -1), starts[:-1])
        return [
            *(
                values[parents.number]
                for values in (
                    common / main_depth, np.minimum(up, 10) / 5, np.minimum(down, 10) / 5
                )
            ),
            inside.astype(np.float32),
            *(np.tanh((order - np.repeat(end, self._sizes)) / 5) for end in (first, last)),
        ]  # fmt: skip

    def _from_headline(self) -> list[npt.NDArray[np.floating]]:
        """How much like the page's title each segment is, and how far from the headline."""
        titles, starts = self._pages.titles, self._pages.starts
        assert titles is not None
        likely = (titles > HEADLINE_SHARES).all(axis=1)
        order = self._order
        first = np.minimum.reduceat(np.where(likely, order, len(order)), starts[:-1])
        headline = np.repeat(first, self._sizes)
        some = headline < len(order)
        distance = np.where(some, order - headline, 0)
        return [
            *titles.T, titles.prod(axis=1), np.tanh(distance / 3), np.tanh(distance / 20), some
        ]  # fmt: skip


def _steps(paths: Sequence[str], main: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """How many steps each path has, and how many from the root on it shares with the main one."""
    ended = np.array([f"{path}/".encode() for path in paths])
    letters = ended.view(np.uint8).reshape(len(paths), -1)
    slashes = letters == ord("/")
    apart = letters != letters[main]
    first = np.where(apart.any(axis=1), apart.argmax(axis=1), letters.shape[1])
    until = np.concatenate([[0], np.cumsum(slashes[main])])
    return slashes.sum(axis=1), until[first]
