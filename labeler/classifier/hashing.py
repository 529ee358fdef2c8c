"""Character and word n-grams as bins of a hash table, for all texts of a document at once.

The same bins make the sparse matrix that scikit-learn trains on and look up the trained
weights when scanning, so both see the same features by construction.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from labeler.classifier.encode import GAP, Encoded
from labeler.classifier.tables import PAD, SPACE

ROLL = np.uint32(0x01000193)  # the FNV prime
_MIX = np.uint32(0x9E3779B1)  # 2^32 / golden ratio: Fibonacci hashing spreads the high bits
_SALT = 0x632BE5AB
_WORD_POWERS = np.cumprod(np.full(64, 0x85EBCA6B, np.uint32), dtype=np.uint32)
_LAST_WORD = np.uint32(0x27D4EB2F)


class HashSettings(msgspec.Struct, frozen=True):
    """Which n-grams there are and how many bins they share."""

    bits: int
    """log2 of the number of bins, 10 to 24."""
    char_orders: tuple[int, ...]
    """Lengths of character n-grams, each 1 to 5."""
    word_orders: tuple[int, ...]
    """Lengths of word n-grams, each 1 to 3."""


class Group(NamedTuple):
    """The bins of all n-grams of one order: text k owns `bins[starts[k]:starts[k + 1]]`."""

    bins: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.intp]


def groups(encoded: Encoded, settings: HashSettings) -> Iterator[Group]:
    """Yield one Group per character order, then one per word order."""
    shift = np.uint32(32 - settings.bits)
    yield from _char_groups(encoded, settings.char_orders, shift)
    if settings.word_orders:
        yield from _word_groups(encoded, settings.word_orders, shift)


def _char_groups(encoded: Encoded, orders: tuple[int, ...], shift: np.uint32) -> Iterator[Group]:
    codes = encoded.folded.astype(np.uint32)
    n = int(encoded.starts[-1])
    rolling = codes
    for order in range(1, max(orders, default=0) + 1):
        if order > 1:
            rolling = rolling[:-1] * ROLL + codes[order - 1 :]
        if order in orders:
            yield Group(bins_of(rolling[:n], order, shift), encoded.starts)


def _word_groups(encoded: Encoded, orders: tuple[int, ...], shift: np.uint32) -> Iterator[Group]:
    codes = encoded.folded[: int(encoded.starts[-1]) + GAP]
    inside = (codes != SPACE) & (codes != PAD)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    begins, ends = edges[0::2], edges[1::2]
    if not len(begins):
        zero = np.zeros(len(encoded.starts), np.intp)
        for _ in orders:
            yield Group(np.zeros(0, np.uint32), zero)
        return
    words = _word_hashes(codes, begins, ends)
    starts = np.searchsorted(begins, encoded.starts)
    last = np.zeros(len(words), bool)
    last[starts[1:][starts[1:] > starts[:-1]] - 1] = True
    following = words
    rolling = words
    ended = np.zeros(len(words), bool)
    for order in range(1, max(orders) + 1):
        if order > 1:
            # The word after a text's last one is a fixed mark, never the next text's first.
            ended = ended | _shifted(last, order - 2)
            following = np.append(following[1:], _LAST_WORD)
            rolling = rolling * ROLL + np.where(ended, _LAST_WORD, following)
        if order in orders:
            yield Group(bins_of(rolling, 16 + order, shift), starts)


def _shifted(flags: npt.NDArray[np.bool_], by: int) -> npt.NDArray[np.bool_]:
    return np.append(flags[by:], np.ones(min(by, len(flags)), bool))[: len(flags)]


def _word_hashes(
    codes: npt.NDArray[np.uint16], begins: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]
) -> npt.NDArray[np.uint32]:
    """Polynomial hashes of the runs `codes[begins[i]:ends[i]]`."""
    lengths = ends - begins
    total = int(lengths.sum())
    firsts = np.zeros(len(begins), np.intp)
    np.cumsum(lengths[:-1], out=firsts[1:])
    offsets = np.arange(total) - np.repeat(firsts, lengths)
    letters = codes.take(offsets + np.repeat(begins, lengths))
    terms = (letters + np.uint32(1)) * _WORD_POWERS.take(offsets, mode="wrap")
    return np.add.reduceat(terms, firsts, dtype=np.uint32)


def bins_of(hashes: npt.NDArray[np.uint32], kind: int, shift: np.uint32) -> npt.NDArray[np.uint32]:
    """The bins of n-grams by their hashes; equal hashes of two kinds of n-grams part."""
    mixed = (hashes + np.uint32(kind * _SALT & 0xFFFFFFFF)) * _MIX
    mixed ^= mixed >> np.uint32(15)
    mixed *= _MIX
    mixed >>= shift
    return mixed
