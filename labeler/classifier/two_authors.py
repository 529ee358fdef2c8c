"""Where in a block of prose does another author begin?

A likelihood-ratio test for a change point, as in Page's cumulative sums (Biometrika 41, 1954) and
binary segmentation (Scott and Knott, Biometrics 30, 1974): the passages' log-odds add up, and a
cut is worth what it gains over one author for all.
"""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]

FIRST_GAIN = 0.5
"""Log-likelihood that a first cut has to gain. Set on pages of sources left out of training, by
one author and by two: no higher, so that people are not accused with the model beside them, and
no lower, so that prose by a model alone is not cut (docs/evaluation.md, "Two authors on one
page")."""
FURTHER_GAIN = -0.6
"""The same where another author has been found: then a passage in doubt is the person's."""


class AuthorPart(NamedTuple):
    """Consecutive passages by one author."""

    start: int
    end: int
    by_model: bool
    """Whether what was cut off is less like a model's, each time; True if nothing was."""


def passages_of(words: Array, least: float) -> list[tuple[int, int]]:
    """Ranges of paragraphs that have `least` words together; `words` are those of each.

    Paragraphs that are shorter, as headings are, go with what follows them, and at the end with
    what stands before.
    """
    edges = [0]
    total = 0.0
    for at, more in enumerate(words.tolist(), 1):
        total += more
        if total >= least:
            edges.append(at)
            total = 0.0
    edges[max(len(edges) - 1, 1) :] = [len(words)]
    return list(itertools.pairwise(edges))


def parts_by_author(log_odds: Array) -> list[AuthorPart]:
    """Part the passages of a block, given the log-odds that a model wrote each, prior aside.

    Parts are in order and cover all passages; there is one if they seem to be by one author.
    """
    return list(_parts(log_odds, 0, True, FIRST_GAIN))


def _parts(log_odds: Array, start: int, by_model: bool, least: float) -> Iterator[AuthorPart]:
    total = log_odds.sum()
    before = np.cumsum(log_odds)[:-1]
    gains = np.maximum(before, total - before) - max(total, 0)
    if not len(gains) or gains.max() <= least:
        yield AuthorPart(start, start + len(log_odds), by_model)
        return
    cut = int(gains.argmax())
    model_first = bool(before[cut] > total - before[cut])
    cut += 1
    yield from _parts(log_odds[:cut], start, by_model and model_first, FURTHER_GAIN)
    yield from _parts(log_odds[cut:], start + cut, by_model and not model_first, FURTHER_GAIN)
