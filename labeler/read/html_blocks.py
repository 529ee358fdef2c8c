"""The tag stream of repaired HTML to visible text blocks.

The stream is flat and the open elements are linked upwards, so nothing here recurses:
markup nested 100,000 deep is read like any other.
"""

import re

from labeler.document import Block, Kind, Markup
from labeler.read.html_element import Element, parse_attributes

# One start or end tag and the text after it. Lexbor writes attributes as ` name="value"` with
# the quote escaped, so a match never runs past its tag, however broken the source was.
_TAG = re.compile(
    r"<(/?[a-zA-Z][^\t\n\f />]*)((?: [^\t\n\f />][^\t\n\f />=]*(?:=\"[^\"]*\")?)*)>([^<]*)"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_HIDDEN = re.compile(
    r' hidden="| style="[^"]*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))',
    re.IGNORECASE,
)
_VOID = frozenset((
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_LINK_MAY_REPLACE = frozenset(("paragraph", "list_item", "table"))
_BETWEEN_BLOCKS = "\n\n"


def read_blocks(markup: str) -> tuple[str, tuple[Block, ...]]:
    """Visible text of repaired markup (as Lexbor writes it), and the blocks it is made of.

    A `br` ends a block, as the line ends that copy-all gives do for a reader.
    """
    gatherer = _Gatherer()
    element = root = Element("", "", None)
    hidden = 0  # how many elements are open in the hidden one we are in, itself included
    for tag, source, text in _TAG.findall(_COMMENT.sub("", markup)):
        if hidden:
            if tag[0] == "/":
                hidden -= 1
            elif tag not in _VOID:
                hidden += 1
            if hidden:
                continue
            element = element.parent or root
        elif tag[0] == "/":
            if tag[1:] != element.tag:  # only raw text such as <xmp> can lead here
                continue
            if gatherer.pieces and element.is_block:
                gatherer.end_block()
            element = element.parent or root
        elif tag in _VOID:
            gatherer.add_void(tag, source, element)
        else:
            element = Element(tag, source, element)
            if gatherer.pieces and element.is_block:
                gatherer.end_block()
            # Nearly no element has one of these: to look for them first is quicker.
            may_hide = 'style="' in source or 'hidden="' in source or tag == "dialog"
            if may_hide and _is_hidden(tag, source):
                hidden = 1
                continue
        if text and (gatherer.pieces or not text.isspace()):
            gatherer.add_text(text, element)
    gatherer.end_block()
    return gatherer.finish()


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
        if element.link:
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
        text = "".join(self.pieces)
        text = text.strip() if element.preformatted else _WHITE_SPACE.sub(" ", text).strip()
        if text:
            kind, link_chars = element.kind, 0
            if self._linked:
                link_chars = len(_WHITE_SPACE.sub(" ", "".join(self._linked)).strip())
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
        alt = _WHITE_SPACE.sub(" ", attributes.get("alt", "")).strip()
        if alt:
            self.end_block()
            self._kept.append((alt, "alt", element, len(alt) if element.link else 0, source))

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """All blocks joined by blank lines, and where each of them lies."""
        ordinals: dict[Element, int] = {}
        blocks: list[Block] = []
        at = 0
        for text, kind, element, link_chars, image in self._kept:
            if image is None and element.figure is not None:
                image = element.figure.image
            markup = Markup(
                element.tag,
                element.path,
                element.ancestors,
                element.tokens,
                link_chars,
                ordinals.setdefault(element.container, len(ordinals)),
                element.disclosure,
                image,
            )  # by position: keywords cost time
            blocks.append(Block(at, at + len(text), kind, markup))
            at += len(text) + len(_BETWEEN_BLOCKS)
        return _BETWEEN_BLOCKS.join(kept[0] for kept in self._kept), tuple(blocks)
