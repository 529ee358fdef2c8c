"""How the benchmarks keep apart what must not be on both sides of a split."""

import pytest

from benchmarks.made import made_gold_pages
from benchmarks.publishers import fold_of, site_names
from labeler.classifier.evaluate_groups import summarise
from labeler.classifier.gold import GoldPage, GoldText
from labeler.classifier.recipe import Recipe
from tests.evaluate.test_evaluate_authorship import judged


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


def made_source(name: str, first: int, *labels: str) -> list[tuple[GoldText, str]]:
    """Texts of a source with the keys that tell whether two texts are the same."""
    return [
        (GoldText("x", label, name), f"{label} {number}")  # type: ignore[arg-type]
        for label in labels
        for number in range(first, first + 30)
    ]


def test_sources_that_share_texts_are_held_out_together() -> None:
    pytest.importorskip("sklearn", reason="the benchmarks train")
    from benchmarks.folds import dealt

    rows = [
        *made_source("a", 0, "human", "ai"),
        *made_source("b", 100, "human", "ai"),
        *made_source("c", 120, "human"),  # ten texts of b: too few to matter
        *made_source("d", 5, "human"),  # nearly all of a
    ]
    texts, keys = zip(*rows, strict=True)
    assert sorted(map(sorted, dealt(texts, keys, Recipe(), 2))) == [["a", "d"], ["b", "c"]]


def test_without_folds_each_source_with_ai_texts_is_held_out_alone() -> None:
    pytest.importorskip("sklearn", reason="the benchmarks train")
    from benchmarks.folds import dealt

    rows = [
        *made_source("a", 0, "human", "ai"),
        *made_source("b", 0, "human", "ai"),
        *made_source("c", 0, "human"),
        *made_source("d", 0, "human"),
        *made_source("e", 0, "human"),
    ]
    texts, keys = zip(*rows, strict=True)
    assert dealt(texts, keys, Recipe(), 0) == [{"a"}, {"b"}, {"c", "e"}, {"d"}]


def test_scores_of_different_folds_are_not_ranked_against_each_other() -> None:
    pytest.importorskip("sklearn", reason="the benchmarks train")
    from benchmarks.authorship import comparable_figures

    items = [judged(GoldText("One ferry sailed.", "human", "a", "en", "news"), 0.2)]
    items += [judged(GoldText("One ferry sailed.", "ai", "a", "en", "news"), 0.9, called=True)]
    found = comparable_figures(summarise(items, ("source+lang", "domain")))
    assert found.by["source+lang"].groups["a/en"].auroc == 1  # a source lies in one fold
    across = found.by["domain"].groups["news"]
    assert (across.auroc, across.tpr_at_1, found.all.auroc) == (None, None, None)
    assert (across.tpr, across.fpr) == (1, 0)  # decisions can be pooled
    assert found.by["domain"].mean.pairs == 0


def test_only_trained_languages_and_texts_long_enough_count_as_long_enough() -> None:
    pytest.importorskip("sklearn")
    from benchmarks.authorship import HeldOut, long_enough, mean_table

    def items(source: str, *, words: float, trained: bool, right: bool) -> list[HeldOut]:
        made = []
        for label in ("human", "ai"):
            score = 0.9 if (label == "ai") == right else 0.1
            one = judged(GoldText("Ferry.", label, source, "en"), score)._replace(words=words)
            made += [HeldOut(one, trained)] * 20
        return made

    found = [
        *items("told", words=40, trained=True, right=True),
        *items("told", words=39, trained=True, right=False),
        *items("foreign", words=90, trained=False, right=False),
        *items("few", words=90, trained=True, right=False)[1:],
    ]
    mean = long_enough(found, min_words=40)
    assert (mean.groups, mean.auroc) == (1, 1.0)
    result = summarise([item.judged for item in found], ("source+lang",))
    names = [[row[0] for row in mean_table(result, [], of)[1].rows] for of in (mean, None)]
    (added,) = set(names[0]) - set(names[1])
    assert added.startswith("language trained, long enough to be called AI")


def test_scores_of_sources_with_both_sides_are_kept_and_come_back() -> None:
    from benchmarks.authorship_scores import judged_again, told_apart

    items = [judged(GoldText("x", "human", "a", "en"), 0.12345) for _ in range(20)]
    items += [judged(GoldText("x", "ai", "a", "en"), 0.9) for _ in range(20)]
    few = [judged(GoldText("x", label, "b", "en")) for label in ("human", "ai") for _ in range(19)]
    kept = told_apart([*items, *few], "python -m made")
    assert [(one.source, one.lang) for one in kept.sources] == [("a", "en")]
    assert kept.command == "python -m made"
    again = [(item.gold.label, item.gold.source, item.score) for item in judged_again(kept)]
    assert again == [("human", "a", 0.1235)] * 20 + [("ai", "a", 0.9)] * 20
