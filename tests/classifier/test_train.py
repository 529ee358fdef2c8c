"""Training from a handful of pages and texts gives a model that works, or a clear error."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from labeler.classifier.authorship import predict_authorship
from labeler.classifier.gold import PAGE_LABELS, GoldPage, GoldText
from labeler.classifier.model import Model, load_model
from labeler.classifier.recipe import PageSource, Recipe, TextSource
from labeler.classifier.structure import predict_structure
from labeler.classifier.tokens import TokenHashing
from labeler.classifier.train import train
from labeler.classifier.train_authorship import train_authorship
from labeler.classifier.train_pages import Mode, page_segments
from labeler.classifier.train_texts import MIN_GROUP
from labeler.errors import DataError
from labeler.scanner import Labeler
from tests.classifier.made import (
    gold_page,
    gold_pages,
    gold_text,
    gold_texts,
    made_tables,
    segments,
    write_lines,
)
from tests.scanner.made import own_rules

pytestmark = pytest.mark.filterwarnings("ignore:Got `batch_size`")

RECIPE = Recipe(pages={name: PageSource(captions=True) for name in ("dailies", "weeklies")})


def train_on(
    folder: Path,
    pages: Sequence[dict[str, Any]],
    texts: Sequence[dict[str, Any]],
    recipe: Recipe = RECIPE,
    **options: Any,
) -> Path:
    """Train on rows written to files below `folder`; returns the folder of the model."""
    said: list[str] = []
    train(
        [write_lines(folder / "pages.jsonl", pages)],
        [write_lines(folder / "texts.jsonl", texts)],
        [write_lines(folder / "letters.jsonl", [{"text": "We met at noon. " * 9, "lang": "en"}])],
        folder / "model",
        recipe=recipe,
        say=said.append,
        **options,
    )
    assert said
    return folder / "model"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train_on(tmp_path_factory.mktemp("trained"), gold_pages(), gold_texts())


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    return load_model(folder)


class TestTrainedModel:
    @pytest.mark.parametrize("mode", ["text", "html"])
    def test_it_knows_the_blocks_of_the_pages_it_was_trained_on(
        self, model: Model, mode: Mode
    ) -> None:
        head = model.text if mode == "text" else model.html
        found, gold = [], []
        for page in msgspec.convert(gold_pages(), list[GoldPage]):
            made, labels, title = page_segments(page, mode)
            (probabilities,) = predict_structure(
                [made], [title], head, model.manifest.structure_hashing, model.tables
            )
            assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-4)
            found += probabilities.argmax(axis=1).tolist()
            gold += labels
        most_common = max(gold.count(label) for label in range(len(PAGE_LABELS)))
        right = sum(a == b for a, b in zip(found, gold, strict=True))
        assert right > 0.5 * (len(gold) + most_common)

    def test_it_tells_the_texts_by_people_from_those_by_models(self, model: Model) -> None:
        scores: dict[str, list[float]] = {"human": [], "ai": []}
        for row in gold_texts():
            (judged,) = predict_authorship(
                [segments(row["text"])],
                [[True]],
                model.authorship,
                model.manifest.authorship,
                model.tables,
            )
            scores[row["label"]].append(float(judged.score[0]))
        assert np.median(scores["ai"]) > np.quantile(scores["human"], 0.9)

    def test_with_so_few_texts_it_accuses_nobody(self, model: Model) -> None:
        assert model.manifest.authorship.languages == []
        assert min(model.manifest.authorship.calibration.accuse) >= 15

    def test_its_manifest_lists_every_source(self, model: Model) -> None:
        sources = model.manifest.sources
        assert sources["dailies"] == {"pages": 4}
        assert sources["dailies pages"] == {"human texts": 4}
        assert sources["north"] == {"ai texts": 15, "human texts": 15}
        assert sources["letters"] == {"human texts": 1}

    def test_scanning_takes_it(self, folder: Path) -> None:
        labeler = Labeler(model=folder)
        labeler._pack = own_rules()  # the shipped ones do not matter here
        report = labeler.scan_text(gold_text(3, "north", "en", "human")["text"])
        assert report.segments
        assert report.tool.model_sha256 == load_model(folder).sha256


def test_a_language_is_known_from_two_sources_with_enough_ai_texts_each() -> None:
    enough = {("north", "en"): MIN_GROUP, ("south", "en"): MIN_GROUP}
    too_few = {("north", "de"): 2 * MIN_GROUP, ("south", "de"): MIN_GROUP - 1}
    texts = [
        GoldText(**gold_text(n, source, lang, label))
        for (source, lang), number in {**enough, **too_few}.items()
        for n in range(number)
        for label in ("human", "ai")
    ]
    _, settings = train_authorship(
        texts, RECIPE, TokenHashing(12, (1, 2)), made_tables(), lambda _: None
    )
    assert settings.languages == ["en"]


def test_training_twice_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = train_on(tmp_path, gold_pages(), gold_texts())
    assert (again / "manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()


def test_an_authorship_head_can_be_kept_with_what_it_learnt_from(
    folder: Path, model: Model, tmp_path: Path
) -> None:
    kept = load_model(train_on(tmp_path, gold_pages()[:6], [], authorship_of=model))
    assert kept.manifest.authorship == model.manifest.authorship
    assert np.array_equal(kept.authorship.words.entries, model.authorship.words.entries)
    assert not np.array_equal(kept.text.words.entries, model.text.words.entries)
    assert kept.manifest.sources["north"] == model.manifest.sources["north"]
    assert kept.manifest.sources["dailies"] == {"pages": 3}


def test_left_out_sources_and_publishers_are_in_nothing(tmp_path: Path) -> None:
    pages = [gold_page(n, f"Publisher {n % 3}", ("dailies", "weeklies")[n % 2]) for n in range(9)]
    pages += [gold_page(9, "Herald", "dailies"), gold_page(10, "Courier", "monthlies")]
    left_out = ["north", "monthlies", "Herald"]

    sources = load_model(train_on(tmp_path, pages, gold_texts(), without=left_out)).manifest.sources

    assert not {"north", "monthlies", "monthlies pages"} & set(sources)
    assert sources["dailies"] == {"pages": 5}
    assert sources["south"] == {"ai texts": 15, "human texts": 15}


def test_a_recipe_bounds_what_is_drawn_of_a_source(tmp_path: Path) -> None:
    # Of 15 texts of one source and side, at most 3 of each language: progress counts them.
    recipe = Recipe(
        RECIPE.pages, {name: TextSource(texts=3) for name in ("north", "south", "east", "west")}
    )
    said: list[str] = []
    pages = write_lines(tmp_path / "pages.jsonl", gold_pages())
    texts = write_lines(tmp_path / "texts.jsonl", gold_texts())
    train([pages], [texts], [], tmp_path / "model", recipe=recipe, say=said.append)
    drawn = 4 * 2 * 2 * 3 + len(gold_pages())
    assert said[0] == f"authorship: {drawn} texts of 10 groups"


def without_captions(page: dict[str, Any]) -> dict[str, Any]:
    return page | {"segments": [s for s in page["segments"] if s["label"] != "caption"]}


@pytest.mark.parametrize(
    ("pages", "texts", "problem"),
    [
        ([], gold_texts(), "no gold pages to train on; give --pages FILE"),
        (gold_pages(), [], "by people and by models are both needed; give --texts FILE"),
        (
            gold_pages(),
            [gold_text(n, "north", "en", "human") for n in range(5)],
            "by people and by models are both needed",
        ),
        (
            gold_pages(),
            [row | {"text": "Short."} for row in gold_texts()],
            "of 50 or more characters by people and by models are both needed",
        ),
        (
            [gold_page(n, "Courier") for n in range(3)],
            gold_texts(),
            "at least two publishers .* segments labelled article",
        ),
        (
            [without_captions(page) for page in gold_pages()],
            gold_texts(),
            "at least two publishers .* segments labelled caption",
        ),
        ([page | {"html": ""} for page in gold_pages()], gold_texts(), "no gold page has html"),
        ([page | {"segments": []} for page in gold_pages()], gold_texts(), "has segments"),
    ],
    ids=[
        "no pages", "no texts", "no texts by models", "short texts", "one publisher",
        "no captions", "no html", "no segments",
    ],
)  # fmt: skip
def test_too_little_data_is_an_error_that_says_what_is_missing(
    tmp_path: Path, pages: list[dict[str, Any]], texts: list[dict[str, Any]], problem: str
) -> None:
    with pytest.raises(DataError, match=problem):
        train_on(tmp_path, pages, texts)
    assert not (tmp_path / "model").exists()


def test_corrections_reach_the_structure_heads(tmp_path: Path) -> None:
    wrong = {"page-0": {"article": [99]}}
    with pytest.raises(DataError, match="names segment 99 of page-0, which has 10 segments"):
        train_on(tmp_path, gold_pages(), gold_texts(), Recipe(RECIPE.pages, corrections=wrong))


def test_a_bad_line_is_an_error_with_file_and_line(tmp_path: Path) -> None:
    rows = [*gold_texts()[:3], {"text": "Hello", "label": "robot"}]
    with pytest.raises(DataError, match=r"texts\.jsonl:4: not a gold text: .*robot"):
        train_on(tmp_path, gold_pages(), rows)
