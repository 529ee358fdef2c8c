"""Which sources of gold texts are held out together."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from labeler.classifier.gold import GoldText
from labeler.classifier.recipe import Recipe

_SHARED_CHARS = 120
"""Texts equal in so many first letters are one text: not to be on both sides of a split."""
_SHARED_TEXTS = 20
"""Sources with so many texts in common are held out together."""


def dealt(
    texts: Sequence[GoldText], keys: Sequence[str], recipe: Recipe, folds: int
) -> list[set[str]]:
    """Deal sources into `folds` folds of about equal size.

    `keys` are the texts' first letters. Sources that share texts stay together. Sources with
    AI texts go first, so that every fold leaves some to train on. With 0 folds each source
    with AI texts is a fold of its own, and those by people alone are two.
    """
    if folds == 0:
        with_ai = sorted({text.source for text in texts if text.label == "ai"})
        people = sorted({text.source for text in texts}.difference(with_ai))
        halves = [set(people[half::2]) for half in (0, 1)]
        return [{source} for source in with_ai] + [half for half in halves if half]
    sizes: Counter[tuple[str, str | None, str]] = Counter(
        (text.source, text.lang, text.label) for text in texts
    )
    groups = _sharing(texts, keys)
    weights = [
        _weights({key: n for key, n in sizes.items() if key[0] in group}, recipe)
        for group in groups
    ]
    order = sorted(range(len(groups)), key=lambda at: (-weights[at][0], -weights[at][1], at))
    parts: list[list[int]] = [[] for _ in range(folds)]
    for at in order:
        side = 0 if weights[at][0] else 1
        smallest = min(parts, key=lambda part: sum(weights[member][side] for member in part))
        smallest.append(at)
    return [set().union(*(groups[at] for at in part)) for part in parts if part]


def _sharing(texts: Sequence[GoldText], keys: Sequence[str]) -> list[set[str]]:
    """Sources in groups: those that share texts, directly or by way of another, are in one."""
    homes: dict[str, set[str]] = {}
    for text, key in zip(texts, keys, strict=True):
        homes.setdefault(key, set()).add(text.source)
    shared_texts: Counter[tuple[str, str]] = Counter(
        pair for sources in homes.values() for pair in combinations(sorted(sources), 2)
    )
    group_of = {source: {source} for source in sorted({text.source for text in texts})}
    for (one, other), number in sorted(shared_texts.items()):
        if number >= _SHARED_TEXTS and group_of[one] is not group_of[other]:
            group_of[one] |= group_of[other]
            group_of |= dict.fromkeys(group_of[other], group_of[one])
    return sorted({id(group): group for group in group_of.values()}.values(), key=min)


def _weights(counts: Mapping[tuple[str, str | None, str], int], recipe: Recipe) -> tuple[int, int]:
    """AI texts and human texts that training would draw."""
    ai = human = 0
    for (source, _, label), number in counts.items():
        drawn = min(number, recipe.text_source(source).texts)
        ai, human = (ai + drawn, human) if label == "ai" else (ai, human + drawn)
    return ai, human


def first_letters(text: GoldText) -> str:
    """What tells that two texts are the same."""
    return re.sub(r"\W", "", text.text[: 4 * _SHARED_CHARS].lower())[:_SHARED_CHARS]
