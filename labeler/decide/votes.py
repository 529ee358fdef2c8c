"""What each block is on the page: the classifier's probabilities with the votes added.

Rules and the format vote in natural log-odds, on the classifier's own scale.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.document import Kind, MediaType, Segment
from labeler.evidence import Label
from labeler.rules.pack import Hit

Array = npt.NDArray[np.float32]

STRUCTURE: tuple[Label, ...] = ("human_article", "image_caption", "boilerplate")
"""Labels in the order of the structure head's columns."""
_COLUMN: Mapping[Label, int] = {label: column for column, label in enumerate(STRUCTURE)}
_ARTICLE, _BOILERPLATE = 0, 2
FormatVotes = Mapping[Kind, tuple[Label, float]]
"""What a format says outright of a segment of each kind: a label and log-odds."""
MARKDOWN_VOTES: FormatVotes = {
    "alt": ("image_caption", 5.0),
    "caption": ("image_caption", 5.0),
    "metadata": ("boilerplate", 7.0),
    "heading": ("human_article", 2.5),
    "paragraph": ("human_article", 1.0),
    "list_item": ("human_article", 1.5),
    "quote": ("human_article", 2.0),
    "table": ("human_article", 2.0),
    "code": ("human_article", 2.0),
}
"""Markdown is written by hand for its content; site furniture is rare in it. Set by judgement:
there are no gold pages in Markdown. (The head for HTML has learnt what kinds say.)"""
HTML_VOTES: FormatVotes = {"label": ("boilerplate", 4.0)}
"""What stands in a form's text field may read like prose. On the gold pages this vote did no
harm; other kinds are the classifier's to judge."""
FORMAT_VOTES: Mapping[MediaType, FormatVotes] = {
    "text/markdown": MARKDOWN_VOTES,
    "text/html": HTML_VOTES,
}
HEADLINE_VOTE = 3.0
"""For the first line of a text dump with article prose right below it. Set by judgement: gold
sets disagree on headlines, and most have menus above them."""
LONE_VOTE = 5.0
"""For the only segment of a text dump that no rule explains: people who give a paragraph want to
know who wrote it. Gold pages, which are whole, teach the classifier to expect menus."""
_LONE_AMONG = 4
"""Segments in all, where others are explained; then the lone one must be a sentence."""
_LONE_SENTENCE = 40
_LONE_BYTES = 24
"""In UTF-8: a few words, or eight ideographs."""
_HEADLINE_CHARS = range(15, 161)
_SENTENCE_ENDS = tuple(".!?…。！？।؟:;")
SITE_VOTE = 2.0
"""For boilerplate, where a text stands on other pages of the run (`labeler.samesite`). Set on
the gold pages of publishers with several; from 1 to 3 it does about the same."""
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
FLOOR = 1e-4
"""No classifier is surer than this: a vote can still turn it."""


NO_REPEATS: Mapping[int, int] = MappingProxyType({})
NO_STRAY: frozenset[int] = frozenset()


_NO_VOTE: tuple[Label | None, float] = (None, 0.0)


class Asked(NamedTuple):
    """What is known of one document's segments before anything is decided."""

    classifier: Array
    """Probabilities of STRUCTURE's labels, shape (n, 3)."""
    segments: Sequence[Segment]
    hits: Sequence[Hit]
    format_votes: FormatVotes
    repeats: Mapping[int, int] = NO_REPEATS


class Structure(NamedTuple):
    """What each segment is on the page: probabilities of STRUCTURE's labels, shape (n, 3)."""

    classifier: Array
    voted: Array
    """With the votes of format and rules."""
    best: npt.NDArray[np.intp]
    """The column of the likeliest label of each segment."""
    labels: list[Label]
    """The likeliest label of each segment."""
    format_votes: FormatVotes
    headline: int | None
    """Position of a text dump's headline, where one is seen."""
    lone: int | None = None
    """Position of the one segment of a short text dump that no rule explains."""
    repeats: Mapping[int, int] = NO_REPEATS
    """On how many other pages of the run a segment stands, by position; 0 is left out."""
    stray: frozenset[int] = NO_STRAY
    """Positions of what reads like article on a page that has none."""


_Votes = dict[tuple[int, int], float]
"""Log-odds by row and column."""


