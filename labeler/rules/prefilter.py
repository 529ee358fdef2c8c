"""Which rules can match which segments, found without running their regexes.

What a rule needs is known from its regexes (`atoms.text_needs`): lines and beginnings are looked
up, literals are searched in all segments at once. Rules whose file has a gate are looked at only
in segments with one of its literals; there one automaton of their atoms tells which can match.
Nothing is compiled before a segment needs it.
"""

from collections.abc import Iterator, Sequence

import msgspec

from labeler.document import Markup
from labeler.rules.anchored import Anchored
from labeler.rules.gated import Table
from labeler.rules.literals import Automaton, Words, is_short
from labeler.rules.normalize import SEPARATOR
from labeler.rules.schema import Rule
from labeler.rules.views import SHORTEST, Views
from labeler.rules.where import fits_from, fits_length

_FEW = 16
"""To look for more literals takes longer than to try a rule; they mostly allow it anyway."""

Possible = dict[int, dict[str, Rule]]
"""Rules by the position of a view and their id."""


class Candidates(msgspec.Struct, frozen=True):
    """Rules by the position of a view; no rule twice for one."""

    certain: dict[int, Sequence[Rule]]
    """These match the whole view."""
    possible: Possible
    """These can match; no others can."""


class Prefilter:
    """What the rules of a pack need; deprecated rules are left out."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        active = [rule for rule in rules if rule.status != "deprecated"]
        ungated = [rule for rule in active if not rule.gate]
        unknown = [r for r in ungated if not (r.lines or r.starts or r.atoms)]
        self._anchored = Anchored([rule for rule in ungated if rule.lines or rule.starts])
        self._always = [rule for rule in unknown if not rule.markup_atoms]
        self._markup = Table((r, r.markup_atoms, ()) for r in unknown if r.markup_atoms)
        self._searched = [rule for rule in active if rule.gate or rule.atoms]
        self._of_length: dict[int, _OfLength] = {}

    def candidates(self, views: Views, markups: Sequence[Markup | None]) -> Candidates:
        """Return the candidates for all views; `markups` are those of their segments."""
        certain: dict[int, Sequence[Rule]] = {}
        possible: Possible = {}
        for position, sure, begun in self._anchored.find(views):
            if sure:
                certain[position] = sure
            if begun:
                possible[position] = {rule.id: rule for rule in begun}
        self._add_by_literal(views, possible)
        if self._always or self._markup:
            self._add_by_markup(markups, possible)
        for position in certain.keys() & possible.keys():
            for rule in certain[position]:
                possible[position].pop(rule.id, None)
        return Candidates(certain, possible)

    def _add_by_literal(self, views: Views, possible: Possible) -> None:
        for index, positions, some_views in views.by_length():
            if (searched := self._of_length.get(index)) is None:
                searched = self._of_length[index] = _OfLength(
                    [r for r in self._searched if fits_from(r.where, SHORTEST[index])]
                )
            for at, rules in searched.find(some_views):
                view = some_views.texts[at]
                length = len(view)
                for rule in rules:
                    if fits_length(rule.where, length) and _has_also(rule, view):
                        possible.setdefault(positions[at], {})[rule.id] = rule

    def _add_by_markup(self, markups: Sequence[Markup | None], possible: Possible) -> None:
        for position, markup in enumerate(markups):
            some = possible.setdefault(position, {})
            some |= {rule.id: rule for rule in self._always}
            if markup is not None and self._markup:
                found = self._markup.candidates(markup_text(markup).encode())
                some |= {rule.id: rule for rule in found}


def markup_text(markup: Markup) -> str:
    """Return what the literals of html conditions are looked for in: `<tag>`s and tokens."""
    tags = "".join(f"<{tag}>" for tag in markup.ancestors)
    return f"{tags} {' '.join(markup.lineage.tokens)}"


class _OfLength:
    """The rules for a class of lengths that are known by literals, with and without a gate."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        owners: dict[str, list[Rule]] = {}
        for rule in rules:
            for atom in () if rule.gate else rule.atoms:
                owners.setdefault(atom, []).append(rule)
        self._owners = list(owners.values())
        self._gated = Table((rule, rule.atoms, rule.also) for rule in rules if rule.gate)
        gates = self._gated.by_gate
        openers = [literal for literal in gates if not is_short(literal)]
        self._opened_by = [gates[literal] for literal in openers]
        self._automaton = Automaton([*owners, *openers])
        self._words = Words([literal for literal in gates if is_short(literal)])

    def find(self, views: Views) -> Iterator[tuple[int, Sequence[Rule]]]:
        """Yield the position of a view and rules that can match it, for some length and text."""
        atoms = len(self._owners)
        opened: dict[int, int] = {}
        for position, number in self._numbers(views):
            if number < atoms:
                yield position, self._owners[number]
            else:
                opened[position] = opened.get(position, 0) | self._opened_by[number - atoms]
        gates = self._gated.by_gate
        for position, literal in self._words.find(views):
            opened[position] = opened.get(position, 0) | gates[literal]
        for position, among in opened.items():
            length = len(views.texts[position])
            yield position, self._gated.candidates(views.data[position], length, among)

    def _numbers(self, views: Views) -> Iterator[tuple[int, int]]:
        """Yield the position of a view and the number of a literal in it, no pair twice."""
        position, end = 0, len(views.data[0])
        found_at = [-1] * (len(self._owners) + len(self._opened_by))
        for number, first, _ in self._automaton.find(views.joined):
            while first >= end:
                position += 1
                end += len(SEPARATOR) + len(views.data[position])
            if found_at[number] != position:
                found_at[number] = position
                yield position, number


def _has_also(rule: Rule, view: str) -> bool:
    """Whether a rule can match for its other literals; for one with a gate its table has looked."""
    also = rule.also
    return rule.gate != () or len(also) > _FEW or not also or any(map(view.__contains__, also))
