"""Files that are replaced at once: readers find the old content or all of the new."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_SHOWN = 50
"""Characters of a file's name in that of the unfinished one, so that it is not too long."""


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream for what shall be the content of `path`, which is put there when the block ends.

    Links are followed, permissions stay as they are, and an error leaves the old file. Raises
    OSError where the file cannot be written, or where something else stands.
    """
    target = Path(os.path.realpath(path))
    mode = _mode(target)
    # A number of the process would not do: in containers all have the same one.
    unfinished = target.with_name(f".{target.name[:_SHOWN]}.{os.urandom(4).hex()}.tmp")
    try:
        with unfinished.open("xb") as stream:
            if mode is not None and mode != _mode(unfinished):
                unfinished.chmod(mode)
            yield stream
        unfinished.replace(target)
    except BaseException:
        with suppress(OSError):  # not there, or on a disk that became read-only
            unfinished.unlink()
        raise


def _mode(target: Path) -> int | None:
    """The permissions of a regular file, None if there is none; OSError for anything else."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):  # it is resolved, so that this one leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target))
    if not stat.S_ISREG(mode):
        wrong = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(wrong, os.strerror(wrong), str(target))
    return stat.S_IMODE(mode)
