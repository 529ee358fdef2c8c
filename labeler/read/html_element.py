"""One element of a page's tag stream, and what its blocks want to know about it."""

import html
import re
from functools import lru_cache

from labeler.document import Kind, Signal

_ATTRIBUTE = re.compile(r" ([^\t\n\f />][^\t\n\f />=]*)(?:=\"([^\"]*)\")?")
_NAMES = re.compile(r' (?:class|id|role|itemprop)="([^"]*)"')
DISCLOSURE_ATTRIBUTES = ("ai-disclosure", "data-ai-disclosure", "data-ai-generated")
DETAIL_ATTRIBUTES = {
    "ai-model": "model",
    "ai-provider": "provider",
    "ai-prompt-url": "prompt-url",
}
"""What may stand beside a disclosure, and what it is called there (W3C's draft)."""
_LONGEST_VALUE = 500

# Elements that start on a line of their own in every browser, and the parts of a form that
# read as pieces of their own. Unknown and custom elements are inline, as in browsers.
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "col",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "img", "label", "legend", "li", "listing", "main", "marquee", "menu", "nav", "ol",
    "optgroup", "option", "p", "plaintext", "pre", "search", "section", "select", "summary",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
_CONTAINERS = frozenset((
    "article", "section", "main", "aside", "nav", "header", "footer", "ul", "ol", "dl", "table",
    "form",
))  # fmt: skip
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("td", "th", "caption"), "table"),
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), "code"),
    **dict.fromkeys(("label", "legend", "option", "optgroup", "textarea"), "label"),
    # What stands in one of these is a paragraph again, even within a list item or a cell.
    **dict.fromkeys(
        ("article", "section", "main", "aside", "nav", "header", "footer", "figure"), "paragraph"
    ),
    "blockquote": "quote",
    "figcaption": "caption",
    "button": "button",
}
_PREFORMATTED = frozenset(("pre", "listing", "xmp", "plaintext", "textarea"))
_TOKEN_LEVELS = 6
_MOST_TOKENS = 40
_MOST_NAMES = 10  # of one element, so that a long class list leaves room for its ancestors
_LONGEST_TOKEN = 60
_DEEPEST_PATH = 64
_PATH_END = 8
_CONTAINER_CHILDREN = 3
_CONTAINER_LEVELS = 32


