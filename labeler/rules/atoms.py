"""The atoms of a rule: literals one of which is in everything that the rule matches."""

from collections.abc import Callable

from labeler.rules.regex import best, required_literals, union
from labeler.rules.schema import Html, Node, Where

Literals = frozenset[str] | None
"""A set that is required, None if no such set is known."""


def text_atoms(match: Node) -> frozenset[str]:
    """Return the literals required in a segment's view; empty if there are none."""
    return _required(match, _of_pattern) or frozenset()


def markup_atoms(match: Node, where: Where) -> frozenset[str]:
    """Return the literals required in a segment's markup, as `prefilter.markup_text` writes it."""
    required = _required(match, lambda leaf: _of_html(leaf.html))
    return best([required, _of_html(where.html)]) or frozenset()


def _required(node: Node, of_leaf: Callable[[Node], Literals]) -> Literals:
    if node.pattern is not None or node.html is not None:
        return of_leaf(node)
    groups = [_required(child, of_leaf) for child in node.all]
    if node.any:
        groups.append(union(_required(child, of_leaf) for child in node.any))
    return best(groups)


def _of_pattern(leaf: Node) -> Literals:
    return None if leaf.pattern is None else required_literals(leaf.pattern)


def _of_html(html: Html | None) -> Literals:
    if html is None:
        return None
    of_class = None if html.class_regex is None else required_literals(html.class_regex)
    return of_class or frozenset(f"<{tag}>" for tag in html.tag) or None
