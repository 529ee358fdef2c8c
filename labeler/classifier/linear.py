"""Linear scores of hashed n-grams: the first stage of every head.

A text's features are its n-grams (all of them for structure, the distinct ones for authorship)
times their inverse document frequency, over the root of the summed squared idf. With `v` the
squared idf of a bin and `w` the trained weight times the idf,

    score = bias + sum(w) / sqrt(sum(v))    over the text's n-grams,

which needs one look-up per n-gram and no sparse matrix.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from labeler.classifier.hashing import Group

Table = npt.NDArray[np.float16]
"""Shape (bins, 1 + heads): column 0 holds `v`, the others `w` of each head."""
Sums = npt.NDArray[np.float64]
"""Shape (texts, 1 + heads): the table's rows summed over each text's n-grams."""


def sums(groups: Iterable[Group], table: Table, texts: int) -> Sums:
    """Sum the table's rows over the n-grams of each of `texts` texts."""
    total = np.zeros((texts, table.shape[1]))
    for group in groups:
        if not len(group.bins):
            continue
        rows = table.take(group.bins, axis=0).astype(np.float32)
        filled = np.flatnonzero(group.starts[1:] > group.starts[:-1])
        total[filled] += np.add.reduceat(rows, group.starts[filled], axis=0)
    return total


def distinct_sums(groups: Iterable[Group], table: Table) -> Sums:
    """Sum the table's rows over the n-grams of all texts together, each n-gram once.

    Shape (1, 1 + heads). An n-gram that a text repeats says little more than one that it has.
    N-grams that share a bin count once too, as in the matrix that training makes of them.
    """
    bins = np.concatenate([group.bins for group in groups])
    order = np.arange(len(bins), dtype=np.int32)
    latest = np.empty(len(table), np.int32)
    latest[bins] = order  # of equal bins the last is kept
    kept = bins[latest.take(bins) == order]
    rows = table.take(kept, axis=0).astype(np.float32)
    total: Sums = (np.ones((1, len(rows)), np.float32) @ rows).astype(np.float64)  # a fast sum
    return total


def scores(total: Sums, bias: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scores of shape (texts, heads) from `sums`; 0 + bias where no n-gram is known."""
    length = np.sqrt(np.maximum(total[:, :1], 1e-9))
    return (total[:, 1:] / length).astype(np.float32) + bias
