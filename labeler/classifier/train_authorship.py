"""Training of the authorship head: prose by people or by models.

The weights come from all sources; the calibration and the thresholds only from scores of
sources that were left out when they were scored.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression, SGDClassifier

from labeler.classifier import linear
from labeler.classifier.authorship import AI_SHARE, word_count
from labeler.classifier.encode import Tables, encode
from labeler.classifier.gold import GoldText
from labeler.classifier.hashing import HashSettings, groups
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration
from labeler.classifier.recipe import Recipe
from labeler.classifier.train_features import counts_matrix, idf_of, scaled, table_of
from labeler.errors import DataError

Array = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

REWRITTEN = ("paraphrase", "data_mixing")
"""Attacks after which a person's text is no longer one: a model rewrote it, in whole or part."""
WINDOW_CHARS = (150, 250, 400, 600, 900, 1300, 1800)
"""Training texts are cut to these lengths, the same for both sides: length decides nothing."""
LENGTHS = (40, 80, 150, 300, 600)
"""Words at which calibration and thresholds are set."""
MIN_WORDS = 40
MEAN_FPR, GROUP_FPR, REVIEW_FPR = 0.005, 0.02, 0.05
"""Share of human text above the thresholds: mean over groups, worst group, sent to review."""
IDF_POWER = 0.7
"""Damps the inverse document frequency: rare n-grams tell topics rather than authors."""
_MIN_GROUP = 40
_MIN_MEASURED = 100
"""Groups with fewer texts of a length say nothing about a threshold there."""
_NEVER = 15.0
"""A score that no text reaches."""
_HUMAN_ONLY = 0.1
"""Weight of a source with one side only, against 1 for one with both."""
_SHORTEST = 50
"""Shorter texts, in characters, teach nothing."""
_SHARED_CHARS = 120
"""Texts equal in so many first letters are the same text and stay on one side of a split."""


class Texts(NamedTuple):
    """The training texts as columns."""

    rows: list[GoldText]
    windows: list[str]
    ai: Bools
    group: list[tuple[str, str]]
    """Source and language."""
    key: list[str]


def train_authorship(
    gold: Iterable[GoldText],
    recipe: Recipe,
    settings: HashSettings,
    tables: Tables,
    say: Callable[[str], None],
) -> tuple[AuthorshipHead, AuthorshipSettings]:
    """Train on gold texts; `say` gets a line of progress at each step.

    Raises DataError if there are not texts by both, or of one source only.
    """
    texts = _texts(gold, recipe)
    if texts.ai.all() or not texts.ai.any():
        raise DataError(
            f"gold texts of {_SHORTEST} or more characters by people and by models are both "
            "needed; give --texts FILE"
        )
    distinct = counts_matrix(texts.windows, settings, tables)
    distinct.data.fill(1)
    idf = idf_of(distinct) ** IDF_POWER
    features = scaled(distinct, idf)
    everything = np.ones(len(texts.ai), bool)
    say(f"authorship: {len(texts.ai)} texts of {len(set(texts.group))} groups")
    held_out = _held_out_scores(texts, features, idf, settings, tables)
    say("authorship: scored every source by a model that had not seen it")
    model = _fit(texts, features, everything)
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    for (source, lang), ai in zip(texts.group, texts.ai, strict=True):
        if ai:
            sides[lang][source] += 1
    languages = sorted(
        lang
        for lang, sources in sides.items()
        if sum(count >= _MIN_GROUP for count in sources.values()) > 1
    )
    return (
        head_of(model, idf),
        AuthorshipSettings(settings, calibrate(held_out, languages), languages, MIN_WORDS),
    )


def _texts(gold: Iterable[GoldText], recipe: Recipe) -> Texts:
    """Draw at most the recipe's number of texts from each source, language and side."""
    pools: dict[tuple[str, str, str], list[GoldText]] = defaultdict(list)
    for row in gold:
        text = re.sub(r"\s+", " ", row.text.replace("\0", "")).strip()
        if row.label == "human" and (row.attack or "").startswith(REWRITTEN):
            continue
        if len(text) >= _SHORTEST:
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


def window(text: str, length: int, chooser: random.Random) -> str:
    """A stretch of `length` characters from anywhere in `text`, starting at a word."""
    if len(text) <= length:
        return text
    start = chooser.randrange(0, len(text) - length)
    space = text.find(" ", start, start + 40) if start else -1
    start = space + 1 if space >= 0 else start
    return text[start : start + length]


def _fit(texts: Texts, features: sparse.csr_matrix, chosen: Bools) -> SGDClassifier:
    index = np.flatnonzero(chosen)
    model = SGDClassifier(
        loss="log_loss", alpha=5e-6, max_iter=10, tol=None, average=True, random_state=0
    )
    return model.fit(features[index], texts.ai[index], sample_weight=_weights(texts, index))


