"""Where an element of a page that has been read lies: its path, its names, its container.

It is asked only of the elements that blocks were made of and of their ancestors, and what many
blocks of one parent have in common is found once.
"""

import html
import re
from functools import lru_cache

import msgspec

from labeler.document import Markup
from labeler.read.html_element import Element

_NAMES = re.compile(r' (?:class|id|role|itemprop)="([^"]*)"')
_CONTAINERS = frozenset((
    "article", "section", "main", "aside", "nav", "header", "footer", "ul", "ol", "dl", "table",
    "form",
))  # fmt: skip
_TOKEN_LEVELS = 6
_MOST_TOKENS = 40
_MOST_NAMES = 10  # of one element, so that a long class list leaves room for its ancestors
_LONGEST_TOKEN = 60
_DEEPEST_PATH = 64
_PATH_END = 8
_CONTAINER_CHILDREN = 3
_CONTAINER_LEVELS = 32


class _Place(msgspec.Struct, frozen=True, gc=False):
    path: str
    """Steps from the root; more than 64 deep, the first and last eight of them."""
    ancestors: tuple[str, ...]
    """The tags of these steps."""
    level: int
    top: "_Place | None"
    """Of the ancestor at level 8, for what lies below it."""


_ROOT = _Place("", (), 0, None)


class Places:
    """Places of the elements of one page."""

    def __init__(self) -> None:
        self._places: dict[Element, _Place] = {}
        self._insides: dict[Element, tuple[tuple[str, ...], int]] = {}
        self._containers: dict[Element, int] = {}

    def markup(self, element: Element, link_chars: int, image: str | None) -> Markup:
        """What the tree knows about the next block, which `element` makes."""
        place = self._place(element)
        tokens, container = self._inside(element.parent or element)
        return Markup(
            element.tag,
            place.path,
            place.ancestors,
            (*_prefixed(_names(element.source), 0), *tokens)[:_MOST_TOKENS],
            link_chars,
            container,
            element.disclosure,
            image,
        )  # by position: keywords cost time

    def _place(self, element: Element) -> _Place:
        waiting: list[Element] = []
        while element.parent is not None and element not in self._places:
            waiting.append(element)
            element = element.parent
        place = self._places.get(element, _ROOT)
        for below in reversed(waiting):
            place = self._places[below] = _place_below(place, below)
        return place

    def _inside(self, parent: Element) -> tuple[tuple[str, ...], int]:
        """The tokens and the container that all blocks of one parent have in common."""
        inside = self._insides.get(parent)
        if inside is None:
            container = _container(parent)
            ordinal = self._containers.setdefault(container, len(self._containers))
            inside = self._insides[parent] = _tokens(parent), ordinal
        return inside


def _place_below(above: _Place, element: Element) -> _Place:
    """The place of an element, from its parent's."""
    level = above.level + 1
    top = above if level == _PATH_END + 1 else above.top
    if level <= _DEEPEST_PATH or top is None:
        step = _step(element)
        path = f"{above.path}/{step}" if above.path else step
        return _Place(path, (*above.ancestors, element.tag), level, top)
    last = _lineage(element, _PATH_END)
    path = f"{top.path}/.../{'/'.join(map(_step, last))}"
    return _Place(path, (*top.ancestors, *(each.tag for each in last)), level, top)


def _step(element: Element) -> str:
    siblings = element.parent.children if element.parent is not None else None
    if siblings is None or siblings[element.tag] == 1:
        return element.tag
    return f"{element.tag}[{element.number}]"


def _lineage(element: Element, count: int) -> list[Element]:
    """The last `count` elements on the way down to this one."""
    lineage = [element]
    while len(lineage) < count and (parent := lineage[-1].parent) is not None:
        lineage.append(parent)
    return lineage[::-1]


def _container(parent: Element) -> Element:
    """The nearest of an element and its ancestors that is a section, list, table or form, or
    that holds at least three blocks."""
    element = parent
    for _ in range(_CONTAINER_LEVELS):
        if (
            element.block_children >= _CONTAINER_CHILDREN
            or element.tag in _CONTAINERS
            or element.parent is None
        ):
            break
        element = element.parent
    return element


def _tokens(parent: Element) -> tuple[str, ...]:
    """Tokens that an element and its four nearest ancestors give to the blocks in it."""
    found: list[str] = []
    element: Element | None = parent
    for distance in range(1, _TOKEN_LEVELS):
        if element is None:
            break
        if names := _names(element.source):
            found += _prefixed(names, distance)
        element = element.parent
    return tuple(found)


@lru_cache(maxsize=4096)  # the same few make up most of a page, and of a site
def _prefixed(names: tuple[str, ...], distance: int) -> tuple[str, ...]:
    return tuple([f"{distance}:{name}" for name in names])


@lru_cache(maxsize=4096)
def _names(source: str) -> tuple[str, ...]:
    """Class, id, role and itemprop tokens of a start tag, at most ten."""
    values = " ".join(_NAMES.findall(source)).lower()
    if "&" in values:
        values = html.unescape(values)
    names = values.split(None, _MOST_NAMES)[:_MOST_NAMES]
    return tuple([name[:_LONGEST_TOKEN] for name in names])
