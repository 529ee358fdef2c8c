"""How prose is written whatever its language: marks, rhythm, lengths of words, repetition.

All features are rates, means or spreads, so that the length of a text decides nothing.
"""

from collections.abc import Sequence

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
    Keys,
    Tokens,
    runs,
    text_of,
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

_LONGEST = 20
"""Longer words count as this long, in characters."""
_FEW_WORDS = 10
"""Fewer words written with spaces say nothing about their lengths."""
_LENGTHS = np.arange(_LONGEST + 1.0)
_MOMENTS = np.stack([_LENGTHS, _LENGTHS**2, _LENGTHS >= 8, _LENGTHS <= 3], axis=1)
_SHORT_SENTENCE, _LONG_SENTENCE = 6, 30  # words


def _flags(*kinds: int) -> npt.NDArray[np.bool_]:
    return np.isin(np.arange(KINDS), kinds)


_SPOKEN = _flags(WORD, NUMBER, SIGN)
_STOPS = _flags(PERIOD, EXCLAMATION, QUESTION, ELLIPSIS)
_BREAKS = _flags(COMMA, SEMICOLON, COLON, QUOTE, CJK_QUOTE, OPENING, CLOSING, DASH)


def style_features(tokens: Tokens, keys: Sequence[Keys]) -> Features:
    """Style of each text, from its tokens and the keys of its single tokens and pairs.

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

    stop = _STOPS[kinds]
    stop[:-1] &= kinds[1:] != NUMBER  # "3.5" ends no sentence
    last = np.ones(len(kinds), bool)
    np.not_equal(tokens.owners[1:], tokens.owners[:-1], out=last[:-1])
    position = np.cumsum(_SPOKEN[kinds])
    sentences = _stretches(stop | last, position, tokens)
    clauses = _stretches(stop | last | _BREAKS[kinds], position, tokens)
    periods = (kinds[1:] == PERIOD) & (kinds[:-1] == PERIOD) & ~last[:-1]
    dotted = np.bincount(tokens.owners[1:][periods], minlength=n)
    rates = np.log1p(100 * histogram[:, list(_RATES.values())] / spoken[:, None])
    found: Features = np.column_stack(
        [
            rates,
            sentences[:, :4],
            clauses[:, :2],
            moments,
            *(_repetition(part, n, floor) for part, floor in zip(keys[:2], (2e-3, 2e-4))),
            np.log1p(100 * dotted / spoken),
            histogram[:, QUESTION] / np.maximum(sentences[:, 4], 1),
        ]
    )
    return found


def _stretches(
    ends: npt.NDArray[np.bool_], position: npt.NDArray[np.intp], tokens: Tokens
) -> Features:
    """Mean and spread of the log of words between `ends`; shares of short and long; number."""
    at = np.flatnonzero(ends)
    words = np.diff(position[at], prepend=0)
    owners = tokens.owners[at][words > 0]
    words = words[words > 0]
    logs = np.log(words)
    columns = (logs, logs * logs, words <= _SHORT_SENTENCE, words >= _LONG_SENTENCE)
    number = np.bincount(owners, minlength=tokens.texts)
    some = np.maximum(number, 1)
    mean, square, short, long = (
        np.bincount(owners, column, minlength=tokens.texts) / some for column in columns
    )
    spread = np.sqrt(np.maximum(square - mean**2, 0) * number / np.maximum(number - 1, 1))
    spread[number < 2] = np.nan
    return np.column_stack([mean, spread, short, long, number])


def _repetition(keys: Keys, texts: int, floor: float) -> Features:
    """Log of the chance that two n-grams of a text are the same (Simpson 1949)."""
    firsts = runs(keys)
    times = np.diff(firsts, append=len(keys))
    owners = text_of(keys[firsts])
    total = np.bincount(owners, times, minlength=texts)
    same = np.bincount(owners, times * (times - 1), minlength=texts)
    found: Features = np.log(floor + same / np.maximum(total * (total - 1), 1))
    return found
