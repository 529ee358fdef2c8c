"""Segments as reports show them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from labeler.document import Span
from labeler.evidence import LABELS, Evidence
from labeler.report.located import Place
from labeler.report.schema import ReportEvidence, ReportSegment, Scores
from labeler.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from labeler.report.build import Window

    Floats = NDArray[np.float64]

DECIMALS = 4


def rounded(figures: "Sequence[float] | Sequence[Sequence[float]] | Floats") -> "Floats":
    """Figures as reports show them: rounding them at once is five times as fast."""
    import numpy as np  # a run that finds all reports in the cache does without it

    return np.asarray(figures, np.float64).round(DECIMALS)


def figures_of(
    confidences: "Sequence[float] | Floats", scores: "Sequence[Sequence[float]] | Floats"
) -> "Floats":
    """Confidence and scores of each segment, as reports show them: shape (n, 5)."""
    import numpy as np  # as in `rounded`

    rows = len(confidences)
    return rounded(np.column_stack((confidences, np.reshape(scores, (rows, len(LABELS))))))


def report_segment(
    window: "Window",
    verdict_on: Callable[[int], Verdict],
    ids: Sequence[str],
    figures: "Floats",
    at: int,
    place: Place,
) -> ReportSegment:
    """The segment of a window at a position; `ids` and `figures` are those of the window."""
    segment, verdict = window.segments[at], verdict_on(at)
    markup = segment.markup
    first = window.segments[0].index
    confidence, *scores = figures[at].tolist()
    return ReportSegment(
        ids[at],
        segment.index,
        Span(segment.start, segment.end),
        place.line,
        place.column,
        place.byte_span,
        markup.path if markup else None,
        segment.text,
        window.languages[at],
        segment.kind,
        verdict.label,
        confidence,
        Scores(*scores),
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
        tuple([report_evidence(e, ids, first) for e in verdict.evidence]),
        verdict.conflicts,
    )


def _ids_of(indices: tuple[int, ...], ids: Sequence[str], first: int) -> tuple[str, ...]:
    return tuple([ids[index - first] for index in indices])


def report_evidence(evidence: Evidence, ids: Sequence[str], first: int) -> ReportEvidence:
    """Evidence as reports show it; `ids` are those of segments from the index `first` on."""
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