class Element:
    """An element, linked to its parent. `source` is its attributes as Lexbor writes them;
    `top` is its ancestor at level 8."""

    __slots__ = (
        "_ancestors", "_path", "block_children", "children", "disclosure", "figure",
        "image", "is_block", "kind", "level", "link", "number", "parent", "preformatted",
        "source", "tag", "top",
    )  # fmt: skip

    def __init__(self, tag: str, source: str, parent: "Element | None") -> None:
        self.tag = tag
        self.source = source
        self.parent = parent
        self.children: dict[str, int] | None = None
        self.block_children = 0
        self.image: str | None = None
        self.is_block = tag in _BLOCK
        self._ancestors: tuple[str, ...] | None = None
        self._path: str | None = None
        if parent is None:
            self.number, self.level = 1, 0
            self.link = self.preformatted = False
            self.kind: Kind = "paragraph"
            self.figure: Element | None = None
            self.disclosure: Signal | None = None
            self.top = self
            return
        siblings = parent.children
        if siblings is None:  # most elements have no children
            parent.children = {tag: 1}
            self.number = 1
        else:
            self.number = siblings[tag] = siblings.get(tag, 0) + 1
        self.level = parent.level + 1
        self.top = self if self.level <= _PATH_END else parent.top
        self.link = parent.link or tag == "a"
        self.preformatted = parent.preformatted
        self.kind = parent.kind
        self.figure = parent.figure
        self.disclosure = parent.disclosure
        if self.is_block:
            self._become_block(parent)
        if source and "ai-" in source:
            self._declare()

    def _become_block(self, parent: "Element") -> None:
        parent.block_children += 1
        tag = self.tag
        if tag in _KINDS:
            self.kind = _KINDS[tag]
            if tag == "figure":
                self.figure = self
        if tag in _PREFORMATTED:
            self.preformatted = True
        if 'role="heading"' in self.source:
            self.kind = "heading"

    def _declare(self) -> None:
        """Take what the element's own attributes say over what its ancestors do."""
        attributes = parse_attributes(self.source)
        above = self.disclosure
        details = dict(above.details) if above is not None else {}
        for attribute, detail in DETAIL_ATTRIBUTES.items():
            if attribute in attributes:
                details[detail] = attributes[attribute].strip()[:_LONGEST_VALUE]
        for name in DISCLOSURE_ATTRIBUTES:
            if name in attributes:
                value = attributes[name].strip()[:_LONGEST_VALUE]
                self.disclosure = Signal(f"attribute:{name}", value, tuple(details.items()))
                return
        if above is not None:
            self.disclosure = Signal(above.name, above.value, tuple(details.items()))

    @property
    def block(self) -> "Element":
        """The nearest element that makes a block: this one or an ancestor."""
        element = self
        while not element.is_block and element.parent is not None:
            element = element.parent
        return element

    @property
    def path(self) -> str:
        """Steps from the root; of a path deeper than 64, the first and last eight. Ask for it
        only when the whole page has been read: a later sibling numbers an earlier one."""
        if self._path is None:
            if self.level <= _DEEPEST_PATH:
                above = self.parent.path if self.parent is not None else ""
                self._path = f"{above}/{self._step}" if above else self._step
            else:
                last = "/".join(element._step for element in self._lineage(_PATH_END))
                self._path = f"{self.top.path}/.../{last}"
        return self._path

    @property
    def _step(self) -> str:
        siblings = self.parent.children if self.parent is not None else None
        if siblings is None or siblings[self.tag] == 1:
            return self.tag
        return f"{self.tag}[{self.number}]"

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Tags from the root down to this one; of more than 64, the first and last eight."""
        if self._ancestors is None:
            if self.level <= _DEEPEST_PATH:
                above = self.parent.ancestors if self.parent is not None else ()
                self._ancestors = (*above, self.tag) if self.tag else above
            else:
                last = tuple(element.tag for element in self._lineage(_PATH_END))
                self._ancestors = self.top.ancestors + last
        return self._ancestors

    def _lineage(self, count: int) -> "list[Element]":
        """The last `count` elements on the way down to this one."""
        lineage: list[Element] = []
        element: Element | None = self
        while element is not None and len(lineage) < count:
            lineage.append(element)
            element = element.parent
        return lineage[::-1]

    @property
    def tokens(self) -> tuple[str, ...]:
        """Class, id, role and itemprop tokens of this element and its five nearest ancestors,
        prefixed by their distance (`0:lead`, `2:teaser`); at most ten of one element, 40 in all."""
        found: list[str] = []
        element: Element | None = self
        for distance in range(_TOKEN_LEVELS):
            if element is None:
                break
            if element.source:
                found += _prefixed_names(element.source, distance)
            element = element.parent
        return tuple(found[:_MOST_TOKENS])

    @property
    def container(self) -> "Element":
        """Nearest ancestor that is a section, list, table or form, or that holds at least
        three blocks. Ask for it only when the whole page has been read."""
        element = self.parent or self
        for _ in range(_CONTAINER_LEVELS):
            if (
                element.block_children >= _CONTAINER_CHILDREN
                or element.tag in _CONTAINERS
                or element.parent is None
            ):
                break
            element = element.parent
        return element


@lru_cache(maxsize=4096)  # the same few sources make up most of a page, and of a site
def _prefixed_names(source: str, distance: int) -> tuple[str, ...]:
    values = " ".join(_NAMES.findall(source)).lower()
    if "&" in values:
        values = html.unescape(values)
    names = values.split(None, _MOST_NAMES)[:_MOST_NAMES]
    return tuple(f"{distance}:{name[:_LONGEST_TOKEN]}" for name in names)


def parse_attributes(source: str) -> dict[str, str]:
    """Attributes as Lexbor writes them (` name="value"`) to values by lower-case name."""
    attributes: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(source):
        attributes[name.lower()] = html.unescape(value) if "&" in value else value
    return attributes
