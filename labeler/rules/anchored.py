"""Rules found by how a line begins: one dict for whole lines, one for beginnings."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from labeler.rules.schema import Rule
from labeler.rules.starts import EDGES, LENGTHS
from labeler.rules.views import SHORTEST, Views, length_class
from labeler.rules.where import fits_from

_STEM = 4
"""The first so many characters of longer starts are looked up on the way, and end it mostly."""

Table = dict[str, tuple[Rule, ...]]


class Anchored:
    """The lines and starts of some rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._tables: dict[int, Table] = {}

    def find(self, views: Views) -> Iterator[tuple[int, Sequence[Rule], Sequence[Rule]]]:
        """Yield the position of a view, rules that match all of it, and rules that can match.

        A rule may be among both.
        """
        lines, longest = self._lines, self._longest
        for position, view in enumerate(views.texts):
            starts = self._starts(len(view))
            begun = view.lstrip(EDGES)
            certain: Sequence[Rule] = ()
            if len(begun) <= longest or begun[-1] in EDGES:
                core = begun.rstrip(EDGES)
                certain = lines.get(core, ())
                if certain and core != view:
                    certain = _between(certain, view[: len(view) - len(begun)], begun[len(core) :])
            possible: tuple[Rule, ...] = ()
            for length in LENGTHS if starts else ():
                rules = starts.get(begun[:length])
                if rules:
                    possible += rules
                elif (rules is None and length == _STEM) or length >= len(begun):
                    break
            if certain or possible:
                yield position, certain, possible

    @cached_property
    def _longest(self) -> int:
        """Length of the longest line, without edges."""
        return max(map(len, self._lines), default=0)

    @cached_property
    def _lines(self) -> Table:
        return _table((rule, rule.lines) for rule in self._rules)

    def _starts(self, length: int) -> Table:
        """Return the rules by starts for views of `length`, and the stems of longer starts."""
        index = length_class(length)
        if (table := self._tables.get(index)) is None:
            rules = [rule for rule in self._rules if fits_from(rule.where, SHORTEST[index])]
            table = self._tables[index] = _table((rule, rule.starts) for rule in rules)
            for start in [start for start in table if len(start) > _STEM]:
                table.setdefault(start[:_STEM], ())
        return table


def _table(entries: Iterable[tuple[Rule, Sequence[str]]]) -> Table:
    table: Table = {}
    for rule, texts in entries:
        shared = {text: (*table[text], rule) for text in table.keys() & texts}
        table.update(dict.fromkeys(texts, (rule,)))
        table.update(shared)
    return table


def _between(rules: Sequence[Rule], before: str, after: str) -> tuple[Rule, ...]:
    """Return the rules that let `before` and `after` stand around their lines."""
    return tuple(r for r in rules if not before.strip(r.lead) and not after.strip(r.tail))
