"""Where segments stand: line and column in the text, and bytes in the original input.

Both counters walk forward once, so a document costs time in proportion to its length however
its line ends are spread.
"""

import codecs
import hashlib
import re
from collections.abc import Callable
from typing import NamedTuple

from labeler.document import Document, Span


class Place(NamedTuple):
    """Where a segment lies."""

    line: int
    column: int
    byte_span: Span | None


class LineCounter:
    """1-based lines and columns, in code points, of ascending positions in `text`.

    LF, CR and CRLF end a line; form feeds and Unicode's other separators do not.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._has_cr = "\r" in text
        self._at = 0
        self._line = 1
        self._line_start = 0

    def locate(self, position: int) -> tuple[int, int]:
        """Line and column of `position`, which must not precede the one asked for before."""
        if position < self._at:
            raise ValueError(f"position {position} comes after position {self._at}")
        text, at = self._text, self._at
        ends = text.count("\n", at, position)
        last = text.rfind("\n", at, position) if ends else -1
        if self._has_cr:
            # A CR ends a line unless an LF follows it; one past `position` is enough to tell.
            lone = text.count("\r", at, position) - text.count("\r\n", at, position + 1)
            if lone:
                ends += lone
                last = max(last, self._last_lone_cr(at, position))
        if ends:
            self._line += ends
            self._line_start = last + 1
        self._at = position
        return self._line, position - self._line_start + 1

    def _last_lone_cr(self, start: int, end: int) -> int:
        at = self._text.rfind("\r", start, end)
        if self._text.startswith("\n", at + 1):
            if at + 1 < end:
                return -1  # that LF lies in the range and comes later than any lone CR
            at = self._text.rfind("\r", start, at)
        return at


_UTF = {
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
}
_ASCII_COMPATIBLE = {"ascii", "utf-8", "utf-8-sig"}
_WITHOUT_BOM = {
    # These codecs write a byte-order mark of their own before every piece.
    "utf-8-sig": ("utf-8",),
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf-32": ("utf-32-le", "utf-32-be"),
}
_DEPENDS_ON_CONTEXT = {
    # Length of a piece depends on what stands before or after it: escape sequences, shifts,
    # or two code points written as one code.
    "utf-7",
    "hz",
    "big5hkscs",
    "euc_jis_2004",
    "euc_jisx0213",
    "shift_jis_2004",
    "shift_jisx0213",
}
_DOUBTFUL = re.compile("[\ud800-\udfff\ufffd]")
"""Code points that may stand for bytes which could not be decoded."""
_PIECE = 1 << 20  # code points encoded at a time while checking


def byte_counter(document: Document) -> Callable[[int, int], Span] | None:
    """A function from ascending, disjoint spans of the text to spans of the bytes read.

    `None` where bytes cannot be given exactly: HTML (its text is not the file's), codecs with
    state, and input whose text does not encode back to the bytes that were read.
    """
    if document.media_type == "text/html":
        return None
    codec = _exact_codec(document)
    if codec is None:
        return None
    if codec in _ASCII_COMPATIBLE and document.text.isascii():
        bom = document.bom_bytes
        return lambda start, end: Span(start + bom, end + bom)
    return _EncodedLengths(document.text, codec, document.bom_bytes).locate


class _EncodedLengths:
    def __init__(self, text: str, codec: str, bom_bytes: int) -> None:
        self._text = text
        self._codec = codec
        self._at = 0
        self._bytes = bom_bytes

    def locate(self, start: int, end: int) -> Span:
        codec, text = self._codec, self._text
        first = self._bytes + len(text[self._at : start].encode(codec))
        self._bytes = first + len(text[start:end].encode(codec))
        self._at = end
        return Span(first, self._bytes)


def _exact_codec(document: Document) -> str | None:
    """The codec, without byte-order mark, that gives back the bytes read."""
    try:
        name = codecs.lookup(document.encoding).name
    except LookupError:
        return None
    if name in _DEPENDS_ON_CONTEXT or name.startswith("iso2022"):
        return None
    candidates = _WITHOUT_BOM.get(name, (name,))
    if name in _ASCII_COMPATIBLE | _UTF and not _DOUBTFUL.search(document.text):
        return candidates[0]  # strict decoding of these is one to one
    return next((codec for codec in candidates if _gives_back(document, codec)), None)


def _gives_back(document: Document, codec: str) -> bool:
    """Whether the text in `codec` has the hash of the bytes read."""
    digest = hashlib.sha256()
    text = document.text
    try:
        if document.bom_bytes:
            digest.update("\ufeff".encode(codec))
        for start in range(0, len(text), _PIECE):
            digest.update(text[start : start + _PIECE].encode(codec))
    except UnicodeEncodeError:
        return False
    return digest.hexdigest() == document.sha256
