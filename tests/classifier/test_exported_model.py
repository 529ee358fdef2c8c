"""What numpy reads from the exported arrays is what scikit-learn says itself."""

import random
from typing import Any

import msgspec
import numpy as np
import pytest
from scipy import sparse
from sklearn.neural_network import MLPClassifier

from labeler.classifier import linear
from labeler.classifier.authorship import evidence, standardised
from labeler.classifier.encode import encode
from labeler.classifier.gold import GoldPage, GoldText
from labeler.classifier.hashing import HashSettings, groups
from labeler.classifier.markup import lineages
from labeler.classifier.model import StructureHead
from labeler.classifier.network import Committee, committee, predict, standardise
from labeler.classifier.recipe import PageSource, Recipe
from labeler.classifier.structure import first_stage
from labeler.classifier.style import NAMES
from labeler.classifier.tokens import TokenHashing, kinds_of
from labeler.classifier.train_authorship import Trainer, fit_style, fit_words
from labeler.classifier.train_features import counts_of, idf_of, scaled, table_values
from labeler.classifier.train_networks import UNITS, exported
from labeler.classifier.train_pages import Mode, readings
from labeler.classifier.train_structure import _inputs, _linear, _rows
from labeler.classifier.train_texts import MIN_GROUP, drawn_texts, text_features
from tests.classifier.made import (
    ARTICLE_WORDS,
    FURNITURE_WORDS,
    gold_pages,
    gold_text,
    gold_texts,
    made_tables,
    random_features,
    sentence,
)

SETTINGS = HashSettings(14, (1, 2, 3, 4, 5), (1, 2))


def some_texts(number: int) -> list[str]:
    chooser = random.Random(7)
    vocabularies = [ARTICLE_WORDS, FURNITURE_WORDS]
    return [sentence(chooser, chooser.choice(vocabularies), 3 + n % 30) for n in range(number)]


def ngram_counts(texts: list[str], settings: HashSettings = SETTINGS) -> sparse.csr_matrix:
    return counts_of(groups(encode(texts, made_tables()), settings), settings.bits)


def test_table_sums_are_the_product_of_the_sparse_matrix_that_scikit_learn_gets() -> None:
    texts = some_texts(40)
    counts = ngram_counts(texts)
    idf = idf_of(counts)
    weights = np.random.default_rng(0).normal(size=(1 << SETTINGS.bits, 2))

    made = groups(encode(texts, made_tables()), SETTINGS)
    total = linear.sums(made, linear.fixed_point(table_values(idf, weights)), len(texts))

    product = scaled(counts, idf) @ weights
    assert np.allclose(linear.scores(total, np.zeros(2, np.float32)), product, atol=1e-2)


def test_features_have_unit_length_where_no_n_gram_is_repeated() -> None:
    words = HashSettings(20, (), (1,))
    counts = ngram_counts(["one two", "three two one", "one four", "two"], words)
    lengths = np.sqrt(scaled(counts, idf_of(counts)).power(2).sum(axis=1))
    assert np.allclose(lengths, 1, atol=1e-4)


def test_n_grams_of_fewer_than_three_texts_do_not_count() -> None:
    counts = ngram_counts(["a common", "b common", "b common", ""])
    idf = idf_of(counts)
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    assert not idf[seen < 3].any()
    assert (idf[seen == 3] > 0).all()


def test_a_text_without_known_n_grams_scores_the_bias() -> None:
    table = linear.fixed_point(np.zeros((1 << SETTINGS.bits, 3)))
    total = linear.sums(groups(encode(["unseen"], made_tables()), SETTINGS), table, 1)
    assert linear.scores(total, np.array([0.5, -1], np.float32)).tolist() == [[0.5, -1.0]]


def fitted(features: np.ndarray, target: np.ndarray, seed: int = 0) -> MLPClassifier:
    perceptron = MLPClassifier((UNITS,), max_iter=5, tol=0, random_state=seed)
    with pytest.warns(match="Maximum iterations"):
        return perceptron.fit(features, target)


