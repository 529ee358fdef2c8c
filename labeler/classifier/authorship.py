"""Who wrote this prose, a person or a model?

One short paragraph says little, so prose is judged in blocks: neighbouring paragraphs, up to
some hundred words, share one score. A block ends where other things stand between two
paragraphs, so that an article and the teasers below it are judged apart.

Two linear models speak: one reads words, marks and pairs of them, the other the style that all
languages share. In languages with training texts by models the first counts most.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier import linear
from labeler.classifier.encode import Tables
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration
from labeler.classifier.style import style_features
from labeler.classifier.tokens import TokenHashing, ngrams, tokenise
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
_BATCH_CHARS = 1 << 16
"""Blocks are scored together up to so many characters, which fit the processor's cache."""
_CLIP = 4.0
"""Standardised style features beyond it count as so much."""


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


class Evidence(NamedTuple):
    """What the two models say of each text, as log-odds; shape (texts,)."""

    words: Array
    style: Array


def predict_authorship(
    documents: Sequence[Sequence[Segment]],
    known: Sequence[Sequence[bool]],
    head: AuthorshipHead,
    settings: AuthorshipSettings,
    tables: Tables,
) -> list[Authorship]:
    """Judge the prose segments of each document, in reading order.

    `known` tells which of them are in one of the languages of `settings`. Many documents at
    once take little longer than one.
    """
    texts: list[str] = []
    block_words: list[float] = []
    sizes: list[int] = []
    for prose in documents:
        words = np.fromiter((word_count(s.text) for s in prose), np.float64, len(prose))
        for start, end in blocks(prose, words):
            texts.append(" ".join([s.text for s in prose[start:end]]))
            block_words.append(float(words[start:end].sum()))
            sizes.append(end - start)
    found = evidence(texts, head, settings.hashing, tables)
    block = np.repeat(np.arange(len(sizes)), sizes)
    in_known = np.fromiter(itertools.chain.from_iterable(known), bool, len(block))
    judged = _judged(
        combined(found.words[block], found.style[block], in_known, settings),
        np.array(block_words)[block],
        settings,
    )
    edges = itertools.accumulate(map(len, documents), initial=0)
    return [_part(judged, slice(*edge)) for edge in itertools.pairwise(edges)]


def _part(judged: Authorship, rows: slice) -> Authorship:
    return Authorship(
        judged.score[rows],
        judged.probability[rows],
        judged.words[rows],
        judged.accused[rows],
        judged.suspected[rows],
    )


def _judged(
    score: Array, words: npt.NDArray[np.float64], settings: AuthorshipSettings
) -> Authorship:
    calibration = settings.calibration
    enough = words >= settings.min_words
    return Authorship(
        score,
        probability(score, words, calibration),
        words.astype(np.float32),
        enough & (score >= at_length(words, calibration.words, calibration.accuse)),
        enough & (score >= at_length(words, calibration.words, calibration.review)),
    )


def evidence(
    texts: Sequence[str], head: AuthorshipHead, hashing: TokenHashing, tables: Tables
) -> Evidence:
    """What words and style say of whole texts, many at once."""
    found = Evidence(np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32))
    start = 0
    while start < len(texts):
        end, chars = start, 0
        while end < len(texts) and (end == start or chars + len(texts[end]) <= _BATCH_CHARS):
            chars += len(texts[end])
            end += 1
        tokens = tokenise(texts[start:end], head.kinds, tables)
        pairs = ngrams(tokens, hashing)
        total = linear.distinct_sums(pairs, head.words)
        found.words[start:end] = linear.scores(total, head.bias)[:, 0]
        features = standardised(style_features(tokens, pairs), head.style_mean, head.style_scale)
        found.style[start:end] = features @ head.style_weights
        start = end
    return found


def standardised(
    features: npt.NDArray[np.float64], mean: Array, scale: Array
) -> npt.NDArray[np.float64]:
    """Style features on one scale; the mean where a text is too short to have them."""
    rows: npt.NDArray[np.float64] = np.clip((features - mean) / scale, -_CLIP, _CLIP)
    rows[np.isnan(rows)] = 0
    return rows


def combined(
    words: Array, style: Array, known: npt.NDArray[np.bool_], settings: AuthorshipSettings
) -> Array:
    """One score from what words and style say."""
    known_mix, other_mix = settings.known, settings.other
    in_known = known_mix.words * words + known_mix.style * style + known_mix.constant
    elsewhere = other_mix.words * words + other_mix.style * style + other_mix.constant
    return np.where(known, in_known, elsewhere).astype(np.float32)


def probability(score: Array, words: npt.NDArray[np.floating], calibration: Calibration) -> Array:
    """Calibrated probability that a model wrote prose with this score and length."""
    slope = at_length(words, calibration.words, calibration.slope)
    logit = slope * score + at_length(words, calibration.words, calibration.intercept)
    return (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).astype(np.float32)


def at_length(
    words: npt.NDArray[np.floating], lengths: Sequence[float], values: Sequence[float]
) -> npt.NDArray[np.float64]:
    """Interpolate between the `values` at some `lengths` in words, on a log scale."""
    found: npt.NDArray[np.float64] = np.interp(
        np.log(np.maximum(words, 1)), np.log(lengths), values
    )
    return found


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
