"""Which segments make up the article.

The scan judges each segment by itself, a misjudged one costing as much anywhere. Here the whole
counts: F1 of the characters kept. Its expectation is greatest where all segments above half of
that greatest F1 are kept (Lipton, Elkan, Naryanaswamy: Optimal thresholding of classifiers to
maximize F1 measure, 2014), so a page on which the scan is unsure is cut lower. Before that, the
probabilities learn from where a segment stands: inside or outside of the element that holds
most of the article, beside what else in its container.

All constants are natural log-odds, probabilities or characters. They were set on the page sets
that training uses, each held out of it, by `benchmarks.extraction`; small changes to them matter
little, and what was tried stands in its documentation.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from labeler.extract.candidates import Candidate
from labeler.extract.gaps import without_gaps
from labeler.extract.other_articles import other_articles
from labeler.extract.teasers import teasers
from labeler.extract.title import same_words, says_title
from labeler.extract.tree import place, smallest_holder, within

_LIKELY = 0.5
_PLAUSIBLE = 0.4
_MAIN_SHARE = 0.75
"""Share of the plausible text that the main element holds at least."""
_INSIDE, _JUST_BEFORE, _OUTSIDE = 0.3, -0.4, -2.0
_REACH = 15
"""Segments before the main element's first text that may be its headline and lead."""
_LINK = -1.4
"""A block that is all link mostly leads away from the article."""
_BESIDE = -1.5
"""An element called a byline, a caption, related or the like."""
_COMPANY, _COMPANY_CHARS = 0.3, 50
"""How much the rest of a container says about a segment, and how much text it takes."""
_LOWEST = 0.15
_SUPPORT = 400
"""Expected characters of article below which no doubtful segment is kept."""
_SLIGHT, _SURE = 200, 0.8
"""So little text, none of it surely article, is something else that reads like it."""
_DOUBTFUL, _STORY, _BELOW = 0.25, 150, 5
"""Probability of prose, its characters, and its distance in segments below the page's title."""
_LONGEST_HEADLINE = 250
_TELLING = 30
_FLOOR = 0.001


class _Scored(NamedTuple):
    probability: float
    weight: int


def choose(candidates: Sequence[Candidate], title: str | None) -> list[bool]:
    """Whether each candidate belongs to the article; none does on a page without one.

    `title` is what the document's metadata declare.
    """
    whole = [_Scored(c.probability, c.weight) for c in candidates]
    scored = _without_others(candidates, whole, title)
    telling = [s for s, c in zip(scored, candidates, strict=True) if c.tells]
    expected = sum(s.probability * s.weight for s in telling)
    if expected < _SUPPORT:
        likely = _only_likely(scored, telling)
        return _with_story(candidates, scored, likely, title) if title else likely
    placed = _by_place(candidates, scored)
    threshold = min(max(_best_threshold(placed), _LOWEST), _LIKELY)
    return without_gaps(candidates, [s.probability >= threshold for s in placed])


def _without_others(
    candidates: Sequence[Candidate], scored: Sequence[_Scored], title: str | None
) -> Sequence[_Scored]:
    """The probabilities with none for readers' comments, lists of teasers and other articles,
    unless the page is little else."""
    elsewhere = teasers(candidates) | other_articles(candidates, title)
    other = [
        c.probability > 0 and (at in elsewhere or c.in_comments) for at, c in enumerate(candidates)
    ]
    article = sum(
        s.probability * s.weight
        for s, c, is_other in zip(scored, candidates, other, strict=True)
        if c.tells and not is_other
    )
    if article < _SLIGHT:
        return scored
    return [
        _Scored(0.0, s.weight) if is_other else s for s, is_other in zip(scored, other, strict=True)
    ]


def _only_likely(scored: Sequence[_Scored], telling: Sequence[_Scored]) -> list[bool]:
    """Keep what the scan itself calls article, on a page with little or none."""
    likely = sum(s.weight for s in telling if s.probability > _LIKELY)
    sure = any(s.probability >= _SURE and s.weight > _TELLING for s in telling)
    little = likely < _SLIGHT and 2 * likely < sum(s.weight for s in telling)
    if little and not sure:
        return [False] * len(scored)
    return [s.probability > _LIKELY for s in scored]


