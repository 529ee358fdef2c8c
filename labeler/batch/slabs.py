"""What a reader of a format gives: some consecutive records as an Arrow table."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

_LARGEST_SLAB = 1_000_000

Cause = Literal["unreadable", "damaged", "record", "empty", "error", "time", "memory", "died"]
"""`unreadable`: an input as a whole; `damaged`: a block of it; `record`: one record is none, or
holds no document; `empty`: it holds no text; `error`: labeler failed on it; the others: what
became of the worker."""


class Failure(msgspec.Struct, frozen=True):
    """One line of the table of errors."""

    source: str
    row: int | None
    """Of the record, from 1 (the line's number in JSON Lines and CSV); None for a source or a
    block as a whole."""
    cause: Cause
    message: str


class Slab(NamedTuple):
    """Consecutive records of a source, as stored there."""

    rows: NDArray[np.int64]
    """Number of each record in the source, from 1."""
    table: "pa.Table"
    """As many rows; its columns are the format's."""
    failures: tuple[Failure, ...] = ()
    """What could not be read here."""
    position: int = 0
    """How much of the file has been read, in bytes as stored."""


def slab_bytes(piece_bytes: int) -> int:
    """What readers aim at in a slab: pieces are cut between slabs."""
    return min(piece_bytes, _LARGEST_SLAB)


def byte_slabs(
    items: "Iterator[tuple[int, bytes] | Failure]",
    column: str,
    slab_size: int,
    tell: Callable[[], int],
) -> Iterator[Slab]:
    """Slabs with one binary column, of numbered records or what came in their place."""
    rows: list[int] = []
    data: list[bytes] = []
    failures: list[Failure] = []
    size = 0
    for item in items:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            rows.append(item[0])
            data.append(item[1])
            size += len(item[1])
        if size >= slab_size or len(failures) >= 1000:
            yield _byte_slab(rows, data, failures, column, tell())
            rows, data, failures, size = [], [], [], 0
    if rows or failures:
        yield _byte_slab(rows, data, failures, column, tell())


def _byte_slab(
    rows: list[int], data: list[bytes], failures: list[Failure], column: str, position: int
) -> Slab:
    import pyarrow as pa

    table = pa.table({column: pa.array(data, pa.large_binary())})
    return Slab(np.array(rows, np.int64), table, tuple(failures), position)
