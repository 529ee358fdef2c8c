"""One element of a page's tag stream, and what it passes on to the text inside."""

import html
import re
from functools import cache
from typing import NamedTuple

from labeler.document import Kind, Signal

_ATTRIBUTE = re.compile(r" ([^\t\n\f />][^\t\n\f />=]*)(?:=\"([^\"]*)\")?")
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


class Manner(NamedTuple):
    """How the text in an element reads, unless an element inside says otherwise."""

    kind: Kind = "paragraph"
    link: bool = False
    preformatted: bool = False


_CHANGE_MANNER = frozenset(("a", *_KINDS, *_PREFORMATTED))


class Figure:
    """A `figure` element, as those inside know it. It is no Element: none refers to itself, so
    that a page's elements are gone with the last one, without the garbage collector."""

    __slots__ = ("image",)

    def __init__(self) -> None:
        self.image: str | None = None


class Element:
    """An element, linked to its parent. `source` is its start tag as Lexbor writes it, without
    the angle brackets."""

    __slots__ = (
        "block_children", "children", "disclosure", "figure", "is_block", "manner",
        "number", "parent", "source", "tag",
    )  # fmt: skip

    def __init__(self, tag: str, source: str, parent: "Element | None") -> None:
        self.tag = tag
        self.source = source
        self.parent = parent
        self.children: dict[str, int] = {}
        self.block_children = 0
        self.is_block = tag in _BLOCK
        if parent is None:
            self.number = 1
            self.manner = Manner()
            self.figure: Figure | None = None
            self.disclosure: Signal | None = None
            return
        siblings = parent.children
        self.number = siblings[tag] = siblings.get(tag, 0) + 1
        self.manner = _manner_in(tag, parent.manner) if tag in _CHANGE_MANNER else parent.manner
        self.figure = Figure() if tag == "figure" else parent.figure
        self.disclosure = parent.disclosure
        if self.is_block:
            parent.block_children += 1
            if 'role="heading"' in source:
                self.manner = self.manner._replace(kind="heading")
        if "ai-" in source:
            self._declare()

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


@cache  # of few tags in few manners
def _manner_in(tag: str, outer: Manner) -> Manner:
    return Manner(
        _KINDS.get(tag, outer.kind),
        outer.link or tag == "a",
        outer.preformatted or tag in _PREFORMATTED,
    )


def parse_attributes(source: str) -> dict[str, str]:
    """Attributes of a start tag as Lexbor writes it (`a name="value"`) by lower-case name."""
    attributes: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(source):
        attributes[name.lower()] = html.unescape(value) if "&" in value else value
    return attributes
