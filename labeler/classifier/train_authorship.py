"""Training of the authorship head: prose by people or by models.

The weights come from all sources; how words and style are mixed, the calibration and the
thresholds only from scores of sources that were left out when they were scored.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression, SGDClassifier

from labeler.classifier.authorship import evidence, standardised, word_count
from labeler.classifier.encode import Tables
from labeler.classifier.gold import GoldText
from labeler.classifier.linear import fixed_point
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Mix
from labeler.classifier.recipe import Recipe
from labeler.classifier.style import NAMES, Features
from labeler.classifier.tokens import Kinds, TokenHashing, kinds_of
from labeler.classifier.train_calibration import HeldOut, calibrate, logistic
from labeler.classifier.train_features import idf_of, scaled, table_values
from labeler.classifier.train_texts import (
    MIN_GROUP,
    WINDOW_CHARS,
    TextFeatures,
    Texts,
    drawn_texts,
    text_features,
    weights_of,
    window,
)
from labeler.errors import DataError

Array = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

MIN_WORDS = 40
IDF_POWER = 0.7
"""Damps the inverse document frequency: rare n-grams tell topics rather than authors."""
STYLE_KNOWN, STYLE_OTHER = 0.1, 3.0
"""Weight of style against words: in languages with models' texts, and in others (measured)."""
_STYLE_CHARS = 200
"""Shorter windows teach no style."""
_TYPICAL_WORDS = 150


class Style(NamedTuple):
    """The linear model of style."""

    mean: Array
    scale: Array
    weights: Array


def train_authorship(
    gold: Iterable[GoldText],
    recipe: Recipe,
    hashing: TokenHashing,
    tables: Tables,
    say: Callable[[str], None],
) -> tuple[AuthorshipHead, AuthorshipSettings]:
    """Train on gold texts; `say` gets a line of progress at each step.

    Raises DataError if there are not texts by both, or of one source only.
    """
    texts = drawn_texts(gold, recipe)
    if texts.ai.all() or not texts.ai.any():
        raise DataError(
            "gold texts of 50 or more characters by people and by models are both "
            "needed; give --texts FILE"
        )
    kinds = kinds_of(tables.classes)
    trainer = Trainer(texts, text_features(texts.windows, hashing, kinds, tables), kinds)
    say(f"authorship: {len(texts.ai)} texts of {len(set(texts.group))} groups")
    held_out = _held_out(trainer, hashing, tables)
    say("authorship: scored every source by a model that had not seen it")
    return (
        trainer.head(np.ones(len(texts.ai), bool)),
        _settings(held_out, hashing, _languages(texts)),
    )


def _languages(texts: Texts) -> list[str]:
    """Languages with enough texts by models from two or more sources."""
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    for (source, lang), ai in zip(texts.group, texts.ai, strict=True):
        if ai:
            sides[lang][source] += 1
    return sorted(
        lang
        for lang, sources in sides.items()
        if sum(count >= MIN_GROUP for count in sources.values()) > 1
    )


class Trainer:
    """Fits the head on chosen rows of the same texts, again and again."""

    def __init__(self, texts: Texts, features: TextFeatures, kinds: Kinds) -> None:
        self.texts = texts
        self.kinds = kinds
        self.idf = idf_of(features.ngrams) ** IDF_POWER
        self.ngrams = scaled(features.ngrams, self.idf)
        self.style = features.style

    def head(self, chosen: Bools) -> AuthorshipHead:
        """A head trained on the chosen texts."""
        model = fit_words(self.texts, self.ngrams, chosen)
        style = fit_style(self.texts, self.style, chosen)
        return AuthorshipHead(
            self.kinds,
            fixed_point(table_values(self.idf, model.coef_.T)),
            np.array(model.intercept_, np.float32),
            *style,
        )


def fit_words(texts: Texts, ngrams: sparse.csr_matrix, chosen: Bools) -> SGDClassifier:
    """The linear model of n-grams."""
    index = np.flatnonzero(chosen)
    model = SGDClassifier(
        loss="log_loss", alpha=5e-6, max_iter=5, tol=None, average=True, random_state=0
    )
    return model.fit(ngrams[index], texts.ai[index], sample_weight=weights_of(texts, index))


