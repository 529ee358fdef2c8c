"""Texts as streams of tokens, for telling authors apart: words, numbers and marks.

A run of letters and digits is a token, and so is each other mark, and each character of the
scripts that write without spaces and of Hangul, whose words take many endings. White space
parts words and is nothing else.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from labeler.classifier import tables
from labeler.classifier.encode import Tables, encode
from labeler.classifier.hashing import ROLL, bins_of

Kinds = npt.NDArray[np.uint8]
"""Shape (65536,): the kind of token that a folded character makes."""

# Kinds. Words and numbers come first: they alone run over several characters.
(
    NOTHING, WORD, NUMBER, SIGN, PERIOD, EXCLAMATION, QUESTION, COMMA, SEMICOLON, COLON, APOSTROPHE,
    QUOTE, CJK_QUOTE, OPENING, CLOSING, DASH, ELLIPSIS, OTHER,
) = range(18)  # fmt: skip
KINDS = 18

_MARKS = {
    PERIOD: ".。।۔።։｡",
    EXCLAMATION: "!",
    QUESTION: "?؟",
    COMMA: ",、،",
    SEMICOLON: ";؛",
    COLON: ":",
    APOSTROPHE: "'",
    QUOTE: '"',
    CJK_QUOTE: "「」『』《》〈〉",
    DASH: "-",
    ELLIPSIS: "…",
}
_SIGNS = (
    (0x0E00, 0x0FFF),  # Thai, Lao, Tibetan
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x9FFF),  # kana and Chinese characters
    (0xA000, 0xA4CF),  # Yi
    (0xAC00, 0xD7AF),  # Hangul syllables
    (0xE000, 0xFAFF),  # what the rarer planes are folded to; compatibility characters
    (0xFF66, 0xFF9F),  # half-width kana
)

_POWER = 0x85EBCA6B  # odd, so that it has an inverse modulo 2^32
_ROW = np.uint64(32)
_BIN = np.uint64(0xFFFFFFFF)


class TokenHashing(msgspec.Struct, frozen=True):
    """Which n-grams of tokens there are and how many bins they share."""

    bits: int
    """log2 of the number of bins, 10 to 24."""
    orders: tuple[int, ...]
    """Lengths of n-grams, ascending; the first are 1 and 2, from which style is read too."""


class Tokens(NamedTuple):
    """The tokens of several texts, one after another."""

    hashes: npt.NDArray[np.uint32]
    kinds: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.intp]
    """In characters."""
    owners: npt.NDArray[np.intp]
    """The number of the text that each token belongs to, ascending."""
    texts: int


def kinds_of(classes: npt.NDArray[np.uint8]) -> Kinds:
    """Make the table of kinds from that of character classes (`labeler.classifier.tables`)."""
    kinds = np.full(tables.SIZE, OTHER, np.uint8)
    kinds[np.isin(classes, (tables.LOWER, tables.UPPER, tables.LETTER))] = WORD
    kinds[classes == tables.DIGIT] = NUMBER
    for first, last in _SIGNS:
        signs = kinds[first : last + 1]
        signs[(signs == WORD) | (signs == OTHER)] = SIGN
    for code in np.flatnonzero(classes == tables.BRACKET):
        opens = unicodedata.category(chr(code)) in ("Ps", "Pi")
        kinds[code] = OPENING if opens else CLOSING
    for kind, marks in _MARKS.items():
        kinds[[ord(mark) for mark in marks]] = kind
    kinds[[tables.DROP, tables.PAD, tables.SPACE]] = NOTHING
    return kinds


def tokenise(texts: Sequence[str], kinds: Kinds, encoding: Tables) -> Tokens:
    """Cut `texts` (none may hold U+0000) into tokens."""
    encoded = encode(texts, encoding)
    kind = kinds.take(encoded.folded)
    word = (kind - np.uint8(WORD)) < 2  # 0 wraps round to 255
    mark = kind > NUMBER
    # Padding stands at both ends, so that no token begins at the first position or ends at
    # the last.
    begins = np.flatnonzero((word[1:] > word[:-1]) | mark[1:]) + 1
    ends = np.flatnonzero((word[:-1] > word[1:]) | mark[:-1]) + 1
    return Tokens(
        _hashes(encoded.folded, begins, ends),
        kind.take(begins),
        ends - begins,
        np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(begins, encoded.starts))),
        len(texts),
    )


def _hashes(
    folded: npt.NDArray[np.uint16], begins: npt.NDArray[np.intp], ends: npt.NDArray[np.intp]
) -> npt.NDArray[np.uint32]:
    """Polynomial hashes of the runs `folded[begins[i]:ends[i]]`, from sums over all before."""
    powers, inverses = _powers((len(folded) - 1).bit_length())
    before = np.zeros(len(folded) + 1, np.uint32)
    np.cumsum(folded * powers[: len(folded)], dtype=np.uint32, out=before[1:])
    between: npt.NDArray[np.uint32] = before.take(ends) - before.take(begins)
    return between * inverses.take(begins)


@cache
def _powers(bits: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The first 2^bits powers of _POWER and of its inverse, modulo 2^32."""
    made = []
    for base in (_POWER, pow(_POWER, -1, 1 << 32)):
        factors = np.full(1 << bits, base, np.uint32)
        factors[0] = 1
        made.append(np.cumprod(factors, dtype=np.uint32))
    return made[0], made[1]


class Ngrams(NamedTuple):
    """The distinct n-grams of several texts: first those of one order of all texts, then the next.

    Text k of the order at place i owns those from `starts[i * texts + k]` to the next start.
    """

    bins: npt.NDArray[np.intp]
    times: npt.NDArray[np.intp]
    """How often the text has the n-gram."""
    starts: npt.NDArray[np.intp]
    """Shape (orders * texts + 1,)."""
    texts: int


def ngrams(tokens: Tokens, hashing: TokenHashing) -> Ngrams:
    """The n-grams of `tokens`; none sees two texts."""
    shift = np.uint32(32 - hashing.bits)
    found: list[npt.NDArray[np.uint64]] = []
    rolling = tokens.hashes
    for order in range(1, max(hashing.orders) + 1):
        if order > 1:
            rolling = rolling[:-1] * ROLL + tokens.hashes[order - 1 :]
        if order not in hashing.orders:
            continue
        rows = tokens.owners[: len(rolling)] + len(found) * tokens.texts
        keys = (rows.astype(np.uint64) << _ROW) | bins_of(rolling, order, shift)
        if order > 1 and tokens.texts > 1:
            keys = keys.compress(tokens.owners[: len(rolling)] == tokens.owners[order - 1 :])
        found.append(keys)
    keys = np.concatenate(found)
    keys.sort()
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    firsts = np.append(np.flatnonzero(new), len(keys))
    distinct = keys.compress(new)
    edges = np.arange(len(hashing.orders) * tokens.texts + 1, dtype=np.uint64) << _ROW
    return Ngrams(
        (distinct & _BIN).astype(np.intp),
        firsts[1:] - firsts[:-1],
        distinct.searchsorted(edges),
        tokens.texts,
    )
