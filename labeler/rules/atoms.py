"""What a segment must be like for a rule to match it: how it begins, which literals it contains."""

from collections.abc import Callable, Collection, Iterable
from functools import lru_cache, partial

import msgspec

from labeler.rules.regex import NOTHING, best, required_literals, telling, union
from labeler.rules.schema import Html, Node, Where
from labeler.rules.starts import Needs, anchored_needs, start_of

Literals = frozenset[str] | None
"""A set that is required, None if no such set is known."""


def text_needs(match: Node, gate: Collection[str]) -> Needs:
    """Return what a segment's view must be like for `match`; empty if nothing is known.

    For a rule with a gate only atoms: few segments pass it. Those that do have one of its
    literals, so a second set is looked for that has none of them.
    """
    if gate:
        needs = Needs(atoms=_required(match, _of_pattern) or frozenset())
    else:
        needs = _reduced(_needs(match, certain=True) or Needs())
    if needs.lines:
        return needs
    telling_more = partial(_of_pattern, known=frozenset(gate)) if gate else _of_pattern
    others = [atoms for atoms in _groups(match, telling_more) if best([atoms]) != needs.atoms]
    return msgspec.structs.replace(needs, also=best(others) or frozenset())


def markup_atoms(match: Node, where: Where) -> frozenset[str]:
    """Return the literals required in a segment's markup, as `prefilter.markup_text` writes it."""
    required = _required(match, lambda leaf: _of_html(leaf.html))
    return best([required, _of_html(where.html)]) or frozenset()


def _needs(node: Node, certain: bool) -> Needs | None:
    """Return the needs of `node`; without lines unless it is `certain` that one is enough."""
    if node.lexicon is not None:
        literals = _of_words(node)
        return Needs(atoms=literals) if literals else None
    if node.pattern is not None or node.html is not None:
        needs = None if node.pattern is None else _of_regex(node.pattern)
        return needs if needs is None or certain else _without_lines(needs)
    certain = certain and not node.all and not node.none
    groups = [_needs(child, certain) for child in node.all]
    if node.any:
        groups.append(_any_of([_needs(child, certain) for child in node.any]))
    return max(filter(None, groups), key=_telling, default=None)


@lru_cache(maxsize=4096)
def _of_regex(pattern: str) -> Needs | None:
    needs = anchored_needs(pattern)
    if needs is None and (atoms := required_literals(pattern)):
        needs = Needs(atoms=atoms)
    return needs


def _any_of(several: list[Needs | None]) -> Needs | None:
    all_needs = [needs for needs in several if needs is not None]
    if len(all_needs) < len(several):
        return None
    edges = next(((n.lead, n.tail) for n in all_needs if n.lines), ("", ""))
    same = [n if (n.lead, n.tail) == edges else _without_lines(n) for n in all_needs]
    atoms = union(n.atoms for n in same)
    if atoms is None:
        return None
    return Needs(_joined(n.lines for n in same), *edges, _joined(n.starts for n in same), atoms)


def _reduced(needs: Needs) -> Needs:
    """Drop starts that begin with another."""
    starts = {s for s in needs.starts if not any(s[:n] in needs.starts for n in range(1, len(s)))}
    return msgspec.structs.replace(needs, starts=frozenset(starts))


def _joined(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)


def _without_lines(needs: Needs) -> Needs:
    return Needs(starts=needs.starts | set(map(start_of, needs.lines)), atoms=needs.atoms)


def _telling(needs: Needs) -> tuple[bool, tuple[int, int, list[str]]]:
    return (True, (0, 0, [])) if not needs.atoms else (False, telling(needs.atoms))


def _required(node: Node, of_leaf: Callable[[Node], Literals]) -> Literals:
    if node.leaf is not None or node.html is not None:
        return of_leaf(node)
    return best(_groups(node, of_leaf))


def _groups(node: Node, of_leaf: Callable[[Node], Literals]) -> list[Literals]:
    """Return what each of the things requires that must all match for `node` to match."""
    groups = [_required(child, of_leaf) for child in node.all]
    if node.any:
        groups.append(union(_required(child, of_leaf) for child in node.any))
    return groups


def _of_pattern(leaf: Node, known: frozenset[str] = NOTHING) -> Literals:
    if leaf.lexicon is not None:
        return _of_words(leaf)
    return None if leaf.pattern is None else required_literals(leaf.pattern, known)


def _of_words(leaf: Node) -> Literals:
    return leaf.lexicon.literals(leaf.needs) if leaf.lexicon and leaf.needs else None


def _of_html(html: Html | None) -> Literals:
    if html is None:
        return None
    of_class = None if html.class_regex is None else required_literals(html.class_regex)
    return of_class or frozenset(f"<{tag}>" for tag in html.tag) or None