def _with_story(
    candidates: Sequence[Candidate], scored: Sequence[_Scored], likely: list[bool], title: str
) -> list[bool]:
    """Also keep the prose right below a block that says the page's title, up to the end of its
    element, if there is enough: a short report, of which the scan is in doubt."""
    declared = same_words(title)
    headline = max(
        (
            at
            for at, c in enumerate(candidates)
            if c.kind != "alt"
            and not c.linked
            and len(c.text) <= _LONGEST_HEADLINE
            and says_title(c.text, declared)
        ),
        default=None,
    )
    if headline is None:
        return likely
    prose = [
        at
        for at in range(headline + 1, len(candidates))
        if candidates[at].tells
        and not candidates[at].beside
        and candidates[at].path
        and scored[at].probability >= _DOUBTFUL
    ]
    if not prose or prose[0] > headline + _BELOW:
        return likely
    element = place(candidates[prose[0]].path)
    story = {at for at in prose if place(candidates[at].path) == element}
    if sum(scored[at].weight for at in story) < _STORY:
        return likely
    return [keep or at in story for at, keep in enumerate(likely)]


def _best_threshold(scored: Sequence[_Scored]) -> float:
    """The probability from which on keeping segments gives the greatest expected F1."""
    expected = sum(s.probability * s.weight for s in scored)
    kept = right = best = 0.0
    threshold = 1.0
    for probability, weight in sorted(scored, reverse=True):
        kept += weight
        right += probability * weight
        f1 = 2 * right / (kept + expected) if right else 0.0
        if f1 > best:
            best, threshold = f1, probability
    return threshold


def _by_place(candidates: Sequence[Candidate], scored: Sequence[_Scored]) -> list[_Scored]:
    """The probabilities with what each segment's place says about it."""
    main = _main_element(candidates, scored)
    if not main:
        return list(scored)
    inside = [within(c.path, main) for c in candidates]
    first = next(i for i, s in enumerate(scored) if inside[i] and s.probability > _PLAUSIBLE)
    company = _company(candidates, scored)
    placed: list[_Scored] = []
    for position, (candidate, (probability, weight)) in enumerate(
        zip(candidates, scored, strict=True)
    ):
        if probability:
            odds = _log_odds(probability)
            if inside[position]:
                odds += _INSIDE
            else:
                odds += _JUST_BEFORE if first - _REACH <= position < first else _OUTSIDE
            if candidate.beside:
                odds += _BESIDE
            if candidate.linked:
                odds += _LINK
            elif inside[position]:
                odds += _COMPANY * company[position]
            probability = 1 / (1 + math.exp(-odds))
        placed.append(_Scored(probability, weight))
    return placed


def _main_element(candidates: Sequence[Candidate], scored: Sequence[_Scored]) -> str:
    """Path of the element that holds most of the article; empty without markup or article."""
    return smallest_holder(
        (
            (c.path, s.probability * s.weight)
            for c, s in zip(candidates, scored, strict=True)
            if s.probability > _PLAUSIBLE
        ),
        _MAIN_SHARE,
    )


def _company(candidates: Sequence[Candidate], scored: Sequence[_Scored]) -> list[float]:
    """Log-odds of article for the rest of the text in each segment's container."""
    places = [place(c.path) for c in candidates]
    article: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    for here, candidate, (probability, weight) in zip(places, candidates, scored, strict=True):
        if candidate.tells:
            article[here] += probability * weight
            whole[here] += weight
    found: list[float] = []
    for here, candidate, (probability, weight) in zip(places, candidates, scored, strict=True):
        if not probability:
            found.append(0.0)
            continue
        own = weight if candidate.tells else 0
        rest = article[here] - probability * own + _COMPANY_CHARS / 2
        found.append(_log_odds(rest / (whole[here] - own + _COMPANY_CHARS)))
    return found


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _FLOOR), 1 - _FLOOR)
    return math.log(clipped / (1 - clipped))
