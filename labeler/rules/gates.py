"""Gates: literals that open the rules of a file for a segment.

One regex finds the literals of all gates in one pass over the joined views of many segments.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

import msgspec
import re2

from labeler.rules.engine import Regex, compiled
from labeler.rules.normalize import SEPARATOR

Gate = tuple[str, ...]

_SHORT_LITERAL = 3
"""Literals up to this length must stand as words of their own: `ai` is in `said`."""
_SPACED_SCRIPTS = ("Latin", "Cyrillic", "Greek")


class Views(msgspec.Struct, frozen=True):
    """The normalised views of some segments, as text and as UTF-8, one by one and joined."""

    texts: Sequence[str]
    data: Sequence[bytes]
    joined: bytes

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Views":
        """Encode the views `texts`."""
        joined = SEPARATOR.join(texts).encode()
        return cls(texts, joined.split(SEPARATOR.encode()), joined)


class Gates:
    """The gates of a pack's files."""

    def __init__(self, gates: Sequence[Gate]) -> None:
        self._openers: dict[str, list[Gate]] = {}
        for gate in gates:
            for literal in gate:
                self._openers.setdefault(literal, []).append(gate)
        self._inner: dict[str, Sequence[str]] = {}

    def open_positions(self, views: Views) -> dict[Gate, list[int]]:
        """Return for each gate, in order, the positions of the views with one of its literals."""
        found: dict[Gate, dict[int, None]] = {}
        for position, literal in self._literals(views):
            for gate in self._openers[literal]:
                found.setdefault(gate, {})[position] = None
        return {gate: list(positions) for gate, positions in found.items()}

    def _literals(self, views: Views) -> Iterator[tuple[int, str]]:
        if not self._openers or not views.data:
            return
        regex, data = self._regex, views.joined
        position, end = 0, len(views.data[0])
        match = regex.search(data)
        while match is not None:
            literal = self._literal_of(match.group().decode())
            at = match.end() - 1  # an edge before the literal may lie in the separator
            while at >= end + len(SEPARATOR):
                position += 1
                end += len(SEPARATOR) + len(views.data[position])
            yield position, literal
            for inner in self._inside(literal):
                if compiled(gate_pattern(inner)).search(views.data[position]) is not None:
                    yield position, inner
            match = regex.search(data, match.start() + 1)

    @cached_property
    def _regex(self) -> Regex:
        return compiled(_any_of(sorted(self._openers, key=len, reverse=True)))

    def _literal_of(self, text: str) -> str:
        """Return the literal in a match, which may have a character of edge on each side."""
        return next(t for t in (text, text[1:], text[:-1], text[1:-1]) if t in self._openers)

    def _inside(self, literal: str) -> Sequence[str]:
        """Return the literals that a match of `literal` hides: those within it."""
        if literal not in self._inner:
            self._inner[literal] = [x for x in self._openers if x in literal and x != literal]
        return self._inner[literal]


def gate_pattern(literal: str) -> str:
    """Return the regex that finds a normalised gate literal."""
    return _any_of([literal])


def _any_of(literals: Sequence[str]) -> str:
    """Return the regex of any of `literals`; short ones must stand alone among their script.

    The edges stand around whole groups: each class such as `[^\\p{Latin}]` is slow to compile.
    """
    groups: dict[str, list[str]] = {}
    for literal in literals:
        groups.setdefault(_spaced_script(literal), []).append(re2.escape(literal))
    patterns = ["|".join(groups.pop("", ()))]  # first, so that the longest literal is found
    for script, quoted in groups.items():
        edge = rf"[^\p{{{script}}}]"
        patterns.append(f"(?:^|{edge})(?:{'|'.join(quoted)})(?:{edge}|$)")
    return "|".join(filter(None, patterns))


def _spaced_script(literal: str) -> str:
    script = unicodedata.name(literal[0], "").split(" ")[0].title()
    return script if len(literal) <= _SHORT_LITERAL and script in _SPACED_SCRIPTS else ""
