"""The parts of docs/stages.md that labeler itself says: one sample after each stage of a scan."""

from collections.abc import Mapping

import msgspec

from docsite.hooks import ROOT
from docsite.parts import filled, table
from labeler import InputError, Labeler, Report
from labeler.document import Document
from labeler.provenance import inspect
from labeler.read import read_bytes
from labeler.report.schema import ReportEvidence, ReportSegment
from labeler.rules.normalize import normalize
from labeler.segment import segment

SAMPLE = "samples/key-points.en.txt"
DISCLOSURE, SUMMARY = 5, 2
"""Segments that the page follows."""


def page() -> str:
    """The page with its made parts as they are now."""
    return filled("stages.md", blocks())


def blocks() -> Mapping[str, str]:
    """The made parts by name, in Markdown."""
    document, report = scanned()
    return {
        "sample": _fenced(document.text.rstrip("\n"), "text"),
        "read": _read(document),
        "segments": _segments(document),
        "view": _fenced(normalize(report.segments[DISCLOSURE].text or ""), "text"),
        "rules": _evidence(report, "rule"),
        "governed": _governed(report),
        "classifier": _evidence(report, "classifier"),
        "provenance": _provenance(document),
        "verdicts": _verdicts(report),
        "segment": _fenced(_json(report.segments[SUMMARY]), "json"),
    }


def scanned() -> tuple[Document, Report]:
    """The sample and the report on it."""
    (document,) = read_bytes((ROOT / SAMPLE).read_bytes(), SAMPLE)
    if isinstance(document, InputError):
        raise document
    return document, Labeler().scan_document(document)


def _read(document: Document) -> str:
    return table(
        ("field", "value"),
        [
            ("path", f"`{document.path}`"),
            ("media_type", f"`{document.media_type}`"),
            ("encoding", f"`{document.encoding}`, told by `{document.encoding_source}`"),
            ("sha256", f"`{document.sha256[:16]}...`"),
            ("text", f"{len(document.text)} code points"),
            ("signals", str(len(document.signals))),
        ],
    )


def _segments(document: Document) -> str:
    return table(
        ("", "code points", "kind", "text"),
        [
            (
                str(index),
                f"{found.start}-{found.end}",
                f"`{found.kind}`",
                f"{found.text[:50]}..." if len(found.text) > 50 else found.text,
            )
            for index, found in enumerate(segment(document))
        ],
    )


def _evidence(report: Report, source: str) -> str:
    return table(
        ("segment", "who says so", "says", "because"),
        [
            (str(segment.index), f"`{reason.name}`", _says(reason), reason.message or "")
            for segment in report.segments
            for reason in segment.evidence
            if reason.source == source and reason.marker is None
        ],
    )


def _says(reason: ReportEvidence) -> str:
    if reason.verdict is not None:
        return f"**{reason.verdict}**: `{reason.label}`"
    return f"{reason.weight:+.1f} for `{reason.label}`"


def _governed(report: Report) -> str:
    index = {segment.id: segment.index for segment in report.segments}
    return table(
        ("segment", "is governed by", "how"),
        [
            (str(segment.index), str(index[reason.marker]), reason.via)
            for segment in report.segments
            for reason in segment.evidence
            if reason.marker is not None
        ],
    )


def _provenance(document: Document) -> str:
    found = inspect(document)
    return table(
        ("declared by machine", "hidden text", "C2PA manifests"),
        [(str(len(found.declared)), str(len(found.hidden_text)), str(len(found.c2pa)))],
    )


def _verdicts(report: Report) -> str:
    return table(
        ("", "label", "confidence", "basis", "article", "AI", "caption", "boilerplate"),
        [
            (
                str(segment.index),
                f"`{segment.label}`",
                f"{segment.confidence:.2f}",
                f"`{segment.basis}`",
                *(f"{score:.2f}" for score in msgspec.structs.astuple(segment.scores)),
            )
            for segment in report.segments
        ],
    )


def _json(segment: ReportSegment) -> str:
    return msgspec.json.format(msgspec.json.encode(segment), indent=2).decode()


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text}\n```"
