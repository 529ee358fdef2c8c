"""Web archives (WARC, and WET with their plain text) to Documents, one record at a time.

Records are found by FastWARC. Their HTTP bodies are decoded here, since a body that cannot be
decoded must not end the archive.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TypeVar, cast

from labeler.document import Headers, MediaType
from labeler.errors import InputError
from labeler.read.encoding import looks_like_text
from labeler.read.formats import media_type_of_text

if TYPE_CHECKING:
    from fastwarc.stream_io import WarcReader
    from fastwarc.warc import WarcRecord

LARGEST_RECORD = 50_000_000
"""Bytes of one page, however small it was packed; larger ones are refused."""
_TEXT_TYPES: dict[str, MediaType] = {
    "text/html": "text/html",
    "application/xhtml+xml": "text/html",
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
}
_GZIP_MEMBER = b"\x1f\x8b\x08"
_RECORD_START = re.compile(rb"\n(WARC/[01]\.)")
_SEARCHED = 1 << 20
_OPENING = 1 << 12
"""Bytes that tell whether a packed record begins there: they give its first line."""
_PROBE_BYTES = 4096


class Page(NamedTuple):
    """One record's body with what came with it."""

    data: bytes
    path: str
    """`ARCHIVE#ID`, by the record's id, or by its ordinal from 1 where it has none."""
    headers: Headers | None
    """Of the HTTP response; None for the text of a WET file."""
    media_type: MediaType
    url: str | None = None
    """Where it was fetched from, as the archive says."""
    date: str | None = None
    """When, as the archive says: UTC, ISO 8601."""


Read = TypeVar("Read")


def read_archive(
    file: BinaryIO, path: str, read: Callable[[Page], Read], skipped: "Counter[str] | None" = None
) -> Iterator[Read | InputError]:
    """What `read` makes of each response and each conversion record that holds a text.

    `file` must be seekable. Records that hold no text are passed over and counted in `skipped`
    by media type. A record that is broken, cut off or too large gives an InputError that names
    its offset in the file, and the next is read. Raises InputError if FastWARC is missing.
    """
    skipped = Counter() if skipped is None else skipped
    empty = True
    for found in _pages(file, path, skipped):
        empty = False
        yield read(found) if isinstance(found, Page) else found
    if empty:
        others = f"{sum(skipped.values())} other records" if skipped else "not one record"
        yield InputError(
            f"{path}: no page in this archive ({others}); give one with HTML or text responses"
        )


def _pages(file: BinaryIO, path: str, skipped: "Counter[str]") -> Iterator[Page | InputError]:
    archive = _fastwarc(path)
    file.seek(0)
    packed = file.read(len(_GZIP_MEMBER)) == _GZIP_MEMBER
    start: int | None = 0
    ordinal = 0
    damage: InputError | None = None
    while start is not None:
        file.seek(start)
        last: int | None = None
        try:
            for record in archive.ArchiveIterator(file, record_types=archive.any_type):
                if damage is not None:  # what follows is sound, so it lay before
                    yield damage
                    damage = None
                last = record.stream_pos
                ordinal += 1
                if found := _page(record, path, ordinal, skipped):
                    yield found
            return
        except OSError as error:
            damage = _broken(path, start if last is None else last, str(error), last is not None)
        if last is None:
            yield damage
            damage = None
        start = _next_start(file, (start if last is None else last) + 1, packed)
    if damage is not None:
        yield damage


def _broken(path: str, offset: int, reason: str, after: bool) -> InputError:
    reason = " ".join(reason.split())
    place = f"after the record at offset {offset}" if after else f"at offset {offset}"
    return InputError(
        f"{path}: broken record {place} ({reason}); the records around it are read, fetch it anew"
    )


def _fastwarc(path: str):  # type: ignore[no-untyped-def]  # a module
    try:
        from fastwarc import warc
    except ImportError:
        raise InputError(
            f"{path}: reading web archives needs FastWARC; pip install 'labeler[warc]'"
        ) from None
    return warc


def _next_start(file: BinaryIO, offset: int, packed: bool) -> int | None:
    """Where the next record begins at or after `offset`; None if there is none."""
    file.seek(offset)
    base, data = offset, b""
    while block := file.read(_SEARCHED):
        data += block
        for at in _starts(data, packed):
            if not packed or _opens_record(memoryview(data)[at : at + _OPENING]):
                return base + at
        keep = min(len(data), _OPENING)  # what begins there may be told with what follows
        base, data = base + len(data) - keep, data[-keep:]
    return None


def _starts(data: bytes, packed: bool) -> Iterator[int]:
    if not packed:
        yield from (found.start(1) for found in _RECORD_START.finditer(data))
        return
    at = data.find(_GZIP_MEMBER)
    while at >= 0:
        yield at
        at = data.find(_GZIP_MEMBER, at + 1)


