"""The words of a language by what they can be in a sentence: what made it, how, and what it is.

A text is written as its shape: each word as the letters of its classes, all between the words as
it stands. So one short regex says for any list of words what one of thousands of words would say
in each language; that takes milliseconds to compile.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

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


class Shape(msgspec.Struct, frozen=True, gc=False):
    """A text as the classes of its words."""

    data: bytes
    """ASCII letters for the words, UTF-8 for what is between them."""
    starts: Sequence[int]
    """Where words begin in `data`."""
    spans: Sequence[tuple[int, int]]
    """Start and end of each word in the text, in characters."""

    def in_text(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end, in characters of the text, of the words in a span of `data`."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, end - 1) - 1, first)
        return (self.spans[first][0], self.spans[last][1]) if self.spans else (0, 0)


class _Word(msgspec.Struct, frozen=True, gc=False):
    """A word of an entry; the literal that it is known by is what it is listed under."""

    begins: bool
    """Whether it begins with its literal."""
    ends: bool
    entry: int
    place: int
    """Among the words of the entry, from 0."""
    is_last: bool
    letters: frozenset[str]
    """Of the classes of the entry."""


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

    def shape(self, text: str) -> Shape:
        """Return the shape of a normalised text."""
        spans, classes = self._words(text)
        pieces: list[str] = []
        starts: list[int] = []
        at = end = 0
        for (first, last), letters in zip(spans, classes, strict=True):
            between = text[end:first]
            written = "".join(sorted(letters)) if letters else OTHER
            starts.append(at + len(between.encode()))
            at = starts[-1] + len(written)
            pieces += (between, written)
            end = last
        pieces.append(text[end:])
        return Shape("".join(pieces).encode(), starts, spans)

    def _words(self, text: str) -> tuple[list[tuple[int, int]], list[set[str]]]:
        """Return start and end of the words in a text and the classes of each.

        Several words that are one entry are one word, which is in the classes of each of them too.
        """
        spans = [match.span() for match in _WORD.finditer(text)]
        classes: list[set[str]] = [set() for _ in spans]
        several = []
        for first, last, letters in self._entries(text, spans):
            classes[first] |= letters
            if first < last:
                several.append((first, last))
        behind = len(spans)
        for first, last in sorted(several, key=lambda words: (-words[1], words[0])):
            if last < behind:
                spans[first : last + 1] = [(spans[first][0], spans[last][1])]
                classes[first : last + 1] = [set().union(*classes[first : last + 1])]
                behind = first
        return spans, classes

    def _entries(
        self, text: str, spans: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Yield the first and the last word of each entry in a text, and the entry's classes."""
        starts = [start for start, _ in spans]
        begun: dict[tuple[int, int, int], int] = {}
        """The first word of an entry by it, the place of its word that comes next, and where."""
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            at = bisect_right(starts, start) - 1
            for word in self._by_literal[number]:
                if (word.begins and start != starts[at]) or (word.ends and end != spans[at][1]):
                    continue
                first = at if word.place == 0 else begun.get((word.entry, word.place, at))
                if first is None:
                    continue
                if word.is_last:
                    yield first, at, word.letters
                elif at + 1 < len(spans) and starts[at + 1] - spans[at][1] == 1:
                    begun[word.entry, word.place + 1, at + 1] = first

    @cached_property
    def _letters(self) -> dict[str, set[str]]:
        """The letters of the classes of each entry."""
        letters: dict[str, set[str]] = {}
        for letter, entries in self.classes.items():
            for entry in filter(None, entries.split(",")):
                letters.setdefault(entry, set()).add(letter)
        return letters

    @cached_property
    def _words_by_literal(self) -> dict[str, list[_Word]]:
        found: dict[str, list[_Word]] = {}
        for number, (entry, letters) in enumerate(self._letters.items()):
            words = words_of(entry)
            for place, word in enumerate(words):
                begins, ends = not word.startswith(_STAR), not word.endswith(_STAR)
                is_last = place == len(words) - 1
                one = _Word(begins, ends, number, place, is_last, frozenset(letters))
                found.setdefault(_literal(word), []).append(one)
        return found

    @cached_property
    def _by_literal(self) -> list[list[_Word]]:
        return list(self._words_by_literal.values())

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick, Implementation

        literals = list(self._words_by_literal)
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
