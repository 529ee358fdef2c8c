"""The title of an article: as the page shows it, else as its metadata give it."""

import re
import unicodedata
from collections.abc import Sequence

from labeler.extract.candidates import Candidate

_AROUND_SITE_NAME = re.compile(r"\s+[|\-–—:»·•]+\s+|\s*[|｜]\s*")
_NOT_LETTERS = re.compile(r"[\W_]+")
_FEW_LETTERS = 6
_LONGEST = 250
_SENTENCE_ENDS = tuple(".。．;；:：,，")


def same_words(text: str) -> str:
    """`text` without white space, punctuation, case and compatibility forms."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def find_title(
    declared: str | None, candidates: Sequence[Candidate], chosen: Sequence[bool]
) -> str | None:
    """The headline on the page that agrees with the `declared` title, or is its only `h1`, or
    stands first in the article; else the declared title; None if the document has no title."""
    headings = [c for c in candidates if c.kind == "heading" and len(c.text) <= _LONGEST]
    agreeing = _agreeing(declared, headings)
    if agreeing is not None:
        return _one_line(agreeing.text)
    main = [c for c in headings if c.markup and "h1" in c.markup.ancestors and not c.linked]
    if len({same_words(c.text) for c in main}) == 1 and main[0].probability > 0:
        return _one_line(main[0].text)
    if declared:
        return _one_line(declared)
    return _first_line(candidates, chosen)


def _agreeing(declared: str | None, headings: Sequence[Candidate]) -> Candidate | None:
    """The heading that says the declared title, or all of it but a site's name."""
    if not declared:
        return None
    parts = {same_words(part) for part in (declared, *_AROUND_SITE_NAME.split(declared))}
    whole = same_words(declared)
    best: tuple[int, int] | None = None
    found = None
    for heading in headings:
        words = same_words(heading.text)
        if len(words) < _FEW_LETTERS or not (
            words in parts or whole.startswith(words) or words.startswith(whole)
        ):
            continue
        rank = min(len(words), len(whole)), heading.segment.scores.boilerplate < 0.5
        if best is None or rank > best:
            best, found = rank, heading
    return found


def _first_line(candidates: Sequence[Candidate], chosen: Sequence[bool]) -> str | None:
    """The article's first piece, if it reads like a headline and is not all there is."""
    kept = [c for c, keep in zip(candidates, chosen, strict=True) if keep]
    if len(kept) < 2:
        return None
    first = kept[0]
    is_heading = first.kind == "heading"
    if not is_heading and (first.markup or first.kind != "paragraph"):
        return None
    short = len(first.text) <= _LONGEST and (is_heading or len(first.text) < len(kept[1].text))
    if not short or (not is_heading and first.text.endswith(_SENTENCE_ENDS)):
        return None
    return _one_line(first.text)


def _one_line(text: str) -> str:
    return " ".join(text.split())
