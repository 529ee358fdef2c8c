"""What each block is on the page: the classifier's probabilities with the votes added.

Rules and the format vote in natural log-odds, on the classifier's own scale.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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


class Structure(NamedTuple):
    """What each segment is on the page: probabilities of STRUCTURE's labels, shape (n, 3)."""

    classifier: Array
    voted: Array
    """With the votes of format and rules."""
    format_votes: FormatVotes
    headline: int | None
    """Position of a text dump's headline, where one is seen."""
    lone: int | None = None
    """Position of the one segment of a short text dump that no rule explains."""
    repeats: Mapping[int, int] = NO_REPEATS
    """On how many other pages of the run a segment stands, by position; 0 is left out."""
    stray: frozenset[int] = NO_STRAY
    """Positions of what reads like article on a page that has none."""


def structure_with_votes(
    classifier: Array,
    segments: Sequence[Segment],
    hits: Sequence[Hit],
    format_votes: FormatVotes,
    repeats: Mapping[int, int] = NO_REPEATS,
) -> Structure:
    """Add the votes of format, rules and other pages to the structure head's probabilities.

    Of several rules for one label the strongest votes: they mostly see the same words.
    """
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for position, segment in enumerate(segments):
        if segment.kind in format_votes:
            label, weight = format_votes[segment.kind]
            votes[position, STRUCTURE.index(label)] = weight
    lone = _lone(segments, hits)
    if lone is not None:
        votes[lone, STRUCTURE.index("human_article")] = LONE_VOTE
    headline = _headline(classifier, segments)
    if headline is not None:
        votes[headline, STRUCTURE.index("human_article")] = HEADLINE_VOTE
    for position in repeats:
        votes[position, STRUCTURE.index("boilerplate")] = SITE_VOTE
    for hit in hits:
        rule = hit.rule
        if rule.weight is None or rule.label is None or rule.verdict is not None:
            continue
        if rule.label == "ai_report":
            continue  # speaks of who wrote it, not of what it is
        key = hit.segment, STRUCTURE.index(rule.label)
        votes[key] = max(votes[key], rule.weight)
    voted = _with(votes, classifier)
    stray = _stray(voted, segments, format_votes)
    voted = _with({(at, _BOILERPLATE): STRAY_VOTE for at in stray}, voted)
    return Structure(classifier, voted, format_votes, headline, lone, repeats, stray)


def _with(votes: Mapping[tuple[int, int], float], probabilities: Array) -> Array:
    """Probabilities with log-odds added, by position and column."""
    if not votes:
        return probabilities
    logits = np.log(np.maximum(probabilities, FLOOR))
    for (position, column), weight in votes.items():
        logits[position, column] += weight
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    voted: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return voted


def _stray(voted: Array, segments: Sequence[Segment], format_votes: FormatVotes) -> frozenset[int]:
    """Return the positions of what reads like article, if that is too little to be one."""
    if len(segments) < _STRAY_AMONG:
        return NO_STRAY
    article = np.flatnonzero(voted.argmax(axis=1) == _ARTICLE).tolist()
    if any(format_votes.get(segments[at].kind, _NO_VOTE)[0] == "human_article" for at in article):
        return NO_STRAY
    prose = sum(_size(segments[at]) for at in article)
    if prose >= _STRAY_BYTES and (
        voted[article, _ARTICLE].max() >= _STRAY_SURE
        or prose > _STRAY_SHARE * sum(map(_size, segments))
    ):
        return NO_STRAY
    return frozenset(article)


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


def structure_labels(structure: Structure) -> list[Label]:
    """The likeliest of article, caption and boilerplate for each segment."""
    return [STRUCTURE[column] for column in structure.voted.argmax(axis=1)]
