"""`--format csv`: one row a segment, for spreadsheets and data frames.

RFC 4180 in UTF-8, with a row of column names.
"""

import csv
import io
import re

from labeler.report.encode import utf8
from labeler.report.schema import Input, ReportSegment
from labeler.report.writer import AnyReport, Sink, Writer

COLUMNS = (
    "document", "document_sha256", "media_type", "index", "id", "label", "confidence", "basis",
    "needs_review", "review_reason", "role", "aspect", "digital_source_type", "kind", "language",
    "start", "end", "line", "column", "path", "governed_by", "governs", "text",
)  # fmt: skip
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that spreadsheets may run, or that begins so behind apostrophes; the wide
forms are read like the others in East Asian settings (OWASP, CSV injection)."""


class CsvWriter(Writer):
    """Writes a row for each segment of each document, as they are made."""

    def __init__(self, sink: Sink) -> None:
        self._stream = sink.stream
        self._include_text = sink.include_text
        self._lines = io.StringIO(newline="")
        self._rows = csv.writer(self._lines)
        self._write_row(COLUMNS if sink.include_text else COLUMNS[:-1])

    def write(self, report: AnyReport) -> None:
        """Write the rows of one document."""
        for segment in report.segments:
            row = _row(report.input, segment)
            self._write_row(row if self._include_text else row[:-1])

    def close(self) -> None:
        """Nothing follows the last row."""

    def _write_row(self, row: tuple[object, ...]) -> None:
        self._rows.writerow([_cell(value) for value in row])
        self._stream.write(utf8(self._lines.getvalue()))
        self._lines.seek(0)
        self._lines.truncate()


def _row(input: Input, segment: ReportSegment) -> tuple[object, ...]:
    """The values of one segment, in the order of `COLUMNS`."""
    return (
        input.path, input.sha256, input.media_type, segment.index, segment.id, segment.label,
        segment.confidence, segment.basis, segment.needs_review, segment.review_reason,
        segment.role, segment.aspect, segment.digital_source_type, segment.kind,
        segment.language, segment.span.start, segment.span.end, segment.line, segment.column,
        segment.path, " ".join(segment.governed_by), " ".join(segment.governs), segment.text,
    )  # fmt: skip


def _cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula.

    An apostrophe is put before what may be one, and before what begins with apostrophes and
    then so, which makes it possible to take it off again.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).replace("\0", "\ufffd")  # at which many readers stop
    return f"'{text}" if _FORMULA.match(text) else text
