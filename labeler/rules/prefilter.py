"""Which rules can match which segments, found without running their regexes.

Nearly every rule has atoms: literals one of which is in everything it matches. One `re2.Set` of
the atoms of a group of rules gives the candidates for a segment. Rules are grouped by the gate
of their file, and within by the length of segments they apply to, so that ordinary paragraphs
meet few of them. Sets are compiled when the first segment needs them.
"""

from collections.abc import Iterator, Sequence

import re2

from labeler.document import Markup
from labeler.rules.engine import options
from labeler.rules.gates import Gate, Gates, Views
from labeler.rules.schema import Rule

LENGTHS = (80, 240)
"""Bounds of the classes of segment length, in view characters; the last class has none."""


class Prefilter:
    """The atoms of a pack's rules, grouped; deprecated rules are left out."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        by_gate: dict[Gate, list[Rule]] = {}
        for rule in rules:
            if rule.status != "deprecated":
                by_gate.setdefault(rule.gate, []).append(rule)
        ungated = by_gate.pop((), [])
        self._markup_rules = [rule for rule in ungated if rule.markup_atoms]
        self._markup_table: _Table | None = None
        self._ungated = _Group([rule for rule in ungated if not rule.markup_atoms])
        self._groups = {gate: _Group(members) for gate, members in by_gate.items()}
        self._gates = Gates(list(self._groups))

    def candidates(
        self, views: Views, markups: Sequence[Markup | None]
    ) -> Iterator[tuple[int, Sequence[Rule]]]:
        """Yield the position of a view and rules that can match in it; positions may recur.

        `markups` are those of the segments of `views`.
        """
        yield from self._ungated.candidates(views, range(len(views.texts)))
        for gate, positions in self._gates.open_positions(views).items():
            yield from self._groups[gate].candidates(views, positions)
        if self._markup_rules:
            yield from self._by_markup(markups)

    def _by_markup(self, markups: Sequence[Markup | None]) -> Iterator[tuple[int, Sequence[Rule]]]:
        for position, markup in enumerate(markups):
            if markup is None:
                continue
            if self._markup_table is None:
                atoms = [(rule, rule.markup_atoms) for rule in self._markup_rules]
                self._markup_table = _Table(atoms)
            if rules := self._markup_table.candidates(markup_text(markup).encode()):
                yield position, rules


def markup_text(markup: Markup) -> str:
    """Return what the literals of html conditions are looked for in: `<tag>`s and tokens."""
    tags = "".join(f"<{tag}>" for tag in markup.ancestors)
    return f"{tags} {' '.join(markup.tokens)}"


class _Group:
    """Rules with the same gate, by length of segment."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._tables: list[_Table | None] = [None] * (len(LENGTHS) + 1)

    def candidates(
        self, views: Views, positions: Sequence[int]
    ) -> Iterator[tuple[int, Sequence[Rule]]]:
        tables, texts, data = self._tables, views.texts, views.data
        for position in positions:
            length = len(texts[position])
            kind = 0 if length <= LENGTHS[0] else 1 if length <= LENGTHS[1] else 2
            table = tables[kind] or self._compile(kind)
            if rules := table.candidates(data[position]):
                yield position, rules

    def _compile(self, kind: int) -> "_Table":
        shortest = LENGTHS[kind - 1] + 1 if kind else 0
        table = _Table([(r, r.atoms) for r in self._rules if _applies(r, shortest)])
        self._tables[kind] = table
        return table


def _applies(rule: Rule, length: int) -> bool:
    return rule.where.max_chars is None or rule.where.max_chars >= length


class _Table:
    """The atoms of some rules in one Set."""

    def __init__(self, rules: Sequence[tuple[Rule, Sequence[str]]]) -> None:
        self._always = tuple(rule for rule, atoms in rules if not atoms)
        owners: dict[str, list[Rule]] = {}
        for rule, atoms in rules:
            for atom in atoms:
                owners.setdefault(atom, []).append(rule)
        self._owners = list(owners.values())
        self._set: re2.Set | None = None
        if owners:
            self._set = re2.Set.SearchSet(options(literal=True))
            for atom in owners:
                self._set.Add(atom)
            self._set.Compile()

    def candidates(self, data: bytes) -> Sequence[Rule]:
        found = self._set.Match(data) if self._set is not None else None
        if not found:
            return self._always
        rules = {rule.id: rule for atom in found for rule in self._owners[atom]}
        return (*rules.values(), *self._always)
