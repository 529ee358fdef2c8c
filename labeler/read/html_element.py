"""One element of a page's tag stream, and what it passes on to the text inside."""

import html
import re
from functools import cache, lru_cache

import msgspec

from labeler.document import Kind, Lineage, Signal
from labeler.read.aigc import LONGEST_VALUE

_ATTRIBUTE = re.compile(r" ([^\t\n\f />][^\t\n\f />=]*)(?:=\"([^\"]*)\")?")
DISCLOSURE_ATTRIBUTES = ("ai-disclosure", "data-ai-disclosure", "data-ai-generated")
DETAIL_ATTRIBUTES = {
    "ai-model": "model",
    "ai-provider": "provider",
    "ai-prompt-url": "prompt-url",
}
"""What may stand beside a disclosure, and what it is called there (W3C's draft)."""
_LONGEST_NAME = 60
"""Characters of an element's name that paths and lineages have; HTML's own have ten at most."""

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
_VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr", "!DOCTYPE",
))  # fmt: skip


_CHANGE_MANNER = frozenset(("a", *_KINDS, *_PREFORMATTED))


class Manner(msgspec.Struct, frozen=True, eq=False):
    """How the text in an element reads, unless an element inside says otherwise."""

    kind: Kind
    link: bool
    preformatted: bool
    inside: "dict[str, Manner]" = msgspec.field(default_factory=dict)
    """Manners in an element of this one by the element's name, filled as they are met."""


class Tag(msgspec.Struct, frozen=True, gc=False):
    """What a name makes of an element."""

    name: str
    end: str
    """How its end tag begins after the angle bracket."""
    is_void: bool
    is_block: bool
    changes_manner: bool


class Figure(msgspec.Struct, gc=False):
    """A `figure` element, as those inside know it. It is no Element: none refers to itself, so
    that a page's elements are gone with the last one, without the garbage collector."""

    image: str | None = None


class Element(msgspec.Struct, gc=False, eq=False):
    """An element, linked to its parent."""

    tag: Tag
    attributes: str
    """As Lexbor writes them, each after a space."""
    parent: "Element | None"
    number: int
    """Among the siblings of its name, from 1 on."""
    manner: Manner
    figure: Figure | None
    disclosure: Signal | None
    children: dict[str, int] | None = None
    """How many there are of each name."""
    block_children: int = 0
    path: str | None = None
    """Steps from the root; more than 64 deep, the first and last eight of them. This and what
    follows is found by `html_place` when all elements are known."""
    tags: tuple[str, ...] = ()
    """Of the steps."""
    names: tuple[tuple[str, ...], ...] = ()
    """Names of it and of its four nearest ancestors."""
    level: int = 0
    top: "Element | None" = None
    """The ancestor at level 8, for what lies below it."""
    inside: "Inside | None" = None

    @property
    def block(self) -> "Element":
        """The nearest element that makes a block: this one or an ancestor."""
        element = self
        while not element.tag.is_block and element.parent is not None:
            element = element.parent
        return element


class Inside(msgspec.Struct, frozen=True, gc=False):
    """What the blocks of one parent have in common (`html_place`)."""

    path: str
    """Of a block, without its last step."""
    container: int
    names: tuple[tuple[str, ...], ...]
    """Of the parent and its four nearest ancestors."""
    lineages: dict[tuple[str, tuple[str, ...]], Lineage]
    """Of the blocks, by tag and own names."""


def root_element() -> Element:
    """The element that all others lie in."""
    return Element(tag_of(""), "", None, 1, _manner("paragraph", False, False), None, None)


def element_in(parent: Element, tag: Tag, attributes: str) -> Element:
    """The next element in `parent`."""
    name = tag.name
    siblings = parent.children
    if siblings is None:
        number, parent.children = 1, {name: 1}
    else:
        number = siblings[name] = siblings.get(name, 0) + 1
    manner = parent.manner
    if tag.changes_manner:
        manner = manner.inside.get(name) or _manner_in(name, manner)
    figure = Figure() if name == "figure" else parent.figure
    disclosure = parent.disclosure
    if tag.is_block:
        parent.block_children += 1
    if attributes:
        if tag.is_block and 'role="heading"' in attributes:
            manner = _manner("heading", manner.link, manner.preformatted)
        if "ai-" in attributes:
            disclosure = _declared(attributes, disclosure)
    return Element(tag, attributes, parent, number, manner, figure, disclosure)


def _declared(attributes: str, above: Signal | None) -> Signal | None:
    """What the element's own attributes say, or else its ancestors' with details of its own."""
    own = parse_attributes(attributes)
    details = dict(above.details) if above is not None else {}
    for attribute, detail in DETAIL_ATTRIBUTES.items():
        if attribute in own:
            details[detail] = own[attribute].strip()[:LONGEST_VALUE]
    for name in DISCLOSURE_ATTRIBUTES:
        if name in own:
            value = own[name].strip()[:LONGEST_VALUE]
            return Signal(f"attribute:{name}", value, tuple(details.items()))
    return None if above is None else Signal(above.name, above.value, tuple(details.items()))


@lru_cache(maxsize=1024)
def tag_of(name: str) -> Tag:
    """What an element of this name is."""
    return Tag(
        name[:_LONGEST_NAME],
        f"/{name}",
        name in _VOID or name[:1] == "?",
        name in _BLOCK,
        name in _CHANGE_MANNER,
    )


def _manner_in(name: str, outer: Manner) -> Manner:
    found = outer.inside[name] = _manner(
        _KINDS.get(name, outer.kind),
        outer.link or name == "a",
        outer.preformatted or name in _PREFORMATTED,
    )
    return found


@cache  # there are few, and they are told apart by identity
def _manner(kind: Kind, link: bool, preformatted: bool) -> Manner:
    return Manner(kind, link, preformatted)


def parse_attributes(written: str) -> dict[str, str]:
    """Attributes as Lexbor writes them (` name="value"`), by lower-case name."""
    attributes: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(written):
        attributes[name.lower()] = html.unescape(value) if "&" in value else value
    return attributes


def attribute(written: str, name: str) -> str | None:
    """The value of one attribute as Lexbor writes them, None without it."""
    before, found, after = written.partition(f' {name}="')
    if not found:
        return None
    if before.count('"') % 2:  # the end of another attribute's value looks like this one
        return parse_attributes(written).get(name)
    value = after.partition('"')[0]
    return html.unescape(value) if "&" in value else value
