"""The whole way of a document: read, segment, gather evidence, decide, report."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from labeler.classifier.authorship import predict_authorship
from labeler.classifier.model import Model, load_model
from labeler.classifier.structure import predict_structure
from labeler.decide import MARKDOWN_VOTES, Prose, decide, structure_labels, structure_with_votes
from labeler.document import Document, Segment
from labeler.errors import InputError
from labeler.language import document_language, segment_languages
from labeler.locate import shipped
from labeler.provenance import Provenance, inspect
from labeler.read import ReadOptions, read_html, read_path, read_text
from labeler.report.build import ReportStream, Window, build_report
from labeler.report.schema import Report, Tool
from labeler.rules import load_pack, match
from labeler.rules.pack import RulePack
from labeler.rules.scope import Governed, govern
from labeler.segment import segment
from labeler.verdict import Verdict
from labeler.version import VERSION

_WINDOW = 20_000
"""Segments judged together. Longer documents are cut, so that memory stays bounded; a
disclosure then reaches no further than its window."""


class Labeler:
    """Labels documents with one set of rules and one model.

    `rules` are folders or files of rules added to the shipped ones, `model` a folder that
    `labeler train` wrote (the shipped model by default). Both are loaded when first needed.
    Raises RuleError and ModelError where they are wrong.
    """

    def __init__(self, *, rules: Sequence[Path] = (), model: Path | None = None) -> None:
        self._rules = tuple(rules)
        self._model_folder = model

    def scan_text(self, text: str, path: str = "-") -> Report:
        """Label a plain text."""
        return self.scan_document(read_text(text, path))

    def scan_html(self, markup: str, path: str = "-") -> Report:
        """Label a page's markup. Raises InputError if it is nested too deep."""
        return self.scan_document(read_html(markup, path))

    def scan_path(self, path: str | Path, options: ReadOptions | None = None) -> list[Report]:
        """Label a file, or every file below a directory: one report a document.

        Raises InputError for the first input that cannot be read; `scan_documents` goes on.
        """
        reports = []
        for document in read_path(str(path), options):
            if isinstance(document, InputError):
                raise document
            reports.append(self.scan_document(document))
        return reports

    def scan_documents(
        self, paths: Sequence[str], options: ReadOptions | None = None
    ) -> Iterator[Report | ReportStream | InputError]:
        """Label all documents of all paths; an input that cannot be read is an InputError.

        The report of a huge document is a ReportStream, made while it is written.
        """
        for path in paths:
            for document in read_path(path, options):
                if isinstance(document, InputError):
                    yield document
                    continue
                segments = segment(document)
                if len(segments) <= _WINDOW:
                    yield self._report(document, segments)
                else:
                    yield self._stream(document, segments)

    def scan_document(self, document: Document) -> Report:
        """Label a document that has been read."""
        return self._report(document, segment(document))

    @cached_property
    def tool(self) -> Tool:
        """What the reports say made them."""
        return Tool(
            name="labeler",
            version=VERSION,
            rules_sha256=self._pack.sha256,
            model_sha256=self._model.sha256,
        )

    @cached_property
    def _pack(self) -> RulePack:
        return load_pack(self._rules)

    @cached_property
    def _model(self) -> Model:
        return load_model(self._model_folder or shipped("models"))

    def _report(self, document: Document, segments: Sequence[Segment]) -> Report:
        language = document_language(document, segments)
        provenance = inspect(document)
        window = self._judge(document, segments, language, provenance)
        return build_report(document, *window, self.tool, provenance, language=language)

    def _stream(self, document: Document, segments: Sequence[Segment]) -> ReportStream:
        language = document_language(document, segments)
        provenance = inspect(document)
        windows = (
            self._judge(document, segments[start : start + _WINDOW], language, provenance)
            for start in range(0, len(segments), _WINDOW)
        )
        return ReportStream(document, windows, self.tool, provenance, language=language)

    def _judge(
        self,
        document: Document,
        segments: Sequence[Segment],
        language: str | None,
        provenance: Provenance,
    ) -> Window:
        """Gather the evidence on segments of one document and decide."""
        if not segments:
            return segments, [], []
        model = self._model
        languages = segment_languages(segments, language)
        head = model.text if segments[0].markup is None else model.html
        hashing = model.manifest.structure_hashing
        hits = match(self._pack, document, segments, languages).hits
        structure = structure_with_votes(
            predict_structure(segments, head, hashing, model.tables),
            segments,
            hits,
            MARKDOWN_VOTES if document.media_type == "text/markdown" else {},
        )
        labels = structure_labels(structure)
        governed = govern(hits, segments, labels, document.text)
        undeclared = _undeclared_prose(labels, governed)
        prose = Prose(
            undeclared,
            predict_authorship(
                [segments[position] for position in undeclared],
                model.authorship,
                model.manifest.authorship,
                model.tables,
            ),
            np.array(
                [languages[p] in model.manifest.authorship.languages for p in undeclared], bool
            ),
        )
        verdicts: list[Verdict] = decide(segments, structure, prose, hits, governed, provenance)
        return segments, verdicts, languages


def _undeclared_prose(labels: Sequence[str], governed: Sequence[Governed]) -> list[int]:
    """Positions of article segments that no disclosure governs: their evidence is pooled."""
    declared = {g.target for g in governed if g.rule.label == "ai_report" and g.rule.verdict}
    return [p for p, label in enumerate(labels) if label == "human_article" and p not in declared]
