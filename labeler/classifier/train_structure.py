"""Training of the structure heads: which block is article, caption or boilerplate.

Two heads are trained, one for text dumps and one for HTML, each in two stages. The second
stage learns from first-stage scores of pages that the first stage had not seen (cross-fitting
by publisher), so that it meets the scores it will see when scanning.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import SGDClassifier

from labeler.classifier.context import Context, Pages
from labeler.classifier.dense import shape_features
from labeler.classifier.encode import Tables, encode
from labeler.classifier.gold import PAGE_LABELS, UNKNOWN, GoldPage
from labeler.classifier.hashing import Group, HashSettings, groups
from labeler.classifier.linear import fixed_point
from labeler.classifier.markup import (
    TOKEN_BITS,
    Lineages,
    containers,
    lineages,
    markup_features,
    parents,
    token_group,
)
from labeler.classifier.model import StructureHead
from labeler.classifier.overlap import Ngrams, of_titles, sampled, title_shares
from labeler.classifier.recipe import Recipe
from labeler.classifier.structure import capped
from labeler.classifier.train_features import counts_of, idf_of, scaled, table_values
from labeler.classifier.train_networks import taught_committee, train_committee
from labeler.classifier.train_pages import GoldSegments, Mode, readings
from labeler.errors import DataError

Array = npt.NDArray[np.float32]

ARTICLE, CAPTION = PAGE_LABELS.index("article"), PAGE_LABELS.index("caption")
FOLDS = 5
_CAPTION_WEIGHT = 3.0
_UNSURE_CAPTION = -1.0
"""Where captions are unknown, segments whose caption score is above this teach nothing."""
_COMMON = 0.2
"""Least share of a common language in the segments whose labels follow our conventions."""


class Rows(NamedTuple):
    """All segments of the training pages."""

    pages: list[Pages]
    """Without scores (`scores` has no columns) and weights of n-grams."""
    bounds: list[tuple[int, int]]
    languages: npt.NDArray[np.str_]
    """Of each segment: its page's, "" where that is unknown."""
    words: sparse.csr_matrix
    tokens: sparse.csr_matrix | None
    labels: npt.NDArray[np.int8]
    fold: npt.NDArray[np.int8]
    weight: dict[str, Array]
    captions: npt.NDArray[np.bool_]


def train_structure(
    pages: Sequence[GoldPage],
    mode: Mode,
    recipe: Recipe,
    settings: HashSettings,
    tables: Tables,
    say: Callable[[str], None],
) -> StructureHead:
    """Train the head for `mode` on gold pages; `say` gets a line of progress at each step."""
    drawn = [recipe.corrected(page) for page in _drawn(pages, recipe)]
    rows = _rows(drawn, mode, recipe, settings, tables)
    say(f"{mode}: {len(rows.pages)} pages, {len(rows.labels)} segments")
    words_idf = idf_of(rows.words)
    tokens_idf = None if rows.tokens is None else idf_of(rows.tokens)
    inputs = _inputs(rows, words_idf, tokens_idf)
    scores = _cross_fitted(inputs, rows)
    say(f"{mode}: first stage cross-fitted")
    unsure = ~rows.captions & (rows.labels != CAPTION) & (scores[:, 1] > _UNSURE_CAPTION)
    weight = {name: values * ~unsure for name, values in rows.weight.items()}
    taught = np.arange(len(rows.labels))
    features = _features(rows, scores, words_idf)
    # Of text dumps, networks that were taught by others know less (docs/trials.md).
    trained = taught_committee if mode == "html" else train_committee
    if mode == "html":
        foreign, weaker = _as_foreign(inputs, rows, scores)
        taught = np.concatenate([taught, foreign])
        features = np.concatenate([features, _features(rows, weaker, words_idf)[foreign]])
    networks = trained(
        features, rows.labels[taught], {name: values[taught] for name, values in weight.items()}
    )
    say(f"{mode}: {len(networks.share)} networks trained")
    everything = np.ones(len(rows.labels), bool)
    linear = [_linear(inputs, rows, head, everything) for head in range(3)]
    coefficients = np.stack([model.coef_[0] for model in linear], axis=1)
    bins = rows.words.shape[1]
    return StructureHead(
        words=fixed_point(table_values(words_idf, coefficients[:bins])),
        tokens=None
        if tokens_idf is None
        else fixed_point(table_values(tokens_idf, coefficients[bins:])),
        bias=np.array([model.intercept_[0] for model in linear], np.float32),
        networks=networks,
    )


def _drawn(pages: Sequence[GoldPage], recipe: Recipe) -> list[GoldPage]:
    by_source: dict[str, list[GoldPage]] = {}
    for page in pages:
        by_source.setdefault(page.source, []).append(page)
    drawn = []
    for source, members in sorted(by_source.items()):
        limit = recipe.page_source(source).pages
        if limit is not None and len(members) > limit:
            members = random.Random(source).sample(members, limit)
        drawn += members
    return drawn


