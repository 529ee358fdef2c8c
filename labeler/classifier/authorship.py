"""Who wrote this prose, a person or a model?

One short paragraph says little, so prose is judged in blocks: neighbouring paragraphs, up to
some hundred words, share one score. A block ends where other things stand between two
paragraphs, so that an article and the teasers below it are judged apart.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier import linear
from labeler.classifier.encode import Tables, encode
from labeler.classifier.hashing import groups
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration
from labeler.document import Segment

Array = npt.NDArray[np.float32]

AI_SHARE = 0.2
"""Share of AI-generated prose that probabilities assume: scanned pages are mostly by people."""
BLOCK_WORDS = 400
"""Words of prose that are judged together, more or less."""
_APART = 4
"""A block ends where so many segments that are not prose stand between two that are."""
_CJK_CHARS = 2.0
"""Characters that count as one word where words are not parted by spaces."""
_LONG_WORD = 12


class Authorship(NamedTuple):
    """Per prose segment, in the order given."""

    score: Array
    """Pooled log-odds that a model wrote it, before calibration."""
    probability: Array
    """Calibrated on left-out sources, 0 to 1."""
    words: Array
    """Words of prose the score rests on."""
    accused: npt.NDArray[np.bool_]
    """Score at or above the threshold for calling prose of this length AI-generated."""
    suspected: npt.NDArray[np.bool_]
    """Score at or above the threshold for asking a person to look."""


def word_count(text: str) -> float:
    """Number of words, or half the characters where the script writes without spaces."""
    words = text.count(" ") + 1
    return len(text) / _CJK_CHARS if len(text) > _LONG_WORD * words else float(words)


def predict_authorship(
    prose: Sequence[Segment], head: AuthorshipHead, settings: AuthorshipSettings, tables: Tables
) -> Authorship:
    """Judge the prose segments of one document, in reading order."""
    words = np.fromiter((word_count(s.text) for s in prose), np.float64, len(prose))
    score = np.zeros(len(prose), np.float32)
    pooled_words = np.zeros(len(prose))
    for start, end in blocks(prose, words):
        encoded = encode([s.text for s in prose[start:end]], tables)
        total = linear.distinct_sums(groups(encoded, settings.hashing), head.words)
        score[start:end] = linear.scores(total, head.bias)[0, 0]
        pooled_words[start:end] = words[start:end].sum()
    calibration = settings.calibration
    enough = pooled_words >= settings.min_words
    return Authorship(
        score,
        probability(score, pooled_words, calibration),
        pooled_words.astype(np.float32),
        enough & (score >= _at(pooled_words, calibration, calibration.accuse)),
        enough & (score >= _at(pooled_words, calibration, calibration.review)),
    )


def probability(score: Array, words: npt.NDArray[np.float64], calibration: Calibration) -> Array:
    """Calibrated probability that a model wrote prose with this score and length."""
    slope = _at(words, calibration, calibration.slope)
    logit = slope * score + _at(words, calibration, calibration.intercept)
    return (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).astype(np.float32)


def _at(
    words: npt.NDArray[np.float64], calibration: Calibration, values: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Interpolate between the lengths of the calibration, on a log scale."""
    return np.interp(np.log(np.maximum(words, 1)), np.log(calibration.words), values)


def blocks(prose: Sequence[Segment], words: npt.NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `prose` that are judged together."""
    start = 0
    for end in range(1, len(prose) + 1):
        if end == len(prose) or prose[end].index - prose[end - 1].index > _APART:
            yield from _even_parts(start, end, words)
            start = end


def _even_parts(start: int, end: int, words: npt.NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield a stretch of prose in parts of about BLOCK_WORDS, none much shorter."""
    before = np.concatenate([[0.0], np.cumsum(words[start:end])])
    parts = max(1, round(before[-1] / BLOCK_WORDS))
    cuts = np.searchsorted(before, before[-1] * np.arange(1, parts) / parts)
    edges = sorted({0, *cuts.tolist(), end - start})
    for left, right in itertools.pairwise(edges):
        yield start + left, start + right
