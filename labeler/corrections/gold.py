"""Corrections as gold data: for training, and for measuring rules.

Only segments on which all reviewers agree become gold; the others say nothing.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from labeler.classifier.gold import CORRECTIONS, GoldPage, GoldSegment, GoldText, PageLabel
from labeler.corrections.log import read_decisions
from labeler.corrections.reviewed import ReviewedDocument, given_reports, reviewed_documents
from labeler.corrections.scanned import scanned_bytes
from labeler.corrections.standing import Standing
from labeler.errors import DataError
from labeler.evidence import Label
from labeler.report.schema import Report

_PAGE_LABELS: dict[Label, PageLabel] = {
    "human_article": "article",
    "ai_report": "article",
    "image_caption": "caption",
    "boilerplate": "boilerplate",
}

_SIDES: dict[Label, Literal["human", "ai"]] = {"human_article": "human", "ai_report": "ai"}


class CorrectionsGold(NamedTuple):
    """What training learns from corrections."""

    pages: list[GoldPage]
    texts: list[GoldText]
    segments: int
    """With a label that training takes."""
    elsewhere: int
    """Decisions about documents of which no report was given."""


def corrections_gold(corrections: Path, reports: Iterable[Path]) -> CorrectionsGold:
    """What `labeler train --corrections FILE --reports REPORT...` learns from.

    Raises DataError for damaged corrections and for such that give nothing to learn from with
    these reports, and InputError for what is no report.
    """
    decisions = read_decisions(corrections)
    known: set[str] = set()
    given = _noted(given_reports(reports, corrections), known)
    documents = list(reviewed_documents(given, Standing(decisions)))
    if not documents:
        raise DataError(
            f"{corrections}: none of its {len(decisions)} decisions is about a document of the "
            "given reports; give the reports that were reviewed"
        )
    for document in documents:
        if any(one.segment.text is None for one in document.segments):
            raise DataError(
                f"{document.report.input.path}: the report was written with --no-text, which "
                "leaves nothing to learn from; scan it again without"
            )
    pages = list(gold_pages(documents))
    if not pages:
        raise DataError(
            f"{corrections}: no segment of the given reports has a label on which all who "
            "decided agree; unsure and disputed ones teach nothing"
        )
    return CorrectionsGold(
        pages,
        list(gold_texts(documents)),
        sum(one.label is not None for page in pages for one in page.segments),
        sum(not any({t.sha256, t.path} & known for t in d.targets) for d in decisions if d.targets),
    )


def _noted(reports: Iterable[Report], known: set[str]) -> Iterator[Report]:
    """The reports; what their documents are known by is added to `known`."""
    for report in reports:
        known.update((report.input.sha256, report.input.path))
        yield report


def gold_pages(documents: Iterable[ReviewedDocument]) -> Iterator[GoldPage]:
    """Each document in which a label is agreed on; segments without one are there unlabelled.

    The markup comes from the file at the report's path if that still is what was scanned. Else
    the page teaches what needs no markup.
    """
    for document in documents:
        about = document.report.input
        labels = {
            one.segment.id: _PAGE_LABELS[one.label]
            for one in document.segments
            if one.label is not None
        }
        if labels:
            yield GoldPage(
                page_id=about.sha256[:16],
                segments=[
                    GoldSegment(one.text, labels.get(one.id))
                    for one in document.report.segments
                    if one.text
                ],
                publisher=Path(about.path).parent.as_posix(),
                source=CORRECTIONS,
                lang=about.language or "",
                html=_markup(document),
            )


def gold_texts(documents: Iterable[ReviewedDocument]) -> Iterator[GoldText]:
    """The prose of each document that was found to be a person's, and a model's, as texts.

    Paragraphs of one document and side are one text. Prose whose label was not decided is in none.
    """
    for document in documents:
        about = document.report.input
        for label, side in _SIDES.items():
            parts = [
                one.segment.text
                for one in document.segments
                if one.label == label and one.segment.text
            ]
            if parts:
                yield GoldText(
                    text="\n\n".join(parts),
                    label=side,
                    source=CORRECTIONS,
                    lang=about.language,
                    paragraphs=True,
                )


def corpus_lines(documents: Iterable[ReviewedDocument]) -> Iterator[dict[str, Any]]:
    """What `labeler rules test --corpus` measures rules on: a line for each decided segment."""
    for document in documents:
        for one in document.segments:
            if one.label is None or not one.segment.text:
                continue
            line = {"text": one.segment.text, "label": one.label, "kind": one.segment.kind}
            if one.segment.language:
                line["language"] = one.segment.language
            if one.segment.role == "disclosure" and one.label == one.segment.label:
                line["role"] = "disclosure"
            yield line


def _markup(document: ReviewedDocument) -> str:
    """The page's markup, if it has any and its file is still what was scanned; else nothing."""
    about = document.report.input
    data = scanned_bytes(about) if about.media_type == "text/html" else None
    try:
        return "" if data is None else data.decode(about.encoding, "replace")
    except LookupError:  # no codec of Python's
        return ""
