"""Who wrote this prose: judged by the prose around it, and accused only on enough of it."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.authorship import (
    WINDOW_WORDS,
    Authorship,
    predict_authorship,
    probability,
    word_count,
)
from labeler.classifier.encode import encode
from labeler.classifier.hashing import HashSettings, groups
from labeler.classifier.model import AuthorshipHead, AuthorshipSettings, Calibration
from tests.classifier.made import made_tables, segments

HASHING = HashSettings(16, (), (1,))
CALIBRATION = Calibration(
    words=[40.0, 160.0],
    slope=[1.0, 2.0],
    intercept=[-3.0, -1.0],
    accuse=[10.0, 2.0],
    review=[4.0, 1.0],
)
SETTINGS = AuthorshipSettings(HASHING, CALIBRATION, ["en"], 40)
MODEL, PERSON = "delve", "bloke"
"""The words that the head below knows: one that only models use, one that only people use."""


def head(bias: float = 0.0) -> AuthorshipHead:
    table = np.zeros((1 << HASHING.bits, 2), np.float16)
    for word, weight in ((MODEL, 1.0), (PERSON, -1.0)):
        (group,) = groups(encode([word], made_tables()), HASHING)
        table[group.bins] = (1.0, weight)
    return AuthorshipHead(table, np.array([bias], np.float32))


def judge(texts: Sequence[str], bias: float = 0.0) -> Authorship:
    return predict_authorship(segments(*texts), head(bias), SETTINGS, made_tables())


def words(number: int, word: str = "plain") -> str:
    return " ".join([word] * number)


def test_the_score_pools_the_prose_around_a_segment() -> None:
    judged = judge([words(30, MODEL), words(10), words(30, PERSON)])
    assert judged.words.tolist() == [70, 70, 70]
    assert judged.score == pytest.approx([0, 0, 0], abs=1e-3)


def test_two_long_texts_on_one_page_keep_scores_of_their_own() -> None:
    paragraphs = 12
    by_model = [words(50, MODEL)] * paragraphs
    by_person = [words(50, PERSON)] * paragraphs

    together = judge(by_model + by_person).score

    # Half a window from the border on, a text is judged as if it stood alone.
    apart = paragraphs - WINDOW_WORDS // 2 // 50
    assert together[:apart] == pytest.approx(judge(by_model).score[:apart])
    assert together[-apart:] == pytest.approx(judge(by_person).score[-apart:])
    assert (together[:paragraphs] > 0).all()
    assert (together[paragraphs:] < 0).all()


def test_a_window_holds_about_so_many_words_and_fewer_at_the_ends() -> None:
    found = judge([words(50)] * 30).words
    assert found[15] == WINDOW_WORDS + 50
    assert found[0] == found[-1] == WINDOW_WORDS / 2 + 50


def test_a_segment_longer_than_the_window_is_judged_whole() -> None:
    assert judge([words(3), words(2 * WINDOW_WORDS), words(3)]).words[1] == 2 * WINDOW_WORDS


def test_a_page_without_prose_has_no_judgements() -> None:
    assert [len(column) for column in judge([])] == [0] * 5


def test_the_score_does_not_grow_with_the_length_of_a_text_alone() -> None:
    assert judge([words(10, MODEL)]).score[0] == pytest.approx(10**0.5, rel=1e-3)
    mixed = [f"{words(5, MODEL)} {words(45)}"]
    assert judge(mixed).score[0] == pytest.approx(5**0.5, rel=1e-3)


def test_short_prose_is_never_accused_nor_suspected() -> None:
    just_short, just_long = judge([words(39)], bias=50), judge([words(40)], bias=50)
    assert (just_short.accused[0], just_short.suspected[0]) == (False, False)
    assert (just_long.accused[0], just_long.suspected[0]) == (True, True)


@pytest.mark.parametrize(
    ("number", "accuse", "review"),
    [
        (40, 10.0, 4.0),
        (80, 6.0, 2.5),  # halfway on a log scale
        (160, 2.0, 1.0),
        (2000, 2.0, 1.0),
    ],
)
def test_thresholds_are_interpolated_between_lengths(
    number: int, accuse: float, review: float
) -> None:
    for below in (accuse - 0.05, accuse + 0.05):
        assert judge([words(number)], below).accused[0] == (below > accuse)
    for below in (review - 0.05, review + 0.05):
        assert judge([words(number)], below).suspected[0] == (below > review)


SCORES = st.floats(-60, 60, width=32)


@given(SCORES, SCORES, st.integers(1, 5000))
def test_probability_grows_with_the_score(first: float, second: float, number: int) -> None:
    low, high = sorted((first, second))
    pair = np.array([low, high], np.float32)
    found = probability(pair, np.full(2, float(number)), CALIBRATION)
    assert 0 <= found[0] <= found[1] <= 1


def test_probability_is_the_calibrated_logistic() -> None:
    found = probability(np.array([2.0], np.float32), np.array([80.0]), CALIBRATION)
    assert found[0] == pytest.approx(1 / (1 + np.exp(-(1.5 * 2 - 2))), rel=1e-4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one", 1),
        ("Three words here", 3),
        ("役場は橋の修理を来月から始めると発表した", 10),  # half the characters
        ("公園에 갔다 왔다", 3),
    ],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text: str, expected: float) -> None:
    assert word_count(text) == expected
