"""The corrections file: JSON Lines that are only ever added to.

A decision is one line, written under a lock and synced to the disk before `append` returns. So
two processes lose nothing of each other, and of a killed one at most the line is lost that
nobody was told was kept; the next writer cuts off what is there of it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from labeler.corrections.lock import locked
from labeler.corrections.schema import VERSION, Decision
from labeler.errors import DataError, UsageError

_BLOCK = 1 << 16
_DECODER = msgspec.json.Decoder(Decision)


class _Head(msgspec.Struct):
    version: int | None = None


class CorrectionsLog:
    """A corrections file, which need not be there yet; reads on from where it was."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read_to = 0
        self._lines = 0

    def append(self, decision: Decision) -> None:
        """Add a line; it is on the disk when this returns.

        Raises UsageError if it cannot be written; the file is then as it was.
        """
        line = msgspec.json.encode(decision) + b"\n"
        try:
            new = not self.path.exists()
            descriptor = os.open(
                self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644
            )
            try:
                with locked(descriptor):
                    _append_line(descriptor, line)
            finally:
                os.close(descriptor)
            if new:
                _sync_folder(self.path.resolve().parent)
        except OSError as error:
            raise UsageError(f"{self.path}: cannot be written: {error.strerror}") from error

    def unread(self) -> Iterator[Decision]:
        """The decisions that were added since this was last called, by whomever.

        Raises DataError naming file and line for a line that is no decision.
        """
        try:
            with self.path.open("rb") as file:
                file.seek(self._read_to)
                data = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise DataError(f"{self.path}: cannot be read: {error.strerror}") from error
        for line in data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]:
            self._read_to += len(line) + 1
            self._lines += 1
            if line.strip():
                yield self._decision(line)

    def _decision(self, line: bytes) -> Decision:
        try:
            return _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            where = f"{self.path}:{self._lines}"
            try:
                version = msgspec.json.decode(line, type=_Head).version
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                version = None
            if version not in (None, VERSION):
                raise DataError(
                    f"{where}: a decision of version {version}; this labeler reads version "
                    f"{VERSION}, so upgrade it"
                ) from None
            raise DataError(
                f"{where}: not a decision: {error}; mend the line or delete it"
            ) from None


def read_decisions(path: Path) -> list[Decision]:
    """All decisions in a file. Raises DataError if it is missing or damaged."""
    if not path.is_file():
        raise DataError(f"{path}: no such corrections; `labeler review` writes them")
    return list(CorrectionsLog(path).unread())


def _append_line(descriptor: int, line: bytes) -> None:
    size = os.fstat(descriptor).st_size
    end = _end_of_lines(descriptor, size)
    if end < size:
        os.ftruncate(descriptor, end)
    os.lseek(descriptor, end, os.SEEK_SET)
    try:
        left = memoryview(line)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, end)
        raise


def _end_of_lines(descriptor: int, size: int) -> int:
    """Where the last whole line ends: at `size`, unless a writer was killed."""
    at = size
    while at:
        start = max(0, at - _BLOCK)
        os.lseek(descriptor, start, os.SEEK_SET)
        found = os.read(descriptor, at - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def _sync_folder(folder: Path) -> None:
    """Put a new file's name on the disk too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
