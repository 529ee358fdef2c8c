"""Style of prose in any language, from marks, rhythm, word lengths and repetition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.style import NAMES, style_features
from labeler.classifier.tokens import TokenHashing, kinds_of, ngrams, tokenise
from tests.classifier.made import made_tables

KINDS = kinds_of(made_tables().classes)
HASHING = TokenHashing(20, (1, 2))
STORY = (
    "The ferry left late again, and nobody was told why. We waited. A man sold hot chestnuts "
    "from a pram; his daughter counted the coins (twice). Was the captain ill? He was not."
)


def style(*texts: str) -> list[dict[str, float]]:
    tokens = tokenise(texts, KINDS, made_tables())
    rows = style_features(tokens, ngrams(tokens, HASHING))
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in rows]


def test_there_is_one_named_column_for_each_feature() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(style(STORY)[0])


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("commas", "Old, cold, wet, and tired of it.", "Old and cold and wet and tired of it."),
        ("semicolons", "It rained; we stayed.", "It rained and we stayed."),
        ("question marks", "Who came? Who left?", "Some came. Some left."),
        ("brackets", "The bridge (closed) stays.", "The bridge stays."),
        ("numbers", "In 1987 it cost 40 pounds.", "Long ago it cost little money."),
        ("quotation marks", "“Never” he said.", "Never he said."),
        ("sentence length", "We all walked home along the river.", "We walked. It rained. Good."),
        ("sentence spread", "No. We all walked home along the river.", "We walked. It rained."),
        ("short sentences", "No. Never. We left.", "We all walked home along the wide river."),
        ("repeated tokens", "rain and rain and rain and rain", "rain and hail over the dark hills"),
        ("repeated pairs", "on and on and on and on", "one two three four five six seven"),
        ("runs of periods", "Well... it was late...", "Well, it was late."),
        ("long words", "municipal " * 12, "muddy " * 12),
        ("short words", "we go on " * 4, "municipal harbour authority " * 4),
        ("word length", "municipal " * 12, "muddy " * 12),
        ("questions", "Who came? They all did.", "They came. They all did."),
    ],
)
def test_a_feature_is_higher_where_there_is_more_of_it(name: str, more: str, less: str) -> None:
    first, second = style(more, less)
    assert first[name] > second[name]


@pytest.mark.parametrize("spaced", [STORY.replace(" ", "\n\n  "), STORY.upper()])
def test_white_space_and_case_change_nothing(spaced: str) -> None:
    assert style(spaced)[0] == pytest.approx(style(STORY)[0], nan_ok=True)


def test_a_text_twice_as_long_in_the_same_manner_has_the_same_style() -> None:
    once, twice = style(STORY, f"{STORY} {STORY}")
    about_length = {"repeated tokens", "repeated pairs", "sentence spread", "clause spread"}
    for name in set(NAMES) - about_length:
        assert twice[name] == pytest.approx(once[name], abs=1e-9), name


def test_decimal_points_end_no_sentence() -> None:
    assert style("It grew by 3.5 percent.")[0]["short sentences"] == 1
    assert style("It grew by 3.5 percent in a year.")[0]["short sentences"] == 0


def test_what_a_short_text_cannot_tell_is_left_open() -> None:
    found = style("One sentence only.")[0]
    assert np.isnan([found["sentence spread"], found["word length"]]).all()
    assert np.isnan(style("橋の工事は来月から始まると市が発表した。")[0]["word length"])


@given(st.lists(st.text("aB9 .,?日-…", max_size=30), min_size=1, max_size=5))
def test_the_style_of_a_text_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    alone = [style(text)[0] for text in texts]
    for found, expected in zip(style(*texts), alone, strict=True):
        assert found == pytest.approx(expected, nan_ok=True)