def _weights(texts: Texts, index: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """Both sides of a group weigh the same, so that its topics say nothing; groups by root."""
    sides: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for row in index:
        sides[texts.group[row]][bool(texts.ai[row])] += 1
    weights = np.empty(len(index))
    for at, row in enumerate(index):
        side = sides[texts.group[row]]
        share = 0.5 if min(side[True], side[False]) >= _MIN_GROUP // 2 else _HUMAN_ONLY
        weights[at] = np.sqrt(side.total()) * share / side[bool(texts.ai[row])]
    weights /= weights.mean()
    return weights


def head_of(model: SGDClassifier, idf: Array) -> AuthorshipHead:
    """The fitted linear model as the arrays that scanning reads."""
    return AuthorshipHead(table_of(idf, model.coef_.T), np.array(model.intercept_, np.float32))


class HeldOut(NamedTuple):
    """Scores of windows of left-out sources."""

    score: Array
    words: Array
    ai: Bools
    group: list[tuple[str, str]]


def _held_out_scores(
    texts: Texts,
    features: sparse.csr_matrix,
    idf: Array,
    settings: HashSettings,
    tables: Tables,
) -> HeldOut:
    """Leave one source out at a time (sources with human text only: two halves)."""
    with_ai = {row.source for row in texts.rows if row.label == "ai"}
    human_only = sorted({row.source for row in texts.rows} - with_ai)
    parts = [{source} for source in sorted(with_ai)] + [
        set(human_only[half::2]) for half in (0, 1) if human_only[half::2]
    ]
    scores, words, ai, group = [], [], [], []
    for part in parts:
        inside = np.array([row.source in part for row in texts.rows])
        keys = {texts.key[row] for row in np.flatnonzero(inside)}
        seen = ~inside & np.array([key not in keys for key in texts.key])
        if len(set(texts.ai[seen])) < 2:
            continue
        head = head_of(_fit(texts, features, seen), idf)
        pieces, owners = _pieces([texts.rows[row] for row in np.flatnonzero(inside)])
        scores.append(score_texts(pieces, head, settings, tables))
        words.append(np.array([word_count(piece) for piece in pieces], np.float32))
        ai += [owner.label == "ai" for owner in owners]
        group += [(owner.source, owner.lang or "") for owner in owners]
    if not scores:
        raise DataError(
            "gold texts of at least two sources are needed: each is scored by what the others teach"
        )
    return HeldOut(np.concatenate(scores), np.concatenate(words), np.array(ai), group)


def _pieces(rows: Sequence[GoldText]) -> tuple[list[str], list[GoldText]]:
    """One window of each row for every other length, so that every length has its share."""
    chooser = random.Random(1)
    pieces, owners = [], []
    for row in rows:
        for length in chooser.sample((*WINDOW_CHARS[1:], 3600), 2):
            pieces.append(window(row.text, length, chooser))
            owners.append(row)
    return pieces, owners


def score_texts(
    texts: Sequence[str], head: AuthorshipHead, settings: HashSettings, tables: Tables
) -> Array:
    """Authorship scores (log-odds) of whole texts, shape (texts,)."""
    made = [
        linear.distinct_sums(groups(encode([text], tables), settings), head.words) for text in texts
    ]
    return linear.scores(np.concatenate(made), head.bias)[:, 0]


def calibrate(held_out: HeldOut, languages: Sequence[str]) -> Calibration:
    """Set probabilities and thresholds, length by length, from scores of left-out sources.

    A threshold is the larger of two: the one that the mean over human groups asks for and
    the one that the worst group asks for. Groups outside `languages` are never accused, so
    they only count for the slope.
    """
    slopes, intercepts, accuse, review = [], [], [], []
    log_words = np.log(np.maximum(held_out.words, 1))
    known = np.array([lang in languages for _, lang in held_out.group])
    for length in LENGTHS:
        near = np.abs(log_words - np.log(length)) < np.log(2.0)
        slope, intercept = _logistic(held_out, near & known)
        slopes.append(slope)
        intercepts.append(intercept)
        human = _by_group(held_out, near & known & ~held_out.ai)
        accuse.append(_threshold(human, MEAN_FPR, GROUP_FPR))
        review.append(min(_threshold(human, REVIEW_FPR, 1.0), accuse[-1]))
    return Calibration(
        [float(length) for length in LENGTHS],
        _rounded(slopes),
        _rounded(intercepts),
        # More prose never makes an accusation harder.
        _rounded(np.maximum.accumulate(accuse[::-1])[::-1]),
        _rounded(np.maximum.accumulate(review[::-1])[::-1]),
    )


def _rounded(values: Iterable[float]) -> list[float]:
    return [round(float(value), 4) for value in values]


def _by_group(held_out: HeldOut, chosen: Bools) -> list[Array]:
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in np.flatnonzero(chosen):
        members[held_out.group[row]].append(int(row))
    return [held_out.score[rows] for rows in members.values() if len(rows) >= _MIN_MEASURED]


def _threshold(groups_of_scores: Sequence[Array], mean_rate: float, worst_rate: float) -> float:
    """Smallest score above which at most these shares of the groups lie."""
    if not groups_of_scores:
        return _NEVER
    for candidate in np.linspace(-2, _NEVER, 341):
        rates = [float((scores > candidate).mean()) for scores in groups_of_scores]
        if np.mean(rates) <= mean_rate and max(rates) <= worst_rate:
            return float(candidate)
    return _NEVER


def _logistic(held_out: HeldOut, chosen: Bools) -> tuple[float, float]:
    """Platt scaling; all groups of a side weigh the same, the AI side AI_SHARE of all."""
    rows = np.flatnonzero(chosen)
    if len(set(held_out.ai[rows])) < 2:
        return 1.0, -3.0
    sizes = Counter((held_out.group[row], bool(held_out.ai[row])) for row in rows)
    weights = np.array([1 / sizes[held_out.group[row], bool(held_out.ai[row])] for row in rows])
    for side, share in ((True, AI_SHARE), (False, 1 - AI_SHARE)):
        inside = held_out.ai[rows] == side
        weights[inside] *= share / weights[inside].sum()
    model = LogisticRegression(C=1e6).fit(
        held_out.score[rows, None], held_out.ai[rows], sample_weight=weights * len(rows)
    )
    return float(max(model.coef_[0, 0], 0.05)), float(model.intercept_[0])
