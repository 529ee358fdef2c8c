"""What is to be extracted from a gold page: its article without the headline."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from benchmarks.shingles import shingles
from labeler.classifier.gold import GoldPage
from labeler.extract.title import same_words
from labeler.read import read_html

_SITE_NAME = re.compile(r"\s+[|\-–—:»·]+\s+|\s*\|\s*")
_TELLING_TITLE = 10
_REPEATED = 40
_SEEN = 0.5
"""A page is left out for all, if less of its article can be seen in its HTML: slimming broke it
(what a cut comment or title swallowed)."""


class Wanted(NamedTuple):
    """What is to be extracted from a page."""

    page: GoldPage
    article: Counter[tuple[str, ...]]
    headlines: frozenset[str]


def wanted(page: GoldPage) -> Wanted | None:
    """The page's article, or None if most of it is not to be seen in the HTML."""
    document = read_html(page.html)
    titles = {same_words(title) for title in _titles(page, document.title)}
    headlines = frozenset(titles - {""})
    lines = [segment.text for segment in page.segments if segment.label == "article"]
    article = shingles(body(_once(lines), headlines))
    seen = (article & shingles(document.text)).total()
    return Wanted(page, article, headlines) if seen >= _SEEN * article.total() else None


def _titles(page: GoldPage, title: str | None) -> Iterator[str]:
    from selectolax.lexbor import LexborHTMLParser

    for heading in LexborHTMLParser(page.html).css("h1"):
        yield heading.text()
    if title:
        parts = _SITE_NAME.split(title)
        yield title
        yield " ".join(parts[:-1])
        yield from (part for part in parts if len(part) >= _TELLING_TITLE)


def _once(lines: Iterable[str]) -> Iterator[str]:
    """Lines without repeats: gold labels came by matching, so a teaser's copy has the article's."""
    seen = set()
    for line in lines:
        key = same_words(line)
        if len(key) < _REPEATED or key not in seen:
            seen.add(key)
            yield line


def body(lines: Iterable[str], headlines: frozenset[str]) -> str:
    """The lines that do not say one of the headlines, as one text."""
    return "\n".join(line for line in lines if same_words(line) not in headlines)
