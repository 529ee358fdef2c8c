"""Scores of texts of sources left out, from which reliability and ROC curves are drawn.

`python -m benchmarks.authorship --folds 0 --scores FILE` writes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from benchmarks.authorship_goals import FEWEST
from benchmarks.machine import machine
from labeler.classifier.evaluate_groups import Judged
from labeler.classifier.gold import GoldText

_DIGITS = 4


class SourceScores(msgspec.Struct, frozen=True):
    """Scores of one source's texts in one language, by who wrote them."""

    source: str
    lang: str | None
    human: list[float]
    ai: list[float]


class AuthorshipScores(msgspec.Struct, frozen=True):
    """All scores, and what they were measured by."""

    command: str
    sources: list[SourceScores]
    machine: dict[str, object]


def told_apart(judged: Iterable[Judged], command: str) -> AuthorshipScores:
    """The scores of sources and languages with enough texts of either side."""
    sides: dict[tuple[str, str | None], dict[str, list[float]]] = defaultdict(
        lambda: {"human": [], "ai": []}
    )
    for item in judged:
        scores = sides[item.gold.source, item.gold.lang]
        scores[item.gold.label].append(round(item.score, _DIGITS))
    found = [
        SourceScores(*place, sorted(scores["human"]), sorted(scores["ai"]))
        for place, scores in sorted(sides.items(), key=lambda side: str(side[0]))
        if min(map(len, scores.values())) >= FEWEST
    ]
    return AuthorshipScores(command, found, machine())


def judged_again(scores: AuthorshipScores) -> Iterator[Judged]:
    """The texts as `authorship_plot` reads them: without what they say and how long they are."""
    for found in scores.sources:
        yield from _judged(found, "human", found.human)
        yield from _judged(found, "ai", found.ai)


def _judged(
    found: SourceScores, label: Literal["human", "ai"], scores: Iterable[float]
) -> Iterator[Judged]:
    gold = GoldText("", label, found.source, found.lang)
    for score in scores:
        yield Judged(gold, score, called_ai=False, review=False, characters=0, words=0)
