"""The texts that the authorship head learns from: drawing, windows, weights, features."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from labeler.classifier.encode import Tables
from labeler.classifier.gold import GoldText
from labeler.classifier.recipe import Recipe
from labeler.classifier.style import Features, style_features
from labeler.classifier.tokens import (
    Kinds,
    Ngrams,
    TokenHashing,
    ngrams,
    tokenise,
)

Bools = npt.NDArray[np.bool_]

REWRITTEN = ("paraphrase", "data_mixing")
"""Attacks after which a person's text is no longer one: a model rewrote it, in whole or part."""
MISSPELT = ("perturbation", "adversarial")
"""Attacks with typing errors and odd synonyms on either side: they teach those, not an author."""
WINDOW_CHARS = (150, 250, 400, 600, 900, 1300, 1800, 3600)
"""Training texts are cut to these lengths, the same for both sides: length decides nothing."""
MIN_GROUP = 40
_HUMAN_ONLY = 0.1
"""Weight of a source with one side only, against 1 for one with both."""
_SHORTEST = 50
"""Shorter texts, in characters, teach nothing."""
_SHARED_CHARS = 120
"""Texts equal in so many first letters are the same text and stay on one side of a split."""
_BATCH = 1000


class Texts(NamedTuple):
    """The training texts as columns."""

    rows: list[GoldText]
    windows: list[str]
    ai: Bools
    group: list[tuple[str, str]]
    """Source and language."""
    key: list[str]
    """First letters: equal for texts that are the same."""


class TextFeatures(NamedTuple):
    """What the two models read of some texts."""

    ngrams: sparse.csr_matrix
    """The distinct n-grams of tokens of each order, shape (texts, 2^bits)."""
    style: Features


def drawn_texts(gold: Iterable[GoldText], recipe: Recipe) -> Texts:
    """Draw at most the recipe's number of texts from each source, language and side."""
    pools: dict[tuple[str, str, str], list[GoldText]] = defaultdict(list)
    for row in gold:
        text = re.sub(r"\s+", " ", row.text.replace("\0", "")).strip()
        if _teaches(row, recipe) and len(text) >= _SHORTEST:
            pools[row.source, row.lang or "", row.label].append(
                GoldText(text, row.label, row.source, row.lang, row.domain, row.generator)
            )
    rows: list[GoldText] = []
    for (source, lang, side), pool in sorted(pools.items()):
        limit = recipe.text_source(source).texts
        chosen = random.Random(f"{source} {lang} {side}")
        rows += chosen.sample(pool, limit) if len(pool) > limit else pool
    chooser = random.Random(0)
    return Texts(
        rows,
        [window(row.text, chooser.choice(WINDOW_CHARS), chooser) for row in rows],
        np.array([row.label == "ai" for row in rows]),
        [(row.source, row.lang or "") for row in rows],
        [re.sub(r"\W", "", row.text.lower())[:_SHARED_CHARS] for row in rows],
    )


def _teaches(row: GoldText, recipe: Recipe) -> bool:
    """Whether the text is an example of its author, by what the recipe and its attack say."""
    source = recipe.text_source(row.source)
    if (row.domain or "") in source.without or row.generator in source.without_generators:
        return False
    spoilt = MISSPELT + (REWRITTEN if row.label == "human" else ())
    return not (row.attack or "").startswith(spoilt)


def window(text: str, length: int, chooser: random.Random) -> str:
    """A stretch of `length` characters from anywhere in `text`, starting at a word."""
    if len(text) <= length:
        return text
    start = chooser.randrange(0, len(text) - length)
    space = text.find(" ", start, start + 40) if start else -1
    start = space + 1 if space >= 0 else start
    return text[start : start + length]


def weights_of(texts: Texts, index: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Both sides of a group weigh the same, so that its topics say nothing; groups by root."""
    sides: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for row in index:
        sides[texts.group[row]][bool(texts.ai[row])] += 1
    weights = np.empty(len(index))
    for at, row in enumerate(index):
        side = sides[texts.group[row]]
        share = 0.5 if min(side[True], side[False]) >= MIN_GROUP // 2 else _HUMAN_ONLY
        weights[at] = np.sqrt(side.total()) * share / side[bool(texts.ai[row])]
    weights /= weights.mean()
    return weights


def text_features(
    texts: Sequence[str], hashing: TokenHashing, kinds: Kinds, tables: Tables
) -> TextFeatures:
    """The features of whole texts, as scanning sees them."""
    parts, style = [], []
    for start in range(0, len(texts), _BATCH):
        tokens = tokenise(texts[start : start + _BATCH], kinds, tables)
        found = ngrams(tokens, hashing)
        style.append(style_features(tokens, found))
        parts.append(_counts(found, hashing))
    return TextFeatures(sparse.vstack(parts, format="csr"), np.concatenate(style))


def _counts(found: Ngrams, hashing: TokenHashing) -> sparse.csr_matrix:
    """Each text's n-grams of each order as ones; those that share a bin add up."""
    total = sparse.csr_matrix((found.texts, 1 << hashing.bits), dtype=np.float32)
    for at in range(len(hashing.orders)):
        edges = found.starts[at * found.texts : (at + 1) * found.texts + 1]
        bins = found.bins[edges[0] : edges[-1]].astype(np.int32)
        ones = np.ones(len(bins), np.float32)
        total = total + sparse.csr_matrix((ones, bins, edges - edges[0]), shape=total.shape)
    return total
