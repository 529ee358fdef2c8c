"""Measures on cases small enough to work out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.evaluate_metrics import (
    auroc,
    auroc_interval,
    expected_calibration_error,
    precision_recall_f1,
    share_interval,
    tpr_at_fpr,
)


def scores(*values: float) -> np.ndarray:
    return np.array(values, np.float64)


def sides(*values: int) -> np.ndarray:
    return np.array(values, bool)


def test_precision_recall_and_f1_come_from_the_row_and_the_column() -> None:
    # Of 5 articles 4 are found; 6 were called article.
    confusion = np.array([[4.0, 1, 0], [2, 0, 0], [0, 0, 3]])
    assert precision_recall_f1(confusion, 0) == pytest.approx((4 / 6, 4 / 5, 8 / 11))


def test_a_label_that_is_never_found_has_f1_zero_and_not_an_error() -> None:
    assert precision_recall_f1(np.array([[0.0, 2], [0, 0]]), 0) == (0, 0, 0)
    assert precision_recall_f1(np.zeros((2, 2)), 1) == (0, 0, 0)


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    # Negatives 1 and 3, positives 2 and 4: 2 > 1, 4 > 1, 4 > 3, but 2 < 3.
    assert auroc(scores(1, 2, 3, 4), sides(0, 1, 0, 1)) == 0.75


def test_a_tie_is_half_a_pair() -> None:
    assert auroc(scores(5, 5), sides(0, 1)) == 0.5
    # Negatives 1 and 2, positives 2 and 3: three pairs right, one tied.
    assert auroc(scores(1, 2, 2, 3), sides(0, 0, 1, 1)) == 3.5 / 4


def test_a_row_can_count_more_than_once() -> None:
    once = auroc(scores(1, 2, 2, 3, 3), sides(0, 1, 0, 1, 1))
    weighted = auroc(scores(1, 2, 2, 3), sides(0, 1, 0, 1), np.array([1.0, 1, 1, 2]))
    assert weighted == pytest.approx(once)


def test_there_is_no_auroc_without_both_sides() -> None:
    assert np.isnan(auroc(scores(1, 2), sides(1, 1)))


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=30))
def test_auroc_agrees_with_counting_pairs(rows: list[tuple[int, bool]]) -> None:
    positive = [score for score, side in rows if side]
    negative = [score for score, side in rows if not side]
    area = auroc(scores(*(s for s, _ in rows)), np.array([side for _, side in rows], bool))
    if not positive or not negative:
        assert np.isnan(area)
        return
    won = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    assert area == pytest.approx(won / (len(positive) * len(negative)))


def test_the_interval_holds_the_area_and_is_the_same_each_time() -> None:
    chance = np.random.default_rng(1)
    positive = np.arange(80) % 2 == 1
    values = chance.normal(size=80) + positive
    low, high = auroc_interval(values, positive)
    assert low < auroc(values, positive) < high
    assert high - low < 0.35
    assert (low, high) == auroc_interval(values, positive)


def test_the_interval_of_a_perfect_order_is_a_point() -> None:
    assert auroc_interval(scores(1, 2, 8, 9), sides(0, 0, 1, 1)) == (1, 1)


def test_tpr_counts_positives_above_the_threshold_of_the_negatives() -> None:
    negatives = list(range(100))
    values = scores(*negatives, 94, 95, 96, 200)
    positive = sides(*[0] * 100, 1, 1, 1, 1)
    assert tpr_at_fpr(values, positive, 0.05) == 0.5  # 96 and 200 are above 95
    assert tpr_at_fpr(values, positive, 0.01) == 0.25  # 200 is above 99


def test_calibration_error_is_the_distance_of_probability_and_frequency() -> None:
    # All four lie in one bin: said 0.3, and half are positive.
    even = expected_calibration_error(scores(0.3, 0.3, 0.3, 0.3), sides(1, 1, 0, 0), 0.5)
    assert even == pytest.approx(0.2)
    # Two bins: 0.1 said where none is, 0.8 where all are; each half of the weight.
    apart = expected_calibration_error(scores(0.1, 0.8), sides(0, 1), 0.5)
    assert apart == pytest.approx(0.5 * 0.1 + 0.5 * 0.2)


def test_calibration_is_measured_at_the_share_of_positives_that_is_assumed() -> None:
    # The data are half positive, but a fifth is what the probability of 0.2 speaks of.
    said = scores(*[0.2] * 10)
    assert expected_calibration_error(said, sides(*[1] * 5, *[0] * 5), 0.2) == pytest.approx(0)


def test_certainty_lies_in_the_last_bin() -> None:
    assert expected_calibration_error(scores(0, 1), sides(0, 1), 0.5) == 0


def test_there_is_no_calibration_error_without_both_sides() -> None:
    assert np.isnan(expected_calibration_error(scores(0.4), sides(1), 0.2))


@pytest.mark.parametrize(
    ("share", "of", "interval"),
    [(0.0, 100, (0.0, 0.0370)), (0.02, 150, (0.0068, 0.0571)), (1.0, 10, (0.7225, 1.0))],
)
def test_the_interval_of_a_share_is_wilsons(
    share: float, of: int, interval: tuple[float, float]
) -> None:
    assert share_interval(share, of) == pytest.approx(interval, abs=1e-4)
