"""Markdown to segments: its blocks, as spans of the raw text."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from labeler.document import Kind, Segment
from labeler.read.markdown import front_matter_end
from labeler.segment.sentences import cut_long
from labeler.segment.text import segment_text

if TYPE_CHECKING:
    from markdown_it.token import Token

_LARGEST = 20_000_000  # code points; the parser's tokens take many times the text's memory
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTAINER_KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "list_item_open": "list_item",
    "blockquote_open": "quote",
    "tr_open": "table",
}
# A picture, perhaps within a link, up to the end of its line or the next picture.
_PICTURE_LINE = re.compile(
    r"[ \t>]*\[?!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\](?:\([^()]*\)|\[[^\[\]]*\])"
    r"(?:\]\([^()]*\))?[ \t]*(?:\r\n|\r|\n|\Z|(?=\[?!\[))[ \t>]*"
)
_EMPHASIS = re.compile(r"([*_])(?![*_\s])[^\n]{1,400}(?<![*_\s])\1")

_Found = tuple[int, int, Kind]


def segment_markdown(text: str) -> list[Segment]:
    """Segments of a Markdown text, in order.

    Each is a block without its marker (`#`, `-`, `>`, a code fence). What is never shown is
    left out: rules, a table's delimiter row, link definitions. A picture that stands alone
    gives a segment over its alt text (kind `alt`), and emphasis just below one is its caption.
    Texts of more than 20 million code points are segmented as plain text.
    """
    if len(text) > _LARGEST:
        return segment_text(text)
    segments: list[Segment] = []
    for start, end, kind in _blocks(text):
        for piece_start, piece_end in cut_long(text, start, end):
            content = text[piece_start:piece_end]
            segments.append(Segment(len(segments), piece_start, piece_end, content, kind))
    return segments


def _blocks(text: str) -> Iterator[_Found]:
    from markdown_it import MarkdownIt

    body = front_matter_end(text)
    if body:
        yield 0, body, "metadata"
    parser = MarkdownIt("commonmark").enable("table")
    # Blocks are all we want; inline parsing is the slow part, and quadratic at its worst.
    parser.core.ruler.enableOnly(["normalize", "block"])
    source = text[body:]
    # The parser's lines end at these three alone, and a zero byte is one character to it too.
    starts = [body, *(body + found.end() for found in _LINE_END.finditer(source))]
    starts.append(len(text))
    tokens = parser.parse(source)
    if any(token.level >= parser.options["maxNesting"] - 1 for token in tokens):
        # What is nested deeper is dropped by the parser, so take the lines as they are.
        for segment in segment_text(source):
            yield body + segment.start, body + segment.end, segment.kind
    else:
        yield from _locate(text, tokens, starts)


def _locate(text: str, tokens: "list[Token]", starts: list[int]) -> Iterator[_Found]:
    kinds: list[Kind] = ["paragraph"]
    after_picture = False
    for token in tokens:
        if token.nesting == 1:
            kinds.append(_CONTAINER_KINDS.get(token.type, kinds[-1]))
            if token.type == "tr_open" and token.map is not None:
                yield _row(text, starts[token.map[0]], starts[token.map[0] + 1])
        elif token.nesting == -1:
            kinds.pop()
        elif token.map is not None and kinds[-1] != "table":
            start, end = starts[token.map[0]], starts[token.map[1]]
            if token.type == "inline":
                start, end = _content_span(text, start, end, token.content)
                alts, rest = _leading_pictures(text, start, end)
                yield from alts
                if rest < end:
                    below_picture = bool(alts) or after_picture
                    caption = below_picture and _EMPHASIS.fullmatch(text, rest, end)
                    yield rest, end, "caption" if caption else kinds[-1]
                after_picture = rest == end
            elif token.type == "fence":
                last = token.map[1] - 1
                closed = token.map[1] - token.map[0] > token.content.count("\n") + 1
                yield starts[token.map[0] + 1], starts[last] if closed else end, "code"
            elif token.type in ("code_block", "html_block"):
                yield start, end, "code" if token.type == "code_block" else "other"


def _row(text: str, start: int, end: int) -> _Found:
    row = text[start:end]
    left = len(row) - len(row.lstrip(" \t>|"))
    return start + left, start + max(left, len(row.rstrip(" \t\r\n|"))), "table"


def _content_span(text: str, start: int, end: int, content: str) -> tuple[int, int]:
    """The span of an inline token's content within its lines, from its first line's start to
    its last line's end; markers of enclosing lists and quotes stand before it."""
    lines = [line.strip() for line in content.split("\n")]
    first = text.find(lines[0], start, end)
    last = text.rfind(lines[-1], start, end)
    if first < 0 or last < first:  # tabs that the parser expanded
        return start, end
    return first, last + len(lines[-1])


def _leading_pictures(text: str, start: int, end: int) -> tuple[list[_Found], int]:
    """Spans of the alt texts of pictures that have their lines to themselves at the start of
    a paragraph, and where what follows them begins (`end` if nothing does)."""
    alts: list[_Found] = []
    at = start
    while (picture := _PICTURE_LINE.match(text, at, end)) is not None:
        alts.append((*picture.span("alt"), "alt"))
        at = picture.end()
    return alts, at
