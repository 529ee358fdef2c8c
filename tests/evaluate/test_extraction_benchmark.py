"""The measure of the extraction benchmark, and what it takes for the article of a gold page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.articles import wanted
from benchmarks.shingles import Match, compare, figures, shingles
from labeler.classifier.gold import GoldPage, GoldSegment

TEXT = st.text("abc de\n", max_size=60)


def test_shingles_are_runs_of_four_words():
    assert shingles("The old pier, again: the old pier!") == {
        ("The", "old", "pier", "again"): 1,
        ("old", "pier", "again", "the"): 1,
        ("pier", "again", "the", "old"): 1,
        ("again", "the", "old", "pier"): 1,
    }
    assert shingles("Two words") == {("Two", "words"): 1}
    assert shingles(" \n") == {}


def test_a_page_counts_by_its_shares():
    assert compare(shingles("a b c d e"), "a b c d") == Match(0.5, 0, 0.5)
    assert compare(shingles("a b c d"), "a b c d e") == Match(0.5, 0.5, 0)
    assert compare(shingles(""), "") == Match(0, 0, 0)


def test_precision_and_recall_are_means_over_pages():
    found = figures([Match(1, 0, 0), Match(0.5, 0.5, 0), Match(0, 0, 1), Match(0, 0, 0)])
    assert (found.precision, found.recall) == (0.75, 0.6667)
    assert found.f1 == pytest.approx(0.7059, abs=1e-4)


@given(TEXT, TEXT)
def test_shares_sum_to_one(gold: str, text: str):
    match = compare(shingles(gold), text)
    assert sum(match) == pytest.approx(1 if gold.split() or text.split() else 0)


@given(TEXT)
def test_a_text_matches_itself(text: str):
    match = compare(shingles(text), text)
    assert match.extras == match.misses == 0


HEADLINE = "The old pier"
STORY = "It will be repaired before the winter comes, the council says, and the ferries wait."


def gold_page(html: str) -> GoldPage:
    return GoldPage(
        "made/1",
        [
            GoldSegment(HEADLINE, "article"),
            GoldSegment(STORY, "article"),
            GoldSegment("Share this", "boilerplate"),
            GoldSegment(STORY, "article"),
        ],
        html=html,
    )


def test_the_article_is_without_headline_and_repeats():
    page = wanted(gold_page(f"<title>{HEADLINE} | Post</title><h1>{HEADLINE}</h1><p>{STORY}</p>"))
    assert page is not None
    assert page.article == shingles(STORY)


def test_a_page_that_lost_its_article_is_left_out():
    assert wanted(gold_page(f"<title>{HEADLINE}</title><p>Share this</p>")) is None
