"""N-grams that a segment shares with the rest of its page, and with the page's title.

A headline, a lead and a caption speak of what the article below them speaks of; teasers of
other stories, menus and notices do not. Half of the character n-grams of one order tell.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.encode import Starts, Tables, encode, thinned
from labeler.classifier.hashing import Group, HashSettings, groups

ORDER = 4
"""Characters of the n-grams; a model's `char_orders` have it."""
COLUMNS = 2
_SITE = re.compile(r" [|–—-] ")
"""What parts a page's title from the name of its site."""
_NONE, _SEVERAL = -1, -2
"""In place of a row."""


class Ngrams(NamedTuple):
    """N-grams of segments: segment k owns positions `starts[k]` to `starts[k + 1]`."""

    bins: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.floating | np.integer]
    """How much each says, on any scale: the squared inverse document frequency."""
    starts: Starts
    bits: int
    """log2 of the number of bins."""


def sampled(made: Sequence[Group], settings: HashSettings) -> Group:
    """The n-grams of ORDER whose bins are even, of all groups that `hashing.groups` yields."""
    bins, starts = made[settings.char_orders.index(ORDER)]
    return Group(*thinned(bins, starts, bins & 1 == 0))


def joined(parts: Sequence[Group]) -> Group:
    """The n-grams of the texts of all parts, one part after the other."""
    sizes = np.cumsum([0] + [len(part.bins) for part in parts])
    starts = [part.starts[:-1] + size for part, size in zip(parts, sizes, strict=False)]
    return Group(
        np.concatenate([part.bins for part in parts]), np.concatenate([*starts, sizes[-1:]])
    )


def shared(
    ngrams: Ngrams, pages: Starts, anchors: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """Which share of its n-grams each segment has in common with others of its page.

    `pages` are rows of the pages' first segments and the number of rows at the end, `anchors`
    the rows that read like an article's prose. Returns an array of shape (segments, COLUMNS):
    in common with anchors, and with any; weights count.
    """
    found = np.zeros((len(ngrams.starts) - 1, COLUMNS))
    sizes = np.diff(ngrams.starts)
    for start, end in pairwise(pages):
        here = slice(ngrams.starts[start], ngrams.starts[end])
        owners = _Owners(
            np.repeat(np.arange(end - start, dtype=np.int32), sizes[start:end]),
            ngrams.starts[start : end + 1] - here.start,
        )
        # A table four times as large as what it holds is enough, and stays in the cache.
        shift = max(0, ngrams.bits - (4 * len(owners.rows)).bit_length())
        slots = (ngrams.bins[here] >> np.uint32(shift)).astype(np.intp)  # else four times below
        weights = ngrams.weights[here]
        whole = np.maximum(owners.sums(weights), 1e-9)
        anchored = np.repeat(anchors[start:end], sizes[start:end])
        last, several = _seen(
            slots.compress(anchored), owners.rows.compress(anchored), ngrams.bits - shift
        )
        last[several] = _SEVERAL
        seen = last.take(slots)
        in_anchors = (seen != _NONE) & (seen != owners.rows)
        _, several = _seen(slots, owners.rows, ngrams.bits - shift)
        for column, elsewhere in enumerate((in_anchors, several.take(slots))):
            found[start:end, column] = owners.sums(weights * elsewhere) / whole
    return found


class _Owners(NamedTuple):
    """Which row of a page each of its n-grams belongs to."""

    rows: npt.NDArray[np.int32]
    starts: Starts
    """Row k owns the n-grams `starts[k]` to `starts[k + 1]`."""

    def sums(self, values: npt.NDArray[np.floating | np.integer]) -> npt.NDArray[np.float64]:
        """Sum a value of each n-gram over those of each row."""
        total = np.zeros(len(self.starts) - 1)
        if values.dtype.kind == "f":  # one by one: the order decides what such a sum is
            total += np.bincount(self.rows, values, minlength=len(total))
            return total
        filled = np.flatnonzero(self.starts[1:] > self.starts[:-1])
        if len(filled):
            total[filled] = np.add.reduceat(values, self.starts[filled], dtype=np.int64)
        return total


def _seen(
    slots: npt.NDArray[np.intp], rows: npt.NDArray[np.int32], bits: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    """The last row that has each slot, _NONE where none has, and whether several rows have it."""
    last = np.full(1 << bits, _NONE, np.int32)
    last[slots] = rows  # of equal slots the last is kept
    several = np.zeros(1 << bits, bool)
    several[slots.compress(last.take(slots) != rows)] = True
    return last, several


def of_titles(
    titles: Sequence[str | None], settings: HashSettings, tables: Tables
) -> list[npt.NDArray[np.uint32]]:
    """Bins of the kept n-grams of each page's title, up to the name of the site; none of none."""
    texts = [_SITE.split(title or "", maxsplit=1)[0] for title in titles]
    only = HashSettings(settings.bits, (ORDER,), ())
    bins, starts = sampled(list(groups(encode(texts, tables), only)), only)
    return [
        bins[starts[at] : starts[at + 1] if text else starts[at]] for at, text in enumerate(texts)
    ]


def title_shares(
    ngrams: Ngrams, pages: Starts, titles: Sequence[npt.NDArray[np.uint32]]
) -> npt.NDArray[np.float32]:
    """How much of its page's title each segment says, and how much of what it says is title.

    Returns an array of shape (segments, COLUMNS) of shares of n-grams, 0 to 1.
    """
    in_title = np.zeros(len(ngrams.bins), bool)
    known = np.zeros(1 << ngrams.bits, bool)
    for title, (start, end) in zip(titles, pairwise(pages), strict=True):
        here = slice(ngrams.starts[start], ngrams.starts[end])
        known[title] = True
        in_title[here] = known.take(ngrams.bins[here])
        known[title] = False
    sizes = np.diff(ngrams.starts)
    said = np.bincount(np.repeat(np.arange(len(sizes)), sizes), in_title, minlength=len(sizes))
    length = np.repeat([max(len(title), 1) for title in titles], np.diff(pages))
    shares = [np.minimum(said / length, 1), said / np.maximum(sizes, 1)]
    return np.stack(shares, axis=1).astype(np.float32)
