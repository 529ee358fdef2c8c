"""Hashed n-grams as sparse matrices, for training (scanning never makes them)."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labeler.classifier.hashing import Group

Array = npt.NDArray[np.float32]

RARE = 3
"""Bins seen in fewer texts are left out."""


def counts_of(made: Iterable[Group], bits: int) -> sparse.csr_matrix:
    """Counts of the n-grams of all groups, shape (texts, 2^bits)."""
    total = None
    for group in made:
        matrix = sparse.csr_matrix(
            (np.ones(len(group.bins), np.float32), group.bins.astype(np.int32), group.starts),
            shape=(len(group.starts) - 1, 1 << bits),
        )
        matrix.sum_duplicates()
        total = matrix if total is None else total + matrix
    if total is None:
        raise ValueError("no group of n-grams")
    return total


def idf_of(counts: sparse.csr_matrix) -> Array:
    """Inverse document frequency of every bin, 0 for rare ones; shape (2^bits,)."""
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((counts.shape[0] + 1) / (seen + 1)).astype(np.float32)
    idf[seen < RARE] = 0
    found: Array = idf
    return found


def scaled(counts: sparse.csr_matrix, idf: Array) -> sparse.csr_matrix:
    """Counts to features, as `labeler.classifier.linear` defines them."""
    features = counts.copy()
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    square = np.bincount(row, counts.data * idf[counts.indices] ** 2, minlength=counts.shape[0])
    features.data *= idf[counts.indices] / np.sqrt(np.maximum(square, 1e-9))[row].astype(np.float32)
    return features


def table_values(idf: Array, coefficients: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What `labeler.classifier.linear` looks up, for weights of shape (bins, heads)."""
    values: npt.NDArray[np.float64] = np.concatenate(
        [idf[:, None] ** 2, coefficients * idf[:, None]], axis=1
    )
    return values
