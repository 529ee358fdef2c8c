"""`--format prov`: where segments and their labels come from, in W3C PROV.

The JSON is PROV-JSONLD (https://www.w3.org/submissions/prov-jsonld/): a graph of statements.
"""

import os
from collections.abc import Iterator
from typing import Any

from labeler.provenance import vocabulary
from labeler.report.encode import encode
from labeler.report.linked import LABELER, content_name, source_of, uuid_of, uuid_of_tool
from labeler.report.schema import Input, ReportSegment, Tool
from labeler.report.writer import AnyReport, Sink, Writer

CONTEXT = "https://openprovenance.org/prov-jsonld/context.jsonld"
_NAMESPACES = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "https://schema.org/",
    "dst": "http://cv.iptc.org/newscodes/digitalsourcetype/",
    "ni": "ni:///",
    "uuid": "urn:uuid:",
    "labeler": LABELER,
}
_AUTOMATED = {vocabulary.ALGORITHMIC_MEDIA, vocabulary.DATA_DRIVEN_MEDIA}

Statement = dict[str, Any]


class ProvWriter(Writer):
    """Writes one graph of all documents, a statement a line.

    How a segment came about is stated only where the document declares it; what labeler makes
    of a segment is an entity of its own, which the labelling run generated.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._root = os.getcwd()
        self._written = 0
        self._tools: set[Tool] = set()
        sink.stream.write(b'{"@context":%b,"@graph":[' % encode([_NAMESPACES, CONTEXT]))

    def write(self, report: AnyReport) -> None:
        """Write the statements about one document."""
        tool = f"uuid:{uuid_of_tool(report.tool)}"
        if report.tool not in self._tools:
            self._tools.add(report.tool)
            self._write(_agent(tool, report.tool))
        document = f"ni:{content_name(report.input.sha256)}"
        run = f"uuid:{uuid_of('run', tool, document, report.input.path)}"
        for statement in _document(report.input, document, run, tool, self._root):
            self._write(statement)
        for segment in report.segments:
            for statement in _segment(segment, document, self._sink.include_text):
                self._write(statement)
            for statement in _verdict(segment, document, run):
                self._write(statement)
            for statement in _origin(segment, document):
                self._write(statement)

    def close(self) -> None:
        """Write the end of the graph."""
        self._sink.stream.write(b"\n]}\n")

    def _write(self, statement: Statement) -> None:
        self._sink.stream.write((b",\n" if self._written else b"\n") + encode(statement))
        self._written += 1


def _agent(name: str, tool: Tool) -> Statement:
    return _statement(
        "Agent",
        name,
        {
            "type": "prov:SoftwareAgent",
            "label": {"@value": f"{tool.name} {tool.version}"},
            "schema:softwareVersion": tool.version,
            "labeler:rulesSha256": tool.rules_sha256,
            "labeler:modelSha256": tool.model_sha256,
            "labeler:configSha256": tool.config_sha256,
        },
    )


def _document(input: Input, document: str, run: str, tool: str, root: str) -> Iterator[Statement]:
    """The document, and the run that looked at it."""
    yield _statement(
        "Entity",
        document,
        {
            "type": "labeler:Document",
            "location": _typed(source_of(input, root), "anyURI"),
            "schema:encodingFormat": input.media_type,
            "schema:inLanguage": input.language,
        },
    )
    yield _statement("Activity", run, {"type": "labeler:Labelling"})
    yield {"@type": "Association", "activity": run, "agent": tool}
    yield {"@type": "Usage", "activity": run, "entity": document}


def _segment(segment: ReportSegment, document: str, include_text: bool) -> Iterator[Statement]:
    """The segment as a part of its document, with what is declared of it."""
    name = f"{document}#{segment.id}"
    declared = segment.digital_source_type
    yield _statement(
        "Entity",
        name,
        {
            "type": "labeler:Segment",
            "value": segment.text if include_text else None,
            "labeler:start": _typed(segment.span.start, "nonNegativeInteger"),
            "labeler:end": _typed(segment.span.end, "nonNegativeInteger"),
            "labeler:kind": segment.kind,
            "labeler:path": segment.path,
            "schema:inLanguage": segment.language,
            "schema:digitalSourceType": {"@id": declared} if declared else None,
            "labeler:aiDisclosure": segment.ai_disclosure,
        },
    )
    yield {
        "@type": "Derivation",
        "generatedEntity": name,
        "usedEntity": document,
        "type": ["prov:Quotation"],
    }
    if segment.about_image:
        image = f"{name}/image"
        yield _statement(
            "Entity",
            image,
            {
                "type": "labeler:Image",
                "labeler:source": segment.about_image.src,
                "schema:digitalSourceType": {"@id": segment.about_image.digital_source_type},
            },
        )
        yield _statement("Entity", name, {"schema:about": {"@id": image}})


def _verdict(segment: ReportSegment, document: str, run: str) -> Iterator[Statement]:
    """What labeler says of the segment."""
    name = f"uuid:{uuid_of('verdict', run, segment.id)}"
    yield _statement(
        "Entity",
        name,
        {
            "type": "labeler:Verdict",
            "value": segment.label,
            "labeler:confidence": _typed(segment.confidence, "decimal"),
            "labeler:basis": segment.basis,
            "labeler:role": segment.role,
            "labeler:aspect": segment.aspect,
            "labeler:gb45438Label": segment.gb45438_label,
            "labeler:needsReview": _typed("true", "boolean") if segment.needs_review else None,
        },
    )
    yield {"@type": "Generation", "entity": name, "activity": run}
    for source in (segment.id, *segment.governed_by):
        yield {
            "@type": "Derivation",
            "generatedEntity": name,
            "usedEntity": f"{document}#{source}",
            "activity": run,
        }


def _origin(segment: ReportSegment, document: str) -> Iterator[Statement]:
    """How the segment came about, as far as its document declares it."""
    declared = segment.digital_source_type
    name = f"{document}#{segment.id}"
    if declared == vocabulary.DIGITAL_CREATION:
        yield _statement("Agent", f"{name}/author", {"label": _byline(segment)})
        yield {"@type": "Attribution", "entity": name, "agent": f"{name}/author"}
    elif declared in _AUTOMATED:
        yield _statement("Agent", f"{name}/software", {"type": "prov:SoftwareAgent"})
        yield {"@type": "Attribution", "entity": name, "agent": f"{name}/software"}
    elif declared is not None:
        yield from _made_by_model(name, declared, segment.aspect)
    if declared is not None and segment.reviewed:
        yield _statement("Agent", f"{name}/reviewer", {"type": "prov:Person"})
        yield {"@type": "Influence", "influencee": name, "influencer": f"{name}/reviewer"}


def _made_by_model(name: str, declared: str, aspect: str | None) -> Iterator[Statement]:
    """The activity of a model, and the text of a person it worked on where there is one."""
    making = f"{name}/making"
    yield _statement(
        "Activity",
        making,
        {"schema:digitalSourceType": {"@id": declared}, "labeler:aspect": aspect},
    )
    yield {"@type": "Generation", "entity": name, "activity": making}
    if declared == vocabulary.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA:
        original = f"{name}/original"
        yield _statement("Entity", original, {})
        yield {
            "@type": "Derivation",
            "generatedEntity": name,
            "usedEntity": original,
            "activity": making,
        }


def _byline(segment: ReportSegment) -> Statement | None:
    """Who the document says wrote it."""
    quotes = (e.quote for e in segment.evidence if e.role == "byline" and e.quote)
    quote = next(quotes, None)
    return {"@value": quote} if quote else None


def _statement(kind: str, name: str, properties: Statement) -> Statement:
    """An element of PROV; all its properties are lists, and absent ones are left out."""
    given = {key: [value] for key, value in properties.items() if value is not None}
    return {"@type": kind, "@id": name, **given}


def _typed(value: object, datatype: str) -> Statement:
    return {"@value": str(value), "@type": f"xsd:{datatype}"}
