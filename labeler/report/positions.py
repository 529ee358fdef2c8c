"""Lines and columns of positions in a text, and codecs that tell where its bytes stand."""

import codecs
import hashlib

from labeler.document import Document


class LineCounter:
    """1-based lines and columns, in code points, of ascending positions in `text`.

    LF, CR and CRLF end a line; form feeds and Unicode's other separators do not. The text is walked
    through once, so that it costs time in proportion to its length however line ends are spread.
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
    "ascii",
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
}
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
_PIECE = 1 << 20  # code points encoded at a time while checking


def exact_codec(document: Document) -> str | None:
    """The codec, without byte-order mark, that gives back the bytes read.

    `None` where bytes cannot be given exactly: HTML (its text is not the file's), codecs with
    state, and input whose text does not encode back to the bytes that were read.
    """
    if document.media_type == "text/html":
        return None
    try:
        name = codecs.lookup(document.encoding).name
    except LookupError:
        return None
    if name in _DEPENDS_ON_CONTEXT or name.startswith("iso2022"):
        return None
    candidates = _WITHOUT_BOM.get(name, (name,))
    if name in _UTF and not _is_doubtful(document.text):
        return candidates[0]  # strict decoding of these is one to one
    return next((codec for codec in candidates if _gives_back(document, codec)), None)


def _is_doubtful(text: str) -> bool:
    """Whether code points may stand for bytes that could not be decoded."""
    if text.isascii():
        return False
    try:
        text.encode()  # surrogates have no UTF-8
    except UnicodeEncodeError:
        return True
    return "\ufffd" in text


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
