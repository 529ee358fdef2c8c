"""The tag stream of repaired HTML to visible text blocks.

The stream is flat and the open elements are linked upwards, so nothing here recurses:
markup nested 100,000 deep is read like any other.
"""

import re

from labeler.document import Block, Kind
from labeler.read.html_element import Element, parse_attributes
from labeler.read.html_place import Places

# One tag or processing instruction. Lexbor escapes angle brackets in text and in attributes'
# values, so the first that closes ends the tag, however broken the source was.
_TAG = re.compile(r"<([a-zA-Z/!?][^>]*)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_HIDDEN = re.compile(
    r' hidden="| style="[^"]*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))',
    re.IGNORECASE,
)
_VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr", "!DOCTYPE",
))  # fmt: skip
_LINK_MAY_REPLACE = frozenset(("paragraph", "list_item", "table"))
_BETWEEN_BLOCKS = "\n\n"


def read_blocks(markup: str) -> tuple[str, tuple[Block, ...]]:
    """Visible text of repaired markup (as Lexbor writes it), and the blocks it is made of.

    A `br` ends a block, as the line ends that copy-all gives do for a reader.
    """
    gatherer = _Gatherer()
    pieces = gatherer.pieces
    element = root = Element("", "", None)
    hidden = 0  # how many elements are open in the hidden one we are in, itself included
    parts = _TAG.split(_COMMENT.sub("", markup))  # text, tag, text, tag, ..., text
    for source, text in zip(parts[1::2], parts[2::2], strict=True):
        if source[0] == "/":
            if hidden:
                hidden -= 1
                if hidden:
                    continue
            elif source[1:] != element.tag:  # only raw text such as <xmp> can lead here
                continue
            elif pieces and element.is_block:
                gatherer.end_block()
            element = element.parent or root
        else:
            tag = source.partition(" ")[0]
            if tag in _VOID or tag[0] == "?":
                if hidden:
                    continue
                gatherer.add_void(tag, source, element)
            elif hidden:
                hidden += 1
                continue
            else:
                element = Element(tag, source, element)
                if pieces and element.is_block:
                    gatherer.end_block()
                # Nearly no element has one of these: to look for them first is quicker.
                may_hide = 'style="' in source or 'hidden="' in source or tag == "dialog"
                if may_hide and _is_hidden(tag, source):
                    hidden = 1
                    continue
        if text and (pieces or not text.isspace()):
            gatherer.add_text(text, element)
    gatherer.end_block()
    return gatherer.finish()


def _collapsed(text: str) -> str:
    """The text with each run of HTML's white space as one space."""
    if text.isprintable() and "  " not in text:  # as most are: of white space, spaces alone print
        return text
    return _WHITE_SPACE.sub(" ", text)


def _is_hidden(tag: str, source: str) -> bool:
    if tag == "dialog" and ' open="' not in source:
        return True
    return _HIDDEN.search(source) is not None


class _Gatherer:
    """Gathers text until a block ends, then keeps the block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """Text of the block at hand; empty between blocks."""
        self._linked: list[str] = []
        self._all_linked = True
        self._element: Element | None = None
        self._kept: list[tuple[str, Kind, Element, int, str | None]] = []

    def add_text(self, text: str, element: Element) -> None:
        """Add text as it stands in the markup; the first of a block must not be blank."""
        if not self.pieces:
            self._element = element.block
        if "&" in text:
            text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
            text = text.replace("&amp;", "&")
        self.pieces.append(text)
        if element.manner.link:
            self._linked.append(text)
        elif self._all_linked and not text.isspace():
            self._all_linked = False

    def add_void(self, tag: str, source: str, element: Element) -> None:
        """Take an element without content: a line break, a rule or a picture."""
        if tag in ("br", "hr"):
            self.end_block()
        elif tag == "img":
            self._add_picture(parse_attributes(source), Element(tag, source, element))

    def end_block(self) -> None:
        """Keep what has been gathered as a block, if it is any text."""
        element = self._element
        if element is None:
            return
        text = "".join(self.pieces).strip()
        if not element.manner.preformatted:
            text = _collapsed(text)
        if text:
            kind, link_chars = element.manner.kind, 0
            if self._linked:
                link_chars = len(_collapsed("".join(self._linked).strip()))
                if self._all_linked:
                    link_chars = len(text)
                    kind = "link" if kind in _LINK_MAY_REPLACE else kind
            self._kept.append((text, kind, element, min(link_chars, len(text)), None))
        self.pieces.clear()
        self._linked.clear()
        self._all_linked = True
        self._element = None

    def _add_picture(self, attributes: dict[str, str], element: Element) -> None:
        source = attributes.get("src") or attributes.get("data-src")
        if element.figure is not None and element.figure.image is None:
            element.figure.image = source
        alt = _collapsed(attributes.get("alt", "").strip())
        if alt:
            self.end_block()
            self._kept.append((alt, "alt", element, len(alt) if element.manner.link else 0, source))

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """All blocks joined by blank lines, and where each of them lies."""
        places = Places()
        blocks: list[Block] = []
        at = 0
        for text, kind, element, link_chars, image in self._kept:
            if image is None and element.figure is not None:
                image = element.figure.image
            end = at + len(text)
            blocks.append(Block(at, end, kind, places.markup(element, link_chars, image)))
            at = end + len(_BETWEEN_BLOCKS)
        return _BETWEEN_BLOCKS.join([kept[0] for kept in self._kept]), tuple(blocks)
