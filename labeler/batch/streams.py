"""Bytes of a file, decompressed, past what is damaged; and their lines.

gzip files may have several members and zstd files several frames. One that is damaged costs
what comes after the damage up to the next one.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from labeler.batch.extras import extra
from labeler.batch.sources import Compression, reason_of

LARGEST_LINE = 32_000_000
"""Bytes. A longer line is listed as an error, since it has to fit into memory."""
_READ = 1 << 16
_OUT = 1 << 20
_ZSTD_READ = 1 << 11
"""zstd gives all that its input holds, up to 128 KiB for every three bytes."""
_LARGEST_WINDOW = 1 << 27  # of zstd; what `zstd --long` makes at most unless told more


class Damage(NamedTuple):
    """In place of bytes that could not be had."""

    message: str


class TooLong(NamedTuple):
    """In place of a line longer than `LARGEST_LINE`."""

    length: int


def read_stream(file: BinaryIO, compression: Compression | None) -> Iterator[bytes | Damage]:
    """The decompressed bytes of `file` in pieces of a megabyte at most."""
    if compression == "gzip":
        return _members(file, _READ, _Gzip, b"\x1f\x8b\x08", "gzip member")
    if compression == "zstd":
        decompressor = extra("zstandard").ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        return _members(
            file, _ZSTD_READ, lambda: _Zstd(decompressor), b"\x28\xb5\x2f\xfd", "zstd frame"
        )
    return _plain(file)


def lines_of(stream: Iterable[bytes | Damage]) -> Iterator[bytes | TooLong | Damage]:
    """The lines of a stream, with their ends. A line that damage cut off is left out."""
    rest: list[bytes] = []
    length = 0  # of `rest`, and of what was dropped of it
    for data in stream:
        if isinstance(data, Damage):
            rest, length = [], 0
            yield data
            continue
        lines = data.splitlines(keepends=True) if b"\r" not in data else _split(data)
        for line in lines:
            length += len(line)
            if length <= LARGEST_LINE:
                rest.append(line)
            else:
                rest.clear()
            if line.endswith(b"\n"):
                yield b"".join(rest) if length <= LARGEST_LINE else TooLong(length)
                rest, length = [], 0
    if length:
        yield b"".join(rest) if length <= LARGEST_LINE else TooLong(length)


def _split(data: bytes) -> list[bytes]:
    """As `splitlines`, but a lone CR ends no line."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _plain(file: BinaryIO) -> Iterator[bytes | Damage]:
    while True:
        try:
            data = file.read(_OUT)
        except Exception as error:  # file systems raise what their services' packages do
            yield Damage(f"reading broke off ({reason_of(error)})")
            return
        if not data:
            return
        yield data


class _Gzip:
    """One member."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes) -> Iterator[bytes]:
        # At its end zlib may give the bytes of the next member as `unconsumed_tail`, for ever.
        while data and not self._inner.eof:
            yield self._inner.decompress(data, _OUT)
            data = self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data


class _Zstd:
    """One frame."""

    def __init__(self, decompressor: Any) -> None:
        self._inner = decompressor.decompressobj()

    def decompress(self, data: bytes) -> Iterator[bytes]:
        yield self._inner.decompress(data)

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data)


def _members(
    file: BinaryIO,
    at_once: int,
    new: Callable[[], _Gzip | _Zstd],
    magic: bytes,
    what: str,
) -> Iterator[bytes | Damage]:
    """Decompress member by member; after a damaged one, go on where `magic` begins the next."""
    pending = b""
    decoder: _Gzip | _Zstd | None = None
    seeking = False
    while True:
        try:
            data = file.read(at_once)
        except Exception as error:
            yield Damage(f"reading broke off ({reason_of(error)})")
            return
        if not data:
            break
        pending += data
        while pending:
            if seeking:
                start = pending.find(magic)
                if start < 0:
                    pending = pending[1 - len(magic) :]
                    break
                pending, seeking = pending[start:], False
            if decoder is None:
                pending = pending.lstrip(b"\0")  # padding
                if not pending:
                    break
                decoder = new()
            try:
                yield from filter(None, decoder.decompress(pending))
            except (zlib.error, OSError, ValueError, _zstd_error()) as error:
                yield Damage(f"a {what} is damaged ({error})")
                decoder, seeking, pending = None, True, pending[1:]
                continue
            pending = decoder.unused_data if decoder.eof else b""
            if decoder.eof:
                decoder = None
    if decoder is not None:
        yield Damage(f"the last {what} breaks off; the file is not complete")


def _zstd_error() -> type[Exception]:
    import sys

    module: Any = sys.modules.get("zstandard")
    error: type[Exception] = module.ZstdError if module else zlib.error
    return error
