"""How prose is written whatever its language: marks, rhythm, lengths of words, repetition.

All features are rates, means or spreads, so that the length of a text decides nothing.
"""

import numpy as np
import numpy.typing as npt

from labeler.classifier.tokens import (
    APOSTROPHE,
    CJK_QUOTE,
    CLOSING,
    COLON,
    COMMA,
    DASH,
    ELLIPSIS,
    EXCLAMATION,
    KINDS,
    NUMBER,
    OPENING,
    OTHER,
    PERIOD,
    QUESTION,
    QUOTE,
    SEMICOLON,
    SIGN,
    WORD,
    Ngrams,
    Tokens,
)

Features = npt.NDArray[np.float64]

_RATES = {
    "numbers": NUMBER,
    "periods": PERIOD,
    "exclamation marks": EXCLAMATION,
    "question marks": QUESTION,
    "commas": COMMA,
    "semicolons": SEMICOLON,
    "colons": COLON,
    "apostrophes": APOSTROPHE,
    "quotation marks": QUOTE,
    "corner quotation marks": CJK_QUOTE,
    "brackets": OPENING,
    "dashes": DASH,
    "ellipses": ELLIPSIS,
    "other marks": OTHER,
}
NAMES = (
    *_RATES,
    "sentence length",
    "sentence spread",
    "short sentences",
    "long sentences",
    "clause length",
    "clause spread",
    "word length",
    "word spread",
    "long words",
    "short words",
    "repeated tokens",
    "repeated pairs",
    "runs of periods",
    "questions",
)
"""Names of the columns of `style_features`, in order."""

FAMILIES = (
    *("marks",) * len(_RATES),
    *("rhythm",) * 6,
    *("word lengths",) * 4,
    *("repetition",) * 2,
    *("marks",) * 2,
)
"""What each column is about, for people who ask why."""

_LONGEST = 20
"""Longer words count as this long, in characters."""
_FEW_WORDS = 10
"""Fewer words written with spaces say nothing about their lengths."""
_LENGTHS = np.arange(_LONGEST + 1.0)
_MOMENTS = np.stack([_LENGTHS, _LENGTHS**2, _LENGTHS >= 8, _LENGTHS <= 3], axis=1)
_COUNTED = list(_RATES.values())
_FLOORS = (2e-3, 2e-4)
"""Chances of repetition so low are all the same."""
_SHORT_SENTENCE, _LONG_SENTENCE = 6, 30  # words


def _flags(*kinds: int) -> npt.NDArray[np.bool_]:
    return np.isin(np.arange(KINDS), kinds)


_SPOKEN = _flags(WORD, NUMBER, SIGN)
_STOPS = _flags(PERIOD, EXCLAMATION, QUESTION, ELLIPSIS)
_BREAKS = _flags(COMMA, SEMICOLON, COLON, QUOTE, CJK_QUOTE, OPENING, CLOSING, DASH)


def style_features(tokens: Tokens, ngrams: Ngrams) -> Features:
    """Style of each text, from its tokens and from its single tokens and pairs in `ngrams`.

    Returns an array of shape (texts, len(NAMES)), NaN where a text is too short to say.
    """
    n = tokens.texts
    kinds = tokens.kinds
    # One histogram holds both the kinds and, beyond them, the lengths of words.
    size = KINDS + _LONGEST + 1
    codes = np.where(kinds == WORD, KINDS + np.minimum(tokens.lengths, _LONGEST), kinds)
    histogram = np.bincount(tokens.owners * size + codes, minlength=n * size).reshape(n, size)
    lengths = histogram[:, KINDS:]
    words = lengths.sum(axis=1)
    spoken = np.maximum(words + histogram[:, NUMBER] + histogram[:, SIGN], 1)
    moments = (lengths @ _MOMENTS) / np.where(words >= _FEW_WORDS, words, np.nan)[:, None]
    moments[:, 1] = np.sqrt(np.maximum(moments[:, 1] - moments[:, 0] ** 2, 0))

    stop = _STOPS.take(kinds)
    stop[:-1] &= kinds[1:] != NUMBER  # "3.5" ends no sentence
    inside = tokens.owners[1:] == tokens.owners[:-1]
    stop[:-1] |= ~inside
    stop[-1:] = True
    sentences, clauses = _stretches(stop, stop | _BREAKS.take(kinds), tokens)
    period = kinds == PERIOD
    dotted = np.bincount(tokens.owners[1:].compress(period[1:] & period[:-1] & inside), minlength=n)

    found: Features = np.empty((n, len(NAMES)))
    marks = len(_RATES)
    found[:, :marks] = np.log1p(100 * histogram[:, _COUNTED] / spoken[:, None])
    found[:, marks : marks + 4] = sentences[:, :4]
    found[:, marks + 4 : marks + 6] = clauses[:, :2]
    found[:, marks + 6 : marks + 10] = moments
    found[:, marks + 10 : marks + 12] = _repetition(ngrams)
    found[:, marks + 12] = np.log1p(100 * dotted / spoken)
    found[:, marks + 13] = histogram[:, QUESTION] / np.maximum(sentences[:, 4], 1)
    return found


def _stretches(
    sentence_ends: npt.NDArray[np.bool_], clause_ends: npt.NDArray[np.bool_], tokens: Tokens
) -> tuple[Features, Features]:
    """Mean and spread of the log of words between ends; shares of short and long; number."""
    position = np.cumsum(_SPOKEN.take(tokens.kinds))
    # Clauses follow the sentences in the same arrays, as if they were those of other texts.
    of_sentences, of_clauses = np.flatnonzero(sentence_ends), np.flatnonzero(clause_ends)
    at = np.concatenate([of_sentences, of_clauses])
    reached = np.zeros(len(at) + 1, np.intp)
    reached[1:] = position.take(at)
    reached[len(of_sentences) + 1 :] += position[-1:].sum()
    words = reached[1:] - reached[:-1]
    owners = tokens.owners.take(at)
    owners[len(of_sentences) :] += tokens.texts
    filled = words > 0
    words, owners = words.compress(filled), owners.compress(filled)
    logs = np.log(words)
    columns = (None, logs, logs * logs, words <= _SHORT_SENTENCE, words >= _LONG_SENTENCE)
    number, total, square, short, long = (
        np.bincount(owners, column, minlength=2 * tokens.texts) for column in columns
    )
    some = np.maximum(number, 1)
    mean = total / some
    spread = np.sqrt(np.maximum(square / some - mean * mean, 0) * some / np.maximum(some - 1, 1))
    spread[number < 2] = np.nan
    found = np.stack([mean, spread, short / some, long / some, number], axis=1)
    return found[: tokens.texts], found[tokens.texts :]


def _repetition(ngrams: Ngrams) -> Features:
    """Log of the chance that two single tokens, or two pairs, are the same (Simpson 1949)."""
    times = np.zeros((2, len(ngrams.times) + 1), np.intp)
    np.cumsum(ngrams.times, out=times[0, 1:])
    np.cumsum(ngrams.times * (ngrams.times - 1), out=times[1, 1:])
    edges = ngrams.starts[: 2 * ngrams.texts + 1]
    total, same = times[:, edges[1:]] - times[:, edges[:-1]]
    chance = (same / np.maximum(total * (total - 1), 1)).reshape(2, ngrams.texts)
    found: Features = np.log(chance.T + _FLOORS)
    return found
