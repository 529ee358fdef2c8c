"""Files of the output: written beside their place and moved there when they are complete."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from labeler.batch.extras import extra
from labeler.batch.settings import Settings, Table
from labeler.batch.sheets import Sheets
from labeler.batch.tables import SEGMENTS
from labeler.errors import LabelerError
from labeler.evidence import LABELS

if TYPE_CHECKING:
    import pyarrow as pa

_ZSTD_LEVEL = 2
_ALL_DIFFERENT = {"segment", "index", "start", "end", "confidence", *LABELS, "text"}
_REPEATED = [
    f"{name}.list.element" if kind == "list<string>" else name
    for name, kind in SEGMENTS
    if name not in _ALL_DIFFERENT
]
"""Columns of the table of segments, as Parquet names them, that a dictionary of their values makes
smaller. The others take longer with one, and more room."""


class OutputError(LabelerError):
    """The output cannot be written: the run stops, and goes on when it is started again."""


class Written(msgspec.Struct, frozen=True):
    """A file of a shard."""

    rows: int
    bytes: int
    sha256: str


def write_shard(
    sheets: Sheets, carried: "pa.Table", settings: Settings, output: Path, key: str
) -> dict[Table, Written]:
    """Write all tables of a shard and move them to their places, `TABLE/KEY.SUFFIX`.

    A shard without documents has no files. Raises OutputError.
    """
    if not len(sheets):
        return {}
    written: dict[Table, Written] = {}
    unfinished: dict[Path, Path] = {}
    try:
        for table in settings.tables:
            place = output / table / f"{key}{settings.suffix}"
            aside = output / WORK / f"{key}.{table}.{os.getpid()}.tmp"
            unfinished[aside] = place
            if settings.format == "parquet":
                rows = _write_parquet(table, sheets.table(table, carried), aside)
            else:
                rows = _write_jsonl(sheets, table, carried, aside)
            written[table] = Written(rows, aside.stat().st_size, _synced_hash(aside))
        for aside, place in unfinished.items():
            place.parent.mkdir(exist_ok=True)
            aside.replace(place)
    except OSError as error:
        for aside in unfinished:
            _remove(aside)
        raise OutputError(unwritable(output, error)) from error
    return written


def write_atomically(place: Path, write: Callable[[Path], Any]) -> None:
    """Let `write` make a file beside `place`, then move it there. Raises OutputError."""
    aside = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        write(aside)
        aside.replace(place)
    except OSError as error:
        _remove(aside)
        raise OutputError(unwritable(place, error)) from error


def _remove(path: Path) -> None:
    """Remove a file if it is there and its disk has not become read-only."""
    with suppress(OSError):
        path.unlink()


@contextmanager
def writing_to(place: Path) -> Iterator[None]:
    """Make OutputErrors of what goes wrong with a file."""
    try:
        yield
    except OSError as error:
        raise OutputError(unwritable(place, error)) from error


def unwritable(place: Path, error: OSError) -> str:
    """The message for a file or folder that cannot be written."""
    reason = os.strerror(error.errno) if error.errno else str(error)
    return (
        f"{place}: cannot be written ({reason}); mend that and start the same command again: it "
        "goes on where it stopped"
    )


WORK = "_run/work"
"""Folder of what is being written, in the output."""


def _write_parquet(name: Table, table: "pa.Table", path: Path) -> int:
    extra("pyarrow.parquet").write_table(
        table,
        path,
        use_dictionary=_REPEATED if name == "segments" else True,
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
    )
    return int(table.num_rows)


def _write_jsonl(sheets: Sheets, table: Table, carried: "pa.Table", path: Path) -> int:
    compressor = extra("zstandard").ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)
    rows = 0
    with path.open("wb") as file, compressor.stream_writer(file) as stream:
        for line in sheets.lines(table, carried):
            stream.write(line)
            rows += 1
    return rows


def _synced_hash(path: Path) -> str:
    """SHA-256 of a file that is now on the disk for good."""
    digest = hashlib.sha256()
    with path.open("rb+") as file:  # Windows syncs only what may be written
        os.fsync(file.fileno())
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
