"""Files that are replaced at once: readers find the old content or all of the new."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream for what shall be the content of `path`, which is put there when the block ends.

    Links are followed, and an error leaves the old file. Raises OSError where the file cannot be
    written.
    """
    target = path.resolve()
    # A number of the process would not do: in containers all have the same one.
    unfinished = target.with_name(f".{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        with unfinished.open("xb") as stream:
            yield stream
        unfinished.replace(target)
    except BaseException:
        with suppress(OSError):  # not there, or on a disk that became read-only
            unfinished.unlink()
        raise
