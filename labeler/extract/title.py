"""The title of an article: as the page shows it, else as its metadata give it."""

import re
import unicodedata
from collections.abc import Sequence

from labeler.extract.candidates import Candidate

_AROUND_SITE_NAME = re.compile(r"\s+[|\-–—:»·•]+\s+|\s*[|｜]\s*")
_NOT_LETTERS = re.compile(r"[\W_]+")
_FEW_LETTERS = 6
_MOST = 0.4
"""What is no heading says so much of the declared title at least: site names say less."""
_LONGEST = 250
_TELLING = 15
"""So many letters of a headline tell which article the page's title means."""
_SENTENCE_ENDS = tuple(".。．;；:：,，")


def same_words(text: str) -> str:
    """`text` without white space, punctuation, case and compatibility forms."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def says_title(headline: str, declared: str) -> bool:
    """Whether a headline says the declared title, given by its `same_words`, or a part of it."""
    words = same_words(headline)
    return len(words) >= _TELLING and (words in declared or declared in words)


def find_title(
    declared: str | None, candidates: Sequence[Candidate], chosen: Sequence[bool]
) -> str | None:
    """The block on the page that says the `declared` title, or its only `h1`, or what stands
    first in the article; else the declared title; None if the document has no title."""
    if declared and (agreeing := _agreeing(declared, candidates)):
        return _one_line(agreeing.text)
    main = [c for c in candidates if c.markup and "h1" in c.markup.ancestors and not c.linked]
    if len({same_words(c.text) for c in main}) == 1 and main[0].probability > 0:
        return _one_line(main[0].text)
    if declared:
        return _one_line(declared)
    return _first_line(candidates, chosen)


def _agreeing(declared: str, candidates: Sequence[Candidate]) -> Candidate | None:
    """The block that says the declared title, or most of it: a site's name is often left out."""
    whole = same_words(declared)
    parts = {same_words(part) for part in _AROUND_SITE_NAME.split(declared)}
    best, found = (0, False, False), None
    for candidate in candidates:
        if candidate.kind == "alt" or len(candidate.text) > _LONGEST:
            continue
        words = same_words(candidate.text)
        size = min(len(words), len(whole))
        rank = size, candidate.kind == "heading", not candidate.linked
        if (
            rank > best
            and size >= _FEW_LETTERS
            and (candidate.kind == "heading" or size >= _MOST * len(whole))
            and (
                words in parts
                or whole.startswith(words)
                or whole.endswith(words)
                or (words.startswith(whole) and 2 * len(words) <= 3 * len(whole))
            )
        ):
            best, found = rank, candidate
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
