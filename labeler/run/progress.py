"""How far a long run is, on a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from labeler.bar import start_bar

if TYPE_CHECKING:
    from rich.progress import Progress

_QUIET_SECONDS = 0.5
"""Short runs show nothing, and do without rich."""
_BETWEEN = 0.1
"""Seconds between two looks of the bar."""


class Bar:
    """A bar that appears when a run takes long."""

    def __init__(self, count: Callable[[], int]) -> None:
        self._count = count
        self._done = 0
        self._began = 0.0
        """When the first file was done: loading rules and model before says nothing of the rate."""
        self._next = 0.0
        self._progress: Progress | None = None

    def advance(self) -> None:
        """Another file is done."""
        self._done += 1
        now = time.monotonic()
        if self._done == 1:
            self._began, self._next = now, now + _QUIET_SECONDS
        if now < self._next:
            return
        self._next = now + _BETWEEN
        if self._progress is None:
            self._progress = start_bar("scanning", self._count())
        rate = f"{self._done / (now - self._began):,.0f} files/s"
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=self._done, told=rate, refresh=True)

    def close(self) -> None:
        """Wipe the bar away."""
        if self._progress is not None:
            self._progress.stop()


@contextmanager
def progress_bar(count: Callable[[], int]) -> Iterator[Callable[[], None]]:
    """What is to be called after each file, for a bar on standard error if that is a terminal.

    `count` gives the number of files.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    bar = Bar(count)
    try:
        yield bar.advance
    finally:
        bar.close()
