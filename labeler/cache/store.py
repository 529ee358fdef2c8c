"""Entries on disk: one file each, found by a hash, written whole, checked when read."""

import hashlib
import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from labeler.cache.beside import Stamp, still_holds
from labeler.cache.place import make_place
from labeler.read.formats import format_of_name
from labeler.report.packed import Packed
from labeler.report.schema import Tool

_DAY = 24 * 60 * 60
_KEPT = 30 * _DAY
"""Entries that no scan has found for so long are removed."""
_TOOL = "tool.json"
_PRUNED = "pruned"
_OWN = re.compile(r"[0-9a-f]{32}(/[0-9a-f]{2})?(/[0-9a-f]{38}|/tool\.json)?(\.[0-9]+\.tmp)?")
"""What this module makes, below the cache's directory. Nothing else is ever removed."""
_CRC_BYTES = 4


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What was found in one file."""

    policy: str
    """Hash of the policy's rules that the findings come from."""
    documents: tuple[Packed, ...]
    beside: tuple[Stamp, ...] = ()
    """Other files that the reports depend on."""


_DECODER = msgspec.msgpack.Decoder(Entry)
_ENCODER = msgspec.msgpack.Encoder()


class Found(NamedTuple):
    """A file's key, and its entry if there is one."""

    key: str
    entry: Entry | None


class Cache:
    """The entries of one context. It can be pickled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, path: str) -> Found | None:
        """The key of a file, and what is known of it; None if the file cannot be read."""
        key = key_of(path)
        if key is None:
            return None
        file = self._file(key)
        try:
            with open(file, "rb", buffering=0) as stream:
                data = stream.readall()
                modified = os.fstat(stream.fileno()).st_mtime
        except OSError:
            return Found(key, None)
        if abs(time.time() - modified) > _DAY:  # in the future, if a clock was wrong
            with suppress(OSError):  # somebody removed it meanwhile, or it is not ours
                os.utime(file)
        entry = _decoded(data)
        if entry is not None and not all(still_holds(stamp, path) for stamp in entry.beside):
            entry = None
        return Found(key, entry)

    def store(self, key: str, entry: Entry) -> None:
        """Keep an entry. What cannot be written is not kept; that only costs time."""
        data = _ENCODER.encode(entry)
        checked = crc32(data).to_bytes(_CRC_BYTES, "little") + data
        with suppress(OSError):
            _write(self._file(key), checked)

    def tool(self) -> Tool | None:
        """What made the entries, without a configuration."""
        try:
            return msgspec.json.decode((self._folder / _TOOL).read_bytes(), type=Tool)
        except (OSError, msgspec.DecodeError):
            return None

    def keep_tool(self, tool: Tool) -> None:
        """Note what makes the entries."""
        encoded = msgspec.json.encode(msgspec.structs.replace(tool, config_sha256=None))
        with suppress(OSError):
            _write(str(self._folder / _TOOL), encoded)

    def _file(self, key: str) -> str:
        return f"{self._folder}/{key[:2]}/{key[2:]}"


def open_cache(place: Path, context: str) -> Cache:
    """The cache in the directory `place` for one context; once a day old entries are removed.

    Raises OSError if the directory cannot be made or written to.
    """
    make_place(place)
    folder = place / context
    folder.mkdir(exist_ok=True)
    _prune(place)
    return Cache(folder)


def key_of(path: str) -> str | None:
    """Hash of a file's content and of what its name makes of it; None if it cannot be read."""
    try:
        with open(path, "rb", buffering=0) as file:
            digest = hashlib.sha256(file.readall())
    except (OSError, ValueError):  # ValueError: a zero byte in the path
        return None
    digest.update(f"\0{format_of_name(path)}".encode())
    return digest.hexdigest()[:40]


def _decoded(data: bytes) -> Entry | None:
    if int.from_bytes(data[:_CRC_BYTES], "little") != crc32(data[_CRC_BYTES:]):
        return None
    try:
        return _DECODER.decode(memoryview(data)[_CRC_BYTES:])
    except msgspec.DecodeError:
        return None


def _write(path: str, data: bytes) -> None:
    """Make a file that is there whole or not at all."""
    unfinished = f"{path}.{os.getpid()}.tmp"
    try:
        file = open(unfinished, "wb")  # noqa: SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = open(unfinished, "wb")  # noqa: SIM115
    try:
        with file:
            file.write(data)
        os.replace(unfinished, path)
    except OSError:  # a full disk
        with suppress(OSError):
            os.unlink(unfinished)
        raise


def _prune(place: Path) -> None:
    """Remove entries that were long not found, and what was left unfinished; once a day."""
    marker = place / _PRUNED
    now = time.time()
    if marker.exists() and abs(now - marker.stat().st_mtime) < _DAY:
        return
    marker.touch()
    for folder, folders, names in os.walk(place, topdown=False):  # links are not followed
        for name in filter(_is_own(place, folder), names):
            file = os.path.join(folder, name)
            with suppress(OSError):  # another process removed it first
                if now - os.lstat(file).st_mtime > _KEPT:
                    os.unlink(file)
        for name in filter(_is_own(place, folder), folders):
            with suppress(OSError):  # not empty, or a link
                os.rmdir(os.path.join(folder, name))


def _is_own(place: Path, folder: str) -> Callable[[str], bool]:
    """Tells which names in a folder below `place` are the cache's."""
    inside = os.path.relpath(folder, place).replace(os.sep, "/")
    start = "" if inside == os.curdir else f"{inside}/"
    return lambda name: _OWN.fullmatch(start + name) is not None


def hash_of(rules: Sequence[object]) -> str:
    """Hash of a policy's rules, for `Entry.policy`."""
    return hashlib.sha256(msgspec.json.encode(rules, order="deterministic")).hexdigest()[:32]
