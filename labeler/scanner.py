"""The whole way of a document: read, segment, gather evidence, decide, report."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from labeler.classifier.authorship import predict_authorship
from labeler.classifier.model import Model, load_model
from labeler.classifier.structure import Probabilities, predict_structure
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
from labeler.version import VERSION

_WINDOW = 20_000
"""Segments judged together. Longer documents are cut, so that memory stays bounded; a
disclosure then reaches no further than its window."""
_BATCH_CHARS = 1 << 16
"""Characters of small documents that are judged at once: it saves most of numpy's calls."""


class _Part(NamedTuple):
    """Consecutive segments of one document, all of them if there are not too many."""

    document: Document
    segments: Sequence[Segment]
    language: str | None
    """Of the document."""
    provenance: Provenance

    def report(self, window: Window, tool: Tool) -> Report:
        """The report on a document that is all in this part."""
        return build_report(self.document, window, tool, self.provenance, language=self.language)


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
        documents = chain.from_iterable(read_path(path, options) for path in paths)
        for batch in _batches(documents):
            if isinstance(batch, _Part):
                yield self._stream(batch)
                continue
            windows = iter(self._judge([part for part in batch if isinstance(part, _Part)]))
            for part in batch:
                yield part.report(next(windows), self.tool) if isinstance(part, _Part) else part

    def scan_document(self, document: Document) -> Report:
        """Label a document that has been read."""
        part = _part(document)
        return part.report(self._judge([part])[0], self.tool)

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

    def _stream(self, part: _Part) -> ReportStream:
        """Return the report on a huge document, judged window by window."""
        windows = (
            self._judge([part._replace(segments=part.segments[start : start + _WINDOW])])[0]
            for start in range(0, len(part.segments), _WINDOW)
        )
        return ReportStream(
            part.document, windows, self.tool, part.provenance, language=part.language
        )

    def _judge(self, parts: Sequence[_Part]) -> list[Window]:
        """Gather the evidence on the segments of some documents and decide."""
        structures = self._structure([part.segments for part in parts])
        return [
            self._decide(part, structure) if part.segments else Window([], [], [], [])
            for part, structure in zip(parts, structures, strict=True)
        ]

    def _structure(self, pages: Sequence[Sequence[Segment]]) -> list[Probabilities]:
        """Return what the classifier says each segment is; text and HTML have a head each."""
        model = self._model
        found: list[Probabilities] = [np.zeros((0, 3), np.float32)] * len(pages)
        for head in (model.text, model.html):
            html = head is model.html
            rows = [
                row
                for row, segments in enumerate(pages)
                if segments and (segments[0].markup is not None) is html
            ]
            if rows:
                of_head = predict_structure(
                    [pages[row] for row in rows],
                    head,
                    model.manifest.structure_hashing,
                    model.tables,
                )
                for row, probabilities in zip(rows, of_head, strict=True):
                    found[row] = probabilities
        return found

    def _decide(self, part: _Part, classifier: Probabilities) -> Window:
        """Decide on the segments of one document."""
        document, segments, language, provenance = part
        model = self._model
        languages = segment_languages(segments, language)
        matches = match(self._pack, document, segments, languages)
        hits = matches.hits
        structure = structure_with_votes(
            classifier,
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
        verdicts = decide(segments, structure, prose, hits, governed, provenance)
        return Window(segments, verdicts, languages, matches.views)


def _part(document: Document) -> _Part:
    segments = segment(document)
    return _Part(document, segments, document_language(document, segments), inspect(document))


def _batches(
    documents: Iterable[Document | InputError],
) -> Iterator[_Part | list[_Part | InputError]]:
    """Yield documents in order: small ones in lists, a huge one alone."""
    batch: list[_Part | InputError] = []
    size = 0
    for document in documents:
        part = document if isinstance(document, InputError) else _part(document)
        if isinstance(part, _Part) and len(part.segments) > _WINDOW:
            if batch:
                yield batch
            yield part
            batch, size = [], 0
            continue
        batch.append(part)
        size += len(part.document.text) if isinstance(part, _Part) else 0
        if size >= _BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _undeclared_prose(labels: Sequence[str], governed: Sequence[Governed]) -> list[int]:
    """Positions of article segments that no disclosure governs: their evidence is pooled."""
    declared = {g.target for g in governed if g.rule.label == "ai_report" and g.rule.verdict}
    return [p for p, label in enumerate(labels) if label == "human_article" and p not in declared]
