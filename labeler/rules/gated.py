"""Rules behind a gate: those that can match a segment with one of the gate's literals."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import re2

from labeler.rules.engine import options
from labeler.rules.schema import Rule

_UNCOMPILED_BYTES = 4_000
"""So much text is searched for each literal by itself: to compile their Set takes longer."""

Literals = Sequence[str]


class Table:
    """The literals of some rules in one `re2.Set`, compiled when it is first asked.

    `entries` are rules with up to two sets of literals; a rule can match where each that is
    not empty has a literal in the text. Sets of rules are the bits of integers.
    """

    def __init__(self, entries: Iterable[tuple[Rule, Literals, Literals]]) -> None:
        self._entries = list(entries)
        self._searched = 0

    def __bool__(self) -> bool:
        return bool(self._entries)

    def candidates(self, data: bytes) -> list[Rule]:
        """Return the rules that can match in `data`, UTF-8."""
        first, second = self._without
        for literal in self._found(data):
            of_first, of_second = self._owners[literal]
            first |= of_first
            second |= of_second
        both = first & second
        found = []
        while both:
            lowest = both & -both
            found.append(self._entries[lowest.bit_length() - 1][0])
            both ^= lowest
        return found

    def _found(self, data: bytes) -> Sequence[int]:
        """Return the numbers of the literals in `data`."""
        self._searched += len(data)
        if self._searched <= _UNCOMPILED_BYTES:
            return [i for i, literal in enumerate(self._encoded) if literal in data]
        return self._set.Match(data) or ()

    @cached_property
    def _by_literal(self) -> dict[str, tuple[int, int]]:
        """Return which rules have a literal in their first and in their second set."""
        owners: dict[str, tuple[int, int]] = {}
        for index, (_, first, second) in enumerate(self._entries):
            for literal in first:
                owned = owners.get(literal, (0, 0))
                owners[literal] = (owned[0] | 1 << index, owned[1])
            for literal in second:
                owned = owners.get(literal, (0, 0))
                owners[literal] = (owned[0], owned[1] | 1 << index)
        return owners

    @cached_property
    def _encoded(self) -> list[bytes]:
        return [literal.encode() for literal in self._by_literal]

    @cached_property
    def _owners(self) -> list[tuple[int, int]]:
        return list(self._by_literal.values())

    @cached_property
    def _without(self) -> tuple[int, int]:
        """Return the rules whose first and whose second set is empty."""
        first = sum(1 << i for i, entry in enumerate(self._entries) if not entry[1])
        second = sum(1 << i for i, entry in enumerate(self._entries) if not entry[2])
        return first, second

    @cached_property
    def _set(self) -> re2.Set:
        literals = re2.Set.SearchSet(options(literal=True))
        for literal in self._by_literal:
            literals.Add(literal)
        literals.Compile()
        return literals
