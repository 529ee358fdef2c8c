"""What each block is on the page: the classifier's probabilities with the votes added.

Rules and the format vote in natural log-odds, on the classifier's own scale.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.decide.place import (
    ARTICLE,
    BOILERPLATE,
    HEADLINE_VOTE,
    LONE_VOTE,
    STRUCTURE,
    Array,
    Best,
    FormatVotes,
    Place,
    Votes,
    headline_of,
    lone_of,
    place_of,
)
from labeler.document import MediaType, Segment
from labeler.evidence import Label
from labeler.rules.pack import Hit

_COLUMN: Mapping[Label, int] = {label: column for column, label in enumerate(STRUCTURE)}
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
SITE_VOTE = 2.0
"""For boilerplate, where a text stands on other pages of the run (`labeler.samesite`). Set on
the gold pages of publishers with several; from 1 to 3 it does about the same."""
FLOOR = 1e-4
"""No classifier is surer than this: a vote can still turn it."""


NO_REPEATS: Mapping[int, int] = MappingProxyType({})


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
    best: Best
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
    place: Place = Place()
    """What is said of segments that were labelled otherwise before."""


def structures_with_votes(documents: Sequence[Asked]) -> list[Structure]:
    """Add the votes of format, rules, place and other pages to the structure head's probabilities.

    Of several rules for one label the strongest votes: they mostly see the same words. All
    documents at once, since calling numpy takes longer than what it does for a small one.
    """
    if not documents:
        return []
    starts = list(accumulate((len(asked.segments) for asked in documents), initial=0))
    votes: Votes = {}
    headlines: list[int | None] = []
    lones: list[int | None] = []
    has_votes: list[bool] = []
    for asked, start in zip(documents, starts, strict=False):
        headlines.append(headline_of(asked.classifier, asked.segments))
        lones.append(lone_of(asked.segments, asked.hits))
        before = len(votes)
        _vote(votes, start, asked, headlines[-1], lones[-1])
        has_votes.append(len(votes) > before)
    classifier = np.concatenate([asked.classifier for asked in documents])
    voted = _with(votes, classifier, np.repeat(has_votes, np.diff(starts)))
    best = voted.argmax(axis=1)
    places = [
        place_of(voted[start:end], best[start:end], asked.segments, asked.hits, asked.format_votes)
        for asked, (start, end) in zip(documents, pairwise(starts), strict=True)
    ]
    if any(map(any, places)):
        votes = {}
        for place, start in zip(places, starts, strict=False):
            votes |= place.votes(start)
        voted = _with(votes, voted, np.repeat(list(map(any, places)), np.diff(starts)))
        best = voted.argmax(axis=1)
    labels = [STRUCTURE[column] for column in best.tolist()]
    return [
        Structure(
            asked.classifier,
            voted[start:end],
            best[start:end],
            labels[start:end],
            asked.format_votes,
            0 if places[number].gallery else headlines[number],
            lones[number],
            asked.repeats,
            places[number],
        )
        for number, (asked, (start, end)) in enumerate(
            zip(documents, pairwise(starts), strict=True)
        )
    ]


def _vote(votes: Votes, start: int, asked: Asked, headline: int | None, lone: int | None) -> None:
    """Add the votes on a document's segments; the first of them has the row `start`."""
    if asked.format_votes:
        for row, segment in enumerate(asked.segments, start):
            if segment.kind in asked.format_votes:
                label, weight = asked.format_votes[segment.kind]
                votes[row, _COLUMN[label]] = weight
    if lone is not None:
        votes[start + lone, ARTICLE] = LONE_VOTE
    if headline is not None:
        votes[start + headline, ARTICLE] = HEADLINE_VOTE
    for position in asked.repeats:
        votes[start + position, BOILERPLATE] = SITE_VOTE
    for hit in asked.hits:
        rule = hit.rule
        if rule.weight is None or rule.label is None or rule.verdict is not None:
            continue
        if rule.label == "ai_report":
            continue  # speaks of who wrote it, not of what it is
        key = start + hit.segment, _COLUMN[rule.label]
        votes[key] = max(votes.get(key, 0.0), rule.weight)


def _with(votes: Votes, probabilities: Array, chosen: npt.NDArray[np.bool_]) -> Array:
    """Probabilities with log-odds added, by row and column; all votes are on `chosen` rows."""
    if not votes:
        return probabilities
    logits = np.log(np.maximum(probabilities, FLOOR))
    rows, columns = np.array(list(votes)).T
    logits[rows, columns] += np.array(list(votes.values()), np.float32)
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    voted = exponents / exponents.sum(axis=1, keepdims=True)
    return np.where(chosen[:, np.newaxis], voted, probabilities)
