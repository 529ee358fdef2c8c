"""Rules behind gates: those that can match a segment with one of their gate's literals."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import inf

from labeler.rules.literals import Automaton
from labeler.rules.schema import Rule

_BY_THEMSELVES = 2
"""In so many texts each literal is searched by itself: to build their automaton takes longer."""
_ALL = -1

Literals = Sequence[str]


class Table:
    """The literals of some rules in one automaton, built when it has been asked a few times.

    `entries` are rules with up to two sets of literals; a rule can match where each that is
    not empty has a literal in the text. Sets of rules are the bits of integers.
    """

    def __init__(self, entries: Iterable[tuple[Rule, Literals, Literals]]) -> None:
        self._entries = list(entries)
        self._asked = 0

    def __bool__(self) -> bool:
        return bool(self._entries)

    @cached_property
    def by_gate(self) -> dict[str, int]:
        """The rules that each literal of their gates opens."""
        opened: dict[str, int] = {}
        for index, (rule, _, _) in enumerate(self._entries):
            for literal in rule.gate:
                opened[literal] = opened.get(literal, 0) | 1 << index
        return opened

    def candidates(self, data: bytes, length: int = 0, among: int = _ALL) -> list[Rule]:
        """Return which rules of the set `among` can match in `data`, UTF-8.

        `length` is that of the text in characters; 0 if the rules' bounds do not matter.
        """
        first, second = self._without
        owners = self._owners
        for number in set(self._found(data)):
            of_first, of_second = owners[number]
            first |= of_first
            second |= of_second
        both = first & second & among & self._fitting(length)
        found = []
        while both:
            lowest = both & -both
            found.append(self._entries[lowest.bit_length() - 1][0])
            both ^= lowest
        return found

    def _fitting(self, length: int) -> int:
        """Return the rules whose `max_chars` allow a text of `length` characters."""
        bounds, fitting = self._lengths
        return fitting[bisect_left(bounds, length)]

    def _found(self, data: bytes) -> Iterable[int]:
        """Return the numbers of the literals in `data`; they may recur."""
        if self._asked < _BY_THEMSELVES:
            self._asked += 1
            return [i for i, literal in enumerate(self._encoded) if literal in data]
        return [number for number, _, _ in self._automaton.find(data)]

    @cached_property
    def _lengths(self) -> tuple[list[int], list[int]]:
        """Return the `max_chars` there are, and the rules that allow each of them and more."""
        longest = [rule.where.max_chars or inf for rule, _, _ in self._entries]
        bounds = sorted({int(most) for most in longest if most < inf})
        fitting = [
            sum(1 << i for i, most in enumerate(longest) if most >= bound)
            for bound in (*bounds, inf)
        ]
        return bounds, fitting

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
    def _automaton(self) -> Automaton:
        return Automaton(list(self._by_literal), as_table=False)
