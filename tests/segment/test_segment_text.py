"""Plain text is cut where a reader sees blocks, whatever its line ends look like."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from labeler.document import Segment
from labeler.read import read_text
from labeler.segment import segment
from labeler.segment.blank import is_blank

WRAPPED = (
    "The town council met on Tuesday evening to talk about the old bridge,\n"
    "which has been closed to lorries since the spring floods. A repair is\n"
    "said to cost four million, and nobody knows yet who is going to pay\n"
    "for it."
)
PARAGRAPH = (
    "A paragraph of ordinary length says what it has to say and then it stops, as it should."
)


def segments(text: str) -> list[Segment]:
    return segment(read_text(text))


def texts(text: str) -> list[str]:
    return [found.text for found in segments(text)]


def kinds(text: str) -> list[str]:
    return [found.kind for found in segments(text)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_blank_lines_part_segments(newline: str) -> None:
    assert texts(newline.join(["One.", "", "Two.", "", "", "Three.", ""])) == [
        "One.",
        "Two.",
        "Three.",
    ]


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\u200b", "\u2060\u200d", "\ufeff", " \t"])
def test_a_line_of_invisible_characters_is_blank(blank: str) -> None:
    assert texts(f"One.\n{blank}\nTwo.\n\n{blank}\n\nThree.") == ["One.", "Two.", "Three."]


def test_a_page_break_parts_segments() -> None:
    assert len(texts(WRAPPED + "\f" + WRAPPED)) == 2


def test_a_wrapped_paragraph_is_one_segment() -> None:
    assert texts(WRAPPED) == [WRAPPED]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028"])
def test_a_wrapped_paragraph_is_one_segment_whatever_its_line_ends(newline: str) -> None:
    text = WRAPPED.replace("\n", newline)
    assert texts(text) == [text]


def test_a_wrapped_japanese_paragraph_is_one_segment() -> None:
    text = (
        "市議会は十二日の夜、春の大水から通行止めが続いている古い橋につ\n"
        "いて話し合った。直すには四億円がかかると見込まれているが、だれ\n"
        "が払うのかはまだ決まっていない。市長は国にも助けを求めるという\n"
        "考えを示した。"
    )
    assert texts(text) == [text]


def test_wrapped_paragraphs_parted_by_an_indent_are_two() -> None:
    second = WRAPPED.replace("The town", "    But the", 1)
    assert len(texts(WRAPPED + "\n" + second)) == 2


def test_a_quoted_mail_is_one_quote() -> None:
    text = "> " + WRAPPED.replace("\n", "\n> ")
    assert texts(text) == [text]
    assert kinds(text) == ["quote"]


@pytest.mark.parametrize(
    "lines",
    [
        ["Home", "News", "Sport", "Weather"],
        ["Photo: Ada Example", "The bridge in spring"],
        ["The minister speaks to reporters outside the ministry on Monday", "Photo: Ada Example"],
        ["First headline of the day about a bridge and its many friends",
         "Second headline of the day about a river and its few enemies",
         "Third headline of the day about a road that leads to nowhere"],
        ["写真：市の提供", "古い橋のようす", "地図はこちら"],
    ],
)  # fmt: skip
def test_lines_under_one_another_are_segments_each(lines: list[str]) -> None:
    assert texts("\n".join(lines)) == lines


@pytest.mark.parametrize("marker", ["-", "*", "•", "1.", "a)", "(2)"])
def test_list_items_are_segments_with_their_continuation_lines(marker: str) -> None:
    items = [f"{marker} the first thing we need", f"{marker} the second thing\n   and its tail"]
    text = "We need:\n" + "\n".join(items)
    assert texts(text) == ["We need:", *items]
    assert kinds(text) == ["paragraph", "list_item", "list_item"]


def test_japanese_bullets_need_no_space() -> None:
    assert kinds("・パン\n・牛乳") == ["list_item", "list_item"]


def test_a_year_at_the_start_of_a_wrapped_line_is_no_list_item() -> None:
    text = WRAPPED.replace("\nwhich has", "\n12. has")
    assert texts(text) == [text]


@pytest.mark.parametrize("title", ["The old bridge", "# The old bridge", "The old bridge\n====="])
def test_a_title_over_a_paragraph_is_a_heading(title: str) -> None:
    assert kinds(f"{title}\n\n{PARAGRAPH * 2}") == ["heading", "paragraph"]


def test_a_sentence_over_a_paragraph_is_no_heading() -> None:
    assert kinds(f"It was late.\n\n{PARAGRAPH * 2}") == ["paragraph", "paragraph"]


def test_a_long_line_is_cut_at_sentence_ends() -> None:
    found = texts(PARAGRAPH + (" " + PARAGRAPH) * 60)
    assert all(text.endswith(".") and 500 <= len(text) <= 2_000 for text in found)


def test_a_long_line_of_japanese_is_cut_at_sentence_ends() -> None:
    found = texts("橋は春から閉じられている。" * 500)
    assert all(text.endswith("。") and len(text) <= 2_000 for text in found)


def test_without_sentence_ends_a_long_line_is_cut_at_white_space() -> None:
    found = texts("word " * 4_000)
    assert all(set(text.split()) == {"word"} and len(text) <= 4_000 for text in found)


@pytest.mark.parametrize("unit", ["e\u0301", "\U0001f469\u200d\U0001f680", "\U0001f1e9\U0001f1ea"])
def test_without_white_space_no_character_is_cut_apart(unit: str) -> None:
    found = texts("x" + unit * 5_000)
    assert len(found) > 1
    assert all(text.startswith(unit) for text in found[1:])
    assert all(text.endswith(unit) for text in found)


def test_a_single_line_of_20_megabytes_is_cut_in_seconds() -> None:
    began = time.process_time()
    found = segments((PARAGRAPH + " ") * 230_000)
    assert len(found) > 10_000
    assert time.process_time() - began < 10


ODD = st.sampled_from(list("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\u00a0\u200b\ufeff\u3000 \t"))
WORDS = st.sampled_from(
    ["word ", "Word", "- ", "1. ", "a) ", "> ", "・", "#", "===", "。", ". ", "é", "\u0301",
     "\u200d",
     "\U0001f680", "\ud83d", "x" * 60, "y " * 700, "z" * 2_500, "\n\n", "\r\n\r\n", "\r\n"]
)  # fmt: skip


@given(st.lists(ODD | WORDS | st.text(max_size=8), max_size=40).map("".join))
@example("a\n\n\nb")
@example("\r\n\r\na\r\r\n")
@example("\u200b\u3000" + "z" * 5_000)
def test_every_visible_character_is_in_exactly_one_segment(text: str) -> None:
    at = 0
    for index, found in enumerate(segments(text)):
        assert found.index == index
        assert found.start >= at
        assert is_blank(text[at : found.start])
        assert found.text == text[found.start : found.end] == found.text.strip()
        assert not is_blank(found.text)
        at = found.end
    assert is_blank(text[at:])


def test_a_million_stops_are_cut_in_little_time() -> None:
    before = time.process_time()
    assert "".join(texts("." * 1_000_000)) == "." * 1_000_000
    assert time.process_time() - before < 3
