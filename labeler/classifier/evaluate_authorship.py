"""How well prose by people and by models is told apart on gold texts.

White space is collapsed before a text is scanned, since line breaks betray some sources
(`paragraphs` keeps blank lines). A text counts as called AI when most characters of its prose
are labelled `ai_report`; its score is the mean, over its prose, of the probability of
`ai_report` among the two prose labels.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from labeler.classifier.authorship import word_count
from labeler.classifier.evaluate_groups import Judged
from labeler.classifier.evaluate_pages import Labelled
from labeler.classifier.gold import GoldText


class _Scores(Protocol):
    @property
    def human_article(self) -> float: ...
    @property
    def ai_report(self) -> float: ...


class Scored(Labelled, Protocol):
    """What is read of a scanned segment; `labeler.report.schema.ReportSegment` has it."""

    @property
    def scores(self) -> _Scores:
        """Probabilities of the labels."""

    @property
    def needs_review(self) -> bool:
        """Whether a person should look."""


def draw(texts: Iterable[GoldText], per: int) -> list[GoldText]:
    """At most `per` texts of each source, language and side, the same ones each time."""
    pools: dict[tuple[str, str, str], list[GoldText]] = defaultdict(list)
    for text in texts:
        pools[text.source, str(text.lang), text.label].append(text)
    drawn: list[GoldText] = []
    for key, pool in sorted(pools.items()):
        drawn += random.Random(f"0{key}").sample(pool, min(per, len(pool)))
    return drawn


def judge(gold: GoldText, scan: Callable[[str], Sequence[Scored]]) -> Judged:
    """Scan one text and say what came out."""
    text = scanned_text(gold)
    prose = [s for s in scan(text) if s.label in ("human_article", "ai_report")]
    sizes = [s.span.end - s.span.start for s in prose]
    whole = sum(sizes) or 1
    called = sum(size for s, size in zip(prose, sizes, strict=True) if s.label == "ai_report")
    return Judged(
        gold,
        sum(size * _ai_share(s.scores) for s, size in zip(prose, sizes, strict=True)) / whole,
        called / whole > 0.5,
        any(s.needs_review for s in prose),
        len(text),
        word_count(text),
    )


def scanned_text(gold: GoldText) -> str:
    """The text as it is scanned: single spaces, and blank lines only where they are its own."""
    parts = re.split(r"\n\s*\n", gold.text) if gold.paragraphs else [gold.text]
    return "\n\n".join(" ".join(part.split()) for part in parts if part.strip())


def _ai_share(scores: _Scores) -> float:
    return scores.ai_report / max(scores.ai_report + scores.human_article, 1e-9)
