"""A page read as a sequence: the same columns however it is cut into blocks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.context import WINDOW, Context, Pages
from labeler.classifier.dense import SHAPE_NAMES
from labeler.classifier.markup import LINK_SHARE, WIDTH, Parents
from labeler.classifier.overlap import Ngrams, shared
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
        ngrams(rows, seed + 3),
        random_features(rows, WIDTH, seed + 2) if html else None,
        np.arange(rows) // 3 if html else None,
        tree(rows) if html else None,
        np.random.default_rng(seed).random((rows, 2), np.float32) if html else None,
    )


def ngrams(rows: int, seed: int) -> Ngrams:
    """Four a segment, of few, so that segments share some."""
    bins = np.random.default_rng(seed).integers(0, 16, 4 * rows).astype(np.uint32) * 2
    return Ngrams(bins, 1.0 + bins, np.arange(rows + 1) * 4, 5)


def tree(rows: int) -> Parents:
    """Two segments each in lists of one section."""
    paths = [f"html/body/section[{at % 3}]/ul" for at in range((rows + 1) // 2)]
    return Parents(np.arange(rows) // 2, paths, np.array([0, len(paths)]))


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
        Ngrams(
            np.concatenate([made.ngrams.bins for made in pages]),
            np.concatenate([made.ngrams.weights for made in pages]),
            np.arange(sum(sizes) + 1) * 4,
            5,
        ),
        np.concatenate([made.markup for made in pages]) if html else None,
        np.concatenate([made.containers + 100 * at for at, made in enumerate(pages)])
        if html
        else None,
        all_parents(pages) if html else None,
        np.concatenate([made.titles for made in pages]) if html else None,
    )
    alone = np.concatenate([all_rows(made) for made in pages])
    assert np.allclose(all_rows(together), alone, atol=1e-5)


def all_parents(pages: list[Pages]) -> Parents:
    number, paths, starts = [], [], [0]
    for made in pages:
        assert made.parents is not None
        number.append(made.parents.number + len(paths))
        paths += made.parents.paths
        starts.append(len(paths))
    return Parents(np.concatenate(number), paths, np.array(starts))


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


def test_n_grams_shared_with_the_prose_of_the_page_are_columns() -> None:
    made = page(8)
    made.scores[:, :] = 9
    made.shape[:, LOG_LENGTH] = np.log1p([20, 300, 20, 300, 20, 20, 20, 20])
    anchors = np.isin(np.arange(8), [1, 3])
    expected = shared(made.ngrams, made.starts, anchors)
    columns = {tuple(column) for column in np.round(all_rows(made).T, 5).tolist()}
    for column in np.round(expected.astype(np.float32), 5).T.tolist():
        assert tuple(column) in columns


def test_html_columns_say_where_a_segment_hangs_seen_from_the_main_element() -> None:
    made = page(4, html=True)
    made.scores[:, :] = 9
    made.shape[:, LOG_LENGTH] = np.log1p([30, 300, 300, 30])
    paths = ["html/nav/ul", "html/main", "html/main/aside"]
    parents = Parents(np.array([0, 1, 1, 2]), paths, np.array([0, 3]))

    own = all_rows(page(4)).shape[1] + WIDTH + 4
    found = all_rows(made._replace(parents=parents))[:, own : own + 6].T

    share, up, down, inside, from_first, to_last = found
    assert share.tolist() == [0.5, 1, 1, 1]
    assert (up * 5).tolist() == [1, 0, 0, 0]
    assert (down * 5).tolist() == [2, 0, 0, 1]
    assert inside.tolist() == [0, 1, 1, 1]
    assert np.arctanh(from_first) * 5 == pytest.approx([-1, 0, 1, 2], abs=1e-5)
    assert np.arctanh(to_last) * 5 == pytest.approx([-3, -2, -1, 0], abs=1e-5)


def test_html_columns_say_how_far_the_headline_is() -> None:
    titles = np.array([[0.9, 0.1], [0.8, 0.7], [1, 1], [0, 0]], np.float32)
    own = all_rows(page(4)).shape[1] + WIDTH + 4 + 6
    columns = all_rows(page(4, html=True)._replace(titles=titles))[:, own : own + 6].T
    assert np.array_equal(columns[:2].T, titles)
    assert np.arctanh(columns[3]) * 3 == pytest.approx([-1, 0, 1, 2], abs=1e-5)
    assert np.arctanh(columns[4]) * 20 == pytest.approx([-1, 0, 1, 2], abs=1e-4)
    assert columns[5].tolist() == [1, 1, 1, 1]


def test_a_page_whose_title_no_segment_says_has_no_headline() -> None:
    own = all_rows(page(4)).shape[1] + WIDTH + 4 + 6
    made = page(4, html=True)._replace(titles=np.full((4, 2), 0.4, np.float32))
    assert not all_rows(made)[:, own + 3 : own + 6].any()
