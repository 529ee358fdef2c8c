"""The networks also meet pages whose language the first stage does not know."""

from typing import Any

import msgspec
import numpy as np
import pytest

from labeler.classifier.gold import GoldPage
from labeler.classifier.hashing import HashSettings
from labeler.classifier.recipe import PageSource, Recipe
from labeler.classifier.train_features import idf_of
from labeler.classifier.train_structure import ARTICLE, Rows, _as_foreign, _inputs, _linear, _rows
from tests.classifier.made import gold_page, made_tables

SETTINGS = HashSettings(14, (1, 2, 3, 4, 5), (1, 2))
RECIPE = Recipe(pages={"made": PageSource(news=1, captions=True)})
GREEK = str.maketrans("abcdefghijklmnoprstuvwy", "αβγδεζηθικλμνξοπρστυφχψ")


def page(number: int, language: str) -> dict[str, Any]:
    """A page in English, or with the letters of another script; its elements say nothing."""
    made = gold_page(number, f"{language}-{number % 3}")
    texts = [segment["text"] for segment in made["segments"]]
    if language == "el":
        texts = [text.translate(GREEK) for text in texts]
    body = "".join(f"<p>{text}</p>" for text in texts)
    labels = [segment["label"] for segment in made["segments"]]
    blocks = [{"text": t, "label": label} for t, label in zip(texts, labels, strict=True)]
    return made | {"lang": language, "html": f"<body>{body}</body>", "segments": blocks}


def rows_of(*languages: str) -> Rows:
    pages = [page(number, language) for number, language in enumerate(languages * 6)]
    gold = msgspec.convert(pages, list[GoldPage])
    return _rows(gold, "html", RECIPE, SETTINGS, made_tables())


def scored(rows: Rows) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of a first stage that knows all pages, positions and scores of foreign ones."""
    assert rows.tokens is not None
    inputs = _inputs(rows, idf_of(rows.words), idf_of(rows.tokens))
    everything = np.ones(len(rows.labels), bool)
    known = [_linear(inputs, rows, n, everything).decision_function(inputs) for n in range(3)]
    scores = np.stack(known, axis=1).astype(np.float32)
    return scores, *_as_foreign(inputs, rows, scores)


def test_pages_of_a_common_language_are_scored_as_if_it_were_unknown() -> None:
    rows = rows_of("en", "el")
    known, foreign, weaker = scored(rows)
    assert len(foreign)
    assert foreign.tolist() == np.flatnonzero(rows.weight["news"] > 0).tolist()
    article = foreign[rows.labels[foreign] == ARTICLE]
    assert (weaker[article, 0] < known[article, 0]).mean() > 0.9


@pytest.mark.parametrize("languages", [("en",), ("en", *["el"] * 9), ("",)])
def test_a_language_of_nearly_all_pages_or_hardly_any_is_not(languages: tuple[str, ...]) -> None:
    rows = rows_of(*languages)
    known, foreign, weaker = scored(rows)
    assert not len(foreign)
    assert np.array_equal(weaker, known)
