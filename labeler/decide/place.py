"""What the place of a segment among the others says of it, whatever its words say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.document import Kind, Segment
from labeler.evidence import Label
from labeler.rules.pack import Hit

Array = npt.NDArray[np.float32]
Best = npt.NDArray[np.intp]

STRUCTURE: tuple[Label, ...] = ("human_article", "image_caption", "boilerplate")
"""Labels in the order of the structure head's columns."""
ARTICLE, CAPTION, BOILERPLATE = 0, 1, 2
FormatVotes = Mapping[Kind, tuple[Label, float]]
"""What a format says outright of a segment of each kind: a label and log-odds."""
Votes = dict[tuple[int, int], float]
"""Log-odds by row and column."""

HEADLINE_VOTE = 3.0
"""For the first line of a text dump with article prose, or captions alone, right below it. Set by
judgement: gold sets disagree on headlines, and most have menus above them."""
LONE_VOTE = 5.0
"""For the only segment of a text dump that no rule explains: people who give a paragraph want to
know who wrote it. Gold pages, which are whole, teach the classifier to expect menus."""
_LONE_AMONG = 4
"""Segments in all, where others are explained; then the lone one must be a sentence."""
_LONE_SENTENCE = 40
_LONE_BYTES = 24
"""In UTF-8: a few words, or eight ideographs."""
_HEADLINE_CHARS = range(15, 161)
_HEADLINE_BYTES = 24
"""In UTF-8, of a shorter one: eight ideographs say as much as 15 letters."""
LIST_VOTE = 6.0
"""For article, for a line of a text dump right above a list that reads like article. Set by
judgement: gold pages rarely mark the items of a list."""
_LIST_ITEMS = 2
_LIST_HEADING_CHARS = 80
_SENTENCE_ENDS = tuple(".!?…。！？।؟:;")
STRAY_VOTE = 4.0
"""For boilerplate, for what reads like article on a page that has none: an index of teasers, a
cookie wall. Set, as are the next four, on furniture of gold pages (benchmarks/pieces.py): with
them, not one in seven but one in twenty gets an article, and no whole page loses one."""
_STRAY_AMONG = 20
"""Segments of a page, at least: short documents may be all article."""
_STRAY_BYTES = 200
"""In UTF-8, where an ideograph says about as much as three Latin letters do: what reads like
article is less than that in all; or it is"""
_STRAY_SHARE, _STRAY_SURE = 0.1, 0.7
"""at most this share of the page's bytes, and nowhere this probable."""
APART_VOTE = 4.0
"""For boilerplate, for what reads like article far from the article of a text dump: a footer that
describes a publisher's other sites, the summary of a teaser. Set, as are the next three, on whole
pages (docs/trials.md): nearer by, pages of 2006 lose what is theirs."""
_APART_SEGMENTS = 30
"""Furniture between it and whatever else reads like article, at least;"""
_APART_SHARE = 0.25
"""it is at most this much of what most of the article is, in probable bytes,"""
_APART_SURE = 0.9
"""and nowhere this probable."""
UNBROKEN_VOTE = 4.0
"""For article, for what reads like furniture inside a text dump that is else all article: a
subheading, a second headline. Set on articles alone and on articles with two
lines of their page before and after (`benchmarks/pieces.py`), as are the next three."""
_UNBROKEN_BYTES = 1000
"""In UTF-8, of article, at least."""
_UNBROKEN_SHARE = 0.03
"""Furniture is at most this share of the article's characters,"""
_UNBROKEN_SURE = 0.8
"""and less probable than this, stands between article, and no rule names it."""

NOWHERE: frozenset[int] = frozenset()
_NO_VOTE: tuple[Label | None, float] = (None, 0.0)


class Place(NamedTuple):
    """What the labels of a document say of segments that were labelled otherwise."""

    gallery: bool = False
    """Whether the first line is the headline of pictures."""
    stray: frozenset[int] = NOWHERE
    """Positions of what reads like article on a page that has none."""
    apart: frozenset[int] = NOWHERE
    """Positions of what reads like article, far from a text dump's article."""
    unbroken: frozenset[int] = NOWHERE
    """Positions of what reads like furniture in a text that has none."""
    list_headings: frozenset[int] = NOWHERE
    """Positions of lines of a text dump that head a list."""

    def votes(self, start: int) -> Votes:
        """Log-odds by row and column, where the first segment has the row `start`."""
        found = {(start + at, BOILERPLATE): STRAY_VOTE for at in self.stray}
        found |= {(start + at, BOILERPLATE): APART_VOTE for at in self.apart}
        found |= {(start + at, ARTICLE): UNBROKEN_VOTE for at in self.unbroken}
        found |= {(start + at, ARTICLE): LIST_VOTE for at in self.list_headings}
        return found | ({(start, ARTICLE): HEADLINE_VOTE} if self.gallery else {})


def place_of(
    voted: Array,
    best: Best,
    segments: Sequence[Segment],
    hits: Sequence[Hit],
    format_votes: FormatVotes,
) -> Place:
    """What stands where it cannot be what it reads like."""
    stray = _stray(voted, best, segments, format_votes)
    if stray or not segments or segments[0].markup is not None:
        return Place(stray=stray)
    named = {hit.segment for hit in hits if hit.rule.label == "boilerplate"}
    return Place(
        _is_headline(segments) and bool((best[1:] == CAPTION).all()),
        stray,
        NOWHERE if format_votes else _apart(voted, best, segments),
        _unbroken(voted, best, segments) - named,
        _list_headings(best, segments) - named,
    )


