"""What a segment says that others on its page say too."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.encode import encode
from labeler.classifier.hashing import Group, HashSettings, groups
from labeler.classifier.overlap import (
    ORDER,
    Ngrams,
    joined,
    of_titles,
    sampled,
    shared,
    title_shares,
)
from tests.classifier.made import made_tables

SETTINGS = HashSettings(18, (1, 2, 3, 4, 5), (1, 2))
PROSE = "The ferry to the northern islands stays in port after a storm broke two of its windows."
RELATED = "Ferry to the northern islands stays in port"
UNRELATED = "Bakers quarrel over sourdough"


def ngrams(*texts: str) -> Ngrams:
    made = list(groups(encode(texts, made_tables()), SETTINGS))
    bins, starts = sampled(made, SETTINGS)
    return Ngrams(bins, np.ones(len(bins)), starts, SETTINGS.bits)


def shares(*texts: str, anchors: Sequence[int] = ()) -> np.ndarray:
    """Of one page: in common with anchors, and with any other segment."""
    rows = np.arange(len(texts))
    return shared(ngrams(*texts), np.array([0, len(texts)]), np.isin(rows, anchors))


def test_a_headline_shares_more_with_the_article_than_other_headlines_do() -> None:
    found = shares(RELATED, UNRELATED, PROSE, anchors=[2])
    assert found[0, 0] > 0.8
    assert found[1, 0] < 0.2


def test_a_segment_shares_nothing_with_itself() -> None:
    assert not shares(PROSE, UNRELATED, anchors=[0])[0, 0]


def test_of_two_equal_segments_each_shares_all_with_the_other() -> None:
    assert shares(PROSE, PROSE, UNRELATED)[:2, 1].tolist() == [1, 1]


def test_without_anchors_nothing_is_shared_with_them() -> None:
    assert not shares(RELATED, PROSE)[:, 0].any()


def test_a_segment_of_which_no_n_gram_is_kept_shares_nothing() -> None:
    made = Ngrams(np.array([2, 4], np.uint32), np.ones(2), np.array([0, 0, 2]), 4)
    assert shared(made, np.array([0, 2]), np.ones(2, bool))[0].tolist() == [0, 0]


def test_pages_share_nothing_with_each_other() -> None:
    found = shared(ngrams(PROSE, PROSE), np.array([0, 1, 2]), np.ones(2, bool))
    assert not found.any()


def test_rare_n_grams_weigh_more() -> None:
    bins = np.array([2, 4, 2, 6], np.uint32)
    weights = np.array([3.0, 1.0, 3.0, 5.0])
    made = Ngrams(bins, weights, np.array([0, 2, 4]), 4)
    found = shared(made, np.array([0, 2]), np.zeros(2, bool))
    assert found[:, 1] == pytest.approx([3 / 4, 3 / 8])


@given(
    st.lists(st.lists(st.integers(0, 30), max_size=8), min_size=1, max_size=8),
    st.data(),
)
def test_shares_are_what_counting_finds(page: list[list[int]], data: st.DataObject) -> None:
    anchors = np.array(data.draw(st.lists(st.booleans(), min_size=len(page), max_size=len(page))))
    bins = np.array([2 * bin_ for row in page for bin_ in row], np.uint32)
    starts = np.cumsum([0] + [len(row) for row in page])
    # So few bins that no two of them can fall together in a smaller table.
    found = shared(Ngrams(bins, np.ones(len(bins)), starts, 6), np.array([0, len(page)]), anchors)
    for row, own in enumerate(page):
        for column, seen in enumerate((anchors, np.ones(len(page), bool))):
            others = {b for at, other in enumerate(page) if at != row and seen[at] for b in other}
            expected = sum(b in others for b in own) / max(len(own), 1)
            if 4 * len(bins) >= 32:
                assert found[row, column] == pytest.approx(expected)
            else:
                assert found[row, column] >= expected - 1e-9


def test_batches_of_texts_are_joined_in_order() -> None:
    made = [ngrams(PROSE, RELATED), ngrams(UNRELATED)]
    together = ngrams(PROSE, RELATED, UNRELATED)
    bins, starts = joined([Group(part.bins, part.starts) for part in made])
    assert np.array_equal(bins, together.bins)
    assert np.array_equal(starts, together.starts)


def test_only_n_grams_of_one_order_in_even_bins_are_kept() -> None:
    made = list(groups(encode([PROSE], made_tables()), SETTINGS))
    whole = made[SETTINGS.char_orders.index(ORDER)].bins
    assert sampled(made, SETTINGS).bins.tolist() == [b for b in whole.tolist() if b % 2 == 0]


def titled(title: str | None, *texts: str) -> np.ndarray:
    made = of_titles([title], SETTINGS, made_tables())
    return title_shares(ngrams(*texts), np.array([0, len(texts)]), made)


def test_a_headline_says_its_page_s_title_and_nothing_else() -> None:
    headline, teaser, prose = titled(f"{RELATED} | The Gazette", RELATED, UNRELATED, PROSE)
    assert headline.min() > 0.9
    assert teaser.max() < 0.2
    assert prose[0] > 0.7
    assert prose[1] < 0.7


@pytest.mark.parametrize("title", [None, "", " - Gazette"])
def test_a_page_without_a_title_has_no_headline(title: str | None) -> None:
    assert not titled(title, RELATED, "").any()


def test_titles_count_on_their_own_pages_alone() -> None:
    titles = of_titles([RELATED, UNRELATED], SETTINGS, made_tables())
    first, second = title_shares(ngrams(UNRELATED, RELATED), np.array([0, 1, 2]), titles)
    assert max(first.max(), second.max()) < 0.3
