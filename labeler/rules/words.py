"""The words of a language by what they can be in a sentence: what made it, how, and what it is.

A text is written as its shape: each word as the letters of its classes, all between the words as
it stands. So one short regex says for any list of words what one of thousands of words would say
in each language; that takes milliseconds to compile.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from itertools import accumulate, islice
from operator import or_
from typing import Any, NamedTuple, TypeAlias

import msgspec

OTHER = "x"
"""Stands for a word that is in no class."""
LETTERS = "abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Of classes, by the order of their names."""

_MARKS = "\\0-@\\[-`{-~\xa0«-»\u2010-\u205e\u3000-\u3003\u3008-\u301c،؛।॥։"
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
_LETTER = f"[^{_MARKS}{_PICTURES}]"
_WORD = re.compile(f"{_LETTER}+")
_WRITTEN_WORD = re.compile(f"(?:{_LETTER}|\\*)+")
_STAR = "*"


class Shape(NamedTuple):
    """A text as the classes of its words."""

    pieces: Sequence[str]
    """What is before the first word, ASCII letters for it, what is before the second, and so on;
    at last what is behind the last word."""
    spans: Sequence[tuple[int, int]]
    """Start and end of each word in the text, in characters."""
    data: bytes
    """The pieces, joined, in UTF-8."""

    def in_text(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end, in characters of the text, of the words in a span of `data`."""
        starts = self.starts
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1) - 1, first)
        return (self.spans[first][0], self.spans[last][1]) if self.spans else (0, 0)

    @property
    def starts(self) -> Sequence[int]:
        """Where words begin in `data`."""
        ends = accumulate(len(piece.encode()) for piece in self.pieces[:-1])
        return list(islice(ends, 0, None, 2))


class Words(NamedTuple):
    """A normalised text and its words, of which any number of lexicons make shapes."""

    text: str
    spans: Sequence[tuple[int, int]]
    """Start and end of each word, in characters."""
    words: Sequence[str]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Find the words of a normalised text."""
        spans = [match.span() for match in _WORD.finditer(text)]
        return cls(text, spans, [text[start:end] for start, end in spans])


class _Part(NamedTuple):
    """A word of an entry of several."""

    entry: int
    place: int
    """Among the words of the entry, from 0."""
    is_last: bool
    classes: int
    """Of the entry, a bit each."""


_Stem: TypeAlias = tuple[bool, bool, int, _Part | None]
"""Whether a word begins and whether it ends with what is given of it; its classes, if it is an
entry by itself, else what it is part of."""


class _Known(NamedTuple):
    """The words of all entries."""

    classes: dict[str, int]
    """Of entries that are one word without stars, a bit each."""
    parts: dict[str, list[_Part]]
    """Words without stars of longer entries."""
    stems: dict[str, list[_Stem]]
    """Words with stars, by what is given of them."""

    def add(self, word: str, classes: int, part: _Part | None) -> None:
        """Add a word of an entry: `part` if it is one of several."""
        if _STAR in word:
            stem = not word.startswith(_STAR), not word.endswith(_STAR), classes, part
            self.stems.setdefault(_literal(word), []).append(stem)
        elif part is None:
            self.classes[word] = self.classes.get(word, 0) | classes
        else:
            self.parts.setdefault(word, []).append(part)


class Lexicon:
    """Classes of words, and the shapes of texts by them.

    `classes` has a list by the letter of each class: normalised entries parted by commas, each a
    word or several. A star stands for letters, or none, before or after what is given of a word.
    """

    def __init__(self, classes: Mapping[str, str] | msgspec.Raw) -> None:
        """Take the classes, or JSON of them: most languages' are never asked for."""
        self._classes = classes

    @cached_property
    def classes(self) -> Mapping[str, str]:
        """The lists of entries by the letters of their classes."""
        if isinstance(self._classes, msgspec.Raw):
            return msgspec.json.decode(self._classes, type=dict[str, str])
        return self._classes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and self.classes == other.classes

    def __hash__(self) -> int:
        return hash(tuple(self.classes.items()))

    def literals(self, letters: str) -> frozenset[str]:
        """Return literals, one of which stands in every text with a word of these classes."""
        entries = ",".join(self.classes[letter] for letter in letters).split(",")
        return frozenset(max(map(_literal, words_of(e)), key=len) for e in entries if e)

    def shape(self, words: Words) -> Shape:
        """Return the shape of a text."""
        text = words.text
        spans, classes = self._classified(words)
        pieces: list[str] = []
        end = 0
        for (first, last), bits in zip(spans, classes, strict=True):
            pieces += (text[end:first], self._written.get(bits) or self._write(bits))
            end = last
        pieces.append(text[end:])
        return Shape(pieces, spans, "".join(pieces).encode())

    def _classified(self, words: Words) -> tuple[list[tuple[int, int]], list[int]]:
        """Return start and end of the words in a text and the classes of each, a bit each.

        Several words that are one entry are one word, which is in the classes of each of them too.
        """
        spans = list(words.spans)
        known = self._known
        classes = [known.classes.get(word, 0) for word in words.words]
        parts = {
            at: [*known.parts[word]] for at, word in enumerate(words.words) if word in known.parts
        }
        self._add_stems(words.text, spans, classes, parts)
        if parts:
            several = self._several(spans, classes, parts)
            behind = len(spans)
            for first, last in sorted(several, key=lambda words: (-words[1], words[0])):
                if last < behind:
                    spans[first : last + 1] = [(spans[first][0], spans[last][1])]
                    classes[first : last + 1] = [reduce(or_, classes[first : last + 1])]
                    behind = first
        return spans, classes

    def _add_stems(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        classes: list[int],
        parts: dict[int, list[_Part]],
    ) -> None:
        """Add what stems are to the words that have them."""
        starts = [start for start, _ in spans]
        stems = self._stems
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            at = bisect_right(starts, start) - 1
            for begins, ends, bits, part in stems[number]:
                if (begins and start != starts[at]) or (ends and end != spans[at][1]):
                    continue
                if part is None:
                    classes[at] |= bits
                else:
                    parts.setdefault(at, []).append(part)

    def _several(
        self,
        spans: Sequence[tuple[int, int]],
        classes: list[int],
        parts: Mapping[int, Sequence[_Part]],
    ) -> list[tuple[int, int]]:
        """Return the first and the last word of entries of several words.

        The classes of these are added to those of the first word.
        """
        found: list[tuple[int, int]] = []
        begun: dict[tuple[int, int, int], int] = {}
        """The first word of an entry by it, the place of its word that comes next, and where."""
        for at in sorted(parts):
            for part in parts[at]:
                first = at if part.place == 0 else begun.get((part.entry, part.place, at))
                if first is None:
                    continue
                if part.is_last:
                    classes[first] |= part.classes
                    found.append((first, at))
                elif at + 1 < len(spans) and spans[at + 1][0] - spans[at][1] == 1:
                    begun[part.entry, part.place + 1, at + 1] = first
        return found

    @cached_property
    def _written(self) -> dict[int, str]:
        """The letters of sets of classes that have been met."""
        return {0: OTHER}

    def _write(self, classes: int) -> str:
        letters = "".join(c for at, c in enumerate(self.classes) if classes >> at & 1)
        self._written[classes] = "".join(sorted(letters))
        return self._written[classes]

    @cached_property
    def _known(self) -> _Known:
        classes: dict[str, int] = {}
        for at, entries in enumerate(self.classes.values()):
            for entry in filter(None, entries.split(",")):
                classes[entry] = classes.get(entry, 0) | 1 << at
        known = _Known({}, {}, {})
        for number, (entry, bits) in enumerate(classes.items()):
            words = words_of(entry)
            for place, word in enumerate(words):
                part = None
                if len(words) > 1:
                    part = _Part(number, place, place == len(words) - 1, bits)
                known.add(word, bits, part)
        return known

    @cached_property
    def _stems(self) -> list[list[_Stem]]:
        """The stems by the number that the automaton gives them."""
        return list(self._known.stems.values())

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick, Implementation

        literals = list(self._known.stems)
        return AhoCorasick(literals, implementation=Implementation.ContiguousNFA)


def words_of(entry: str) -> list[str]:
    """Return the words of an entry, stars included; one character may stand between two."""
    return _WRITTEN_WORD.findall(entry)


def is_entry(text: str) -> bool:
    """Whether a text can be an entry: words without digits, stars only before or after letters."""
    words = words_of(text)
    return (
        bool(words)
        and not any(map(str.isdigit, text))
        and all(_literal(word) and _STAR not in _literal(word) for word in words)
    )


def _literal(word: str) -> str:
    return word.strip(_STAR)