def _apart(voted: Array, best: Best, segments: Sequence[Segment]) -> frozenset[int]:
    """Return the positions of unsure article with much furniture between it and most of it."""
    article = np.flatnonzero(best == ARTICLE)
    gaps = np.flatnonzero(np.diff(article) > _APART_SEGMENTS)
    if not len(gaps):
        return NOWHERE
    stretches = [stretch.tolist() for stretch in np.split(article, gaps + 1)]
    sizes = [
        sum(_size(segments[at]) * float(voted[at, ARTICLE]) for at in stretch)
        for stretch in stretches
    ]
    most = _APART_SHARE * max(sizes)
    return frozenset(
        at
        for stretch, size in zip(stretches, sizes, strict=True)
        if size <= most and voted[stretch, ARTICLE].max() < _APART_SURE
        for at in stretch
    )


def _unbroken(voted: Array, best: Best, segments: Sequence[Segment]) -> frozenset[int]:
    """Return the positions of unsure furniture, if there is too little of any to be a page's."""
    furniture = np.flatnonzero(best == BOILERPLATE).tolist()
    article = np.flatnonzero(best == ARTICLE).tolist()
    if not furniture or not _has_bytes(_UNBROKEN_BYTES, (segments[at] for at in article)):
        return NOWHERE
    left = _UNBROKEN_SHARE * sum(len(segments[at].text) for at in article)
    for at in furniture:
        left -= len(segments[at].text)
        if left < 0:  # soon, on a page
            return NOWHERE
    return frozenset(
        at
        for at in furniture
        if article[0] < at < article[-1] and voted[at, BOILERPLATE] < _UNBROKEN_SURE
    )


def _list_headings(best: Best, segments: Sequence[Segment]) -> frozenset[int]:
    """Return the positions of short lines right above list items that read like article."""
    items = {
        at
        for at, segment in enumerate(segments)
        if segment.kind == "list_item" and best[at] == ARTICLE
    }
    return frozenset(
        at - 1
        for at in items
        if at > 0
        and segments[at - 1].kind in ("paragraph", "heading")
        and len(segments[at - 1].text) <= _LIST_HEADING_CHARS
        and items.issuperset(range(at, at + _LIST_ITEMS))
    )


def _stray(
    voted: Array, best: Best, segments: Sequence[Segment], format_votes: FormatVotes
) -> frozenset[int]:
    """Return the positions of what reads like article, if that is too little to be one."""
    if len(segments) < _STRAY_AMONG:
        return NOWHERE
    article = np.flatnonzero(best == ARTICLE).tolist()
    if format_votes and any(
        format_votes.get(segments[at].kind, _NO_VOTE)[0] == "human_article" for at in article
    ):
        return NOWHERE
    if _has_bytes(_STRAY_BYTES, [segments[at] for at in article]) and (
        voted[article, ARTICLE].max() >= _STRAY_SURE
        or sum(_size(segments[at]) for at in article) > _STRAY_SHARE * sum(map(_size, segments))
    ):
        return NOWHERE
    return frozenset(article)


def _has_bytes(least: int, segments: Iterable[Segment]) -> bool:
    """Whether segments have at least so many bytes in UTF-8."""
    size = 0
    for segment in segments:
        size += _size(segment)
        if size >= least:
            return True
    return False


def _size(segment: Segment) -> int:
    return len(segment.text.encode("utf-8", "replace"))


def lone_of(segments: Sequence[Segment], hits: Sequence[Hit]) -> int | None:
    """Return the position of the one segment of a short plain text that no rule explains."""
    if not segments or len(segments) > _LONE_AMONG or segments[0].markup is not None:
        return None
    explained = {hit.segment for hit in hits if hit.rule.label in ("boilerplate", "image_caption")}
    left = [position for position in range(len(segments)) if position not in explained]
    if len(left) != 1 or segments[left[0]].kind != "paragraph":
        return None
    text = segments[left[0]].text
    size = _size(segments[left[0]])
    sentence = size >= _LONE_SENTENCE and text.rstrip().endswith(_SENTENCE_ENDS)
    return left[0] if sentence or (len(segments) == 1 and size >= _LONE_BYTES) else None


def headline_of(classifier: Array, segments: Sequence[Segment]) -> int | None:
    """Return the position of the first line, if it reads like the headline of prose below."""
    if not _is_headline(segments):
        return None
    first = segments[0].text
    below = range(1, min(4, len(segments)))
    prose = any(
        len(segments[at].text) > len(first) and classifier[at].argmax() == ARTICLE for at in below
    )
    return 0 if prose else None


def _is_headline(segments: Sequence[Segment]) -> bool:
    """Whether a text dump's first line of several is as long as a headline, and no sentence."""
    if len(segments) < 2 or segments[0].markup is not None:
        return False
    first = segments[0].text
    if len(first) >= _HEADLINE_CHARS.stop or first.endswith(_SENTENCE_ENDS):
        return False
    return len(first) >= _HEADLINE_CHARS.start or _size(segments[0]) >= _HEADLINE_BYTES