def _opens_record(data: memoryview) -> bool:
    import zlib

    try:
        return zlib.decompressobj(31).decompress(data, 5) == b"WARC/"
    except zlib.error:
        return False


def _page(
    record: "WarcRecord", path: str, ordinal: int, skipped: "Counter[str]"
) -> Page | InputError | None:
    kind = (record.headers.get("WARC-Type") or "").strip().lower()
    if kind not in ("response", "conversion"):
        return None
    headers = None
    media_type = record.headers.get("Content-Type") or ""
    if kind == "response" and record.is_http:
        headers = Headers(
            tuple((name.lower(), value) for name, value in record.http_headers.to_tuples())
        )
        media_type = headers.get("content-type") or ""
    media_type = media_type.partition(";")[0].strip().lower()
    if media_type and media_type not in _TEXT_TYPES:
        skipped[media_type] += 1
        return None
    name = f"{path}#{(record.record_id or str(ordinal)).strip('<> ')}"
    place = f"{name}: record at offset {record.stream_pos}"
    data = _read_up_to(cast("WarcReader", record.reader), LARGEST_RECORD)
    if len(data) > LARGEST_RECORD:
        return _too_large(place)
    if len(data) < record.content_length:
        return InputError(
            f"{place} is cut off after {len(data):,} of {record.content_length:,} bytes; "
            "fetch it anew"
        )
    if headers is not None:
        try:
            data = _decoded(data, headers)
        except OSError as error:
            reason = " ".join(str(error).split())
            return InputError(f"{place} cannot be unpacked ({reason}); fetch it anew")
        if len(data) > LARGEST_RECORD:
            return _too_large(place)
    form = _TEXT_TYPES.get(media_type)
    if not data.strip() or (form is None and not looks_like_text(data[:_PROBE_BYTES])):
        skipped[media_type or "unknown"] += 1
        return None
    return Page(
        data,
        name,
        headers,
        form or _sniffed(data),
        record.headers.get("WARC-Target-URI"),
        record.headers.get("WARC-Date"),
    )


def _sniffed(data: bytes) -> MediaType:
    return media_type_of_text(data[:_PROBE_BYTES].decode("latin-1"))


def _too_large(place: str) -> InputError:
    return InputError(
        f"{place} is larger than {LARGEST_RECORD:,} bytes unpacked; leave it out of the archive"
    )


def _decoded(data: bytes, headers: Headers) -> bytes:
    """A body without its transfer and content encodings, up to one byte more than allowed.

    A body that does not begin as its encoding says is returned as it is: many crawlers unpack
    bodies and keep the headers. Raises OSError for one that breaks off later, or is in an
    encoding that nobody knows.
    """
    packed = f"{headers.get('content-encoding') or ''},{headers.get('transfer-encoding') or ''}"
    for encoding in reversed([name.strip().lower() for name in packed.split(",")]):
        if encoding and encoding != "identity":
            data = _unpacked(data, encoding)
    return data


def _unpacked(data: bytes, encoding: str) -> bytes:
    from fastwarc import stream_io

    stream = io.BytesIO(data)
    reader: WarcReader
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _inflated(data)
    if encoding == "br":
        reader = stream_io.BrotliReader(stream)
    elif encoding == "zstd":
        reader = stream_io.ZstdReader(stream)
    elif encoding == "chunked":
        reader = stream_io.ChunkedReader(stream)
    else:
        raise OSError(f"encoding {encoding!r} is not known")
    found = bytearray()
    try:
        while len(found) <= LARGEST_RECORD and (
            block := reader.read(min(_SEARCHED, LARGEST_RECORD + 1 - len(found)))
        ):
            found += block
    except OSError:
        if found or not looks_like_text(data[:_PROBE_BYTES]):
            raise
        return data
    return bytes(found)


def _inflated(data: bytes) -> bytes:
    """What gzip or zlib packed; a body may be several packed parts in a row."""
    import zlib

    found = bytearray()
    rest = data
    while rest and len(found) <= LARGEST_RECORD:
        unpacker = zlib.decompressobj(47)  # either format, told by its header
        try:
            found += unpacker.decompress(rest, LARGEST_RECORD + 1 - len(found))
        except zlib.error as error:
            if found or not looks_like_text(data[:_PROBE_BYTES]):
                raise OSError(str(error)) from None
            return data
        if not unpacker.eof and len(found) <= LARGEST_RECORD:
            raise OSError("its packed data are cut off")
        rest = unpacker.unused_data
    return bytes(found)


def _read_up_to(reader: "WarcReader", limit: int) -> bytes:
    """All bytes of a stream, or `limit` and one more."""
    found = bytearray()
    while len(found) <= limit and (block := reader.read(min(_SEARCHED, limit + 1 - len(found)))):
        found += block
    return bytes(found)
