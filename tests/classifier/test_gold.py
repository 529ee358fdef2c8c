"""Gold data: what is read, what is refused, and how our segments get the labels of gold ones."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.gold import (
    PAGE_LABELS,
    UNKNOWN,
    GoldSegment,
    PageLabel,
    align,
    read_pages,
    read_texts,
)
from labeler.errors import DataError
from tests.classifier.made import gold_page, gold_text, write_lines

GOLD: list[tuple[str, PageLabel]] = [
    ("Menu", "boilerplate"),
    ("The ferry sailed at noon. Nobody was on board.", "article"),
    ("Ferry at the quay", "caption"),
    ("Tickets cost three crowns from Monday on.", "article"),
    ("Share this page", "boilerplate"),
]


def aligned(*ours: str, gold: list[tuple[str, PageLabel]] = GOLD) -> list[str]:
    """The label that each of our segments gets."""
    found = align([GoldSegment(text, label) for text, label in gold], ours)
    return ["unknown" if n == UNKNOWN else PAGE_LABELS[n] for n in found]


def test_equal_texts_have_equal_labels() -> None:
    assert aligned(*(text for text, _ in GOLD)) == [label for _, label in GOLD]


def test_case_and_white_space_do_not_matter() -> None:
    assert aligned("MENU", "The ferry sailed at\nnoon.  Nobody was on\u00a0board.")[:2] == [
        "boilerplate",
        "article",
    ]


def test_finer_segments_have_the_label_of_the_gold_one_they_are_part_of() -> None:
    found = aligned(
        "Menu", "The ferry sailed at noon.", "Nobody was on board.", "Ferry at the quay"
    )
    assert found == ["boilerplate", "article", "article", "caption"]


def test_a_joined_segment_has_the_label_of_most_of_its_text() -> None:
    joined = "Ferry at the quay Tickets cost three crowns from Monday on."
    assert aligned("Menu", joined, "Share this page") == ["boilerplate", "article", "boilerplate"]


def test_a_segment_across_a_border_has_the_label_of_most_of_its_text() -> None:
    assert aligned("board. Ferry at the quay") == ["caption"]


def test_extra_text_is_unknown_and_its_neighbours_are_not() -> None:
    assert aligned("Menu", "Advertisement for boots", "Share this page") == [
        "boilerplate",
        "unknown",
        "boilerplate",
    ]


def test_a_repeated_text_is_matched_in_reading_order() -> None:
    gold: list[tuple[str, PageLabel]] = [
        ("Storm over the bay", "article"),
        ("Read more", "boilerplate"),
        ("Storm over the bay", "boilerplate"),
    ]
    assert aligned(*(text for text, _ in gold), gold=gold) == [label for _, label in gold]


def test_a_segment_that_nobody_labelled_teaches_nothing() -> None:
    read = [GoldSegment("The ferry is late.", "article"), GoldSegment("Most read", None)]
    assert align(read, ["The ferry is late.", "Most read"]) == [0, UNKNOWN]


def test_nothing_to_align() -> None:
    assert aligned() == []
    assert aligned("Menu", gold=[]) == ["unknown"]
    assert aligned("\u200b") == ["unknown"]


@given(st.lists(st.text(max_size=12), max_size=8), st.lists(st.text(max_size=12), max_size=8))
def test_every_segment_gets_a_known_label_or_none(gold: list[str], ours: list[str]) -> None:
    found = align([GoldSegment(text, "caption") for text in gold], ours)
    assert len(found) == len(ours)
    assert set(found) <= {UNKNOWN, PAGE_LABELS.index("caption")}


def test_pages_are_read_with_their_file_as_source_unless_they_name_one(tmp_path: Path) -> None:
    file = write_lines(
        tmp_path / "harbour.jsonl", [gold_page(1, "Courier", ""), gold_page(2, "Herald", "own")]
    )
    assert [(p.publisher, p.source) for p in read_pages(file)] == [
        ("Courier", "harbour"),
        ("Herald", "own"),
    ]


def test_compressed_files_are_read_too(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(gold_text(1, "north", "en", "ai")) + "\n\n")
    assert [text.label for text in read_texts(file)] == ["ai"]


def test_texts_without_a_source_are_of_their_file(tmp_path: Path) -> None:
    file = write_lines(tmp_path / "letters.jsonl", [{"text": "Dear all", "label": "human"}])
    assert [text.source for text in read_texts(file)] == ["letters"]


def test_mixed_and_blank_texts_are_left_out(tmp_path: Path) -> None:
    row = gold_text(1, "north", "en", "ai")
    rows = [row | {"mixed": True}, row | {"text": " \n"}, row]
    assert len(list(read_texts(write_lines(tmp_path / "t.jsonl", rows)))) == 1


def test_a_corpus_of_human_text_needs_no_labels(tmp_path: Path) -> None:
    rows = [{"text": "Dear all"}, {"text": "Yours", "label": "article"}]
    file = write_lines(tmp_path / "letters.jsonl", rows)
    assert [text.label for text in read_texts(file, "human")] == ["human", "human"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not a gold page"),
        ("[]", "not a gold page: Expected `object`"),
        ('{"page_id": "a"}', "missing required field `segments`"),
        ('{"page_id": "a", "segments": [{"text": "x", "label": "ad"}]}', "Invalid enum value 'ad'"),
    ],
)
def test_a_bad_page_is_an_error_with_file_and_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_text(json.dumps(gold_page(1, "Courier")) + "\n" + line + "\n", "utf-8")
    with pytest.raises(DataError, match=rf"pages\.jsonl:2: .*{problem}"):
        list(read_pages(file))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not a gold text"),
        ("[]", "not a gold text"),
        ('{"text": "x"}', "missing required field `label`"),
        ('{"label": "ai"}', "missing required field `text`"),
        ('{"text": "x", "label": "robot"}', "Invalid enum value 'robot'"),
        ('{"text": 7, "label": "ai"}', "Expected `str`, got `int`"),
    ],
)
def test_a_bad_text_is_an_error_with_file_and_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text("\n" + line, "utf-8")
    with pytest.raises(DataError, match=rf"texts\.jsonl:2: .*{problem}"):
        list(read_texts(file))


def test_a_missing_file_is_an_error_naming_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.jsonl: no such file of gold data; expected"):
        list(read_pages(tmp_path / "none.jsonl"))


def test_a_file_that_is_not_compressed_though_named_so(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl.gz"
    file.write_text("{}", "utf-8")
    with pytest.raises(DataError, match=r"pages\.jsonl\.gz"):
        list(read_pages(file))
