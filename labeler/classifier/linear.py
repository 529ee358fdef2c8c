"""Linear scores of hashed n-grams: the first stage of every head.

A text's features are its n-grams (all of them for structure, the distinct ones for authorship)
times their inverse document frequency, over the root of the summed squared idf. With `v` the
squared idf of a bin and `w` the trained weight times the idf,

    score = bias + sum(w) / sqrt(sum(v))    over the text's n-grams,

which needs one look-up per n-gram and no sparse matrix.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.hashing import Group
from labeler.classifier.tokens import Ngrams

Sums = npt.NDArray[np.float64]
"""Shape (texts, 1 + heads): the table's rows summed over each text's n-grams."""
LARGEST = 6500
"""Of a table's entries: the sum of five, one for each order of n-grams, fits 16 bits."""


class Table(NamedTuple):
    """Weights in fixed point: four times as fast to sum as in half precision."""

    entries: npt.NDArray[np.int16]
    """Shape (bins, 1 + heads): column 0 holds `v`, the others `w` of each head, in units."""
    unit: npt.NDArray[np.float32]
    """What one means in each column, shape (1 + heads,)."""


def fixed_point(values: npt.NDArray[np.floating]) -> Table:
    """The table of `values`, shape (bins, 1 + heads)."""
    unit = np.maximum(np.abs(values).max(axis=0), 1e-9) / LARGEST
    return Table(np.rint(values / unit).astype(np.int16), unit.astype(np.float32))


def sums(groups: Iterable[Group], table: Table, texts: int) -> Sums:
    """Sum the table's rows over the n-grams of each of `texts` texts."""
    rows = table.entries.view(_row_type(table.entries))[:, 0]
    total = np.zeros((texts, table.entries.shape[1]), np.int64)
    for _, together in groupby(groups, lambda group: id(group.starts)):
        first, *others = together
        found = rows.take(first.bins).view(np.int16)
        for other in others:
            found += rows.take(other.bins).view(np.int16)
        filled = np.flatnonzero(first.starts[1:] > first.starts[:-1])
        if len(filled):
            found = found.reshape(-1, total.shape[1])
            total[filled] += np.add.reduceat(found, first.starts[filled], dtype=np.int32)
    values: Sums = total.astype(np.float64) * table.unit
    return values


def _row_type(entries: npt.NDArray[np.int16]) -> np.dtype[Any]:
    """A type that holds a whole row, so that one look-up takes all its columns."""
    size = entries.itemsize * entries.shape[1]
    return np.dtype(f"u{size}") if size in (2, 4, 8) else np.dtype(f"V{size}")


def distinct_sums(found: Ngrams, table: Table) -> Sums:
    """Sum the table's rows over the n-grams of each text, each n-gram once.

    An n-gram that a text repeats says little more than one that it has.
    """
    rows = table.entries.view(_row_type(table.entries))[:, 0]
    entries = rows.take(found.bins).view(np.int16).reshape(-1, table.entries.shape[1])
    total = np.zeros((len(found.starts) - 1, table.entries.shape[1]), np.int32)
    filled = np.flatnonzero(found.starts[1:] > found.starts[:-1])
    if len(filled):
        total[filled] = np.add.reduceat(entries, found.starts[filled], dtype=np.int32)
    by_order = total.reshape(-1, found.texts, total.shape[1])
    values: Sums = by_order.sum(axis=0).astype(np.float64) * table.unit
    return values


def scores(total: Sums, bias: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scores of shape (texts, heads) from `sums`; 0 + bias where no n-gram is known."""
    length = np.sqrt(np.maximum(total[:, :1], 1e-9))
    return (total[:, 1:] / length).astype(np.float32) + bias