def structures_with_votes(documents: Sequence[Asked]) -> list[Structure]:
    """Add the votes of format, rules and other pages to the structure head's probabilities.

    Of several rules for one label the strongest votes: they mostly see the same words. All
    documents at once, since calling numpy takes longer than what it does for a small one.
    """
    if not documents:
        return []
    starts = list(accumulate((len(asked.segments) for asked in documents), initial=0))
    votes: _Votes = {}
    headlines: list[int | None] = []
    lones: list[int | None] = []
    has_votes: list[bool] = []
    for asked, start in zip(documents, starts, strict=False):
        headlines.append(_headline(asked.classifier, asked.segments))
        lones.append(_lone(asked.segments, asked.hits))
        before = len(votes)
        _vote(votes, start, asked, headlines[-1], lones[-1])
        has_votes.append(len(votes) > before)
    classifier = np.concatenate([asked.classifier for asked in documents])
    voted = _with(votes, classifier, np.repeat(has_votes, np.diff(starts)))
    best = voted.argmax(axis=1)
    stray = [
        _stray(voted[start:end], best[start:end], asked)
        for asked, (start, end) in zip(documents, pairwise(starts), strict=True)
    ]
    if any(stray):
        against = {
            (start + at, _BOILERPLATE): STRAY_VOTE
            for positions, start in zip(stray, starts, strict=False)
            for at in positions
        }
        voted = _with(against, voted, np.repeat(list(map(bool, stray)), np.diff(starts)))
        best = voted.argmax(axis=1)
    labels = [STRUCTURE[column] for column in best.tolist()]
    return [
        Structure(
            asked.classifier,
            voted[start:end],
            best[start:end],
            labels[start:end],
            asked.format_votes,
            headlines[number],
            lones[number],
            asked.repeats,
            stray[number],
        )
        for number, (asked, (start, end)) in enumerate(
            zip(documents, pairwise(starts), strict=True)
        )
    ]


def _vote(votes: _Votes, start: int, asked: Asked, headline: int | None, lone: int | None) -> None:
    """Add the votes on a document's segments; the first of them has the row `start`."""
    if asked.format_votes:
        for row, segment in enumerate(asked.segments, start):
            if segment.kind in asked.format_votes:
                label, weight = asked.format_votes[segment.kind]
                votes[row, _COLUMN[label]] = weight
    if lone is not None:
        votes[start + lone, _ARTICLE] = LONE_VOTE
    if headline is not None:
        votes[start + headline, _ARTICLE] = HEADLINE_VOTE
    for position in asked.repeats:
        votes[start + position, _BOILERPLATE] = SITE_VOTE
    for hit in asked.hits:
        rule = hit.rule
        if rule.weight is None or rule.label is None or rule.verdict is not None:
            continue
        if rule.label == "ai_report":
            continue  # speaks of who wrote it, not of what it is
        key = start + hit.segment, _COLUMN[rule.label]
        votes[key] = max(votes.get(key, 0.0), rule.weight)


def _with(votes: _Votes, probabilities: Array, chosen: npt.NDArray[np.bool_]) -> Array:
    """Probabilities with log-odds added, by row and column; all votes are on `chosen` rows."""
    if not votes:
        return probabilities
    logits = np.log(np.maximum(probabilities, FLOOR))
    rows, columns = np.array(list(votes)).T
    logits[rows, columns] += np.array(list(votes.values()), np.float32)
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    voted = exponents / exponents.sum(axis=1, keepdims=True)
    return np.where(chosen[:, np.newaxis], voted, probabilities)


def _stray(voted: Array, best: npt.NDArray[np.intp], asked: Asked) -> frozenset[int]:
    """Return the positions of what reads like article, if that is too little to be one."""
    segments, format_votes = asked.segments, asked.format_votes
    if len(segments) < _STRAY_AMONG:
        return NO_STRAY
    article = np.flatnonzero(best == _ARTICLE).tolist()
    if format_votes and any(
        format_votes.get(segments[at].kind, _NO_VOTE)[0] == "human_article" for at in article
    ):
        return NO_STRAY
    if _has_bytes(_STRAY_BYTES, [segments[at] for at in article]) and (
        voted[article, _ARTICLE].max() >= _STRAY_SURE
        or sum(_size(segments[at]) for at in article) > _STRAY_SHARE * sum(map(_size, segments))
    ):
        return NO_STRAY
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


def _lone(segments: Sequence[Segment], hits: Sequence[Hit]) -> int | None:
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


def _headline(classifier: Array, segments: Sequence[Segment]) -> int | None:
    """Return the position of the first line, if it reads like the headline of what follows."""
    if len(segments) < 2 or segments[0].markup is not None:
        return None
    first = segments[0].text
    if len(first) not in _HEADLINE_CHARS or first.endswith(_SENTENCE_ENDS):
        return None
    below = range(1, min(4, len(segments)))
    prose = any(
        len(segments[at].text) > len(first) and classifier[at].argmax() == 0 for at in below
    )
    return 0 if prose else None
