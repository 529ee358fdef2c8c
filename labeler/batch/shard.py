"""One shard: a piece's records labelled, its files in place, and what there is to tell of it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from labeler.batch.attempts import Attempt
from labeler.batch.counts import Counts
from labeler.batch.pieces import Piece
from labeler.batch.records import (
    NoDocument,
    Records,
    document_of,
    media_type_of,
    records_of,
)
from labeler.batch.settings import Settings, Table
from labeler.batch.sheets import Sheets
from labeler.batch.slabs import Cause, Failure
from labeler.batch.tables import Key
from labeler.batch.writing import WORK, OutputError, Written, write_shard
from labeler.document import Document
from labeler.report.build import Judged
from labeler.scanner import Labeler

_BATCH_CHARS = 1 << 19
"""Characters judged together, as in `labeler scan`."""
_MARKUP_TO_TEXT = 8
"""So many bytes of a page have one character that a reader sees, or more."""


class Done(msgspec.Struct, frozen=True):
    """A finished shard, as the journal keeps it."""

    source: int
    ordinal: int
    counts: Counts
    failures: tuple[Failure, ...]
    files: dict[Table, Written]
    position: int = 0
    """How much of the source has been read with it, in bytes as stored."""

    @property
    def key(self) -> str:
        """The name of the shard."""
        return f"{self.source:05}-{self.ordinal:06}"


class AbandonedError(Exception):
    """Nobody waits for this shard any more: it was not written."""


class _Entry(NamedTuple):
    """A record to be judged."""

    key: Key
    position: int
    """In the piece."""
    content: object


def label_shard(
    piece: Piece,
    settings: Settings,
    labeler: Labeler,
    output: Path,
    wanted: Callable[[], bool] = lambda: True,
) -> Done:
    """Label a piece and write its shard, unless it is no more `wanted`.

    The process dies of a record that breaks the limits; call it again with the same piece then
    (see `labeler.batch.attempts`). Raises OutputError where the shard cannot be written, and
    AbandonedError.
    """
    attempt = Attempt(output / WORK, piece.key, settings.max_seconds)
    failures = list(piece.failures)
    sheets = Sheets(settings)
    if attempt.hopeless:
        rows = piece.rows
        message = f"rows {rows[0]:,} to {rows[-1]:,}: five processes died of reading them"
        failures.append(Failure(piece.path, None, "died", message))
        files: dict[Table, Written] = {}
    else:
        records = records_of(piece, settings)
        for batch in _batches(records, piece.path, settings):
            if not wanted():
                raise AbandonedError(piece.key)
            failures += _judge(batch, sheets, settings, labeler, attempt)
        failures.sort(key=_row)
        files = write_shard(sheets, records.carried, settings, output, piece.key)
    sheets.counts.records = len(piece.rows)
    attempt.finish()
    counts = sheets.counts
    return Done(piece.source, piece.ordinal, counts, tuple(failures), files, piece.position)


def _batches(records: Records, path: str, settings: Settings) -> Iterator[list[_Entry]]:
    batch: list[_Entry] = []
    size = 0
    for position, (row, id_, url, content) in enumerate(
        zip(records.rows, records.ids, records.urls, records.contents, strict=True)
    ):
        batch.append(_Entry(Key(id_, path, row, url), position, content))
        size += _size(content, settings)
        if size >= _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(content: object, settings: Settings) -> int:
    """About how many characters a record has that a reader sees."""
    body = getattr(content, "body", content)
    size = len(body) if isinstance(body, str | bytes) else 0
    return size // _MARKUP_TO_TEXT if media_type_of(content, settings) == "text/html" else size


def _judge(
    batch: list[_Entry], sheets: Sheets, settings: Settings, labeler: Labeler, attempt: Attempt
) -> list[Failure]:
    """Label a batch of records; what cannot be labelled comes back."""
    rows = [entry.key.row for entry in batch]
    failures: list[Failure] = []
    able: list[_Entry] = []
    for entry in batch:
        if cause := attempt.given_up(entry.key.row):
            failures.append(_failure(entry, cause, _given_up(cause, settings)))
        else:
            able.append(entry)
    mode = attempt.mode(rows)
    if mode == "tried first":
        for entry in able:
            with attempt.at([entry.key.row], alone=True):
                _label_alone(entry, settings, labeler)
    if mode != "alone":
        try:
            with attempt.at(rows):
                together, failed = _label(able, settings, labeler)
        except (MemoryError, OutputError):
            raise
        except Exception:
            pass  # one of them is at fault: `_label_alone` says which
        else:
            sheets.extend(together)
            return failures + failed
    for entry in able:
        with attempt.at([entry.key.row], alone=True):
            alone, failed = _label_alone(entry, settings, labeler)
        sheets.extend(alone)
        failures += failed
    return failures


def _label_alone(
    entry: _Entry, settings: Settings, labeler: Labeler
) -> tuple[Sheets, list[Failure]]:
    try:
        return _label([entry], settings, labeler)
    except MemoryError:
        raise
    except Exception as error:
        message = f"labeler failed on it: {type(error).__name__}: {error}"
        return Sheets(settings), [_failure(entry, "error", message)]


def _label(
    entries: Sequence[_Entry], settings: Settings, labeler: Labeler
) -> tuple[Sheets, list[Failure]]:
    """Label records together."""
    sheets = Sheets(settings)
    failures: list[Failure] = []
    able: list[_Entry] = []
    documents: list[Document] = []
    for entry in entries:
        name = f"{entry.key.source}#{entry.key.row}"
        document = document_of(entry.content, name, settings)
        if isinstance(document, NoDocument):
            failures.append(_failure(entry, *document))
        else:
            able.append(entry)
            documents.append(document)
    for entry, judged in zip(able, labeler.judge_each(documents), strict=True):
        assert isinstance(judged, Judged)  # as all of them are documents
        sheets.add(entry.key, entry.position, judged, labeler)
    return sheets, failures


def _row(failure: Failure) -> int:
    return failure.row or 0


def _failure(entry: _Entry, cause: Cause, message: str) -> Failure:
    return Failure(entry.key.source, entry.key.row, cause, message)


def _given_up(cause: Cause, settings: Settings) -> str:
    if cause == "time":
        return f"took longer than {settings.max_seconds:g} s"
    if cause == "memory" and settings.max_memory is not None:
        return f"needed more than {settings.max_memory / 1e6:,.0f} MB of memory"
    return "the process that labelled it died, twice"
