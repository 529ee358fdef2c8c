"""The whole way of a document: read, segment, gather evidence, decide, report."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from labeler.classifier.model import Model, load_model
from labeler.document import Document, Segment
from labeler.errors import InputError
from labeler.judge import Part, judge
from labeler.language import document_language
from labeler.locate import shipped
from labeler.provenance import inspect
from labeler.read import ReadOptions, read_html, read_path, read_text
from labeler.report.build import Judged, ReportStream, whole
from labeler.report.schema import Report, Tool
from labeler.rules import Overrides, Rule, RulePack, load_pack
from labeler.rules.overrides import NO_OVERRIDES
from labeler.samesite import NO_REPEATS, Repeats, find_repeats, rereader, site_votes
from labeler.segment import segment
from labeler.version import VERSION

if TYPE_CHECKING:
    from labeler.extract import Article

_WINDOW = 20_000
"""Segments judged together. Longer documents are cut, so that memory stays bounded; a
disclosure then reaches no further than its window."""
_BATCH_CHARS = 1 << 19
"""Characters of small documents that are judged at once: it saves most of numpy's calls."""
_BATCH_DOCUMENTS = 1 << 12
"""Documents and errors at most, since those that hold hardly any text fill the memory too."""

_FIRST = "The ferry was late again on Sunday, and nobody on the quay seemed to mind the wait."
"""A text to have everything loaded by."""

Segmented = tuple[Document, Sequence[Segment]]
"""A document and all its segments."""


