"""Verdicts to report."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from labeler.document import Document, Segment
from labeler.evidence import LABELS, Label
from labeler.provenance import Provenance
from labeler.report.encode import encode
from labeler.report.located import Locator, Row, place_of
from labeler.report.schema import (
    CONTENT_DIGITS,
    SCHEMA_VERSION,
    DocumentEvidence,
    Finding,
    Input,
    LabelCount,
    LabelCounts,
    Report,
    ReportSegment,
    Summary,
    Tool,
)
from labeler.report.segment import figures_of, report_segment
from labeler.verdict import Verdict

_FIRST = "-1"


class Window(NamedTuple):
    """Consecutive segments, in the order of the text, and what was found of each."""

    segments: Sequence[Segment]
    verdicts: Sequence[Verdict]
    """They refer by index to segments of their own window only."""
    languages: Sequence[str | None]
    """Codes, `None` where unknown."""
    views: Sequence[bytes]
    """The normalised texts (`labeler.rules.normalize`)."""


class Judged(NamedTuple):
    """What was found of a document."""

    document: Document
    windows: Iterable[Window]
    """All its segments; of a huge document they are judged while this is iterated, once."""
    provenance: Provenance
    language: str | None
    """Of most of it."""

    @property
    def is_huge(self) -> bool:
        """Whether its segments are judged while they are iterated."""
        return not isinstance(self.windows, tuple)


class Auditor(Protocol):
    """Objects to segments and documents while a report is made (`labeler.policy`)."""

    def see(self, segment: ReportSegment) -> None:
        """Take the next segment of the document."""

    def findings(self, report: "ReportStream") -> tuple[Finding, ...]:
        """What there is to object to, after the last segment."""


def whole(report: "Report | ReportStream") -> Report:
    """The report with all its segments in memory."""
    if isinstance(report, Report):
        return report
    segments = tuple(report.segments)  # first: summary and findings are complete after them
    return Report(
        schema_version=report.schema_version,
        tool=report.tool,
        input=report.input,
        document=report.document,
        segments=segments,
        summary=report.summary,
        findings=report.findings,
        errors=report.errors,
    )


class ReportStream:
    """A report whose segments are made while it is written, for documents of any size.

    It has the attributes of `Report`, but `segments` can be iterated once, and `summary` is
    complete only after that.
    """

    def __init__(
        self,
        document: Document,
        windows: Iterable[Window],
        tool: Tool,
        provenance: Provenance,
        *,
        language: str | None = None,
    ) -> None:
        self.schema_version = SCHEMA_VERSION
        self.tool = tool
        self.input = Input(
            path=document.path,
            media_type=document.media_type,
            encoding=document.encoding,
            encoding_source=document.encoding_source,
            sha256=document.sha256,
            language=language,
        )
        self.document = DocumentEvidence(
            declared=provenance.declared,
            hidden_text=provenance.hidden_text,
            c2pa=provenance.c2pa,
        )
        self.auditor: Auditor | None = None
        """To be set before `segments` is iterated."""
        self.errors = document.problems
        self._segments = dict.fromkeys(LABELS, 0)
        self._characters = dict.fromkeys(LABELS, 0)
        self._needs_review = 0
        self._numbered = _numbered(document, windows)
        self.segments = self._audited()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the auditor objects to; complete after `segments` has been iterated."""
        return self.auditor.findings(self) if self.auditor else ()

    @property
    def summary(self) -> Summary:
        """The document in numbers, as far as `segments` has been iterated."""
        counts = {
            label: LabelCount(segments=self._segments[label], characters=self._characters[label])
            for label in LABELS
        }
        return Summary(
            segments=sum(self._segments.values()),
            characters=sum(self._characters.values()),
            needs_review=self._needs_review,
            labels=LabelCounts(**counts),
        )

    def encoded_segments(self, *, include_text: bool) -> Iterator[bytes]:
        """`segments` as compact JSON, one by one; either can be iterated, once."""
        # A run that finds all reports in the cache does without.
        from labeler.decide import Verdicts
        from labeler.report.plain import encoded_segments

        for window, ids, rows in self._numbered:
            if self.auditor is not None or not isinstance(window.verdicts, Verdicts):
                for segment in self._structs(window, ids, rows):
                    yield encode(segment if include_text else replace(segment, text=None))
                continue
            columns = window.verdicts.columns
            labels = [LABELS[code] for code in columns.labels.tolist()]
            self._count(window.segments, labels, int(columns.needs_review.sum()))
            figures = figures_of(columns.confidences, columns.scores)
            struct = partial(report_segment, window, window.verdicts.one, ids, figures)
            yield from encoded_segments(
                window, ids, rows, figures, struct, include_text=include_text
            )

    def _audited(self) -> Iterator[ReportSegment]:
        for window, ids, rows in self._numbered:
            yield from self._structs(window, ids, rows)

    def _structs(
        self, window: Window, ids: Sequence[str], rows: Sequence[Row]
    ) -> Iterator[ReportSegment]:
        """Make the segments of a window, and let the auditor see them."""
        verdicts = list(window.verdicts)
        labels = [verdict.label for verdict in verdicts]
        self._count(window.segments, labels, sum(verdict.needs_review for verdict in verdicts))
        figures = figures_of([v.confidence for v in verdicts], [v.scores for v in verdicts])
        see = self.auditor.see if self.auditor else None
        for at, row in enumerate(rows):
            segment = report_segment(window, verdicts.__getitem__, ids, figures, at, place_of(row))
            if see:
                see(segment)
            yield segment

    def _count(
        self, segments: Sequence[Segment], labels: Sequence[Label], needs_review: int
    ) -> None:
        for label, count in Counter(labels).items():
            self._segments[label] += count
        for segment, label in zip(segments, labels, strict=True):
            self._characters[label] += segment.end - segment.start
        self._needs_review += needs_review


def _numbered(
    document: Document, windows: Iterable[Window]
) -> Iterator[tuple[Window, list[str], list[Row]]]:
    """Each window with the ids of its segments and where they lie."""
    ordinals: dict[str, int] = {}
    locator = Locator(document)
    for window in windows:
        yield window, segment_ids(window.views, ordinals), locator.rows(window.segments)


def segment_ids(views: Sequence[bytes], ordinals: dict[str, int]) -> list[str]:
    """Ids of segments; `ordinals` counts the texts of the document so far."""
    ids = []
    for view in views:
        digest = hashlib.sha256(view, usedforsecurity=False).hexdigest()[:CONTENT_DIGITS]
        if digest in ordinals:
            ordinals[digest] += 1
            ids.append(f"{digest}-{ordinals[digest]}")
        else:
            ordinals[digest] = 1
            ids.append(digest + _FIRST)
    return ids
