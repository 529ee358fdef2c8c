"""The tag stream of repaired HTML to visible text blocks.

The stream is flat and the open elements are linked upwards, so nothing here recurses:
markup nested 100,000 deep is read like any other.
"""

import re
from collections.abc import Iterator

from labeler.document import Block, Kind
from labeler.read.html_element import (
    Element,
    attribute,
    element_in,
    root_element,
    tag_of,
)
from labeler.read.html_place import Places

# One tag or processing instruction. Lexbor escapes angle brackets in text and in attributes'
# values, so the first that closes ends the tag, however broken the source was.
_TAG = re.compile(r"<([a-zA-Z/!?][^ >]*)([^>]*)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WHITE_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")
_HIDDEN = re.compile(
    r' hidden="| style="[^"]*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))',
    re.IGNORECASE,
)
_LINK_MAY_REPLACE = frozenset(("paragraph", "list_item", "table"))
_BETWEEN_BLOCKS = "\n\n"
_DEEP = 1_000
"""Levels from which on elements are parted one by one; see `_part`."""


def read_blocks(markup: str) -> tuple[str, tuple[Block, ...]]:
    """Visible text of repaired markup (as Lexbor writes it), and the blocks it is made of.

    A `br` ends a block, as the line ends that copy-all gives do for a reader.
    """
    gatherer = _Gatherer()
    pieces, linked = gatherer.pieces, gatherer.linked
    element = root = root_element()
    end = root.tag.end
    if "<!--" in markup:
        markup = _COMMENT.sub("", markup)
    parts = _TAG.split(markup)  # text, name, attributes, text, ..., text
    stream = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    for name, attributes, text in stream:
        if name == end:
            if pieces and element.tag.is_block:
                gatherer.end_block()
            element = element.parent or root
            end = element.tag.end
        elif name[0] == "/":  # only raw text such as <xmp> can lead here
            continue
        elif (tag := tag_of(name)).is_void:
            gatherer.add_void(name, attributes, element)
        else:
            inner = element_in(element, tag, attributes)
            if pieces and tag.is_block:
                gatherer.end_block()
            if (attributes or name == "dialog") and _is_hidden(name, attributes):
                text = _text_after_element(stream)
            else:
                element, end = inner, tag.end
            del inner  # the last one would hold all above it to the end of the page
        if text and (pieces or not text.isspace()):
            if not pieces:
                gatherer.begin_block(element)
            if "&" in text:
                text = _unescaped(text)
            pieces.append(text)
            if element.manner.link:
                linked.append(text)
    gatherer.end_block()
    return gatherer.finish(root)


def _text_after_element(stream: Iterator[tuple[str, str, str]]) -> str:
    """Pass over the rest of an element; the text that follows it."""
    depth = 1
    for name, _, text in stream:
        if name[0] == "/":
            depth -= 1
            if not depth:
                return text
        elif not tag_of(name).is_void:
            depth += 1
    return ""


def _is_hidden(name: str, attributes: str) -> bool:
    if name == "dialog" and ' open="' not in attributes:
        return True
    # Nearly no element has one of these: to look for them first is quicker.
    if 'style="' in attributes or 'hidden="' in attributes:
        return _HIDDEN.search(attributes) is not None
    return False


def _unescaped(text: str) -> str:
    """Text as Lexbor writes it without its four character references."""
    text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")


def _collapsed(text: str) -> str:
    """The text with each run of HTML's white space as one space."""
    if text.isprintable() and "  " not in text:  # as most are: of white space, spaces alone print
        return text
    return _WHITE_SPACE.sub(" ", text)


class _Gatherer:
    """Gathers text until a block ends, then keeps the block."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """Text of the block at hand; empty between blocks."""
        self.linked: list[str] = []
        """What of it is in links."""
        self._element: Element | None = None
        self._kept: list[tuple[str, Kind, Element, int, str | None]] = []

    def begin_block(self, element: Element) -> None:
        """Take the element that the first piece of text of the next block stands in."""
        self._element = element.block

    def end_block(self) -> None:
        """Keep what has been gathered as a block, if it is any text."""
        element, pieces, linked = self._element, self.pieces, self.linked
        if element is None:
            return
        manner = element.manner
        written = pieces[0] if len(pieces) == 1 else "".join(pieces)
        text = written.strip()
        if not manner.preformatted:
            text = _collapsed(text)
        if text:
            kind, link_chars = manner.kind, 0
            if linked:
                if len(linked) == len(pieces) or _is_but_for_spaces(written, "".join(linked)):
                    link_chars = len(text)
                    kind = "link" if kind in _LINK_MAY_REPLACE else kind
                else:
                    link_chars = min(len(_collapsed("".join(linked).strip())), len(text))
            self._kept.append((text, kind, element, link_chars, None))
        pieces.clear()
        linked.clear()
        self._element = None

    def add_void(self, name: str, attributes: str, element: Element) -> None:
        """Take an element without content: a line break, a rule or a picture."""
        if name == "img":
            self._add_picture(element_in(element, tag_of(name), attributes), element)
        elif name in ("br", "hr"):
            self.end_block()

    def _add_picture(self, picture: Element, element: Element) -> None:
        written, figure = picture.attributes, element.figure
        alt = _collapsed((attribute(written, "alt") or "").strip())
        of_figure = figure is not None and figure.image is None
        if not alt and not of_figure:
            return
        source = attribute(written, "src") or attribute(written, "data-src")
        if figure is not None and of_figure:
            figure.image = source
        if alt:
            self.end_block()
            self._kept.append((alt, "alt", picture, len(alt) if element.manner.link else 0, source))

    def finish(self, root: Element) -> tuple[str, tuple[Block, ...]]:
        """All blocks joined by blank lines, and where each of them lies."""
        markup_of = Places(root).markup
        blocks: list[Block] = []
        deep: list[Element] = []
        at = 0
        for text, kind, element, link_chars, image in self._kept:
            if image is None and element.figure is not None:
                image = element.figure.image
            end = at + len(text)
            blocks.append(Block(at, end, kind, markup_of(element, link_chars, image)))
            if element.level > _DEEP:
                deep.append(element)
            at = end + len(_BETWEEN_BLOCKS)
        _part(deep)
        return _BETWEEN_BLOCKS.join([kept[0] for kept in self._kept]), tuple(blocks)


def _part(elements: list[Element]) -> None:
    """Take elements from their ancestors, of which nothing is asked any more.

    An element that goes takes the parent with it that it alone held, and so on up, in calls within
    calls: 100,000 of them are more than the stack of a thread has room for.
    """
    for element in elements:
        at: Element | None = element
        while at is not None:
            at.parent, at = None, at.parent


def _is_but_for_spaces(written: str, other: str) -> bool:
    """Whether `other`, which is part of `written`, leaves nothing out of it but white space."""
    return len("".join(written.split())) == len("".join(other.split()))
