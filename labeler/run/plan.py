"""Paths to files in order, and files to the units that are worked on at once."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from labeler.cache import Entry
from labeler.errors import InputError
from labeler.read.walk import walk

_UNIT_BYTES = 1 << 17
"""Files of a unit that are to be labelled, together: about 50 ms of work."""
_UNIT_FILES = 64
_LARGE = 1 << 22
"""Bytes of a file that is scanned alone in the main process, its report written as it is made."""
STDIN = "-"


class Known(NamedTuple):
    """A file whose reports the cache holds."""

    path: str
    entry: Entry


class Missing(NamedTuple):
    """A file to be labelled, and its key in the cache."""

    path: str
    key: str | None = None


class Alone(NamedTuple):
    """An input to be labelled by itself: standard input, a large file."""

    path: str


Member = Known | Missing | Alone | InputError
Unit = Sequence[Member]
"""Inputs that follow each other."""


def list_files(
    paths: Iterable[str], excludes: tuple[str, ...] = (), exclude_base: str | None = None
) -> Iterator[str | InputError]:
    """Yield the files that `paths` name, directories walked, in order.

    A directory without any document is yielded itself: reading it tells why.
    """
    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            yield path
            continue
        empty = True
        for file in walk(path, excludes, exclude_base):
            empty = False
            yield file
        if empty:
            yield path


def in_units(
    files: Iterable[str | InputError], look_up: Callable[[str], Known | Missing]
) -> Iterator[Unit]:
    """Group files, so that the work on a unit is neither too little nor too much."""
    unit: list[Member] = []
    size = 0
    for file in files:
        if isinstance(file, InputError):
            unit.append(file)
        else:
            member, file_size = _member(file, look_up)
            unit.append(member)
            size += file_size
        if size >= _UNIT_BYTES or len(unit) == _UNIT_FILES:
            yield unit
            unit, size = [], 0
    if unit:
        yield unit


def _member(path: str, look_up: Callable[[str], Known | Missing]) -> tuple[Member, int]:
    """What is to be done about a file, and its bytes that are to be labelled."""
    if path == STDIN or not _is_encodable(path):
        return Alone(path), 0
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: a zero byte in the path
        return Missing(path), 0
    if not stat.S_ISREG(status.st_mode):
        return Missing(path), 0
    if status.st_size >= _LARGE:
        return Alone(path), 0
    member = look_up(path)
    return member, 0 if isinstance(member, Known) else status.st_size


def _is_encodable(path: str) -> bool:
    """Whether a path is Unicode; one that is not cannot stand in a packed report."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
