"""Verdicts to report."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from labeler.document import Document, Segment, Span
from labeler.evidence import LABELS, Evidence
from labeler.provenance import Provenance
from labeler.report.positions import LineCounter, byte_counter
from labeler.report.schema import (
    SCHEMA_VERSION,
    DocumentEvidence,
    Finding,
    Input,
    LabelCount,
    LabelCounts,
    Report,
    ReportEvidence,
    ReportSegment,
    Scores,
    Summary,
    Tool,
)
from labeler.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_DECIMALS = 4
_HASH_DIGITS = 16


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


class Auditor(Protocol):
    """Objects to segments and documents while a report is made (`labeler.policy`)."""

    def see(self, segment: ReportSegment) -> None:
        """Take the next segment of the document."""

    def findings(self, report: "ReportStream") -> tuple[Finding, ...]:
        """What there is to object to, after the last segment."""


def build_report(
    document: Document,
    window: Window,
    tool: Tool,
    provenance: Provenance,
    *,
    language: str | None = None,
    errors: Sequence[str] = (),
) -> Report:
    """The report on `document`, whose main language is `language`; `window` is all of it."""
    return whole(
        ReportStream(document, [window], tool, provenance, language=language, errors=errors)
    )


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
        errors: Sequence[str] = (),
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
        self.errors = tuple(errors)
        self._segments = dict.fromkeys(LABELS, 0)
        self._characters = dict.fromkeys(LABELS, 0)
        self._needs_review = 0
        self.segments = self._audited(self._report_segments(document, windows))

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

    def _audited(self, segments: Iterator[ReportSegment]) -> Iterator[ReportSegment]:
        see = self.auditor.see if self.auditor else None
        for segment in segments:
            if see:
                see(segment)
            yield segment

    def _report_segments(
        self, document: Document, windows: Iterable[Window]
    ) -> Iterator[ReportSegment]:
        locate = LineCounter(document.text).locate
        byte_span = byte_counter(document)
        ordinals: dict[str, int] = {}
        for segments, verdicts, languages, views in windows:
            ids = segment_ids(views, ordinals)
            confidences = rounded([verdict.confidence for verdict in verdicts]).tolist()
            scores = rounded([verdict.scores for verdict in verdicts]).tolist()
            characters = self._characters
            for label, count in Counter(verdict.label for verdict in verdicts).items():
                self._segments[label] += count
            self._needs_review += sum(verdict.needs_review for verdict in verdicts)
            first = segments[0].index if segments else 0
            for at, (segment, verdict, language) in enumerate(
                zip(segments, verdicts, languages, strict=True)
            ):
                line, column = locate(segment.start)
                markup = segment.markup
                characters[verdict.label] += segment.end - segment.start
                yield ReportSegment(
                    ids[at],
                    segment.index,
                    Span(segment.start, segment.end),
                    line,
                    column,
                    byte_span(segment.start, segment.end) if byte_span else None,
                    markup.path if markup else None,
                    segment.text,
                    language,
                    segment.kind,
                    verdict.label,
                    confidences[at],
                    Scores(*scores[at]),
                    verdict.basis,
                    verdict.role,
                    verdict.aspect,
                    verdict.reviewed,
                    verdict.digital_source_type,
                    verdict.ai_disclosure,
                    verdict.gb45438_label,
                    verdict.about_image,
                    verdict.needs_review,
                    verdict.review_reason,
                    _ids_of(verdict.governed_by, ids, first) if verdict.governed_by else (),
                    _ids_of(verdict.governs, ids, first) if verdict.governs else (),
                    tuple([_evidence(e, ids, first) for e in verdict.evidence]),
                    verdict.conflicts,
                )


def segment_ids(views: Sequence[bytes], ordinals: dict[str, int]) -> list[str]:
    """Ids of segments; `ordinals` counts the texts of the document so far."""
    ids = []
    for view in views:
        digest = hashlib.sha256(view, usedforsecurity=False).hexdigest()[:_HASH_DIGITS]
        ordinal = ordinals[digest] = ordinals.get(digest, 0) + 1
        ids.append(f"{digest}-{ordinal}")
    return ids


def rounded(figures: "Sequence[float] | Sequence[Sequence[float]] | Floats") -> "Floats":
    """Figures as reports show them: rounding them at once is five times as fast."""
    import numpy as np  # a run that finds all reports in the cache does without it

    return np.asarray(figures, np.float64).round(_DECIMALS)


def _ids_of(indices: tuple[int, ...], ids: list[str], first: int) -> tuple[str, ...]:
    return tuple([ids[index - first] for index in indices])


def _evidence(evidence: Evidence, ids: list[str], first: int) -> ReportEvidence:
    marker = evidence.marker
    return ReportEvidence(
        evidence.source,
        evidence.name,
        evidence.via,
        evidence.label,
        evidence.role,
        evidence.aspect,
        evidence.verdict,
        evidence.weight,
        evidence.span,
        evidence.quote,
        None if marker is None else ids[marker - first],
        evidence.message,
    )
