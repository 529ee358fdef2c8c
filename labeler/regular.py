"""The bytes of a small file that somebody else may have put there."""

import errno
import os
import stat
from pathlib import Path

LARGEST = 100_000_000
"""Bytes. Configurations, baselines and manifests are far smaller."""


def read_regular(path: Path, largest: int = LARGEST) -> bytes:
    """The bytes of a regular file.

    Raises OSError, whose `strerror` says why, also for what is no regular file (a pipe would
    keep us waiting, a device never ends) and for one larger than `largest`.
    """
    with open(path, "rb", opener=_at_once) as file:  # of a directory, this raises
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file; save its content to one", str(path))
        data = file.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"larger than {largest:,} bytes", str(path))
    return data


def _at_once(path: str, flags: int) -> int:
    """Open a file; of a pipe, do not wait for somebody who writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
