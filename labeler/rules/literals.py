"""Literals looked for in many normalised views at once, by an Aho-Corasick automaton.

Short literals that stand for a word (`ai`) count only where they are one: `ai` is in `said`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from labeler.rules.engine import compiled, spans
from labeler.rules.normalize import SEPARATOR
from labeler.rules.views import Views

_SHORT_LITERAL = 3
"""Word literals up to this length must stand as words of their own."""
_SPACED_SCRIPTS = ("Latin", "Cyrillic", "Greek")
_SMALL_BYTES = 1 << 16
"""So much text is searched before the automaton is built as a table: its search is three times
as fast then, and building it takes five times as long."""


class Automaton:
    """Finds where literals stand in UTF-8; they are told by their number, the place in the list.

    `as_table`: whether so much text will be searched that a table is worth building.
    """

    def __init__(self, literals: Sequence[str], *, as_table: bool = True) -> None:
        self._literals = [literal.encode() for literal in literals]
        self._may_be_table = as_table
        self._searched = 0
        self._built: Any = None
        self._is_table = False

    def find(self, data: bytes) -> Sequence[tuple[int, int, int]]:
        """Return number, start and end of all literals in `data`, by end; they may overlap."""
        if not self._literals:
            return ()
        self._searched += len(data)
        if self._built is None or self._is_table != self._wants_table():
            self._build()
        found: Sequence[tuple[int, int, int]] = self._built.find_matches_as_indexes(
            data, overlapping=True
        )
        return found

    def _build(self) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        self._is_table = self._wants_table()
        kind = Implementation.DFA if self._is_table else Implementation.ContiguousNFA
        self._built = BytesAhoCorasick(self._literals, implementation=kind)

    def _wants_table(self) -> bool:
        return self._may_be_table and self._searched > _SMALL_BYTES


class Words:
    """Finds short literals where they stand as words of their own."""

    def __init__(self, literals: Sequence[str]) -> None:
        self._literals = literals
        self._known: dict[bytes, Sequence[str]] = {}

    def find(self, views: Views) -> Iterator[tuple[int, str]]:
        """Yield the position of a view and a literal in it; pairs may recur."""
        if not self._literals:
            return
        regex, data, known = compiled(self._pattern), views.joined, self._known
        position, end = 0, len(views.data[0])
        found = spans(regex, data)
        while found is not None:
            first, last = found[0]
            # an edge before or after the literal may lie in the separator
            while last - 1 >= end + len(SEPARATOR):
                position += 1
                end += len(SEPARATOR) + len(views.data[position])
            text = data[first:last]
            for literal in known.get(text) or self._know(text):
                yield position, literal
            found = spans(regex, data, first + 1)

    @cached_property
    def _pattern(self) -> str:
        return word_pattern(self._literals)

    def _know(self, data: bytes) -> Sequence[str]:
        """Return the literals in a match, which may have a character of edge on each side."""
        found = [t for t in self._literals if spans(compiled(word_pattern([t])), data)]
        self._known[data] = found
        return found


def is_short(literal: str) -> bool:
    """Whether a normalised word literal counts only where no letter of its script touches it."""
    return _spaced_script(literal) != ""


def word_pattern(literals: Sequence[str]) -> str:
    """Return the regex that finds any of some normalised word literals, such as a gate's.

    The edges stand around whole groups: each class such as `[^\\p{Latin}]` is slow to compile.
    """
    groups: dict[str, list[str]] = {}
    for literal in sorted(literals, key=lambda text: (-len(text), text)):
        groups.setdefault(_spaced_script(literal), []).append(re.escape(literal))
    patterns = ["|".join(groups.pop("", ()))]
    for script, quoted in groups.items():
        edge = rf"[^\p{{{script}}}]"
        patterns.append(f"(?:^|{edge})(?:{'|'.join(quoted)})(?:{edge}|$)")
    return "|".join(filter(None, patterns))


def _spaced_script(literal: str) -> str:
    script = unicodedata.name(literal[0], "").split(" ")[0].title()
    return script if len(literal) <= _SHORT_LITERAL and script in _SPACED_SCRIPTS else ""
