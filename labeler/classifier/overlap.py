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
        rows = np.repeat(np.arange(end - start, dtype=np.int32), sizes[start:end])
        # A table four times as large as what it holds is enough, and stays in the cache.
        shift = max(0, ngrams.bits - (4 * len(rows)).bit_length())
        slots = (ngrams.bins[here] >> np.uint32(shift)).astype(np.intp)  # else four times below
        weights = ngrams.weights[here]
        whole = np.bincount(rows, weights, minlength=end - start)
        anchored = anchors[start:end][rows]
        in_anchors = slots.compress(anchored), rows.compress(anchored)
        for column, seen in enumerate((in_anchors, (slots, rows))):
            elsewhere = _elsewhere(slots, rows, *seen, ngrams.bits - shift)
            common = np.bincount(rows, weights * elsewhere, minlength=end - start)
            found[start:end, column] = common / np.maximum(whole, 1e-9)
    return found


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


def _elsewhere(
    slots: npt.NDArray[np.intp],
    rows: npt.NDArray[np.int32],
    seen_slots: npt.NDArray[np.intp],
    seen_rows: npt.NDArray[np.int32],
    bits: int,
) -> npt.NDArray[np.bool_]:
    """Whether each n-gram was seen in another row than its own.

    It was if the first or the last row that it was seen in is another one.
    """
    last = np.full(1 << bits, -1, np.int32)
    first = last.copy()
    last[seen_slots] = seen_rows  # of equal slots the last is kept
    first[seen_slots[::-1]] = seen_rows[::-1]
    latest = last.take(slots)
    other: npt.NDArray[np.bool_] = (latest >= 0) & ((latest != rows) | (first.take(slots) != rows))
    return other
