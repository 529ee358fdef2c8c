"""Bytes to text: which encoding, who said so, and an error that helps when none fits."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from labeler.document import EncodingSource
from labeler.errors import InputError
from labeler.read.charsets import VARIANTS, codec_for

# The longer marks first: the one of UTF-32-LE begins with the one of UTF-16-LE.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"{\\rtf": "an RTF file",
}
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x7f]")
_MOST_CONTROLS = 0.05  # share of a text's bytes; compressed data has about 0.09
_PROBE_BYTES = 4096
_DAMAGE_WINDOW = 500_000
_NAME_ANOTHER = "name another with --encoding, or convert the file to UTF-8"


class Decoded(NamedTuple):
    """A text, the encoding it was in (Python's name) and where that was learnt."""

    text: str
    encoding: str
    source: EncodingSource
    bom_bytes: int = 0


def decode(
    data: bytes, path: str, *, declared: str | None, meta: str | None, header: str | None = None
) -> Decoded:
    """Decode a file.

    `declared` is the label the user gave, `header` the codec its HTTP headers name, `meta` the
    one an HTML page names. Tried in this order: byte-order mark, declared, UTF-16 without a
    mark, ASCII, UTF-8, header, meta, detection.

    Raises InputError for binary data, an unknown label, or bytes no encoding explains.
    """
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            marked = _decode_strictly(data, codec, path, "named by its byte-order mark", len(mark))
            return Decoded(marked, codec, "bom", len(mark))
    if declared is not None:
        return _decode_as_declared(data, path, declared)
    if b"\0" in data:
        return _decode_wide(data, path)
    _refuse_binary(data, path)
    if data.isascii():
        if b"\x1b$" in data:
            japanese = _decode_or_none(data, "iso2022_jp_ext")
            if japanese is not None:
                return Decoded(japanese, "iso2022_jp_ext", "detected")
        return Decoded(data.decode("ascii"), "ascii", "ascii")
    # Before the page's own word: other encodings hardly ever give valid UTF-8, and pages that
    # were re-saved in UTF-8 often keep their old charset.
    text = _decode_or_none(data, "utf-8")
    said: tuple[tuple[EncodingSource, str | None], ...] = (("header", header), ("meta", meta))
    if text is not None:
        return Decoded(text, "utf-8", next((by for by, codec in said if codec == "utf-8"), "utf-8"))
    for source, named in said:
        if named is None or named in ("utf-8", "ascii"):
            continue
        for codec in (named, *VARIANTS.get(named, ())):
            text = _decode_or_none(data, codec)
            if text is not None:
                return Decoded(text, codec, source)
    _refuse_damaged_utf8(data, path)
    return _decode_as_detected(data, path)


def looks_like_text(start: bytes) -> bool:
    """Whether a file that begins with `start` can be text; an empty one is not."""
    if not start.strip():
        return False
    if any(start.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        return True
    if b"\0" in start or any(start.startswith(magic) for magic in _MAGIC):
        return False
    return len(_CONTROLS.findall(start)) <= _MOST_CONTROLS * len(start)


def _decode_as_declared(data: bytes, path: str, declared: str) -> Decoded:
    codec = codec_for(declared)
    if codec is None:
        raise InputError(
            f"{path}: unknown encoding {declared!r}; --encoding takes names such as utf-8, "
            "cp932, gb18030 or windows-1252"
        )
    for variant in VARIANTS.get(codec, ()):
        if (text := _decode_or_none(data, codec)) is not None:
            return Decoded(text, codec, "declared")
        codec = variant
    return Decoded(_decode_strictly(data, codec, path, "named by --encoding"), codec, "declared")


def _decode_wide(data: bytes, path: str) -> Decoded:
    """Text with zero bytes: UTF-16 or UTF-32 without a mark, or no text at all."""
    candidates = ["utf-32-le", "utf-32-be"] if len(data) % 4 == 0 else []
    probe = data[: _PROBE_BYTES * 4]
    high, low = probe[1::2].count(0), probe[0::2].count(0)  # zeros where LE and BE have them
    if len(data) % 2 == 0 and min(high, low) <= 0.05 * max(high, low):
        candidates.append("utf-16-le" if high > low else "utf-16-be")
    for codec in candidates:
        text = _decode_or_none(data, codec)
        if text is not None and _is_readable(text):
            return Decoded(text, codec, "detected")
    place = data.index(b"\0")
    raise InputError(
        f"{path}: binary data (zero byte at offset {place}); give a text file, or name the "
        "encoding with --encoding utf-16"
    )


def _is_readable(text: str) -> bool:
    """Whether bytes read as text give one: numbers in binary may be valid UTF-32 too."""
    start = text[:_PROBE_BYTES]
    odd = sum(unicodedata.category(c)[0] == "C" and not c.isspace() for c in start)
    return "\0" not in text and odd <= 0.02 * len(start)


def _refuse_binary(data: bytes, path: str) -> None:
    probe = data[: _PROBE_BYTES * 4]
    for magic, what in _MAGIC.items():
        if probe.startswith(magic):
            raise InputError(f"{path}: {what}, not a text; convert it to text or HTML first")
    controls = _CONTROLS.findall(probe)
    if len(controls) > _MOST_CONTROLS * len(probe):
        place = probe.index(controls[0])
        raise InputError(
            f"{path}: binary data (control characters from offset {place} on); give a text file"
        )


def _refuse_damaged_utf8(data: bytes, path: str) -> None:
    """A UTF-8 text with a few broken bytes must not come out as cp1252 gibberish."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = max(0, error.start - _DAMAGE_WINDOW)
        window = data[start : error.start + _DAMAGE_WINDOW].decode("utf-8", "replace")
        broken = window.count("\ufffd")
        sound = sum(character > "\x7f" for character in window) - broken
        if sound >= 4 * broken:
            raise _broken(data, path, "utf-8", error, "told by its other characters") from None


def _decode_as_detected(data: bytes, path: str) -> Decoded:
    from labeler.read.detect import detect

    candidates = detect(data)
    for candidate in candidates:
        for codec in (candidate, *VARIANTS.get(candidate, ())):
            text = _decode_or_none(data, codec)
            if text is not None:
                return Decoded(text, codecs.lookup(codec).name, "detected")
    if candidates:
        _decode_strictly(data, candidates[0], path, "told by its other characters")
    raise InputError(f"{path}: its encoding cannot be told; name it with --encoding")


def _decode_or_none(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _decode_strictly(data: bytes, codec: str, path: str, said_by: str, skip: int = 0) -> str:
    try:
        return str(memoryview(data)[skip:], codec)
    except UnicodeDecodeError as error:
        raise _broken(data, path, codec, error, said_by, skip) from None


def _broken(
    data: bytes, path: str, codec: str, error: UnicodeDecodeError, said_by: str, skip: int = 0
) -> InputError:
    at = error.start + skip
    line = data.count(b"\n", 0, at) + 1
    wrong = data[at : max(error.end + skip, at + 1)][:4].hex(" ")
    return InputError(
        f"{path}: not valid {codec} ({said_by}) at byte {at}, line {line} "
        f"({wrong}); {_NAME_ANOTHER}"
    )
