"""`--format html`: the writer."""

import shutil
from tempfile import SpooledTemporaryFile

from labeler.errors import InputError
from labeler.report.html.charts import Outline
from labeler.report.html.page import (
    INDEX_FOOT,
    Totals,
    document_foot,
    document_head,
    foot,
    head,
    index_head,
    index_row,
    problem,
)
from labeler.report.html.segments import segment_chunks
from labeler.report.writer import AnyReport, Sink, Writer, findings_of

_IN_MEMORY = 1 << 23
"""Bytes kept in memory of what waits for the page's end; what is more goes to a temporary file."""


class HtmlWriter(Writer):
    """Writes all reports into one page when the last has come.

    Their summaries stand above their segments, and the index above all, so each part waits in
    a temporary file; memory does not grow with the number of documents or their length.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._problems = _spool()
        self._rows = _spool()
        self._documents = _spool()
        self._totals = Totals()
        self._title = "labeler"

    def write(self, report: AnyReport) -> None:
        """Take one report."""
        document, outline = f"d{self._totals.documents}", Outline()
        with _spool() as segments:
            include_text = self._sink.include_text
            for chunk in segment_chunks(
                report.segments, document, outline, include_text=include_text
            ):
                segments.write(chunk.encode())
            # Summary and findings are complete only now.
            findings = findings_of(report, include_text=include_text)
            self._documents.write(document_head(document, report, findings, outline).encode())
            segments.seek(0)
            shutil.copyfileobj(segments, self._documents)
        self._documents.write(document_foot(report).encode())
        counted = sum(finding.status != "suppressed" for finding in findings)
        self._rows.write(index_row(document, report, counted).encode())
        self._totals = self._totals.plus(report.summary, counted, outline.bins)
        self._title = report.input.path

    def write_error(self, error: InputError) -> None:
        """Name an input that could not be read above all else."""
        self._problems.write(problem(str(error)).encode())

    def close(self) -> None:
        """Write the page."""
        write, several = self._sink.stream.write, self._totals.documents != 1
        title = f"{self._totals.documents:,} documents" if several else self._title
        write(head(title).encode())
        self._copy(self._problems)
        if several:
            write(index_head(self._totals).encode())
            self._copy(self._rows)
            write(INDEX_FOOT.encode())
        self._copy(self._documents)
        write(foot().encode())

    def _copy(self, part: "SpooledTemporaryFile[bytes]") -> None:
        with part:
            part.seek(0)
            shutil.copyfileobj(part, self._sink.stream)


def _spool() -> "SpooledTemporaryFile[bytes]":
    return SpooledTemporaryFile(_IN_MEMORY)
