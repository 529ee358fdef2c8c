"""Cutting sources into pieces, always at the same places: each piece is one shard of the output."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from labeler.batch.extras import extra
from labeler.batch.from_tables import (
    check_columns,
    read_arrow_slabs,
    read_csv_slabs,
    read_parquet_slabs,
)
from labeler.batch.settings import Settings
from labeler.batch.slabs import Failure, Slab, slab_bytes
from labeler.batch.sources import Format, Source
from labeler.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_COLUMNAR = {"parquet", "arrow", "csv", "tsv"}
_FAILURES = 10_000
"""A piece holds no more of them, however few records there are between."""


class Piece(msgspec.Struct, frozen=True):
    """Consecutive records of a source, ready to be sent to where they will be labelled."""

    source: int
    """Which of the run's sources."""
    ordinal: int
    """Which piece of it, from 0."""
    path: str
    format: Format
    rows: Any
    """Numbers of the records in the source, from 1: int64."""
    payload: bytes
    """The records as an Arrow IPC stream."""
    failures: tuple[Failure, ...]
    """What could not be read among them."""
    position: int
    """How much of the source has been read with this piece, in bytes as stored."""

    @property
    def key(self) -> str:
        """The name of the shard."""
        return f"{self.source:05}-{self.ordinal:06}"

    def table(self) -> "pa.Table":
        """The records' columns."""
        pa = extra("pyarrow")
        table = pa.ipc.open_stream(self.payload).read_all()
        return table.unify_dictionaries().combine_chunks()


class Finished(msgspec.Struct, frozen=True):
    """Follows the last piece of a source."""

    source: int
    pieces: int
    records: int
    """In all pieces."""
    failures: tuple[Failure, ...] = ()
    """What ended the source early, if anything did."""
    passed_over: dict[str, int] = {}
    """Records of web archives that hold no text, by media type."""


class Todo(msgspec.Struct, frozen=True):
    """A source of a run, and what has been done of it."""

    number: int
    source: Source
    done: frozenset[int] = frozenset()
    """Ordinals of the pieces that are finished."""
    records: int | None = None
    """How many there are, if all of the source is done."""


def read_on(todos: Sequence[Todo], settings: Settings) -> Iterator[Piece | Finished]:
    """The pieces of sources that are not done yet, up to the limit of the settings."""
    left = settings.limit
    for todo in todos:
        if left is not None and left <= 0:
            return
        records = todo.records or 0
        if todo.records is None:
            for item in cut(todo.source, todo.number, settings, left):
                if isinstance(item, Finished):
                    records = item.records
                    yield item
                elif item.ordinal not in todo.done:
                    yield item
        if left is not None:
            left -= records


def cut(
    source: Source, number: int, settings: Settings, limit: int | None
) -> Iterator[Piece | Finished]:
    """The pieces of a source, at most `limit` records in all; then that it is finished.

    A source that cannot be read, or not to its end, says so in what finishes it.
    """
    taken = ordinal = 0
    failures: tuple[Failure, ...] = ()
    passed_over: Counter[str] = Counter()
    gathered: list[Slab] = []
    size = missing = 0  # of what is gathered: bytes, and failures
    try:
        for slab in _slabs(source, settings, passed_over):
            if source.format in _COLUMNAR and len(slab.rows):
                check_columns(slab.table, source.path, settings)
            gathered.append(_chosen(slab, source.path, settings.sample, limit, taken))
            taken += len(gathered[-1].rows)
            size += gathered[-1].table.nbytes
            missing += len(gathered[-1].failures)
            if size >= settings.piece_bytes or missing >= _FAILURES:
                yield _piece(source, number, ordinal, gathered)
                ordinal += 1
                gathered, size, missing = [], 0, 0
            if limit is not None and taken >= limit:
                break
    except InputError as error:
        failures = (Failure(source.path, None, "unreadable", str(error)),)
    if any(len(slab.rows) or slab.failures for slab in gathered):
        yield _piece(source, number, ordinal, gathered)
        ordinal += 1
    yield Finished(number, ordinal, taken, failures, dict(sorted(passed_over.items())))


def _chosen(slab: Slab, path: str, share: float | None, limit: int | None, taken: int) -> Slab:
    """The slab's records that belong to the sample and stand before the limit."""
    if share is not None and len(slab.rows):
        wanted = np.flatnonzero(sampled(slab.rows, path, share))
        slab = slab._replace(rows=slab.rows[wanted], table=slab.table.take(wanted))
    if limit is not None and len(slab.rows) > limit - taken:
        left = limit - taken
        slab = slab._replace(rows=slab.rows[:left], table=slab.table.slice(0, left))
    return slab


def sampled(rows: NDArray[np.int64], path: str, share: float) -> NDArray[np.bool_]:
    """Which records a sample of `share` (0 to 1) takes: a matter of path and number alone."""
    seed = np.frombuffer(_digest(path), np.uint64)[0]
    with np.errstate(over="ignore"):
        # SplitMix64 (Steele, Lea and Flood, 2014) spreads consecutive numbers evenly.
        z = seed + rows.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z ^= z >> np.uint64(31)
    return np.asarray((z >> np.uint64(11)) * 2.0**-53 < share)


def _digest(path: str) -> bytes:
    from hashlib import blake2b

    return blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).digest()


def _piece(source: Source, number: int, ordinal: int, slabs: list[Slab]) -> Piece:
    pa = extra("pyarrow")
    full = [slab.table for slab in slabs if len(slab.rows)]
    table = pa.concat_tables(full) if full else pa.table({})
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, table.schema) as writer:
        writer.write_table(table)
    return Piece(
        source=number,
        ordinal=ordinal,
        path=source.path,
        format=source.format,
        rows=np.concatenate([slab.rows for slab in slabs]),
        payload=stream.getvalue().to_pybytes(),
        failures=tuple(failure for slab in slabs for failure in slab.failures),
        position=max(slab.position for slab in slabs),
    )


def _slabs(source: Source, settings: Settings, passed_over: Counter[str]) -> Iterator[Slab]:
    """The reader of the source's format; those of lines and archives are loaded when needed."""
    size = slab_bytes(settings.piece_bytes)
    if source.format == "jsonl":
        from labeler.batch.from_jsonl import read_slabs

        return read_slabs(source, size)
    if source.format == "warc":
        from labeler.batch.from_warc import read_slabs as read_pages

        return read_pages(source, size, passed_over)
    if source.format == "parquet":
        return read_parquet_slabs(source, size)
    if source.format == "arrow":
        return read_arrow_slabs(source, size)
    return read_csv_slabs(source, size, settings.encoding)
