"""How far a run is: a bar with rate and time left, on a terminal."""

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from labeler.bar import start_bar
from labeler.batch.shard import Done
from labeler.batch.sources import Source

if TYPE_CHECKING:
    from rich.progress import Progress


class Watcher(Protocol):
    """Is told how far a run has come, in bytes of its sources as they are stored."""

    def start(self, sources: Sequence[Source]) -> None:
        """The run begins, or goes on."""

    def advance(self, shard: Done, done: int) -> None:
        """A shard is finished."""

    def close(self) -> None:
        """The run has ended, in whatever way."""


class Unwatched:
    """Tells nobody."""

    def start(self, sources: Sequence[Source]) -> None:
        """Nothing."""

    def advance(self, shard: Done, done: int) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class Bar:
    """A bar on standard error."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._documents = 0
        self._progress: Progress | None = None

    def start(self, sources: Sequence[Source]) -> None:
        """Show how much there is to do."""
        self._progress = start_bar(
            "labelling", sum(source.size for source in sources), in_bytes=True
        )

    def advance(self, shard: Done, done: int) -> None:
        """Show how much is done."""
        if self._progress is not None:
            self._documents += shard.counts.documents
            rate = self._documents / (time.monotonic() - self._began)
            told = f"{self._documents:,} documents, {rate:,.0f}/s"
            task = self._progress.task_ids[0]
            self._progress.update(task, completed=done, told=told, refresh=True)

    def close(self) -> None:
        """Wipe the bar away."""
        if self._progress is not None:
            self._progress.stop()


def terminal_watcher() -> Watcher:
    """A bar if standard error is a terminal."""
    return Bar() if sys.stderr.isatty() else Unwatched()
