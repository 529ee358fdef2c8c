"""Who wrote this prose, a person or a model?

One short paragraph says little, so prose is judged in blocks: neighbouring paragraphs, up to
some hundred words, share one score. A block ends where other things stand between two
paragraphs, so that an article and the teasers below it are judged apart, and where paragraphs
of a block that reads like a model's speak for another author (`labeler.classifier.two_authors`).

Two linear models speak: one reads words, marks and pairs of them, the other the style that all
languages share. In languages with training texts by models the first counts most.
"""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier import linear
from labeler.classifier.encode import Tables
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration
from labeler.classifier.style import style_features
from labeler.classifier.tokens import TokenHashing, ngrams, tokenise
from labeler.classifier.two_authors import parts_by_author, passages_of
from labeler.document import Segment

Array = npt.NDArray[np.float32]

AI_SHARE = 0.2
"""Share of AI-generated prose that probabilities assume: scanned pages are mostly by people."""
_PRIOR = math.log(AI_SHARE / (1 - AI_SHARE))
BLOCK_WORDS = 400
"""Words of prose that are judged together, more or less."""
_PASSAGE_WORDS = 20
"""Fewer do not tell an author from the one before."""
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
    """Whether prose of this score and length may be called AI-generated."""
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


class _Block(NamedTuple):
    """Consecutive prose segments of a document that are judged together."""

    segments: Sequence[Segment]
    words: npt.NDArray[np.float64]
    """Of each segment."""
    known: Sequence[bool]
    """Whether each is in one of the languages that were trained."""

    def part(self, start: int, end: int) -> "_Block":
        """The block of some of the segments."""
        return _Block(self.segments[start:end], self.words[start:end], self.known[start:end])


class _Judge(NamedTuple):
    """What judging takes."""

    head: AuthorshipHead
    settings: AuthorshipSettings
    tables: Tables

    def blocks(self, made: Sequence[_Block]) -> Authorship:
        """Judge each block; there is a row for each of its segments."""
        texts = [" ".join([s.text for s in block.segments]) for block in made]
        found = evidence(texts, self.head, self.settings.hashing, self.tables)
        owner = np.repeat(np.arange(len(made)), [len(block.segments) for block in made])
        words = np.fromiter((block.words.sum() for block in made), np.float64, len(made))[owner]
        known = np.fromiter(
            itertools.chain.from_iterable(block.known for block in made), bool, len(owner)
        )
        score = combined(found.words[owner], found.style[owner], known, self.settings)
        return _judged(score, words, self.settings)


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
    found: list[_Block] = []
    for prose, flags in zip(documents, known, strict=True):
        words = np.fromiter((word_count(s.text) for s in prose), np.float64, len(prose))
        whole = _Block(prose, words, flags)
        found += [whole.part(start, end) for start, end in blocks(prose, words)]
    judge = _Judge(head, settings, tables)
    judged = _authors_apart(found, judge.blocks(found), judge)
    edges = itertools.accumulate(map(len, documents), initial=0)
    return [_part(judged, slice(*edge)) for edge in itertools.pairwise(edges)]


def _authors_apart(found: Sequence[_Block], judged: Authorship, judge: _Judge) -> Authorship:
    """Judge the parts of suspected blocks in which two authors are seen.

    What is left of an accused block without the paragraphs that speak for a person stays
    accused as the block was, however short it is.
    """
    firsts = itertools.accumulate((len(block.segments) for block in found), initial=0)
    doubtful = [
        (row, block)
        for row, block in zip(firsts, found, strict=False)
        if len(block.segments) > 1 and judged.suspected[row] and all(block.known)
    ]
    passages = [passages_of(block.words, _PASSAGE_WORDS) for _, block in doubtful]
    said = _log_odds_of_passages(
        [
            [block.part(*edge) for edge in edges]
            for (_, block), edges in zip(doubtful, passages, strict=True)
        ],
        judge,
    )
    rows: list[int] = []
    parts: list[_Block] = []
    keeps: list[bool] = []
    for (row, block), edges, log_odds in zip(doubtful, passages, said, strict=True):
        seen = parts_by_author(log_odds)
        for part in seen if len(seen) > 1 else ():
            start, end = edges[part.start][0], edges[part.end - 1][1]
            rows += range(row + start, row + end)
            parts.append(block.part(start, end))
            keeps += [part.by_model and bool(judged.accused[row])] * (end - start)
    if not parts:
        return judged
    anew = judge.blocks(parts)
    taken = anew.accused | ~np.array(keeps)
    at = np.array(rows)[taken]
    for old, new in zip(judged, anew, strict=True):
        old[at] = new[taken]
    return judged


def _log_odds_of_passages(
    passages: Sequence[Sequence[_Block]], judge: _Judge
) -> list[npt.NDArray[np.float64]]:
    """Log-odds that a model wrote each passage of each block, prior aside; short ones say less."""
    if not passages:
        return []
    every = list(itertools.chain.from_iterable(passages))
    alone = judge.blocks(every)
    firsts = np.cumsum([0, *(len(passage.segments) for passage in every[:-1])])
    enough = np.maximum(alone.words, judge.settings.min_words)
    log_odds = _log_odds(alone.score, enough, judge.settings.calibration) - _PRIOR
    said = (alone.words / enough * log_odds)[firsts]
    return np.split(said, np.cumsum([len(of_block) for of_block in passages])[:-1])


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
    logit = np.clip(_log_odds(score, words, calibration), -30, 30)
    return (1 / (1 + np.exp(-logit))).astype(np.float32)


def _log_odds(
    score: Array, words: npt.NDArray[np.floating], calibration: Calibration
) -> npt.NDArray[np.float64]:
    slope = at_length(words, calibration.words, calibration.slope)
    return slope * score + at_length(words, calibration.words, calibration.intercept)


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
