"""Corrections in the formats of other annotation tools: Label Studio, Prodigy, Argilla and the
Web Annotation model of the W3C.

All offsets count code points, as the report's do. Label Studio stores them so (its editor maps
them to UTF-16), Prodigy slices Python strings, and the W3C's positions are of code points.
Argilla's editor counts UTF-16 units while its server checks them as code points (argilla issue
5729), so that spans after an emoji are wrong one way or the other; it gets a record a segment
instead, which needs no offsets.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from labeler.corrections.reviewed import ReviewedDocument, ReviewedSegment, text_of
from labeler.corrections.schema import Decision
from labeler.errors import UsageError
from labeler.evidence import Label
from labeler.report.linked import source_of, uuid_of
from labeler.report.schema import Report, ReportSegment

Json = dict[str, Any]
_AROUND = 400
"""Characters of the neighbours in a record of Argilla."""


def label_studio(documents: Iterable[ReviewedDocument]) -> Iterator[Json]:
    """Tasks with what the report says as a prediction, and an annotation for each reviewer.

    For a labelling interface with `<Labels name="label" toName="text">` and
    `<Text name="text" value="$text"/>`. Raises UsageError for a report without texts.
    """
    for document in documents:
        report = document.report
        # Browsers make one line end of CRLF, which would move every offset after it.
        text = _text(report).replace("\r\n", " \n").replace("\r", "\n")
        said = [(segment, segment.label, segment.confidence) for segment in report.segments]
        yield {
            "data": {"text": text, "path": report.input.path, "sha256": report.input.sha256},
            "predictions": [
                {
                    "model_version": f"{report.tool.name} {report.tool.version}",
                    "result": [_region(text, *one) for one in said],
                }
            ],
            "annotations": [
                {
                    "lead_time": 0,
                    "ground_truth": False,
                    "completed_by": {"email": who, "first_name": who, "last_name": ""},
                    "result": [_region(text, one, label, None) for one, label in given],
                }
                for who, given in _by_reviewer(document)
            ],
        }


def prodigy(documents: Iterable[ReviewedDocument]) -> Iterator[Json]:
    """A task for each document and reviewer, with the reviewer's labels as spans."""
    for document in documents:
        text, about = _text(document.report), document.report.input
        for who, given in _by_reviewer(document):
            yield {
                "text": text,
                "spans": [
                    {"start": one.span.start, "end": one.span.end, "label": label}
                    for one, label in given
                ],
                "meta": {"path": about.path, "sha256": about.sha256},
                "answer": "accept",
                "_annotator_id": who,
                "_session_id": who,
            }


def argilla(documents: Iterable[ReviewedDocument]) -> Iterator[Json]:
    """A record for each decided segment, for a dataset with the text fields `text`, `before` and
    `after` and the label question `label`. `responses` name reviewers, who need users there."""
    for document in documents:
        about, segments = document.report.input, document.report.segments
        places = {segment.id: place for place, segment in enumerate(segments)}
        for one in document.segments:
            place, segment = places[one.segment.id], one.segment
            before = segments[place - 1] if place else None
            after = segments[place + 1] if place + 1 < len(segments) else None
            yield {
                "id": f"{about.sha256[:16]}-{segment.id}",
                "fields": {
                    "text": _said(segment),
                    "before": _said(before)[-_AROUND:] if before else "",
                    "after": _said(after)[:_AROUND] if after else "",
                },
                "metadata": {
                    "path": about.path,
                    "start": segment.span.start,
                    "end": segment.span.end,
                    "language": segment.language or "",
                },
                "suggestions": {"label": {"value": segment.label, "score": segment.confidence}},
                "responses": {
                    "label": [
                        {"value": said.label, "user": who}
                        for who, said in one.decisions.items()
                        if said.label
                    ]
                },
            }


def web_annotation(documents: Iterable[ReviewedDocument]) -> Iterator[Json]:
    """An annotation for each decision (https://www.w3.org/TR/annotation-model/)."""
    root = os.getcwd()
    for document in documents:
        about = document.report.input
        source = source_of(about, root)
        for one in document.segments:
            for who, said in one.decisions.items():
                yield {
                    "@context": "http://www.w3.org/ns/anno.jsonld",
                    "id": uuid_of("decision", said.id, about.sha256, one.segment.id).urn,
                    "type": "Annotation",
                    "motivation": "classifying",
                    "creator": {"type": "Person", "name": who},
                    "created": said.time,
                    "body": _bodies(said),
                    "target": {
                        "source": source,
                        "selector": _selectors(document.report, one),
                    },
                }


def _bodies(said: Decision) -> list[Json]:
    told = [
        (said.label or "unsure", "classifying"),
        *([(said.note, "commenting")] * bool(said.note)),
    ]
    return [{"type": "TextualBody", "value": value, "purpose": purpose} for value, purpose in told]


def _selectors(report: Report, one: ReviewedSegment) -> list[Json]:
    """As in `--format webanno`: a page's positions are of its visible text, so it has its path."""
    segment, found = one.segment, list[Json]()
    if report.input.media_type != "text/html":
        span = segment.span
        found.append({"type": "TextPositionSelector", "start": span.start, "end": span.end})
    elif segment.path:
        found.append({"type": "XPathSelector", "value": f"/{segment.path}"})
    if segment.text is not None:
        found.append({"type": "TextQuoteSelector", "exact": segment.text})
    return found


def _by_reviewer(
    document: ReviewedDocument,
) -> Iterator[tuple[str, list[tuple[ReportSegment, Label]]]]:
    reviewers = sorted({who for one in document.segments for who in one.decisions})
    for who in reviewers:
        said = [(one.segment, one.decisions.get(who)) for one in document.segments]
        given = [(one, d.label) for one, d in said if d is not None and d.label is not None]
        if given:
            yield who, given


def _region(text: str, segment: ReportSegment, label: Label, score: float | None) -> Json:
    start, end = segment.span.start, segment.span.end
    name = hashlib.sha256(f"{segment.id} {label}".encode(), usedforsecurity=False).hexdigest()
    region: Json = {
        "id": name[:10],
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "text": text[start:end], "labels": [label]},
    }
    return region if score is None else {**region, "score": score}


def _text(report: Report) -> str:
    try:
        return text_of(report)
    except ValueError as error:
        raise UsageError(f"{report.input.path}: {error}; this format needs the texts") from None


def _said(segment: ReportSegment) -> str:
    return segment.text or ""


FORMATS: dict[str, Callable[[Iterable[ReviewedDocument]], Iterator[Json]]] = {
    "label-studio": label_studio,
    "prodigy": prodigy,
    "argilla": argilla,
    "webanno": web_annotation,
}
