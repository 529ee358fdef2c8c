"""What a shard writes, gathered document by document: the rows of each table of the output."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from labeler.batch.counts import Counts, Tally
from labeler.batch.extras import extra
from labeler.batch.segments import SegmentRows, columns_of
from labeler.batch.settings import Keep, Settings, Table
from labeler.batch.tables import (
    DOCUMENTS,
    SEGMENTS,
    TEXT,
    Key,
    document_row,
    rows_table,
    schema_of,
    with_carried,
)
from labeler.decide import Columns
from labeler.document import Segment
from labeler.evidence import LABELS
from labeler.report.build import Judged, whole
from labeler.report.encode import compact_pieces, encode
from labeler.report.segment import rounded
from labeler.scanner import Labeler

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 20_000
"""Segments made into columns together."""


class Sheets:
    """The rows of some documents, in their order."""

    def __init__(self, settings: Settings) -> None:
        self.counts = Counts()
        self._settings = settings
        self._labelled: list[int] = []
        self._documents: list[tuple[Any, ...]] = []
        self._reports: list[bytes] = []
        self._segments = SegmentRows(include_text=settings.include_text)
        self._segment_tables: list[pa.Table] = []
        self._columns: list[Columns] = []  # of windows whose confidences are not counted
        self._held = 0  # segments in them
        self._kept: list[int] = []
        self._texts: list[tuple[Any, ...]] = []

    def add(self, key: Key, position: int, judged: Judged, labeler: Labeler) -> None:
        """Add a document that `labeler` judged; `position` is that of its record in the piece."""
        settings = self._settings
        if "reports" in settings.tables:
            judged = judged._replace(windows=list(judged.windows))
            report = whole(labeler.report_on(judged))
            pieces = compact_pieces(report, include_text=settings.include_text)
            self._reports.append(b"".join(pieces))
        tally = Tally()
        kept: list[str] = []
        ordinals: dict[str, int] = {}
        for window in judged.windows:
            columns = columns_of(window)
            tally.see(window.segments, columns)
            if settings.keep is not None:
                kept += _kept(window.segments, columns, settings.keep)
            if "segments" in settings.tables:
                self._segments.add(key, window, ordinals)
            self._columns.append(columns)
            self._held += len(window.segments)
            if self._held >= _AT_ONCE:
                self._flush()
        self.counts.see_document(tally, judged.language)
        self._labelled.append(position)
        self._documents.append(document_row(key, judged, tally))
        if kept:
            text = "\n\n".join(kept)
            self._kept.append(position)
            self._texts.append((*key, judged.language, len(text), text))
            self.counts.kept += 1

    def extend(self, other: "Sheets") -> None:
        """Add the documents of `other`, which come after those that are there."""
        self._flush()
        other._flush()
        self.counts.add(other.counts)
        self._labelled += other._labelled
        self._documents += other._documents
        self._reports += other._reports
        self._segment_tables += other._segment_tables
        self._kept += other._kept
        self._texts += other._texts

    def table(self, name: Table, carried: "pa.Table") -> "pa.Table":
        """A table of the output; `carried` has a row for each record of the piece."""
        if name == "documents":
            beside = _taken(carried, self._labelled)
            return with_carried(rows_table(DOCUMENTS, self._documents), beside)
        if name == "text":
            return with_carried(rows_table(TEXT, self._texts), _taken(carried, self._kept))
        self._flush()
        pa = extra("pyarrow")
        return pa.concat_tables([schema_of(SEGMENTS).empty_table(), *self._segment_tables])

    def lines(self, name: Table, carried: "pa.Table") -> Iterator[bytes]:
        """A table of the output as JSON Lines."""
        if name == "text":
            for row in self.table("text", carried).to_pylist():
                yield encode(row) + b"\n"
            return
        # Without columns, Arrow knows of no rows.
        beside = _taken(carried, self._labelled).to_pylist() or [{}] * len(self)
        for row, columns, report in zip(self._documents, beside, self._reports, strict=True):
            head = encode(dict(zip(Key._fields, row, strict=False)))
            yield b'%b,"columns":%b,"report":%b}\n' % (head[:-1], encode(columns), report)

    def __len__(self) -> int:
        return len(self._labelled)

    def _flush(self) -> None:
        """Make columns of the segments that are held, and count them."""
        if len(self._segments):
            self._segment_tables.append(self._segments.table())
            self._segments = SegmentRows(include_text=self._settings.include_text)
        if self._columns:
            self.counts.see_confidences(self._columns)
            self._columns, self._held = [], 0


def _kept(segments: Sequence[Segment], columns: Columns, keep: Keep) -> list[str]:
    wanted = np.isin(columns.labels, [LABELS.index(label) for label in keep.labels])
    wanted &= rounded(columns.confidences) >= keep.min_confidence  # as the report shows them
    return [segments[position].text for position in np.flatnonzero(wanted).tolist()]


def _taken(carried: "pa.Table", positions: list[int]) -> "pa.Table":
    """Some rows of a table; Arrow would not know of what type no positions are."""
    pa = extra("pyarrow")
    return carried.take(pa.array(positions, pa.int64()))
