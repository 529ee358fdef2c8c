"""Pages composed for training in languages without gold pages. All texts are made up."""

from pathlib import Path

import pytest

from labeler.classifier.compose import LocalText, compose_pages, read_local_texts
from labeler.classifier.gold import GoldText
from labeler.errors import DataError

MENU = [LocalText(f"Menu item {number}", "en") for number in range(120)]
PROSE = [
    *(GoldText(f"The ferry left pier {n} at noon.", "human", "harbour", "en") for n in range(40)),
    *(GoldText(f"Hall {n} of the market was closed.", "human", "market", "en") for n in range(40)),
]
CAPTIONS = [LocalText(f"A crane on quay {number}", "en") for number in range(30)]


def test_every_text_keeps_the_label_of_its_kind() -> None:
    label_of = {t.text: "boilerplate" for t in MENU} | {t.text: "article" for t in PROSE}
    label_of |= {t.text: "caption" for t in CAPTIONS}
    pages = compose_pages(MENU, PROSE, CAPTIONS)
    assert {s.label for page in pages for s in page.segments} == set(label_of.values())
    assert all(s.label == label_of[s.text] for page in pages for s in page.segments)


def test_the_article_stands_in_one_place_and_comes_from_one_source() -> None:
    of = {text.text: text.source for text in PROSE}
    for page in compose_pages(MENU, PROSE, CAPTIONS):
        prose = [n for n, s in enumerate(page.segments) if s.label == "article"]
        assert page.segments[0].label == page.segments[-1].label == "boilerplate"
        assert prose[-1] - prose[0] < 3 * len(prose)
        assert len({of[page.segments[n].text] for n in prose}) == 1


def test_a_language_without_enough_furniture_gets_no_pages() -> None:
    french = [LocalText(f"Rubrique {number}", "fr") for number in range(99)]
    articles = [GoldText("Le bac est parti à midi.", "human", "port", "fr")]
    assert compose_pages(french, articles, []) == []


def test_the_same_texts_make_the_same_pages() -> None:
    assert compose_pages(MENU, PROSE, CAPTIONS) == compose_pages(MENU, PROSE, CAPTIONS)


def test_a_line_without_its_language_is_named(tmp_path: Path) -> None:
    path = tmp_path / "menu.jsonl"
    path.write_text('{"text": "Home", "lang": "en"}\n{"text": "Start"}\n', "utf-8")
    with pytest.raises(DataError, match=r"menu\.jsonl:2: not a text and its lang: .*`lang`"):
        list(read_local_texts(path))
