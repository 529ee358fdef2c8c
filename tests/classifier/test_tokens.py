"""Texts as streams of words, numbers and marks, and the n-grams of them."""

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier import linear
from labeler.classifier.tokens import (
    COMMA,
    NOTHING,
    NUMBER,
    PERIOD,
    SIGN,
    WORD,
    TokenHashing,
    Tokens,
    kinds_of,
    ngrams,
    tokenise,
)
from tests.classifier.made import made_tables

HASHING = TokenHashing(20, (1, 2, 3))
FEW_BINS = TokenHashing(12, (1, 2, 3))
TABLE = linear.fixed_point(np.random.default_rng(0).normal(size=(1 << FEW_BINS.bits, 2)))
KINDS = kinds_of(made_tables().classes)
TEXTS = st.lists(st.text("aB9 .,日\n-", max_size=12), min_size=1, max_size=6)


def cut(*texts: str) -> Tokens:
    return tokenise(texts, KINDS, made_tables())


def bins(texts: Sequence[str], hashing: TokenHashing = HASHING) -> list[list[Counter[int]]]:
    """The n-grams of each text, order by order."""
    found = ngrams(cut(*texts), hashing)
    ranges = list(itertools.pairwise(found.starts.tolist()))
    return [
        [
            Counter(dict(zip(found.bins[a:b].tolist(), found.times[a:b].tolist(), strict=True)))
            for a, b in ranges[text :: len(texts)]
        ]
        for text in range(len(texts))
    ]


@pytest.mark.parametrize(
    ("text", "kinds", "sizes"),
    [
        ("Rain, again.", [WORD, COMMA, WORD, PERIOD], [4, 1, 5, 1]),
        ("in 1987", [WORD, NUMBER], [2, 4]),
        ("route66", [WORD], [7]),
        ("橋は", [SIGN, SIGN], [1, 1]),
        ("다리", [SIGN, SIGN], [1, 1]),
        ("", [], []),
        ("  \n ", [], []),
    ],
)
def test_words_numbers_marks_and_signs_are_tokens(
    text: str, kinds: list[int], sizes: list[int]
) -> None:
    found = cut(text)
    assert (found.kinds.tolist(), found.lengths.tolist()) == (kinds, sizes)


def test_every_character_is_of_one_kind_and_only_white_or_hidden_ones_of_none() -> None:
    nothing = {chr(code) for code in np.flatnonzero(KINDS == NOTHING)}
    assert {" ", "\0", "\1"} == nothing


def test_equal_words_have_equal_hashes_wherever_they_stand() -> None:
    found = cut("bridge or river", "a river, a bridge")
    bridge, _, river, _, other_river, _, _, other_bridge = found.hashes.tolist()
    assert (bridge, river) == (other_bridge, other_river)
    assert bridge != river


@pytest.mark.parametrize(
    "written",
    ["THE  Bridge , old", "the\nbridge,old", "t\u200bhe bridge,\u00a0old", "thе bridge, old"],
)
def test_case_spacing_hidden_characters_and_look_alikes_change_nothing(written: str) -> None:
    assert bins([written]) == bins(["the bridge, old"])


@given(TEXTS)
def test_the_n_grams_of_a_text_do_not_depend_on_its_neighbours(texts: list[str]) -> None:
    assert bins(texts) == [bins([text])[0] for text in texts]


@given(TEXTS)
def test_a_text_of_n_tokens_has_as_many_n_grams_as_fit(texts: list[str]) -> None:
    sizes = np.bincount(cut(*texts).owners, minlength=len(texts))
    for size, orders in zip(sizes.tolist(), bins(texts), strict=True):
        expected = [max(size - order + 1, 0) for order in HASHING.orders]
        assert [found.total() for found in orders] == expected


def test_the_order_of_words_matters_to_pairs_alone() -> None:
    single, pairs = TokenHashing(20, (1,)), TokenHashing(20, (2,))
    one, other = ["muddy old boots"], ["old muddy boots"]
    assert bins(one, single) == bins(other, single)
    assert bins(one, pairs) != bins(other, pairs)


@given(TEXTS)
def test_distinct_sums_are_those_of_the_set_of_n_grams_of_each_order(texts: list[str]) -> None:
    found = linear.distinct_sums(ngrams(cut(*texts), FEW_BINS), TABLE)

    expected = [
        sum((TABLE.entries[bin_] * TABLE.unit for order in text for bin_ in order), np.zeros(2))
        for text in bins(texts, FEW_BINS)
    ]
    assert found == pytest.approx(np.array(expected), abs=1e-3)
