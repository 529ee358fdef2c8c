"""The normalised views of a batch of segments, and literals looked for in all of them at once."""

import re
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import msgspec

from labeler.rules.engine import Regex, compiled, spans
from labeler.rules.normalize import SEPARATOR

_SEPARATOR = SEPARATOR.encode()

_UNCOMPILED_BYTES = 10_000
"""So much text is searched for each literal by itself: to compile their regex takes longer."""
_SHORT_LITERAL = 3
"""Word literals up to this length must stand as words of their own: `ai` is in `said`."""
_SPACED_SCRIPTS = ("Latin", "Cyrillic", "Greek")


SHORTEST = (0, 421)
"""Shortest views of the classes of segment length, in characters. Nearly all rules are for
shorter ones, so that long paragraphs are looked through for hardly any."""


def length_class(length: int) -> int:
    """Return which of the classes of length a view is in."""
    return bisect_right(SHORTEST, length) - 1


class Views(msgspec.Struct, frozen=True):
    """The normalised views of some segments, as text and as UTF-8, one by one and joined."""

    texts: Sequence[str]
    data: Sequence[bytes]
    joined: bytes

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Views":
        """Encode the views `texts`."""
        joined = SEPARATOR.join(texts).encode()
        return cls(texts, joined.split(_SEPARATOR), joined)

    def by_length(self) -> Iterator[tuple[int, Sequence[int], "Views"]]:
        """Yield the classes of length, the positions of their views, and these."""
        lengths = list(map(len, self.texts))
        for index, (shortest, longer) in enumerate(pairwise((*SHORTEST, sys.maxsize))):
            positions = [at for at, length in enumerate(lengths) if shortest <= length < longer]
            if len(positions) == len(lengths):
                yield index, positions, self
            elif positions:
                data = [self.data[at] for at in positions]
                texts = [self.texts[at] for at in positions]
                yield index, positions, Views(texts, data, _SEPARATOR.join(data))


class Literals:
    """Literals found in one pass over the joined views; `words`: short ones as words only."""

    def __init__(self, literals: Iterable[str], words: bool = False) -> None:
        self._literals = frozenset(literals)
        self._words = words
        self._known: dict[bytes, tuple[str, Sequence[str]]] = {}
        self._searched = 0

    def find(self, views: Views) -> Iterator[tuple[int, str]]:
        """Yield the position of a view and a literal in it; pairs may recur."""
        if not self._literals or not views.data:
            return
        self._searched += len(views.joined)
        if self._searched <= _UNCOMPILED_BYTES and not self._words:
            yield from self._one_by_one(views)
        else:
            yield from self._all_at_once(views)

    def _one_by_one(self, views: Views) -> Iterator[tuple[int, str]]:
        for literal in self._literals:
            data = literal.encode()
            if data in views.joined:
                yield from ((p, literal) for p, view in enumerate(views.data) if data in view)

    def _all_at_once(self, views: Views) -> Iterator[tuple[int, str]]:
        regex, data, known = self._regex, views.joined, self._known
        position, end = 0, len(views.data[0])
        found = spans(regex, data)
        while found is not None:
            first, last = found[0]
            # an edge before or after the literal may lie in the separator
            while last - 1 >= end + len(_SEPARATOR):
                position += 1
                end += len(_SEPARATOR) + len(views.data[position])
            text = data[first:last]
            literal, inner = known.get(text) or self._know(text)
            yield position, literal
            for other in inner:
                if not self._words or spans(compiled(word_pattern(other)), views.data[position]):
                    yield position, other
            found = spans(regex, data, first + 1)

    @cached_property
    def _regex(self) -> Regex:
        longest_first = sorted(self._literals, key=lambda t: (-len(t), t))
        if self._words:
            return compiled(_any_word_of(longest_first))
        return compiled("|".join(map(re.escape, longest_first)))

    def _know(self, data: bytes) -> tuple[str, Sequence[str]]:
        """Return the literal in a match and those it hides, the ones within it.

        The match of a word may have a character of edge on each side.
        """
        text = data.decode()
        literal = next(t for t in (text, text[1:], text[:-1], text[1:-1]) if t in self._literals)
        inner = [other for other in self._literals if other in literal and other != literal]
        if literal == text:
            self._known[data] = literal, inner
        return literal, inner


def word_pattern(literal: str) -> str:
    """Return the regex that finds a normalised word literal, such as a gate's."""
    return _any_word_of([literal])


def _any_word_of(literals: Sequence[str]) -> str:
    """Return the regex of any of `literals`; short ones must stand alone among their script.

    The edges stand around whole groups: each class such as `[^\\p{Latin}]` is slow to compile.
    """
    groups: dict[str, list[str]] = {}
    for literal in literals:
        groups.setdefault(_spaced_script(literal), []).append(re.escape(literal))
    patterns = ["|".join(groups.pop("", ()))]  # first, so that the longest literal is found
    for script, quoted in groups.items():
        edge = rf"[^\p{{{script}}}]"
        patterns.append(f"(?:^|{edge})(?:{'|'.join(quoted)})(?:{edge}|$)")
    return "|".join(filter(None, patterns))


def _spaced_script(literal: str) -> str:
    script = unicodedata.name(literal[0], "").split(" ")[0].title()
    return script if len(literal) <= _SHORT_LITERAL and script in _SPACED_SCRIPTS else ""
