"""One run at a time in a folder."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labeler.errors import UsageError

_PATIENCE = 60.0
"""Seconds to wait for workers of a killed run, which end with the shard they are at."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock `path` until this process and the workers it forked have ended.

    Raises UsageError if another run is at work. Windows has no such lock: there it is for the
    user not to start two runs in one folder.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with path.open("a+b") as file:
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                file.seek(0)
                if _lives(int(file.read() or 0)) or time.monotonic() > deadline:
                    raise UsageError(
                        f"{path.parent.parent}: another run is at work there; wait for it or end it"
                    ) from None
                time.sleep(0.1)
        file.truncate(0)
        file.write(b"%d" % os.getpid())
        file.flush()
        yield


def _lives(process: int) -> bool:
    if not process:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is another user's
        return True
    return True
