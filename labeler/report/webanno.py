"""`--format webanno`: labels as annotations of the W3C (https://www.w3.org/TR/annotation-model/)."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import Any

from labeler.document import MediaType
from labeler.report.encode import encode
from labeler.report.linked import LABELER, source_of, uuid_of, uuid_of_tool
from labeler.report.schema import ReportSegment, Tool
from labeler.report.writer import AnyReport, Sink, Writer

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters quoted before and after a segment."""
_HTML_BETWEEN = "\n\n"  # how `labeler.read.html` joins blocks

Json = dict[str, Any]


class WebannoWriter(Writer):
    """Writes one collection with an annotation for each segment of all documents."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._root = os.getcwd()
        self._written = 0
        self._digest = hashlib.sha256(usedforsecurity=False)
        self._tools: dict[Tool, str] = {}
        sink.stream.write(
            b'{"@context":%b,"type":"AnnotationCollection","first":{"type":"AnnotationPage",'
            b'"startIndex":0,"items":[' % encode([CONTEXT, {"labeler": LABELER}])
        )

    def write(self, report: AnyReport) -> None:
        """Write the annotations of one document."""
        creator = self._creator(report.tool)
        source = source_of(report.input, self._root)
        media_type = report.input.media_type
        for before, segment, after in _with_neighbours(report.segments):
            annotation: Json = {
                "id": uuid_of("annotation", creator, source, report.input.sha256, segment.id).urn,
                "type": "Annotation",
                "motivation": "classifying",
                "creator": creator,
                "body": _bodies(segment),
                "target": {
                    "source": source,
                    "selector": list(
                        _selectors(before, segment, after, media_type, self._sink.include_text)
                    ),
                },
                "labeler:confidence": segment.confidence,
                "labeler:basis": segment.basis,
            }
            self._write(encode(annotation))

    def close(self) -> None:
        """Write the end of the collection."""
        digest = self._digest.hexdigest()
        rest: Json = {
            "id": uuid_of("collection", digest).urn,
            "total": self._written,
            "creator": [_software(name, tool) for tool, name in self._tools.items()],
        }
        page = {"id": uuid_of("page", digest).urn}
        self._sink.stream.write(b"\n]," + encode(page)[1:] + b"," + encode(rest)[1:] + b"\n")

    def _creator(self, tool: Tool) -> str:
        if tool not in self._tools:
            self._tools[tool] = uuid_of_tool(tool).urn
        return self._tools[tool]

    def _write(self, annotation: bytes) -> None:
        self._sink.stream.write((b",\n" if self._written else b"\n") + annotation)
        self._digest.update(annotation)
        self._written += 1


def _with_neighbours(
    segments: Iterable[ReportSegment],
) -> Iterator[tuple[ReportSegment | None, ReportSegment, ReportSegment | None]]:
    before: ReportSegment | None = None
    here: ReportSegment | None = None
    for after in segments:
        if here is not None:
            yield before, here, after
        before, here = here, after
    if here is not None:
        yield before, here, None


def _bodies(segment: ReportSegment) -> list[Json]:
    bodies: list[Json] = [{"type": "TextualBody", "value": segment.label, "purpose": "classifying"}]
    if segment.digital_source_type:
        bodies.append(
            {
                "type": "SpecificResource",
                "source": segment.digital_source_type,
                "purpose": "classifying",
            }
        )
    return bodies


def _selectors(
    before: ReportSegment | None,
    segment: ReportSegment,
    after: ReportSegment | None,
    media_type: MediaType,
    include_text: bool,
) -> Iterator[Json]:
    """Several ways to the segment, each of which is enough.

    Positions of a page are of its visible text, which is not what the standard counts in, so a
    page has the path of the element instead.
    """
    if media_type != "text/html":
        yield {
            "type": "TextPositionSelector",
            "start": segment.span.start,
            "end": segment.span.end,
        }
    elif segment.path:
        yield {"type": "XPathSelector", "value": f"/{segment.path}"}
    if include_text and segment.text is not None:
        quote: Json = {"type": "TextQuoteSelector", "exact": segment.text}
        if before and (between := _between(before, segment, media_type)) is not None:
            quote["prefix"] = ((before.text or "") + between)[-_AROUND:]
        if after and (between := _between(segment, after, media_type)) is not None:
            quote["suffix"] = (between + (after.text or ""))[:_AROUND]
        yield quote


def _between(one: ReportSegment, other: ReportSegment, media_type: MediaType) -> str | None:
    """What stands between two segments, which a report does not hold; None if it cannot be told.

    As many characters as there are line ends can only be line ends, twice as many in plain text
    are CRLFs (or spaces and line ends, which is as good for finding a place).
    """
    length = other.span.start - one.span.end
    if media_type == "text/html":
        return _HTML_BETWEEN if length == len(_HTML_BETWEEN) else None
    ends = other.line - one.line - _line_ends(one.text or "")
    if length == ends:
        return "\n" * ends
    if length == 2 * ends and media_type == "text/plain":
        return "\r\n" * ends
    return None


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _software(name: str, tool: Tool) -> Json:
    software = {
        "id": name,
        "type": "Software",
        "name": f"{tool.name} {tool.version}",
        "labeler:rulesSha256": tool.rules_sha256,
        "labeler:modelSha256": tool.model_sha256,
        "labeler:configSha256": tool.config_sha256,
    }
    return {key: value for key, value in software.items() if value is not None}
