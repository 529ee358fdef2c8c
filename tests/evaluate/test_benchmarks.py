"""How the benchmarks keep apart what must not be on both sides of a split."""

import pytest

from benchmarks.made import made_gold_pages
from benchmarks.publishers import fold_of, site_names
from labeler.classifier.gold import GoldPage, GoldText
from labeler.classifier.recipe import Recipe, TextSource


def published(publisher: str, html: str = "") -> GoldPage:
    return GoldPage(publisher, [], publisher, html=html)


@pytest.mark.parametrize(
    "publisher",
    ["us/HarbourNews", "harbournews.com", "www.harbour-news.co.uk", "newspaper/harbournews_001"],
)
def test_a_publisher_is_known_under_the_names_that_page_sets_give_it(publisher: str) -> None:
    assert site_names(published(publisher)) == {"harbournews"}


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="canonical" href="https://www.harbournews.com/a/b">',
        '<link href="https://www.harbournews.com/a/b" rel="canonical">',
        "<meta content='//m.harbournews.com/x' property='og:url'>",
    ],
)
def test_the_address_of_a_page_names_its_publisher_too(tag: str) -> None:
    assert site_names(published("set/017", f"<head>{tag}</head>")) == {"017", "harbournews"}


def test_all_pages_of_a_publisher_share_a_fold() -> None:
    pages = made_gold_pages(20)
    folds = [fold_of(page, 5) for page in pages]
    assert folds[0::2] == folds[1::2]
    assert len(set(folds)) > 1


def test_sources_that_share_texts_are_dealt_into_one_fold() -> None:
    pytest.importorskip("sklearn")
    from benchmarks.authorship import dealt

    texts = [
        GoldText("x", label, source)
        for source, sides in (("a", ("human", "ai")), ("b", ("human", "ai")), ("c", ("human",)))
        for label in sides
        for _ in range(4)
    ] + [GoldText("x", "ai", "d")]
    recipe = Recipe(texts={name: TextSource(folds="pair") for name in ("a", "d")})
    assert dealt(texts, recipe, 0) == [{"a", "d"}, {"b"}, {"c"}]
    halves = dealt(texts, recipe, 2)
    assert sorted(map(sorted, halves)) in ([["a", "c", "d"], ["b"]], [["a", "d"], ["b", "c"]])