def features_of(target: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features that tell the targets, some far from the mean, their mean and deviation."""
    features = random_features(len(target), 12)
    features[:, 3] *= 40  # so that some are clipped
    features[np.arange(len(target)), target] += 2
    return features, features.mean(axis=0), features.std(axis=0)


@pytest.mark.parametrize("labels", [(0, 1, 2), (0, 2), (1, 2)])
def test_the_network_gives_the_probabilities_of_the_perceptron(labels: tuple[int, ...]) -> None:
    target = np.array(labels)[np.arange(300) % len(labels)]
    features, mean, scale = features_of(target)
    perceptron = fitted(standardise(features, mean, scale), target)

    found = predict(committee([exported(perceptron)], [1], mean, scale), features)

    expected = perceptron.predict_proba(standardise(features, mean, scale))
    assert np.allclose(found[:, labels], expected, atol=1e-4)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


def test_the_members_of_a_committee_count_by_their_shares() -> None:
    target = np.arange(300) % 3
    features, mean, scale = features_of(target)
    inputs = standardise(features, mean, scale)
    perceptrons = [fitted(inputs, target, seed) for seed in range(2)]

    judges = committee([exported(one) for one in perceptrons], [3, 1], mean, scale)

    first, second = (one.predict_proba(inputs) for one in perceptrons)
    assert np.allclose(predict(judges, features), 0.75 * first + 0.25 * second, atol=1e-4)


TOKENS = TokenHashing(14, (1, 2))


def trainer_of(rows: list[dict[str, Any]]) -> Trainer:
    texts = drawn_texts([GoldText(**row) for row in rows], Recipe())
    kinds = kinds_of(made_tables().classes)
    return Trainer(texts, text_features(texts.windows, TOKENS, kinds, made_tables()), kinds)


def test_authorship_scores_are_those_of_the_linear_classifiers() -> None:
    trainer = trainer_of(gold_texts())
    everything = np.ones(len(trainer.texts.ai), bool)
    head = trainer.head(everything)

    found = evidence(trainer.texts.windows, head, TOKENS, made_tables())

    model = fit_words(trainer.texts, trainer.ngrams, everything)
    assert np.allclose(found.words, model.decision_function(trainer.ngrams), atol=0.01)
    style = standardised(trainer.style, head.style_mean, head.style_scale) @ head.style_weights
    assert np.allclose(found.style, style, atol=1e-4)


def test_style_is_learnt_from_how_the_sides_of_each_group_differ() -> None:
    # The made models write longer words, and one source writes longer words on both sides.
    rows = [
        gold_text(n, source, lang, label)
        for n in range(MIN_GROUP)
        for source, lang in (("north", "de"), ("south", "en"))
        for label in ("human", "ai")
    ]
    trainer = trainer_of(rows)
    found = fit_style(trainer.texts, trainer.style, np.ones(len(rows), bool))
    assert found.weights[NAMES.index("word length")] > 0.05
    one_side = fit_style(trainer.texts, trainer.style, trainer.texts.ai)
    assert not one_side.weights.any()


@pytest.mark.parametrize("mode", ["text", "html"])
def test_the_first_stage_is_the_one_that_was_trained(mode: Mode) -> None:
    pages = msgspec.convert(gold_pages(), list[GoldPage])
    recipe = Recipe(pages={"dailies": PageSource(captions=True)})
    rows = _rows(pages, mode, recipe, SETTINGS, made_tables())
    words_idf = idf_of(rows.words)
    tokens_idf = None if rows.tokens is None else idf_of(rows.tokens)
    inputs = _inputs(rows, words_idf, tokens_idf)
    models = [_linear(inputs, rows, n, np.ones(len(rows.labels), bool)) for n in range(3)]
    coefficients = np.stack([model.coef_[0] for model in models], axis=1)
    head = StructureHead(
        linear.fixed_point(table_values(words_idf, coefficients[: 1 << SETTINGS.bits])),
        None
        if tokens_idf is None
        else linear.fixed_point(table_values(tokens_idf, coefficients[1 << SETTINGS.bits :])),
        np.array([model.intercept_[0] for model in models], np.float32),
        Committee(*[np.zeros(0, np.float32)] * len(Committee._fields)),
    )

    read = [reading.read for reading in readings(pages, mode, recipe)]
    for (segments, *_), made, (start, end) in zip(read, rows.pages, rows.bounds, strict=True):
        called = lineages(segments) if mode == "html" else None
        found, ngrams = first_stage(segments, called, head, SETTINGS, made_tables())
        expected = [model.decision_function(inputs[start:end]) for model in models]
        assert np.allclose(found, np.stack(expected, axis=1), rtol=2e-3, atol=0.02)
        assert np.array_equal(ngrams.bins, made.ngrams.bins)
        assert np.array_equal(ngrams.starts, made.ngrams.starts)
