"""The training recipe: how much each source counts, and what is wrong with a bad one."""

from pathlib import Path

import pytest

from labeler.classifier.gold import GoldPage, GoldSegment
from labeler.classifier.recipe import PageSource, Recipe, TextSource, load_recipe
from labeler.errors import DataError
from labeler.locate import shipped


def load(tmp_path: Path, yaml: str) -> Recipe:
    path = tmp_path / "recipe.yaml"
    path.write_text(yaml, "utf-8")
    return load_recipe(path)


def test_sources_are_used_as_the_recipe_says_and_others_by_default(tmp_path: Path) -> None:
    recipe = load(
        tmp_path,
        "pages:\n  dailies: {words: 2, captions: true, pages: 10}\ntexts:\n  north: {texts: 5}\n",
    )
    assert recipe.page_source("dailies") == PageSource(words=2, captions=True, pages=10)
    assert recipe.page_source("weeklies") == PageSource()
    assert recipe.text_source("north") == TextSource(texts=5)
    assert recipe.text_source("south") == TextSource()


def test_an_empty_recipe_is_all_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, "# nothing yet\n") == Recipe()


@pytest.mark.parametrize(
    ("yaml", "problem"),
    [
        ("pages: {dailies: {word: 2}}", r"unknown field `word` - at `\$\.pages"),
        ("sources: {}", "unknown field `sources`"),
        ("pages: {dailies: {words: much}}", "Expected `float`, got `str`"),
        ("texts: [north]", r"Expected `object`, got `array` - at `\$\.texts`"),
        ("pages: {", "while parsing"),
    ],
)
def test_a_wrong_recipe_is_an_error_naming_file_and_place(
    tmp_path: Path, yaml: str, problem: str
) -> None:
    with pytest.raises(DataError, match=rf"recipe\.yaml: not a training recipe: (?s:.*){problem}"):
        load(tmp_path, yaml)


def test_a_missing_recipe_is_an_error_naming_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.yaml: not a training recipe: .*No such file"):
        load_recipe(tmp_path / "none.yaml")


def test_the_shipped_recipe_is_valid() -> None:
    recipe = load_recipe(shipped("models") / "recipe.yaml")
    assert recipe.pages
    assert recipe.corrections


PAGE = GoldPage(
    "dailies/1", [GoldSegment(text, "boilerplate") for text in ("Menu", "At noon it rained.")]
)


def test_corrections_stand_in_a_file_beside_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "wrong.yaml").write_text("dailies/1: {article: [1]}\n", "utf-8")
    recipe = load(tmp_path, "corrections: wrong.yaml\n")
    corrected = recipe.corrected(PAGE)
    assert [s.label for s in corrected.segments] == ["boilerplate", "article"]
    assert [s.text for s in corrected.segments] == [s.text for s in PAGE.segments]


def test_pages_without_corrections_stay_as_they_are() -> None:
    assert Recipe(corrections={"dailies/2": {"caption": [0]}}).corrected(PAGE) == PAGE


@pytest.mark.parametrize("position", [2, -1])
def test_a_correction_of_a_segment_that_is_not_there_is_an_error(position: int) -> None:
    recipe = Recipe(corrections={"dailies/1": {"article": [position]}})
    with pytest.raises(DataError, match=rf"names segment {position} of dailies/1, which has 2"):
        recipe.corrected(PAGE)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, r"wrong\.yaml: .*No such file"),
        ("dailies/1: {prose: [1]}\n", r"wrong\.yaml: .*'prose'"),
        ("dailies/1: {article: second}\n", r"wrong\.yaml: .*Expected `array`"),
    ],
)
def test_wrong_corrections_are_an_error_naming_their_file(
    tmp_path: Path, content: str | None, problem: str
) -> None:
    if content is not None:
        (tmp_path / "wrong.yaml").write_text(content, "utf-8")
    with pytest.raises(DataError, match=problem):
        load(tmp_path, "corrections: wrong.yaml\n")


class TestReviewersCorrections:
    def test_they_count_more_than_other_sources(self) -> None:
        assert Recipe().page_source("corrections").words > Recipe().page_source("blogs").words

    def test_they_follow_the_conventions_of_news_where_a_recipe_has_some(self) -> None:
        alone = Recipe().page_source("corrections")
        beside = Recipe(pages={"dailies": PageSource(news=1, captions=True)})
        assert (alone.news, alone.captions) == (0, False)
        assert beside.page_source("corrections").news > 0
        assert beside.page_source("corrections").captions

    def test_a_recipe_that_names_them_decides(self) -> None:
        own = PageSource(words=0.5)
        assert Recipe(pages={"corrections": own}).page_source("corrections") == own


@pytest.mark.parametrize("content", [b"pages: \xff", b"pages: 2020-13-45", b"[" * 5000])
def test_what_is_no_yaml_is_an_error_naming_the_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "recipe.yaml").write_bytes(content)
    with pytest.raises(DataError, match=r"recipe\.yaml: not a training recipe: "):
        load_recipe(tmp_path / "recipe.yaml")
