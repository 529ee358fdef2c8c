"""The measure of the article-extraction-benchmark (scrapinghub, 2019): how much of an article's
text was extracted, and how much else, counted in runs of four words.

A page's hits, extras and misses are shares of all its shingles, so that a long page weighs no
more than a short one; precision and recall are means over pages, F1 is theirs. As there, a word
is `\\w+`: in scripts without spaces a shingle spans four clauses.
"""

import re
from collections import Counter
from collections.abc import Iterable
from statistics import mean
from typing import NamedTuple

import msgspec

_WORD = re.compile(r"\w+")
_SIZE = 4


class Match(NamedTuple):
    """What one extraction got right, added and missed; they sum to 1, or to 0 for two empty
    texts."""

    hits: float
    extras: float
    misses: float


class ExtractionFigures(msgspec.Struct, frozen=True):
    """How well the articles of some pages were extracted, 0 to 1."""

    pages: int
    precision: float
    """Mean over the pages from which something was extracted."""
    recall: float
    """Mean over the pages that have an article."""
    f1: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Each run of four words with its count; the whole text, if it is shorter."""
    words = _WORD.findall(text)
    if not words:
        return Counter()
    last = max(1, len(words) - _SIZE + 1)
    return Counter(tuple(words[at : at + _SIZE]) for at in range(last))


def compare(gold: Counter[tuple[str, ...]], text: str) -> Match:
    """How the extracted `text` matches the shingles of the gold article."""
    found = shingles(text)
    hits = (gold & found).total()
    extras, misses = (found - gold).total(), (gold - found).total()
    whole = hits + extras + misses
    return Match(hits / whole, extras / whole, misses / whole) if whole else Match(0, 0, 0)


def figures(matches: Iterable[Match]) -> ExtractionFigures:
    """The figures of some pages."""
    pages = list(matches)
    precision = _mean(m.hits / (m.hits + m.extras) for m in pages if m.hits + m.extras)
    recall = _mean(m.hits / (m.hits + m.misses) for m in pages if m.hits + m.misses)
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return ExtractionFigures(len(pages), round(precision, 4), round(recall, 4), round(f1, 4))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return mean(found) if found else 0.0
