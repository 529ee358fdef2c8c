"""Parquet, Arrow and CSV: formats that have columns."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from labeler.batch.extras import extra
from labeler.batch.settings import Settings, content_column
from labeler.batch.slabs import Failure, Slab
from labeler.batch.sources import Source, open_source, reason_of
from labeler.batch.streams import LARGEST_LINE, Damage, TooLong, lines_of, read_stream
from labeler.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_BUFFER = 1 << 20
_ARROW_FILE = b"ARROW1"
_COLUMNS_SHOWN = 12
_TEXT_TYPES = (
    *("string", "large_string", "string_view", "binary", "large_binary", "binary_view"),
    "null",  # a column of nothing
)


def read_parquet_slabs(source: Source, slab_size: int) -> Iterator[Slab]:
    """Rows of all row groups; a damaged one costs what it holds from the damage on."""
    parquet = extra("pyarrow.parquet")
    with open_source(source.path) as file:
        try:
            # Column chunks are read as they are decoded: row groups may be larger than memory.
            whole = parquet.ParquetFile(
                file, pre_buffer=False, buffer_size=_BUFFER, page_checksum_verification=True
            )
        except Exception as error:
            raise InputError(f"{source.path}: not Parquet ({_short(error)})") from None
        first, position = 1, 0
        for group in range(whole.num_row_groups):
            about = whole.metadata.row_group(group)
            count = about.num_rows
            position += sum(about.column(c).total_compressed_size for c in range(about.num_columns))
            at_once = _rows_at_once(about.total_byte_size, count, slab_size)
            at = first
            try:
                for batch in whole.iter_batches(at_once, row_groups=[group], use_threads=False):
                    yield _slab(at, batch, position)
                    at += batch.num_rows
            except Exception as error:
                yield _damaged(source, at, first + count - 1, f"row group {group}", error)
            first += count


def read_arrow_slabs(source: Source, slab_size: int) -> Iterator[Slab]:
    """Rows of all record batches of an Arrow file (Feather version 2) or stream."""
    pa = extra("pyarrow")
    with open_source(source.path) as file:
        is_file = file.read(len(_ARROW_FILE)) == _ARROW_FILE
        file.seek(0)
        try:
            whole = pa.ipc.open_file(file) if is_file else pa.ipc.open_stream(file)
        except Exception as error:
            raise InputError(f"{source.path}: not Arrow IPC ({_short(error)})") from None
        if is_file:
            yield from _file_slabs(whole, source, slab_size)
        else:
            yield from _stream_slabs(whole, source, slab_size, file)


def _file_slabs(whole: Any, source: Source, slab_size: int) -> Iterator[Slab]:
    first = 1
    for number in range(whole.num_record_batches):
        position = source.size * (number + 1) // whole.num_record_batches
        try:
            batch = whole.get_batch(number)
            batch.validate(full=True)
        except Exception as error:
            # How many rows it had cannot be told; those that follow keep the count without them.
            yield _damaged(source, first, None, f"record batch {number}", error)
            continue
        yield from _sliced(first, batch, slab_size, position)
        first += batch.num_rows


def _stream_slabs(whole: Any, source: Source, slab_size: int, file: BinaryIO) -> Iterator[Slab]:
    first = 1
    while True:
        try:
            batch = whole.read_next_batch()
            batch.validate(full=True)
        except StopIteration:
            return
        except Exception as error:
            yield _damaged(source, first, None, "the rest of the stream", error)
            return
        yield from _sliced(first, batch, slab_size, file.tell())
        first += batch.num_rows


def read_csv_slabs(source: Source, slab_size: int, encoding: str | None) -> Iterator[Slab]:
    """Rows below the header, all columns as text. A record's number is that of its last line."""
    with open_source(source.path) as file:
        lines = _Lines(source, encoding or "utf-8", file)
        delimiter = "\t" if source.format == "tsv" else ","
        csv.field_size_limit(LARGEST_LINE)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        yield from _csv_slabs(reader, _header(reader, lines), slab_size, lines)


class _Lines:
    """Decoded lines for `csv`; what cannot be had is kept in `failures`."""

    def __init__(self, source: Source, codec: str, file: BinaryIO) -> None:
        self.path = source.path
        self.file = file
        self.codec = codec
        self.failures: list[Failure] = []
        self.bad_line: str | None = None
        self.number = 0
        self._lines = lines_of(read_stream(file, source.compression))

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if isinstance(line, Damage):
                message = f"after line {self.number}: {line.message}"
                self.failures.append(Failure(self.path, None, "damaged", message))
                continue
            self.number += 1
            if isinstance(line, TooLong):
                message = f"the line has {line.length:,} bytes, of {LARGEST_LINE:,} allowed"
                self.failures.append(Failure(self.path, self.number, "record", message))
                continue
            if self.number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            try:
                yield line.decode(self.codec)
            except UnicodeDecodeError as error:
                self.bad_line = (
                    f"byte {error.start + 1} of the line: not valid {self.codec}; name the "
                    "encoding with --encoding"
                )
                yield line.decode(self.codec, "replace")


