"""One writer at a time on a file, whatever process it is in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 62
    """Windows locks bytes against reading too, so one is locked where no line will stand."""

    @contextmanager
    def locked(descriptor: int) -> Iterator[None]:
        """Hold the lock of an open file; the system gives it back when the process dies."""
        import os

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    @contextmanager
    def locked(descriptor: int) -> Iterator[None]:
        """Hold the lock of an open file; the system gives it back when the process dies."""
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
