"""What pages of one run have in common speaks for boilerplate; copies of an article do not."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Segment
from labeler.read import read_text
from labeler.samesite import NO_REPEATS, find_repeats, rereader, site_votes
from labeler.segment import segment
from tests.decide.made import ARTICLE, Block, decided
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE

IMPRINT = "Island Post, published by the harbour press since 1911, Quay Street 4."


def page(*texts: str) -> list[Segment]:
    return segment(read_text("\n\n".join(texts)))


def test_what_stands_on_several_pages_is_found():
    pages = [page(PROSE, IMPRINT), page(OTHER_PROSE, IMPRINT), page(THIRD_PROSE, IMPRINT)]
    repeats = find_repeats(pages)

    assert [site_votes(segments, repeats) for segments in pages] == [{1: 2}] * 3


def test_case_and_white_space_do_not_matter():
    pages = [page(PROSE, IMPRINT), page(OTHER_PROSE, IMPRINT.upper().replace(" ", "  "))]
    assert site_votes(pages[0], find_repeats(pages)) == {1: 1}


def test_short_lines_repeat_in_articles_too():
    pages = [page(PROSE, "Who pays for it?"), page(OTHER_PROSE, "Who pays for it?")]
    assert find_repeats(pages) == NO_REPEATS


def test_copies_of_an_article_are_one_page():
    story = [PROSE, OTHER_PROSE, IMPRINT]
    pages = [page(*story), page("Print view", *story), page(THIRD_PROSE, IMPRINT)]
    votes = [site_votes(segments, find_repeats(pages)) for segments in pages]

    assert [list(found.values()) for found in votes] == [[1], [1], [1]]
    assert [segments[next(iter(v))].text for segments, v in zip(pages, votes, strict=True)] == [
        IMPRINT
    ] * 3


def test_a_text_twice_on_one_page_is_no_repeat():
    assert find_repeats([page(IMPRINT, PROSE, IMPRINT)]) == NO_REPEATS


@given(st.lists(st.lists(st.sampled_from([PROSE, OTHER_PROSE, IMPRINT, "Menu"]), max_size=4)))
def test_votes_name_segments_and_other_pages(texts: list[list[str]]):
    pages = [page(*lines) for lines in texts]
    repeats = find_repeats(pages)
    for segments in pages:
        for position, others in site_votes(segments, repeats).items():
            assert 0 <= position < len(segments)
            assert 1 <= others < len(pages)


def test_documents_can_be_read_twice_standard_input_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "page.txt"
    path.write_text(PROSE, "utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OTHER_PROSE.encode())))
    documents = rereader([str(path), "-"], None)

    assert list(documents()) == list(documents())
    assert len(list(documents())) == 2


def test_a_repeat_votes_for_boilerplate_in_the_open():
    verdicts = decided(Block(IMPRINT, (0.6, 0.0, 0.4)), Block(PROSE, ARTICLE), repeats={0: 3})

    assert [verdict.label for verdict in verdicts] == ["boilerplate", "human_article"]
    said = [e for e in verdicts[0].evidence if e.name == "same_site"]
    assert [(e.label, e.message) for e in said] == [
        ("boilerplate", "stands on 3 other pages of this run")
    ]
    assert not any(e.name == "same_site" for e in verdicts[1].evidence)


def test_a_repeat_alone_does_not_turn_what_is_surely_article():
    _, verdict = decided(Block("Menu"), Block(PROSE, (0.97, 0.0, 0.03)), repeats={1: 1})
    assert verdict.label == "human_article"
    assert verdict.confidence < 0.9
