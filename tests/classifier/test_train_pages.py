"""Gold pages are read as labeler reads them, and pieces of them teach what short pages are."""

from collections.abc import Sequence

import msgspec
import pytest

from labeler.classifier.gold import PAGE_LABELS, GoldPage, GoldSegment
from labeler.classifier.recipe import PageSource, Recipe
from labeler.classifier.train_pages import Mode, Reading, readings

RECIPE = Recipe(pages={"news": PageSource(words=3, news=1), "blogs": PageSource(general=0.5)})
PROSE = [f"The ferry to island {n} leaves at noon." for n in range(20)]
MENU = [f"Menu {n}" for n in range(20)]


def gold(source: str = "news", *, labelled: bool = True) -> GoldPage:
    """A page with menus before and after its article, whose elements all have names."""
    kinds = [("boilerplate", MENU[:10]), ("article", PROSE), ("boilerplate", MENU[10:])]
    segments = [GoldSegment(text, label) for label, texts in kinds for text in texts]
    if not labelled:
        segments[3] = msgspec.structs.replace(segments[3], label=None)
    body = "".join(f'<div class="{s.label}"><p id="block">{s.text}</p></div>' for s in segments)
    html = f"<title>Ferries</title><body class='page'>{body}</body>"
    return GoldPage("ferries", segments, "harbour", source, "en", html)


def read(*pages: GoldPage, mode: Mode) -> list[Reading]:
    return list(readings(pages, mode, RECIPE))


def labels(reading: Reading) -> set[str]:
    return {PAGE_LABELS[label] for label in reading.read.labels}


def names(reading: Reading) -> set[str]:
    return {token for s in reading.read.segments if s.markup for token in s.markup.lineage.tokens}


def texts(reading: Reading) -> Sequence[str]:
    return [segment.text for segment in reading.read.segments]


@pytest.mark.parametrize("mode", ["text", "html"])
def test_every_segment_of_a_page_and_of_its_pieces_keeps_its_label(mode: Mode) -> None:
    page = gold()
    known = {segment.text: segment.label for segment in page.segments}
    found = read(page, mode=mode)
    assert texts(found[0]) == [segment.text for segment in page.segments]
    for reading in found:
        assert [PAGE_LABELS[n] for n in reading.read.labels] == [known[t] for t in texts(reading)]


@pytest.mark.parametrize("mode", ["text", "html"])
def test_pieces_hold_no_article_or_begin_near_it(mode: Mode) -> None:
    pieces = read(gold(), mode=mode)[1:]
    assert any(labels(piece) == {"boilerplate"} for piece in pieces)
    assert any("article" in labels(piece) and len(texts(piece)) < 25 for piece in pieces)


def test_a_dump_with_a_label_missing_is_cut_into_stretches_alone() -> None:
    page = gold(labelled=False)
    order = [segment.text for segment in page.segments]
    for piece in read(page, mode="text")[1:]:
        start = order.index(texts(piece)[0])
        assert texts(piece) == order[start : start + len(texts(piece))]


def test_what_nobody_labelled_on_an_html_page_is_in_no_piece_of_it() -> None:
    whole, *pieces = read(gold(labelled=False), mode="html")
    assert MENU[3] in texts(whole)
    assert all(MENU[3] not in texts(piece) for piece in pieces)


def test_half_of_the_pieces_of_html_pages_have_no_names_and_half_no_title() -> None:
    pages = [msgspec.structs.replace(gold(), page_id=f"ferries/{n}") for n in range(20)]
    found = read(*pages, mode="html")
    whole = [one for one in found if len(texts(one)) == 40]
    pieces = [one for one in found if len(texts(one)) < 40]
    assert all("1:article" in names(one) and one.read.title for one in whole)
    for share in (
        sum(not names(piece) for piece in pieces) / len(pieces),
        sum(piece.read.title is None for piece in pieces) / len(pieces),
    ):
        assert 0.35 < share < 0.65


def test_pieces_of_html_pages_teach_no_words_again() -> None:
    whole, *pieces = read(gold(), mode="html")
    assert (whole.source.words, whole.source.news) == (3, 1)
    assert {(piece.source.words, piece.source.news) for piece in pieces} == {(0, 1)}
    assert {reading.source.words for reading in read(gold(), mode="text")} == {3}


def test_news_dumps_give_twice_as_many_pieces_as_others() -> None:
    assert len(read(gold("news"), mode="text")) == 1 + 2 * 3
    assert len(read(gold("blogs"), mode="text")) == 1 + 3


def test_pages_without_html_teach_text_alone() -> None:
    page = msgspec.structs.replace(gold(), html="")
    assert read(page, mode="html") == []
    assert read(page, mode="text")


def test_the_same_page_is_cut_in_the_same_way() -> None:
    assert [texts(r) for r in read(gold(), mode="html")] == [
        texts(r) for r in read(gold(), mode="html")
    ]
