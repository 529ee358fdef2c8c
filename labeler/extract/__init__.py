"""Extraction: a Document and the Report on it to its Article, the text alone in reading order.

>>> from labeler.extract import extract_article
"""

from collections.abc import Sequence

from labeler.document import Document
from labeler.extract.article import Article, Piece
from labeler.extract.candidates import Candidate, candidates
from labeler.extract.choose import choose
from labeler.extract.title import find_title, same_words
from labeler.extract.tree import row
from labeler.report.schema import Report

__all__ = ["Article", "Piece", "extract_article"]

_REPEATED_CHARS = 40
"""A block of so many letters that the article has had before is a copy: for phones, a teaser."""
_CAPTION_REACH = 5
"""Segments before the article's first piece that may be its picture's caption."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


def extract_article(document: Document, report: Report, *, captions: bool = False) -> Article:
    """The article of `document`, on which the scan gave `report`.

    With `captions`, the captions of its pictures stand where the page has them.
    """
    found = candidates(document, report)
    chosen = choose(found, document.title)
    title = find_title(document.title, found, chosen)
    if captions:
        chosen = _with_captions(found, chosen)
    return Article(
        path=document.path,
        title=title if any(chosen) else None,
        language=report.input.language,
        pieces=tuple(_piece(c) for c in _without_repeats(found, chosen, title)),
    )


def _without_repeats(
    found: Sequence[Candidate], chosen: Sequence[bool], title: str | None
) -> list[Candidate]:
    """The chosen candidates, without the title and without copies of what stood before."""
    headline = same_words(title or "")
    seen: set[str] = set()
    kept: list[Candidate] = []
    for candidate, keep in zip(found, chosen, strict=True):
        if not keep:
            continue
        words = same_words(candidate.text)
        if words in seen or (headline and words == headline):
            continue
        if len(words) >= _REPEATED_CHARS:
            seen.add(words)
        kept.append(candidate)
    return kept


def _with_captions(found: Sequence[Candidate], chosen: Sequence[bool]) -> list[bool]:
    """Also choose the captions that stand inside the article or right before it.

    Of a caption and an alt text of one picture the caption is taken.
    """
    if not any(chosen):
        return list(chosen)
    first = chosen.index(True) - _CAPTION_REACH
    last = len(chosen) - 1 - list(reversed(chosen)).index(True)
    is_caption = [
        first <= at <= last and c.segment.label == "image_caption" for at, c in enumerate(found)
    ]
    captioned = {
        c.markup.image
        for c, caption in zip(found, is_caption, strict=True)
        if caption and c.kind != "alt" and c.markup
    } - {None}
    return [
        keep
        or (
            caption
            and not (c.kind == "alt" and c.markup is not None and c.markup.image in captioned)
        )
        for c, keep, caption in zip(found, chosen, is_caption, strict=True)
    ]


def _piece(candidate: Candidate) -> Piece:
    segment, markup = candidate.segment, candidate.markup
    label = segment.label
    if label == "boilerplate":  # the scan judged it alone, the article as a whole
        label = "human_article"
    return Piece(
        kind=segment.kind,
        label=label,
        span=segment.span,
        text=candidate.text,
        level=_level(candidate),
        row=row(markup.path) if markup and segment.kind == "table" else "",
    )


def _level(candidate: Candidate) -> int:
    if candidate.kind != "heading":
        return 0
    if candidate.markup is None:  # Markdown's heading markers stand outside of the segment
        return 2
    return next(
        (_HEADINGS[tag] for tag in reversed(candidate.markup.ancestors) if tag in _HEADINGS), 2
    )