class Labeler:
    """Labels documents with one set of rules and one model.

    `rules` are folders or files of rules added to the shipped ones, `overrides` switch rules off
    or change how severe they are, `model` is a folder that `labeler train` wrote (the shipped
    model by default). All are loaded when first needed. `config_sha256` is what the reports are
    to say of the configuration. Raises RuleError and ModelError where something is wrong.
    """

    def __init__(
        self,
        *,
        rules: Sequence[Path] = (),
        overrides: Overrides = NO_OVERRIDES,
        model: Path | None = None,
        config_sha256: str | None = None,
    ) -> None:
        self._rules = tuple(rules)
        self._overrides = overrides
        self._model_folder = model
        self._config_sha256 = config_sha256

    def __getstate__(self) -> dict[str, object]:
        """A copy in another process loads rules and model itself."""
        loaded = ("tool", "_pack", "_model")
        return {name: value for name, value in vars(self).items() if name not in loaded}

    def load(self) -> None:
        """Load rules and model now; processes that are forked then share them."""
        self.scan_text(_FIRST)

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
        for judged in self._judged(read_path(str(path), options), NO_REPEATS):
            if isinstance(judged, InputError):
                try:
                    raise judged
                finally:
                    del judged  # the error's traceback holds this frame: a cycle
            reports.append(judged[1])
        return reports

    def scan_documents(
        self,
        paths: Sequence[str],
        options: ReadOptions | None = None,
        *,
        same_site: bool = False,
    ) -> Iterator[Report | ReportStream | InputError]:
        """Label all documents of all paths; an input that cannot be read is an InputError.

        The report of a huge document is a ReportStream, made while it is written. With
        `same_site`, all are read twice, and text that stands on several pages speaks for
        boilerplate.
        """
        return self.scan_each(*_read(paths, options, same_site))

    def scan_each(
        self, documents: Iterable[Document | InputError], repeats: Repeats = NO_REPEATS
    ) -> Iterator[Report | ReportStream | InputError]:
        """Label documents that have been read, in their order; otherwise as `scan_documents`."""
        for judged in self.judge_each(documents, repeats):
            if isinstance(judged, InputError):
                yield judged
            else:
                report = self.report_on(judged)
                yield report if judged.is_huge else whole(report)

    def judge_each(
        self, documents: Iterable[Document | InputError], repeats: Repeats = NO_REPEATS
    ) -> Iterator[Judged | InputError]:
        """What `scan_each` makes its reports of; `report_on` makes one while it is written."""
        for batch in _batches(documents):
            if isinstance(batch, tuple):
                yield self._huge(*batch, repeats)
            else:
                yield from self._judge(batch, repeats)

    def report_on(self, judged: Judged) -> ReportStream:
        """The report on a document that has been judged."""
        document, windows, provenance, language = judged
        return ReportStream(document, windows, self.tool, provenance, language=language)

    def scan_document(self, document: Document, repeats: Repeats = NO_REPEATS) -> Report:
        """Label a document that has been read; `repeats` is what `repeats_of` found in a run."""
        (judged,) = self._together([(document, segment(document))], repeats)
        return whole(self.report_on(judged))

    def extract_text(self, text: str, path: str = "-") -> "Article":
        """The article of a plain text."""
        return self.extract_document(read_text(text, path))

    def extract_html(self, markup: str, path: str = "-", *, captions: bool = False) -> "Article":
        """The article of a page's markup. Raises InputError if it is nested too deep."""
        return self.extract_document(read_html(markup, path), captions=captions)

    def extract_document(
        self, document: Document, repeats: Repeats = NO_REPEATS, *, captions: bool = False
    ) -> "Article":
        """The article of a document that has been read, if asked with its pictures' captions."""
        from labeler.extract import extract_article  # a scan does without it

        report = self.scan_document(document, repeats)
        return extract_article(document, report, captions=captions)

    def extract_documents(
        self,
        paths: Sequence[str],
        options: ReadOptions | None = None,
        *,
        captions: bool = False,
        same_site: bool = False,
    ) -> "Iterator[Article | InputError]":
        """The article of each document of all paths; otherwise as `scan_documents`."""
        from labeler.extract import extract_article

        for judged in self._judged(*_read(paths, options, same_site)):
            if isinstance(judged, InputError):
                yield judged
            else:
                yield extract_article(*judged, captions=captions)

    @cached_property
    def tool(self) -> Tool:
        """What the reports say made them."""
        return Tool(
            name="labeler",
            version=VERSION,
            rules_sha256=self._pack.sha256,
            model_sha256=self._model.sha256,
            config_sha256=self._config_sha256,
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that segments are matched with, after overrides."""
        return self._pack.rules

    @cached_property
    def _pack(self) -> RulePack:
        return load_pack(self._rules, self._overrides)

    @cached_property
    def _model(self) -> Model:
        return load_model(self._model_folder or shipped("models"))

    def _judged(
        self, documents: Iterable[Document | InputError], repeats: Repeats
    ) -> Iterator[tuple[Document, Report] | InputError]:
        """Yield documents with the whole reports on them, huge ones too."""
        for batch in _batches(documents):
            for judged in self._judge([batch] if isinstance(batch, tuple) else batch, repeats):
                if isinstance(judged, InputError):
                    yield judged
                else:
                    yield judged.document, whole(self.report_on(judged))

    def _judge(
        self, batch: Sequence[Segmented | InputError], repeats: Repeats
    ) -> Iterator[Judged | InputError]:
        judged = self._together([item for item in batch if isinstance(item, tuple)], repeats)
        for item in batch:
            yield next(judged) if isinstance(item, tuple) else item

    def _together(self, documents: Sequence[Segmented], repeats: Repeats) -> Iterator[Judged]:
        """Judge some documents at once."""
        parts = [_part(*document, repeats) for document in documents]
        windows = judge(parts, self._pack, self._model)
        for part, window in zip(parts, windows, strict=True):
            yield Judged(part.document, (window,), part.provenance, part.language)

    def _huge(self, document: Document, segments: Sequence[Segment], repeats: Repeats) -> Judged:
        """Judge a huge document window by window."""
        about = _part(document, segments, NO_REPEATS)
        windowed = (segments[start : start + _WINDOW] for start in range(0, len(segments), _WINDOW))
        parts = (
            about._replace(segments=window, repeats=site_votes(window, repeats))
            for window in windowed
        )
        windows = (window for part in parts for window in judge([part], self._pack, self._model))
        return Judged(document, windows, about.provenance, about.language)


def _read(
    paths: Sequence[str], options: ReadOptions | None, same_site: bool
) -> tuple[Iterator[Document | InputError], Repeats]:
    """Read all documents of all paths, twice for what pages of one site have in common."""
    if not same_site:
        return chain.from_iterable(read_path(path, options) for path in paths), NO_REPEATS
    reread = rereader(paths, options)
    repeats = repeats_of(reread())
    return reread(), repeats


def repeats_of(documents: Iterable[Document | InputError]) -> Repeats:
    """The texts that stand on several of the documents that could be read."""
    return find_repeats(segment(d) for d in documents if not isinstance(d, InputError))


def _part(document: Document, segments: Sequence[Segment], repeats: Repeats) -> Part:
    return Part(
        document,
        segments,
        document_language(document, segments),
        inspect(document),
        site_votes(segments, repeats),
    )


def _batches(
    documents: Iterable[Document | InputError],
) -> Iterator[Segmented | list[Segmented | InputError]]:
    """Yield documents in order: small ones in lists, a huge one alone."""
    batch: list[Segmented | InputError] = []
    size = 0
    for document in documents:
        if isinstance(document, InputError):
            batch.append(document)
        else:
            segments = segment(document)
            if len(segments) > _WINDOW:
                if batch:
                    yield batch
                yield document, segments
                batch, size = [], 0
                continue
            batch.append((document, segments))
            size += len(document.text)
        if size >= _BATCH_CHARS or len(batch) >= _BATCH_DOCUMENTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
