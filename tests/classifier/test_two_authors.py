"""Where in a block of prose another author begins."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.two_authors import FIRST_GAIN, parts_by_author, passages_of

LOG_ODDS = st.lists(st.floats(-10, 10), min_size=1, max_size=30)


def parts(*log_odds: float) -> list[tuple[int, int, bool]]:
    return [tuple(part) for part in parts_by_author(np.array(log_odds))]


@pytest.mark.parametrize(
    "log_odds", [(3, 2, 4), (-3, -2, -4), (3,), (-3,), (2, 3, -FIRST_GAIN, 2), (0, 0, 0)]
)
def test_passages_that_agree_are_by_one_author(log_odds: tuple[float, ...]) -> None:
    assert parts(*log_odds) == [(0, len(log_odds), True)]


def test_a_person_after_a_model_and_a_model_after_a_person_are_cut_where_they_meet() -> None:
    assert parts(3, 2, 3, -2, -3) == [(0, 3, True), (3, 5, False)]
    assert parts(-2, -3, 3, 2, 3) == [(0, 2, False), (2, 5, True)]


def test_a_model_between_people_and_people_around_it_are_three_parts() -> None:
    assert parts(-2, -3, 4, 4, -2) == [(0, 2, False), (2, 4, True), (4, 5, False)]


def test_a_passage_in_doubt_is_the_persons_only_where_another_author_was_found() -> None:
    assert parts(3, 3, 0.4) == [(0, 3, True)]
    assert parts(3, 3, 0.4, -3) == [(0, 2, True), (2, 3, False), (3, 4, False)]


@given(LOG_ODDS)
def test_parts_follow_each_other_and_cover_everything(log_odds: list[float]) -> None:
    found = parts(*log_odds)
    assert [at for start, end, _ in found for at in range(start, end)] == list(range(len(log_odds)))
    assert all(start < end for start, end, _ in found)


@given(LOG_ODDS)
def test_some_part_is_left_to_the_model(log_odds: list[float]) -> None:
    assert sum(by_model for _, _, by_model in parts(*log_odds)) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([50, 60], [(0, 1), (1, 2)]),
        ([4, 50, 60], [(0, 2), (2, 3)]),
        ([50, 60, 3], [(0, 1), (1, 3)]),
        ([20, 15, 10, 50], [(0, 3), (3, 4)]),
        ([5], [(0, 1)]),
        ([5, 6], [(0, 2)]),
    ],
)
def test_short_paragraphs_go_with_what_follows_and_at_the_end_with_what_precedes(
    words: list[float], expected: list[tuple[int, int]]
) -> None:
    assert passages_of(np.array(words), 40) == expected


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40))
def test_passages_cover_all_paragraphs_and_have_words_enough(words: list[int]) -> None:
    found = passages_of(np.array(words, float), 40)
    assert [at for start, end in found for at in range(start, end)] == list(range(len(words)))
    assert len(found) == 1 or all(sum(words[start:end]) >= 40 for start, end in found)
