"""Corrections as gold data: for training, and for measuring rules.

Only segments on which all reviewers agree become gold; the others say nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, Literal

from labeler.classifier.gold import GoldPage, GoldSegment, GoldText, PageLabel
from labeler.corrections.log import read_decisions
from labeler.corrections.reviewed import ReviewedDocument, given_reports, reviewed_documents
from labeler.corrections.standing import Standing
from labeler.evidence import Label

SOURCE = "corrections"
"""What gold data of corrections name as their source, for recipes and `--without`."""
_PAGE_LABELS: dict[Label, PageLabel] = {
    "human_article": "article",
    "ai_report": "article",
    "image_caption": "caption",
    "boilerplate": "boilerplate",
}

_SIDES: dict[Label, Literal["human", "ai"]] = {"human_article": "human", "ai_report": "ai"}


def corrections_gold(
    corrections: Path, reports: Iterable[Path]
) -> tuple[list[GoldPage], list[GoldText]]:
    """What `labeler train --corrections FILE --reports REPORT...` learns from.

    Raises DataError for damaged corrections and InputError for what is no report.
    """
    standing = Standing(read_decisions(corrections))
    documents = list(reviewed_documents(given_reports(reports, corrections), standing))
    return list(gold_pages(documents)), list(gold_texts(documents))


def gold_pages(documents: Iterable[ReviewedDocument]) -> Iterator[GoldPage]:
    """Each document with the labels of its decided segments; training leaves the others out.

    The markup comes from the file at the report's path if that still is what was scanned. Else
    the page is the text of the report's segments, and teaches what needs no markup.
    """
    for document in documents:
        about = document.report.input
        segments = [
            GoldSegment(one.segment.text, _PAGE_LABELS[one.label])
            for one in document.segments
            if one.label is not None and one.segment.text
        ]
        if segments:
            yield GoldPage(
                page_id=about.sha256[:16],
                segments=segments,
                publisher=Path(about.path).parent.as_posix(),
                source=SOURCE,
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
                    source=SOURCE,
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
    """The page's markup; of plain text, its segments as paragraphs."""
    about = document.report.input
    if about.media_type == "text/html":
        try:
            data = Path(about.path).read_bytes()
        except OSError:  # it was scanned elsewhere, or is gone
            data = b""
        if hashlib.sha256(data).hexdigest() == about.sha256:
            return data.decode(about.encoding, "replace")
    shown = (segment.text or "" for segment in document.report.segments)
    return "\n".join(f"<p>{escape(text)}</p>" for text in shown)
