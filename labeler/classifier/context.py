"""The page read as a sequence: what stands around a segment, in its container and on its page.

The second stage sees these columns. They are computed in blocks of rows, so that a text of
a million segments needs no more memory than a page.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.dense import SHAPE_NAMES
from labeler.classifier.markup import KINDS, LINK_SHARE
from labeler.classifier.tables import LOWER, STOP

Array = npt.NDArray[np.float32]

WINDOW = 5
"""Neighbours seen on each side."""
BOXES = (3, 10, 30)
"""Widths, in segments, of the stretches before and after that are averaged."""
STRONG_SCORE, STRONG_CHARS = 0.6, 80
"""A segment this likely article and this long is an anchor to which distances are measured."""

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
_MARKUP_WINDOW = 2


class Page(NamedTuple):
    """One document's first-stage scores and dense features, row by segment."""

    scores: Array
    """Shape (n, heads): log-odds for article (all sources), caption, article (news)."""
    shape: Array
    """Shape (n, len(SHAPE_NAMES))."""
    markup: Array | None
    """Shape (n, WIDTH) for HTML, None for text."""
    containers: npt.NDArray[np.intp] | None


class Context:
    """The page-wide parts, computed once; `rows` then gives any block of rows."""

    def __init__(self, page: Page) -> None:
        self._page = page
        main = np.stack([(page.scores[:, 0] + page.scores[:, 2]) * 0.75, page.scores[:, 1]], axis=1)
        probability = 1 / (1 + np.exp(-np.clip(main, -30, 30)))
        self._local = np.column_stack(
            [np.tanh(main / 3), probability, page.shape[:, _NEIGHBOUR_SHAPE]]
        ).astype(np.float32)
        self._article = probability[:, 0]
        self._chars = np.expm1(page.shape[:, _LENGTH])
        self._wide = np.column_stack([*self._boxes(), *self._shares(), *self._distances()]).astype(
            np.float32
        )
        self._whole = self._aggregates(probability[:, 1])
        self._html = self._html_columns() if page.markup is not None else None

    def rows(self, start: int, end: int) -> Array:
        """Second-stage features of segments `start` to `end`, shape (end - start, columns)."""
        page = self._page
        columns: list[Array] = [
            page.shape[start:end],
            self._local[start:end],
            (page.scores[start:end] / 3).astype(np.float32),
        ]
        for offset in range(1, WINDOW + 1):
            columns.append(_shifted(self._local, start - offset, end - offset))
            columns.append(_shifted(self._local, start + offset, end + offset))
        columns.append(self._wide[start:end])
        columns.append(np.broadcast_to(self._whole, (end - start, len(self._whole))))
        if self._html is not None and page.markup is not None:
            columns.append(self._html[start:end])
            neighbours = page.markup[:, _NEIGHBOUR_MARKUP]
            for offset in range(1, _MARKUP_WINDOW + 1):
                columns.append(_shifted(neighbours, start - offset, end - offset))
                columns.append(_shifted(neighbours, start + offset, end + offset))
        return np.concatenate(columns, axis=1)

    def _boxes(self) -> list[Array]:
        prose = np.minimum(self._article * self._chars, 400) / 400
        columns = []
        for values in (self._article, prose):
            total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
            order = np.arange(len(values))
            for width in BOXES:
                before = total[order] - total[np.maximum(order - width, 0)]
                after = total[np.minimum(order + width + 1, len(values))] - total[order + 1]
                columns += [before / width, after / width]
        return columns

    def _shares(self) -> list[Array]:
        prose = np.cumsum(self._article * self._chars, dtype=np.float64)
        whole = prose[-1] + 1e-6
        return [prose / whole, (prose - self._article * self._chars) / whole]

    def _distances(self) -> list[Array]:
        order = np.arange(len(self._chars))
        strong = np.flatnonzero((self._article > STRONG_SCORE) & (self._chars >= STRONG_CHARS))
        if not len(strong):
            nothing = np.zeros(len(order))
            return [np.full(len(order), np.log1p(99.0))] * 2 + [nothing] * 6
        left = np.searchsorted(strong, order)
        right = np.searchsorted(strong, order, side="right")
        before = np.where(left > 0, order - strong[np.maximum(left - 1, 0)], 99)
        after = np.where(
            right < len(strong), strong[np.minimum(right, len(strong) - 1)] - order, 99
        )
        ends = [order - strong[0], order - strong[-1]]
        return [np.log1p(before), np.log1p(after)] + [
            np.tanh(end / scale) for scale in (2, 10, 50) for end in ends
        ]

    def _aggregates(self, caption: npt.NDArray[np.floating]) -> Array:
        article, prose = self._article, self._article * self._chars
        return np.array(
            [
                np.log1p(len(article)),
                article.mean(),
                np.log1p(prose.sum()),
                (article > 0.5).mean(),
                np.log1p((article > 0.5).sum()),
                np.sort(article)[-5:].mean(),
                min(prose.max(), 2000) / 500,
                caption.max(),
            ],
            np.float32,
        )

    def _html_columns(self) -> Array:
        markup, containers = self._page.markup, self._page.containers
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
            ]
        ).astype(np.float32)


def _shifted(rows: Array, start: int, end: int) -> Array:
    """`rows[start:end]` with zeros where that reaches over the ends."""
    inside = rows[max(start, 0) : max(end, 0)]
    if start >= 0 and end <= len(rows):
        return inside
    out = np.zeros((end - start, rows.shape[1]), np.float32)
    first = max(-start, 0)
    out[first : first + len(inside)] = inside
    return out
