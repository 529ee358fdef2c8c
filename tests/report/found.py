"""Reports with findings, made for the tests of formats."""

import io
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from labeler.document import Document
from labeler.provenance import Provenance
from labeler.provenance.finding import Severity
from labeler.report.build import ReportStream
from labeler.report.positions import LineCounter
from labeler.report.schema import Finding, Report, ReportSegment
from labeler.report.writer import AnyReport, Sink
from labeler.report.writers import writer_of
from tests.report.made import PROSE, TOOL, document, paragraphs, report_on, window


class MadeRule(NamedTuple):
    id: str
    severity: Severity = "warning"
    message: str = "something to object to"


RULES = (
    MadeRule("residue", "error", "text that a chatbot leaves behind"),
    MadeRule("undisclosed-ai", "warning", "AI text without a disclosure"),
)


def finding(segment: ReportSegment, **changes: Any) -> Finding:
    """A warning about a segment, as a policy makes it."""
    text = segment.text or ""
    end_line, end_column = LineCounter(text).locate(len(text))
    made = Finding(
        rule="undisclosed-ai",
        severity="warning",
        message="AI text without a disclosure",
        content=segment.id[:16],
        segment=segment.id,
        span=segment.span,
        line=segment.line,
        column=segment.column,
        end_line=segment.line + end_line - 1,
        end_column=segment.column + end_column - 1 if end_line == 1 else end_column,
        quote=text[:160],
    )
    return msgspec.structs.replace(made, **changes)


def about_document(report: Report, **changes: Any) -> Finding:
    """An error about a document as a whole."""
    made = Finding(
        rule="share-of-ai",
        severity="error",
        message="too much AI text: 80 %",
        content=report.input.sha256[:16],
    )
    return msgspec.structs.replace(made, **changes)


def with_findings(report: Report, *findings: Finding) -> Report:
    return msgspec.structs.replace(report, findings=findings)


def objected_to(text: str, path: str = "page.txt", **changes: Any) -> Report:
    """A report on `text` with a finding for each of its lines."""
    report = report_on(text, path=path)
    return with_findings(report, *(finding(segment, **changes) for segment in report.segments))


def as_page(report: Report) -> Report:
    """The same report, of an HTML page."""
    segments = [
        msgspec.structs.replace(s, path=f"html/body/p[{s.index + 1}]", byte_span=None)
        for s in report.segments
    ]
    about = msgspec.structs.replace(report.input, media_type="text/html", path="page.html")
    return msgspec.structs.replace(report, input=about, segments=tuple(segments))


class EachSegment:
    """An auditor that objects to every segment."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def see(self, segment: ReportSegment) -> None:
        self.found.append(finding(segment))

    def findings(self, report: ReportStream) -> tuple[Finding, ...]:
        return tuple(self.found)


def streamed(text: str) -> ReportStream:
    """A report made while it is written, with a finding for each line."""
    page: Document = document(text)
    segments = paragraphs(text)
    windows = (window([segment], [PROSE]) for segment in segments)
    stream = ReportStream(page, windows, TOOL, Provenance(), language="en")
    stream.auditor = EachSegment()
    return stream


def written(name: str, *reports: AnyReport, **sink: Any) -> str:
    """What the writer of the format `name` makes of reports."""
    return written_bytes(name, reports, **sink).decode()


def written_bytes(name: str, reports: Iterable[AnyReport], **sink: Any) -> bytes:
    stream = io.BytesIO()
    writer = writer_of(name)(Sink(stream, **sink))
    for report in reports:
        writer.write(report)
    writer.close()
    return stream.getvalue()
