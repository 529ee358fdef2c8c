"""What the authorship head learns from: which texts, which parts of them, how much each counts."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.gold import GoldText
from labeler.classifier.recipe import Recipe, TextSource
from labeler.classifier.tokens import TokenHashing, kinds_of
from labeler.classifier.train_texts import (
    MIN_GROUP,
    WINDOW_CHARS,
    drawn_texts,
    text_features,
    weights_of,
    window,
)
from tests.classifier.made import gold_text, made_tables


def gold(number: int = 0, source: str = "north", label: str = "human", **more: Any) -> GoldText:
    return GoldText(**(gold_text(number, source, "en", label) | more))


def test_domains_whose_labels_are_wrong_are_left_out() -> None:
    recipe = Recipe(texts={"north": TextSource(without=("news",))})
    rows = [gold(0, domain="news"), gold(1, domain="mail"), gold(2, "south", domain="news")]
    kept = drawn_texts(rows, recipe).rows
    assert [(row.source, row.domain) for row in kept] == [("north", "mail"), ("south", "news")]


@pytest.mark.parametrize("attack", ["paraphrase_polish", "data_mixing"])
def test_a_persons_text_that_a_model_rewrote_is_no_example_of_either(attack: str) -> None:
    assert not drawn_texts([gold(attack=attack)], Recipe()).rows
    assert drawn_texts([gold(attack=attack, label="ai")], Recipe()).rows


def test_models_that_the_recipe_leaves_out_teach_nothing() -> None:
    recipe = Recipe(texts={"north": TextSource(without_generators=("old-1",))})
    rows = [gold(n, label="ai", generator=name) for n, name in enumerate(("old-1", "new-2"))]
    rows.append(gold(2, "south", label="ai", generator="old-1"))
    kept = drawn_texts(rows, recipe).rows
    assert [(row.source, row.generator) for row in kept] == [("north", "new-2"), ("south", "old-1")]


@pytest.mark.parametrize("label", ["human", "ai"])
@pytest.mark.parametrize("attack", ["perturbation_word", "adversarial_character_llm"])
def test_texts_with_typing_errors_put_in_teach_nothing(attack: str, label: str) -> None:
    assert not drawn_texts([gold(attack=attack, label=label)], Recipe()).rows


def test_white_space_is_collapsed_and_scraps_are_left_out() -> None:
    found = drawn_texts([gold(text="One\n\n two.  " * 20), gold(text="Too short.")], Recipe())
    assert [row.text for row in found.rows] == [" ".join(["One two."] * 20)]


@given(st.lists(st.text("abc", min_size=1, max_size=12), max_size=80), st.integers(0, 9))
def test_a_window_is_a_stretch_of_the_text_of_at_most_the_length_asked(
    words: list[str], seed: int
) -> None:
    text = " ".join(words)
    for length in WINDOW_CHARS[:2]:
        found = window(text, length, random.Random(seed))
        assert found in text
        assert len(found) <= length
        assert len(text) > length or found == text


def test_both_sides_of_a_group_weigh_the_same_and_one_sided_groups_little() -> None:
    rows = [gold(n, label="human") for n in range(3 * MIN_GROUP)]
    rows += [gold(n, label="ai") for n in range(MIN_GROUP)]
    rows += [gold(n, "letters") for n in range(MIN_GROUP)]
    texts = drawn_texts(rows, Recipe())
    weights = weights_of(texts, np.arange(len(texts.rows)))
    north = np.array([source == "north" for source, _ in texts.group])
    assert weights[north & texts.ai].sum() == pytest.approx(weights[north & ~texts.ai].sum())
    assert weights[~north].sum() < 0.2 * weights[north & texts.ai].sum()


def test_features_of_a_text_do_not_depend_on_how_many_are_made_at_once() -> None:
    texts = [gold(n).text for n in range(5)] + [""]
    hashing, kinds = TokenHashing(12, (1, 2)), kinds_of(made_tables().classes)
    together = text_features(texts, hashing, kinds, made_tables())
    for at, text in enumerate(texts):
        alone = text_features([text], hashing, kinds, made_tables())
        assert (together.ngrams[at] != alone.ngrams).nnz == 0
        assert together.style[at] == pytest.approx(alone.style[0], nan_ok=True)
