"""A page read as a sequence: the same columns however it is cut into blocks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.context import WINDOW, Context, Pages
from labeler.classifier.dense import SHAPE_NAMES
from labeler.classifier.markup import LINK_SHARE, WIDTH
from tests.classifier.made import random_features

LOG_LENGTH = SHAPE_NAMES.index("log_length")
OWN = len(SHAPE_NAMES)
"""Columns of a segment's own shape; then come LOCAL ones, which its neighbours see too, and
its scores."""
LOCAL, SCORES = 8, 3
AROUND = OWN + LOCAL + SCORES
"""From here on: the segment before, the one after, the one before that, ..."""


def page(rows: int, *, html: bool = False, seed: int = 0) -> Pages:
    shape = random_features(rows, len(SHAPE_NAMES), seed)
    shape[:, LOG_LENGTH] = np.abs(shape[:, LOG_LENGTH]) * 4
    return Pages(
        np.array([0, rows]),
        random_features(rows, 3, seed + 1),
        shape,
        random_features(rows, WIDTH, seed + 2) if html else None,
        np.arange(rows) // 3 if html else None,
    )


def all_rows(made: Pages) -> np.ndarray:
    return Context(made).rows(0, len(made.shape))


@given(st.integers(1, 45), st.booleans(), st.data())
def test_blocks_of_rows_are_the_rows_of_the_whole(
    rows: int, html: bool, data: st.DataObject
) -> None:
    made = page(rows, html=html)
    cuts = sorted(data.draw(st.sets(st.integers(0, rows), max_size=5)) | {0, rows})
    context = Context(made)
    blocks = [context.rows(start, end) for start, end in pairwise(cuts)]
    assert np.array_equal(np.concatenate(blocks), context.rows(0, rows))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6), st.booleans())
def test_pages_together_are_the_pages_one_by_one(sizes: list[int], html: bool) -> None:
    pages = [page(rows, html=html, seed=seed) for seed, rows in enumerate(sizes)]
    together = Pages(
        np.cumsum([0, *sizes]),
        np.concatenate([made.scores for made in pages]),
        np.concatenate([made.shape for made in pages]),
        np.concatenate([made.markup for made in pages]) if html else None,
        np.concatenate([made.containers + 100 * at for at, made in enumerate(pages)])
        if html
        else None,
    )
    alone = np.concatenate([all_rows(made) for made in pages])
    assert np.allclose(all_rows(together), alone, atol=1e-5)


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize("rows", [1, 2, WINDOW, 40])
def test_every_page_has_the_same_finite_columns(rows: int, html: bool) -> None:
    found = all_rows(page(rows, html=html))
    assert found.shape == (rows, all_rows(page(7, html=html)).shape[1])
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


def test_the_first_columns_are_the_segments_own() -> None:
    made = page(6)
    assert np.array_equal(all_rows(made)[:, :OWN], made.shape)


def test_html_adds_columns_after_those_of_text() -> None:
    plain = page(9)
    marked = page(9, html=True)
    text_columns = all_rows(plain).shape[1]

    found = all_rows(marked)

    assert np.array_equal(found[:, :text_columns], all_rows(plain))
    assert np.array_equal(found[:, text_columns : text_columns + WIDTH], marked.markup)


def test_html_columns_describe_the_container() -> None:
    made = page(4, html=True)._replace(containers=np.array([5, 2, 5, 5]))
    own = all_rows(page(4)).shape[1] + WIDTH
    article, _, link_share, size = all_rows(made)[:, own : own + 4].T
    probability = 1 / (1 + np.exp(-(made.scores[:, 0] + made.scores[:, 2]) * 0.75))
    mean = probability[[0, 2, 3]].mean()
    assert article == pytest.approx([mean, probability[1], mean, mean], abs=1e-5)
    assert made.markup is not None
    assert link_share[0] == pytest.approx(made.markup[[0, 2, 3], LINK_SHARE].mean(), abs=1e-5)
    assert size * 4 == pytest.approx(np.log1p([3, 1, 3, 3]), abs=1e-5)


def test_neighbours_beyond_the_ends_are_zero() -> None:
    found = all_rows(page(1))[0]
    assert not found[AROUND : AROUND + 2 * WINDOW * LOCAL].any()


def test_a_neighbour_shows_what_it_says_of_itself() -> None:
    found = all_rows(page(8))
    itself = found[:, OWN : OWN + LOCAL]
    before, after = found[:, AROUND : AROUND + LOCAL], found[:, AROUND + LOCAL :][:, :LOCAL]
    assert np.array_equal(before[1:], itself[:-1])
    assert np.array_equal(after[:-1], itself[1:])
