"""Gold pages as labeler reads them, and pieces of them, for training of the structure heads.

Gold pages are whole, and of large sites. What is scanned is often a piece of a page, or a page
that is an article and little else: a head that only knows whole pages would look in vain for the
menus before and after, or for an article where there is none.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from labeler.classifier.gold import PAGE_LABELS, UNKNOWN, GoldPage, PageLabel, align
from labeler.classifier.markup import without_names
from labeler.classifier.recipe import PageSource, Recipe
from labeler.document import Segment
from labeler.read import read_html, read_text
from labeler.segment import segment

Mode = Literal["text", "html"]

_PIECES = 2
"""Pieces of each kind cut from a text dump whose labels follow our conventions; of others one."""
_FEW = (2, 12)
"""Fewest and most segments of the beginning of a piece of an HTML page."""
_SIMPLE = 60
"""Most segments of such a piece: what is longer is as good as a page."""


class GoldSegments(NamedTuple):
    """A gold page as labeler reads it."""

    segments: list[Segment]
    labels: list[int]
    """Of each segment: an index into PAGE_LABELS, or UNKNOWN."""
    title: str | None


def page_segments(page: GoldPage, mode: Mode) -> GoldSegments:
    """Segments of a gold page as labeler makes them, and their gold labels."""
    if mode == "text":
        document = read_text("\n\n".join(g.text for g in page.segments) or " ", page.page_id)
    else:
        document = read_html(page.html, page.page_id)
    segments = segment(document)
    labels = align(page.segments, [s.text for s in segments])
    return GoldSegments(segments, labels, document.title)


class Reading(NamedTuple):
    """A gold page or a piece of one, and how much it counts."""

    page: GoldPage
    read: GoldSegments
    source: PageSource


def readings(pages: Sequence[GoldPage], mode: Mode, recipe: Recipe) -> Iterator[Reading]:
    """Yield pages as labeler reads them, and pieces of them; none is without segments.

    Pieces of HTML pages teach the networks alone: what their words say, the page has said.
    """
    for page in pages:
        if mode == "text" or page.html:
            source = recipe.page_source(page.source)
            whole = page_segments(page, mode)
            yield from _with_segments(page, [whole], source)
            if mode == "html":
                alone = msgspec.structs.replace(source, words=0.0)
                yield from _with_segments(page, _simple_pages(page, whole), alone)
    if mode == "text":
        for page in pages:
            source = recipe.page_source(page.source)
            pieces = _dumps(page, _PIECES if source.news else 1)
            yield from _with_segments(
                page, (page_segments(piece, mode) for piece in pieces), source
            )


def _with_segments(
    page: GoldPage, read: Iterable[GoldSegments], source: PageSource
) -> Iterator[Reading]:
    return (Reading(page, some, source) for some in read if some.segments)


def _dumps(page: GoldPage, times: int) -> Iterator[GoldPage]:
    """Yield `times` pieces of each kind of a text dump."""
    chooser = random.Random(page.page_id)
    labels = [gold.label for gold in page.segments]
    for _ in range(times):
        for positions in _cuts(labels, chooser):
            yield msgspec.structs.replace(page, segments=[page.segments[at] for at in positions])


def _simple_pages(page: GoldPage, read: GoldSegments) -> Iterator[GoldSegments]:
    """Yield short pieces of an HTML page, half without names of elements, half without its title.

    The authors of simple pages give names to nothing.
    """
    chooser = random.Random(page.page_id)
    known = [at for at, label in enumerate(read.labels) if label != UNKNOWN]
    labels = [PAGE_LABELS[read.labels[at]] for at in known]
    for cut in _cuts(labels, chooser):
        for size in (len(cut), chooser.randint(*_FEW)):
            few = [known[at] for at in cut[:size]]
            segments = [read.segments[at] for at in few]
            piece = GoldSegments(
                without_names(segments) if chooser.random() < 0.5 else segments,
                [read.labels[at] for at in few],
                read.title if chooser.random() < 0.5 else None,
            )
            if len(few) <= _SIMPLE:
                yield piece


def _cuts(labels: Sequence[PageLabel | None], chooser: random.Random) -> Iterator[Sequence[int]]:
    """Yield positions: the article with little around it, all but that, any few segments.

    Of the article and what is left only where somebody labelled every segment.
    """
    known = all(labels)
    article = [at for at, label in enumerate(labels) if known and label == "article"]
    count = len(labels)
    if article:
        start = max(0, article[0] - chooser.choice((0, 0, 0, 1, 2, 3)))
        end = article[-1] + 1 + chooser.choice((0, 0, 0, 1, 2, 4))
        yield range(count)[start:end]
        bare = [at for at, label in enumerate(labels) if label != "article"]
        yield bare[chooser.choice((0, article[0])) :]
    start = chooser.randrange(max(1, count))
    end = start + chooser.randint(3, 30)
    yield range(count)[start:end]