def fit_style(texts: Texts, features: Features, chosen: Bools) -> Style:
    """The linear model of style, from the differences between the sides of each group.

    Every group is centred on the middle between its people and its models, since languages
    and kinds of text differ far more in style than their authors do.
    """
    members: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row in np.flatnonzero(chosen & _long_enough(texts)):
        members[texts.group[row]][int(texts.ai[row])].append(int(row))
    both = [rows for rows in members.values() if min(map(len, rows)) >= MIN_GROUP // 2]
    if not both:
        zero = np.zeros(len(NAMES), np.float32)
        return Style(zero, zero + 1, zero)
    rows = np.array([row for sides in both for side in sides for row in side])
    middles = np.array(
        [(_mean(features[human]) + _mean(features[model])) / 2 for human, model in both]
    )
    sizes = [len(human) + len(model) for human, model in both]
    centred = features[rows] - np.repeat(middles, sizes, axis=0)
    scale = np.sqrt(np.maximum(np.nan_to_num(_mean(centred**2)), 1e-9))
    weights = np.concatenate(
        [np.full(len(side), 1 / len(side)) for sides in both for side in sides]
    )
    model = LogisticRegression(C=0.01, fit_intercept=False).fit(
        standardised(centred, np.zeros(len(NAMES), np.float32), scale.astype(np.float32)),
        texts.ai[rows],
        sample_weight=weights * (len(rows) / weights.sum()),
    )
    mean = _mean(middles)
    return Style(
        np.nan_to_num(mean).astype(np.float32),
        scale.astype(np.float32),
        model.coef_[0].astype(np.float32),
    )


def _mean(rows: Features) -> Features:
    """Mean of each column, leaving out NaN; NaN where there is nothing else."""
    told = ~np.isnan(rows)
    found: Features = np.where(told, rows, 0).sum(axis=0) / np.where(
        told.any(axis=0), told.sum(axis=0), np.nan
    )
    return found


def _long_enough(texts: Texts) -> Bools:
    return np.array([len(window) >= _STYLE_CHARS for window in texts.windows])


class Scores(NamedTuple):
    """What a head said of windows of sources that it had not seen."""

    ngrams: Array
    style: Array
    words: Array
    ai: Bools
    group: list[tuple[str, str]]
    domain: list[str]


def _held_out(trainer: Trainer, hashing: TokenHashing, tables: Tables) -> Scores:
    """Leave one source out at a time (sources with human text only: two halves)."""
    texts = trainer.texts
    with_ai = {row.source for row in texts.rows if row.label == "ai"}
    human_only = sorted({row.source for row in texts.rows} - with_ai)
    parts = [{source} for source in sorted(with_ai)] + [
        set(human_only[half::2]) for half in (0, 1) if human_only[half::2]
    ]
    made: list[Scores] = []
    for part in parts:
        inside = np.array([row.source in part for row in texts.rows])
        keys = {texts.key[row] for row in np.flatnonzero(inside)}
        seen = ~inside & np.array([key not in keys for key in texts.key])
        if len(set(texts.ai[seen])) < 2:
            continue
        head = trainer.head(seen)
        pieces, owners = _pieces([texts.rows[row] for row in np.flatnonzero(inside)])
        found = evidence(pieces, head, hashing, tables)
        made.append(
            Scores(
                found.words,
                found.style,
                np.array([word_count(piece) for piece in pieces], np.float32),
                np.array([owner.label == "ai" for owner in owners]),
                [(owner.source, owner.lang or "") for owner in owners],
                [owner.domain or "" for owner in owners],
            )
        )
    if not made:
        raise DataError(
            "gold texts of at least two sources are needed: each is scored by what the others teach"
        )
    return Scores(
        np.concatenate([part.ngrams for part in made]),
        np.concatenate([part.style for part in made]),
        np.concatenate([part.words for part in made]),
        np.concatenate([part.ai for part in made]),
        [group for part in made for group in part.group],
        [domain for part in made for domain in part.domain],
    )


def _pieces(rows: Sequence[GoldText]) -> tuple[list[str], list[GoldText]]:
    """Two windows of each row, so that every length has its share."""
    chooser = random.Random(1)
    pieces, owners = [], []
    for row in rows:
        for length in chooser.sample(WINDOW_CHARS[1:], 2):
            pieces.append(window(row.text, length, chooser))
            owners.append(row)
    return pieces, owners


def _settings(found: Scores, hashing: TokenHashing, languages: Sequence[str]) -> AuthorshipSettings:
    """Mix, calibrate and set thresholds.

    In languages that were not trained words say less: their score is put on the scale of the
    others, so that one calibration holds for all.
    """
    known = np.array([lang in languages for _, lang in found.group])
    mix = Mix(1.0, STYLE_KNOWN, 0.0)
    raw = found.ngrams + np.where(known, STYLE_KNOWN, STYLE_OTHER) * found.style
    held_out = HeldOut(raw.astype(np.float32), found.words, found.ai, found.group, found.domain)
    calibration = calibrate(held_out, languages, MIN_WORDS)
    slope, intercept = (
        float(np.interp(_TYPICAL_WORDS, calibration.words, values))
        for values in (calibration.slope, calibration.intercept)
    )
    other_slope, other_intercept = logistic(held_out, ~known)
    factor = other_slope / slope
    other = Mix(factor, factor * STYLE_OTHER, (other_intercept - intercept) / slope)
    return AuthorshipSettings(hashing, mix, other, calibration, list(languages), MIN_WORDS)
