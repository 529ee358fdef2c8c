"""The bar that long runs show on a terminal's standard error."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")

_QUIET_SECONDS = 0.5
"""Short runs show nothing, and do without rich."""
_BETWEEN = 0.1
"""Seconds between two looks of the bar."""


@contextmanager
def progress_bar(doing: str, things: str, count: Callable[[], int]) -> Iterator[Callable[[], None]]:
    """What is to be called when another thing is done, for a bar if a terminal is there.

    `count` gives their number; it is asked when the bar appears.
    """
    if not sys.stderr.isatty():
        yield lambda: None
        return
    bar = _Bar(doing, things, count)
    try:
        yield bar.advance
    finally:
        bar.close()


def told(items: Iterable[Item], advance: Callable[[], object]) -> Iterator[Item]:
    """Yield the items, and tell of each when the next one is asked for."""
    for item in items:
        yield item
        advance()


class _Bar:
    """A bar that appears when a run takes long."""

    def __init__(self, doing: str, things: str, count: Callable[[], int]) -> None:
        self._doing = doing
        self._things = things
        self._count = count
        self._done = 0
        self._began = 0.0
        """When the first was done: loading rules and model before says nothing of the rate."""
        self._next = 0.0
        self._progress: Progress | None = None

    def advance(self) -> None:
        """Another one is done."""
        self._done += 1
        now = time.monotonic()
        if self._done == 1:
            self._began, self._next = now, now + _QUIET_SECONDS
        if now < self._next:
            return
        self._next = now + _BETWEEN
        if self._progress is None:
            self._progress = start_bar(self._doing, self._count())
        rate = f"{self._done / (now - self._began):,.0f} {self._things}/s"
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=self._done, told=rate, refresh=True)

    def close(self) -> None:
        """Wipe the bar away."""
        if self._progress is not None:
            self._progress.stop()


def start_bar(doing: str, total: int, *, in_bytes: bool = False) -> "Progress":
    """A bar of one task that is to reach `total`, with what `told` says and the time left.

    It has no thread: beside one, worker processes cannot be forked. So it is drawn by
    `update(..., told=..., refresh=True)` alone, and `stop` wipes it away.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    progress = Progress(
        TextColumn(doing),
        BarColumn(),
        DownloadColumn() if in_bytes else MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    progress.add_task(doing, total=total, told="")
    progress.start()
    return progress
