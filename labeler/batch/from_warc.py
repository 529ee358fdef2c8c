"""Web archives: one record a page that was answered with text (`labeler.read.warc` finds them)."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from labeler.batch.extras import extra
from labeler.batch.slabs import Failure, Slab
from labeler.batch.sources import Source, open_source
from labeler.errors import InputError
from labeler.read.headers import Headers

if TYPE_CHECKING:
    from labeler.read.warc import Page

_COLUMNS = ("id", "url", "date", "headers", "media_type", "body")


def read_slabs(source: Source, slab_size: int, passed_over: Counter[str]) -> Iterator[Slab]:
    """All pages of an archive, numbered from 1; other records are counted in `passed_over`."""
    from labeler.read.warc import read_archive

    with open_source(source.path) as file:
        rows: list[int] = []
        pages: list[Page] = []
        failures: list[Failure] = []
        size = 0
        found = read_archive(file, source.path, _same, passed_over)
        for number, page in enumerate(found, 1):
            if isinstance(page, InputError):
                message = str(page).removeprefix(f"{source.path}: ")
                failures.append(Failure(source.path, number, "damaged", message))
            else:
                rows.append(number)
                pages.append(page)
                size += len(page.data)
            if size >= slab_size:
                yield _slab(source, rows, pages, failures, file.tell())
                rows, pages, failures, size = [], [], [], 0
        if rows or failures:
            yield _slab(source, rows, pages, failures, file.tell())


def _same(page: "Page") -> "Page":
    return page


def _id(page: "Page", source: Source) -> str:
    """The record's own id, or SOURCE#ORDINAL where it has none."""
    own = page.path.removeprefix(f"{source.path}#")
    return page.path if own.isdigit() else own


def _slab(
    source: Source, rows: list[int], pages: "list[Page]", failures: list[Failure], position: int
) -> Slab:
    pa = extra("pyarrow")
    columns = [
        pa.array([_id(page, source) for page in pages], pa.string()),
        pa.array([page.url for page in pages], pa.string()),
        pa.array([page.date for page in pages], pa.string()),
        pa.array([_fields(page) for page in pages], pa.binary()),
        pa.array([page.media_type for page in pages], pa.string()),
        pa.array([page.data for page in pages], pa.large_binary()),
    ]
    table = pa.Table.from_arrays(columns, _COLUMNS)
    return Slab(np.array(rows, np.int64), table, tuple(failures), position)


def _fields(page: "Page") -> bytes | None:
    return msgspec.json.encode(page.headers.fields) if page.headers else None


def decoded_headers(fields: bytes | None) -> Headers | None:
    """The HTTP headers as a piece holds them."""
    if fields is None:
        return None
    return Headers(msgspec.json.decode(fields, type=tuple[tuple[str, str], ...]))