def _header(reader: Iterator[list[str]], lines: _Lines) -> list[str]:
    """The names of the columns. Raises InputError where they cannot be had."""
    try:
        header = next(filter(None, reader), None)  # blank lines may stand before it
    except csv.Error as error:
        raise InputError(f"{lines.path}: names no columns ({error}); mend its first line") from None
    if header is None:
        raise InputError(f"{lines.path}: empty; the first line names the columns")
    if lines.bad_line:
        raise InputError(f"{lines.path}: the names of the columns: {lines.bad_line}")
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise InputError(f"{lines.path}: two columns are called {twice!r}; rename one")
    return header


def _csv_slabs(reader: Any, header: list[str], slab_size: int, lines: _Lines) -> Iterator[Slab]:
    rows: list[int] = []
    records: list[list[str]] = []
    size = 0
    while True:
        try:
            record = next(reader, None)
            if record is None:
                break
            if not record:  # a blank line
                continue
            if lines.bad_line or len(record) != len(header):
                counts = f"{len(record)} fields for {len(header)} columns"
                raise csv.Error(lines.bad_line or counts)
            rows.append(lines.number)
            records.append(record)
            size += sum(map(len, record))
        except csv.Error as error:
            lines.failures.append(Failure(lines.path, lines.number, "record", f"{error}"))
        lines.bad_line = None
        if size >= slab_size or len(lines.failures) >= 1000:
            yield _csv_slab(rows, records, header, lines)
            rows, records, size = [], [], 0
    if records or lines.failures:
        yield _csv_slab(rows, records, header, lines)


def _csv_slab(rows: list[int], records: list[list[str]], header: list[str], lines: _Lines) -> Slab:
    pa = extra("pyarrow")
    columns = list(zip(*records, strict=True)) or [()] * len(header)
    arrays = [pa.array(column, pa.large_string()) for column in columns]
    failures, lines.failures = tuple(lines.failures), []
    table = pa.Table.from_arrays(arrays, header)
    return Slab(np.array(rows, np.int64), table, failures, lines.file.tell())


def check_columns(table: "pa.Table", path: str, settings: Settings) -> None:
    """Raises InputError where the columns are not those that the settings name."""
    types = extra("pyarrow").types
    content = content_column(settings)
    options = {
        content: "--text-column or --html-column",
        settings.columns.id: "--id-column",
        settings.columns.url: "--url-column",
    }
    for name, option in options.items():
        if name is not None and name not in table.column_names:
            there = ", ".join(table.column_names[:_COLUMNS_SHOWN])
            raise InputError(f"{path}: no column {name!r} (there are: {there}); mend {option}")
        if name is not None and table.column_names.count(name) > 1:
            raise InputError(f"{path}: two columns are called {name!r}; rename one")
    kind = plain_values(table.column(content)).type
    if not any(getattr(types, f"is_{name}")(kind) for name in _TEXT_TYPES):
        raise InputError(
            f"{path}: column {content!r} holds no text but {kind}; name another with "
            "--text-column or --html-column"
        )


def plain_values(column: Any) -> Any:
    """A column as it is, or the values that a dictionary stands for."""
    is_dictionary = extra("pyarrow").types.is_dictionary(column.type)
    return column.cast(column.type.value_type) if is_dictionary else column


def _rows_at_once(size: int, rows: int, slab_size: int) -> int:
    return max(1, min(1 << 16, slab_size * max(rows, 1) // max(size, 1)))


def _sliced(first: int, batch: "pa.RecordBatch", slab_size: int, position: int) -> Iterator[Slab]:
    step = _rows_at_once(batch.nbytes, batch.num_rows, slab_size)
    for start in range(0, batch.num_rows, step):
        yield _slab(first + start, batch.slice(start, step), position)


def _slab(first: int, batch: "pa.RecordBatch", position: int) -> Slab:
    table = extra("pyarrow").Table.from_batches([batch])
    return Slab(np.arange(first, first + batch.num_rows), table, (), position)


def _damaged(source: Source, first: int, last: int | None, what: str, error: Exception) -> Slab:
    where = f"{what}, rows {first:,} to {last:,}" if last else f"{what}, from row {first:,} on"
    failure = Failure(source.path, None, "damaged", f"{where}: {_short(error)}")
    empty = extra("pyarrow").table({})
    return Slab(np.zeros(0, np.int64), empty, (failure,))


def _short(error: Exception) -> str:
    return reason_of(error).splitlines()[0][:300]
