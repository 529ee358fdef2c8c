"""Where an element of a page that has been read lies: its path, its names, its container.

It is asked only of the elements that blocks were made of and of their ancestors, and what many
blocks of one parent have in common is found once.
"""

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from labeler.document import Lineage, Markup
from labeler.read.html_element import Element, Inside

_NAMES = re.compile(r' (?:class|id|role|itemprop)="([^"]*)"')
_CONTAINERS = frozenset((
    "article", "section", "main", "aside", "nav", "header", "footer", "ul", "ol", "dl", "table",
    "form",
))  # fmt: skip
_TOKEN_LEVELS = 5  # of an element and its nearest ancestors
_MOST_TOKENS = 40
_MOST_NAMES = 10  # of one element, so that a long class list leaves room for its ancestors
_LONGEST_TOKEN = 60
_LONGEST_KNOWN = 1000
"""Characters of attributes that are remembered; longer ones hold pictures and data."""
_DEEPEST_PATH = 64
_PATH_END = 8
_CONTAINER_CHILDREN = 3
_CONTAINER_LEVELS = 32


class Places:
    """Places of the elements of one page."""

    def __init__(self, root: Element) -> None:
        root.path, root.names = "", (_names(root),)
        self._containers: dict[int, int] = {}

    def markup(self, element: Element, link_chars: int, image: str | None) -> Markup:
        """What the tree knows about the next block, which `element` makes."""
        parent, path = element.parent or element, element.path
        if path is None:
            path = _placed(element)
        inside = parent.inside or self._inside(parent, path)
        tag = element.tag.name
        own = element.names[0]
        lineage = inside.lineages.get((tag, own))
        if lineage is None:
            lineage = inside.lineages[tag, own] = _lineage(element.tags, own, inside)
        return Markup(
            tag, path, inside.path, lineage, link_chars, inside.container, element.disclosure, image
        )  # by position: keywords cost time

    def _inside(self, parent: Element, path: str) -> Inside:
        container = id(_container(parent))
        ordinal = self._containers.setdefault(container, len(self._containers))
        inside = parent.inside = Inside(path.rpartition("/")[0], ordinal, parent.names, {})
        return inside


def _placed(element: Element) -> str:
    """Find the place of an element and of its ancestors; its path."""
    waiting = [element]
    above = element.parent
    while above is not None and above.path is None:
        waiting.append(above)
        above = above.parent
    assert above is not None  # the root has its path
    path, tags, level, names = above.path or "", above.tags, above.level, above.names
    top = above if level == _PATH_END else above.top
    for below in reversed(waiting):
        level += 1
        step, name = _step(below), below.tag.name
        names = (_names(below), *names[: _TOKEN_LEVELS - 1])
        if level <= _DEEPEST_PATH or top is None:
            path, tags = f"{path}/{step}" if path else step, (*tags, name)
        else:
            last = _last_steps(below)
            path = f"{top.path}/.../{'/'.join(map(_step, last))}"
            tags = (*top.tags, *(each.tag.name for each in last))
        below.path, below.tags, below.level, below.top = path, tags, level, top
        below.names = names
        if level == _PATH_END:
            top = below  # of those below: none refers to itself, see `Figure`
    return path


def _step(element: Element) -> str:
    name, parent = element.tag.name, element.parent
    siblings = parent.children if parent is not None else None
    if siblings is None or siblings[name] == 1:
        return name
    return f"{name}[{element.number}]"


def _last_steps(element: Element) -> list[Element]:
    """The last elements on the way down to this one."""
    steps = [element]
    while len(steps) < _PATH_END and (parent := steps[-1].parent) is not None:
        steps.append(parent)
    return steps[::-1]


def _container(parent: Element) -> Element:
    """The nearest of an element and its ancestors that is a section, list, table or form, or
    that holds at least three blocks."""
    element = parent
    for _ in range(_CONTAINER_LEVELS):
        if (
            element.block_children >= _CONTAINER_CHILDREN
            or element.tag.name in _CONTAINERS
            or element.parent is None
        ):
            break
        element = element.parent
    return element


def _lineage(tags: tuple[str, ...], own: tuple[str, ...], inside: Inside) -> Lineage:
    names = (own, *inside.names)
    return Lineage(tags, _first(names) if sum(map(len, names)) > _MOST_TOKENS else names)


def _first(names: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The first 40 of the names."""
    kept: list[tuple[str, ...]] = []
    left = _MOST_TOKENS
    for some in names:
        kept.append(some[:left])
        left -= len(kept[-1])
    return tuple(kept)


def _names(element: Element) -> tuple[str, ...]:
    """Class, id, role and itemprop tokens of an element, at most ten."""
    attributes = element.attributes
    if not attributes:
        return ()
    return _known(attributes) if len(attributes) <= _LONGEST_KNOWN else _names_in(attributes)


def _names_in(attributes: str) -> tuple[str, ...]:
    values = " ".join(_NAMES.findall(attributes)).lower()
    if "&" in values:
        values = html.unescape(values)
    names = values.split(None, _MOST_NAMES)[:_MOST_NAMES]
    if len(values) > _LONGEST_TOKEN:
        names = [name[:_LONGEST_TOKEN] for name in names]
    return tuple(names)


_known = lru_cache(maxsize=4096)(_names_in)  # the same few make up most of a page, and of a site