def _rows(
    pages: Sequence[GoldPage],
    mode: Mode,
    recipe: Recipe,
    settings: HashSettings,
    tables: Tables,
) -> Rows:
    made: list[Pages] = []
    bounds: list[tuple[int, int]] = []
    labels: list[int] = []
    folds: list[int] = []
    captions: list[bool] = []
    languages: list[str] = []
    weight: dict[str, list[float]] = {"words": [], "news": [], "general": []}
    words, tokens = [], []
    # Round robin, not by hash: few publishers must not all be left out together.
    fold_of = {name: n % FOLDS for n, name in enumerate(sorted({_publisher(p) for p in pages}))}
    for page, read, source in readings(pages, mode, recipe):
        segments = read.segments
        ngrams = list(groups(encode(capped(segments), tables), settings))
        words.append(counts_of(ngrams, settings.bits))
        found = lineages(segments) if mode == "html" else None
        if found is not None:
            tokens.append(counts_of([token_group(found.found)], TOKEN_BITS)[found.number])
        made.append(_page(read, ngrams, found, settings, tables))
        bounds.append((len(labels), len(labels) + len(segments)))
        labels += read.labels
        languages += [page.lang or ""] * len(segments)
        folds += [fold_of[_publisher(page)]] * len(segments)
        captions += [source.captions] * len(segments)
        for name, values in weight.items():
            values += [getattr(source, name)] * len(segments)
    if not made:
        needed = "html" if mode == "html" else "segments"
        raise DataError(f"no gold page has {needed} to train on; give some pages their `{needed}`")
    known = np.array(labels) != UNKNOWN
    return Rows(
        made,
        bounds,
        np.array(languages),
        sparse.vstack(words, format="csr"),
        sparse.vstack(tokens, format="csr") if tokens else None,
        np.array(labels, np.int8),
        np.array(folds, np.int8),
        {name: np.array(values, np.float32) * known for name, values in weight.items()},
        np.array(captions, bool),
    )


def _page(
    read: GoldSegments,
    ngrams: Sequence[Group],
    found: Lineages | None,
    settings: HashSettings,
    tables: Tables,
) -> Pages:
    """A page without what the first stage will say of it; `found` are its lineages in HTML."""
    segments = [read.segments]
    bins, starts = sampled(ngrams, settings)
    kept = Ngrams(bins, np.zeros(0), starts, settings.bits)
    bounds = np.array([0, len(read.segments)])
    return Pages(
        bounds,
        np.zeros((len(read.segments), 0), np.float32),
        shape_features(segments, tables),
        kept,
        markup_features(segments, found) if found else None,
        containers(segments) if found else None,
        parents(segments) if found else None,
        title_shares(kept, bounds, of_titles([read.title], settings, tables)) if found else None,
    )


def _publisher(page: GoldPage) -> str:
    return page.publisher or page.page_id


def _inputs(rows: Rows, words_idf: Array, tokens_idf: Array | None) -> sparse.csr_matrix:
    words = scaled(rows.words, words_idf)
    if rows.tokens is None or tokens_idf is None:
        return words
    return sparse.hstack([words, scaled(rows.tokens, tokens_idf)], format="csr")


def _linear(
    inputs: sparse.csr_matrix, rows: Rows, head: int, chosen: npt.NDArray[np.bool_]
) -> SGDClassifier:
    """Fit head 0 (article, all sources), 1 (caption) or 2 (article, where captions are known).

    Raises DataError if the chosen rows do not hold both sides.
    """
    weight = rows.weight["words"].copy()
    if head > 0:
        weight *= rows.captions
    if head == 1:
        weight *= np.where(rows.labels == CAPTION, _CAPTION_WEIGHT, 1.0)
    if not (weight > 0).any():
        weight = rows.weight["words"]
    index = np.flatnonzero(chosen & (weight > 0))
    label = CAPTION if head == 1 else ARTICLE
    target = rows.labels[index] == label
    if target.all() or not target.any():
        raise DataError(
            "too few gold pages: at least two publishers of sources with a weight must have "
            f"segments labelled {PAGE_LABELS[label]}, and others"
        )
    model = SGDClassifier(
        loss="log_loss", alpha=3e-6, max_iter=6, tol=None, average=True, random_state=0
    )
    return model.fit(inputs[index], target, sample_weight=weight[index])


def _cross_fitted(inputs: sparse.csr_matrix, rows: Rows) -> Array:
    scores = np.zeros((len(rows.labels), 3), np.float32)
    for fold in range(FOLDS):
        inside = rows.fold == fold
        if inside.any():
            for head in range(3):
                model = _linear(inputs, rows, head, ~inside)
                scores[inside, head] = model.decision_function(inputs[inside])
    return scores


def _as_foreign(
    inputs: sparse.csr_matrix, rows: Rows, scores: Array
) -> tuple[npt.NDArray[np.intp], Array]:
    """Score the pages of each common language by what the pages of all others teach.

    That is how the first stage scores a language that it hardly knows: article is then seen by
    its place more than by its words. Returns the positions of the segments of such pages, of
    those that follow our conventions, and the scores of all segments.
    """
    news = rows.weight["news"] > 0
    weaker = scores.copy()
    foreign = np.zeros(len(news), bool)
    for language in np.unique(rows.languages[news]):
        theirs = rows.languages == language
        ours = news & theirs
        if language and _COMMON * news.sum() <= ours.sum() <= (1 - _COMMON) * news.sum():
            with suppress(DataError):  # the others may be too few to learn from
                for head in range(3):
                    model = _linear(inputs, rows, head, ~theirs)
                    weaker[ours, head] = model.decision_function(inputs[ours])
                foreign |= ours
    return np.flatnonzero(foreign), weaker


def _features(rows: Rows, scores: Array, words_idf: Array) -> Array:
    blocks = []
    for page, (start, end) in zip(rows.pages, rows.bounds, strict=True):
        ngrams = page.ngrams._replace(weights=words_idf[page.ngrams.bins] ** 2)
        context = Context(page._replace(scores=scores[start:end], ngrams=ngrams))
        blocks.append(context.rows(0, end - start))
    return np.concatenate(blocks)
