"""The bar that long runs show on a terminal's standard error."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


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
