"""What the classifier's answers rest on, worked out anew when a reviewer looks at a segment.

A report keeps what the classifier said, not why. Text is in the report; of a page the elements
are needed too, so its file is read again, if it lies below the working directory and is what was
scanned. Nothing of the file is shown.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.corrections.scanned import scanned_bytes
from labeler.document import Document, Segment
from labeler.locate import shipped
from labeler.read import read_bytes
from labeler.report.schema import Report
from labeler.segment import segment

if TYPE_CHECKING:
    from labeler.classifier.context import Context
    from labeler.classifier.gold import PageLabel
    from labeler.classifier.model import Model, StructureHead


class Reasons(NamedTuple):
    """The families of features by what they speak for, as natural log-odds."""

    structure: Mapping[str, float] | None
    """For the segment's label on the page: article, caption or boilerplate."""
    authorship: Mapping[str, float] | None
    """For a model as the author; None for what is no undeclared prose."""
    missing: str | None
    """Why nothing can be said, in words."""


class _Page(NamedTuple):
    """A document as the structure head saw it."""

    name: str
    head: "StructureHead"
    context: "Context"


class Reasoner:
    """The model that made the reports, loaded at the first question."""

    def __init__(self, model: Path | None = None) -> None:
        self._folder = model
        self._loaded: Model | None = None
        self._last: _Page | None = None

    def reasons(self, report: Report, place: int) -> Reasons:
        """Why the classifier said what it said of the segment at `place`.

        Raises ModelError for a folder that holds no model.
        """
        model = self._model()
        if model.sha256 != report.tool.model_sha256:
            return _nothing("another model made this report; name it with --model")
        if any(one.text is None for one in report.segments):
            return _nothing("the report was written with --no-text")
        page = self._page(report, model)
        return Reasons(
            _of_structure(page, report, place) if page else None,
            _of_authorship(report, place, model),
            None if page else "the page's file is not below this directory as it was scanned",
        )

    def _model(self) -> "Model":
        from labeler.classifier.model import load_model

        self._loaded = self._loaded or load_model(self._folder or shipped("models"))
        return self._loaded

    def _page(self, report: Report, model: "Model") -> _Page | None:
        from labeler.classifier.structure import context_of

        name = f"{report.input.sha256} {report.input.path}"
        page = self._last
        if page is None or page.name != name:
            document = _document(report) if report.input.media_type == "text/html" else None
            segments = segment(document) if document else _segments(report)
            spans = [(one.start, one.end) for one in segments]
            if spans != [(one.span.start, one.span.end) for one in report.segments] or (
                report.input.media_type == "text/html" and document is None
            ):
                return None
            title = document.title if document else None
            head = model.html if segments and segments[0].markup is not None else model.text
            hashing = model.manifest.structure_hashing
            context = context_of([segments], [title], head, hashing, model.tables)
            # Other threads may be here too: each keeps to the page that it made.
            self._last = page = _Page(name, head, context)
        return page


def _nothing(why: str) -> Reasons:
    return Reasons(None, None, why)


def _document(report: Report) -> Document | None:
    """The page, read again; None unless its file lies here and is what was scanned."""
    try:
        lies_here = Path(os.path.realpath(report.input.path)).is_relative_to(os.path.realpath("."))
    except (OSError, ValueError):  # no file can have such a name; ValueError: a zero byte in it
        return None
    data = scanned_bytes(report.input) if lies_here else None
    if data is None:
        return None
    found = list(read_bytes(data, report.input.path))
    return found[0] if len(found) == 1 and isinstance(found[0], Document) else None


def _segments(report: Report) -> list[Segment]:
    return [
        Segment(one.index, one.span.start, one.span.end, one.text or "", one.kind)
        for one in report.segments
    ]


def _of_structure(page: _Page, report: Report, place: int) -> Mapping[str, float]:
    from labeler.classifier.families import structure_weights

    names: dict[str, PageLabel] = {"image_caption": "caption", "boilerplate": "boilerplate"}
    label = names.get(report.segments[place].label, "article")
    found = structure_weights(page.context, place, page.head.networks, label)
    return {str(family): weight for family, weight in found.items()}


def _of_authorship(report: Report, place: int, model: "Model") -> Mapping[str, float] | None:
    from labeler.classifier.families import authorship_weights

    prose: Sequence[int] = [
        at
        for at, one in enumerate(report.segments)
        if one.label in ("human_article", "ai_report") and one.basis != "declared"
    ]
    if place not in prose:
        return None
    segments = _segments(report)
    known = report.segments[place].language in model.manifest.authorship.languages
    chosen = [segments[at] for at in prose]
    return authorship_weights(chosen, prose.index(place), model, known=known)
