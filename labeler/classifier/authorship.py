"""Who wrote this prose, a person or a model?

One short paragraph says little, so a segment is judged by the prose around it: the score
pools the n-grams of a window of the article. Two texts on one page stay apart because the
window ends a little way off.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier import linear
from labeler.classifier.dense import batches
from labeler.classifier.encode import Tables, encode
from labeler.classifier.hashing import groups
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration
from labeler.document import Segment

Array = npt.NDArray[np.float32]

WINDOW_WORDS = 400
"""Words of prose pooled around a segment: half before its middle, half after."""
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
    totals = np.zeros((len(prose), head.words.shape[1]))
    for start, end in batches(prose):
        encoded = encode([s.text for s in prose[start:end]], tables)
        totals[start:end] = linear.sums(groups(encoded, settings.hashing), head.words, end - start)
    words = np.fromiter((word_count(s.text) for s in prose), np.float64, len(prose))
    pooled, pooled_words = _pool(totals, words)
    score = linear.scores(pooled, head.bias)[:, 0]
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


def _pool(
    totals: linear.Sums, words: npt.NDArray[np.float64]
) -> tuple[linear.Sums, npt.NDArray[np.float64]]:
    """Sum `totals` and `words` over the window around each segment."""
    ends = np.cumsum(words)
    middles = ends - words / 2
    first = np.searchsorted(middles, middles - WINDOW_WORDS / 2)
    last = np.searchsorted(middles, middles + WINDOW_WORDS / 2, side="right")
    running = np.concatenate([np.zeros((1, totals.shape[1])), np.cumsum(totals, axis=0)])
    before = np.concatenate([[0.0], ends])
    return running[last] - running[first], before[last] - before[first]
