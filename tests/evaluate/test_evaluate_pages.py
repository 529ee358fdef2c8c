"""Which label a gold segment is taken to have got, and what the figures make of it."""

import gzip
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.classifier.evaluate_pages import (
    by_span,
    by_text,
    count,
    evaluate_pages,
    figures,
)
from labeler.classifier.gold import GoldSegment, PageLabel
from labeler.document import Span
from labeler.errors import InputError
from labeler.evidence import LABELS, Label
from tests.evaluate.made import Scanned, apart, gold, page, scanned

STORY = "The ferry crew painted both boats in the week before the regatta, and nobody minded."


def labels(pairs: Any) -> list[Label | None]:
    return [label for _, label in pairs]


def test_in_a_text_dump_a_segment_has_the_label_of_most_of_its_characters() -> None:
    wanted = gold(("Boats of the harbour. Photo: R. Moen", "caption"), ("Menu", "boilerplate"))
    text = "Boats of the harbour. Photo: R. Moen\n\nMenu"
    have = scanned(
        text,
        ("Boats of the harbour.", "image_caption"),
        ("Photo: R. Moen", "boilerplate"),
        ("Menu", "boilerplate"),
    )
    assert labels(by_span(wanted, have)) == ["image_caption", "boilerplate"]


def test_a_segment_scanned_across_two_gold_ones_counts_for_both() -> None:
    wanted = gold(("One half", "article"), ("and another", "article"))
    have = scanned("One half\n\nand another", ("One half\n\nand another", "human_article"))
    assert labels(by_span(wanted, have)) == ["human_article", "human_article"]


def test_text_that_no_segment_covers_has_no_label() -> None:
    wanted = gold(("\u00a0", "boilerplate"), ("Menu", "boilerplate"))
    have = scanned("\u00a0\n\nMenu", ("Menu", "boilerplate"))
    assert labels(by_span(wanted, have)) == [None, "boilerplate"]


@given(st.lists(st.tuples(st.text("ab \n", min_size=1), st.sampled_from(LABELS)), max_size=8))
def test_segments_as_they_were_joined_keep_their_labels(parts: list[tuple[str, Label]]) -> None:
    wanted = [GoldSegment(text, "article") for text, _ in parts]
    assert labels(by_span(wanted, apart(*parts))) == [label for _, label in parts]


def test_in_html_segments_are_found_by_their_text_whatever_its_spaces_and_case() -> None:
    wanted = gold(("MENU", "boilerplate"), ("The  ferry\nsailed", "article"))
    have = apart(("Menu", "boilerplate"), ("The ferry sailed", "human_article"))
    assert labels(by_text(wanted, have)) == ["boilerplate", "human_article"]


def test_in_html_repeated_texts_are_matched_in_order() -> None:
    wanted = gold(("Boats", "boilerplate"), (STORY, "article"), ("Boats", "caption"))
    have = apart(("Boats", "boilerplate"), (STORY, "human_article"), ("Boats", "image_caption"))
    assert labels(by_text(wanted, have)) == ["boilerplate", "human_article", "image_caption"]


def test_in_html_a_text_that_was_cut_differently_is_looked_up_in_its_gap() -> None:
    wanted = gold(("Menu", "boilerplate"), ("The ferry sailed. It rained.", "article"))
    have = apart(
        ("It rained.", "boilerplate"),
        ("Menu", "boilerplate"),
        ("The ferry sailed.", "human_article"),
        ("It rained.", "human_article"),
    )
    assert labels(by_text(wanted, have)) == ["boilerplate", "human_article"]


def test_in_html_only_a_long_text_is_looked_for_outside_its_gap() -> None:
    wanted = gold(("Menu", "boilerplate"), (STORY[:40], "article"), ("it", "article"))
    have = apart((f"{STORY} it", "human_article"), ("Menu", "boilerplate"))
    assert labels(by_text(wanted, have)) == ["boilerplate", "human_article", None]


def test_text_that_is_not_shown_counts_as_boilerplate() -> None:
    counts = count([(GoldSegment("gone", "article"), None)])
    assert counts.segments[0].tolist() == [0, 0, 1]


def test_what_nobody_labelled_is_not_measured() -> None:
    counts = count([(GoldSegment("Most read", None), "human_article")])
    assert counts.segments.sum() == 0


def test_ai_report_counts_as_article_and_is_counted_apart_in_prose() -> None:
    counts = count(
        [
            (GoldSegment(STORY, "article"), "ai_report"),
            (GoldSegment(STORY, "article"), "human_article"),
            (GoldSegment("Short", "article"), "ai_report"),
        ]
    )
    assert counts.segments[0, 0] == 3
    assert (counts.prose, counts.called_ai) == (2, 1)
    assert figures([counts]).article_called_ai == 0.5


def test_characters_weigh_by_length_up_to_a_bound() -> None:
    counts = count(
        [
            (GoldSegment("a" * 9000, "article"), "human_article"),
            (GoldSegment("b" * 500, "article"), "boilerplate"),
        ]
    )
    assert counts.characters[0].tolist() == [2000, 0, 500]
    assert figures([counts]).characters["article"].recall == 0.8


def labelled_by(
    answers: dict[str, Label],
) -> Any:
    """A scan that knows each line's label, and refuses texts that hold `broken`."""

    def scan(text: str) -> Sequence[Scanned]:
        if "broken" in text:
            raise InputError("nested too deep")
        parts = text.split("\n\n")
        return apart(*[(part, answers[part]) for part in parts])

    return scan


def test_pages_are_pooled_and_told_apart_by_language_with_the_weakest_named() -> None:
    answers: dict[str, Label] = {"Menu": "boilerplate", "good": "human_article"}
    answers["bad"] = "boilerplate"
    menu: tuple[str, PageLabel] = ("Menu", "boilerplate")
    pages = [page(("good", "article"), menu, name=f"a{n}", lang="de") for n in range(3)]
    pages += [page(("bad", "article"), menu, name=f"b{n}", lang="el") for n in range(3)]
    pages += [page(("bad", "article"), name="c", lang="cy")]  # too few pages to be named
    result = evaluate_pages(pages, "text", labelled_by(answers))
    assert result.all.pages == 7
    assert result.all.segments["article"].recall == round(3 / 7, 4)
    assert result.by_language["de"].segments["article"].f1 == 1
    assert result.weakest_language == "el"
    assert result.weakest_source is None  # there is one source


def test_a_page_that_cannot_be_scanned_is_named_and_the_others_count() -> None:
    pages = [page(("good", "article")), page(("broken", "article"), name="deep")]
    result = evaluate_pages(pages, "text", labelled_by({"good": "human_article"}))
    assert (result.all.pages, result.unread) == (1, ["deep"])


SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize("mode", ["text", "html"])
def test_labels_are_those_that_the_reference_scorer_sees(mode: str) -> None:
    from labeler.read import read_html, read_text
    from labeler.segment import segment

    source = (SHARED / "tools/score_pages.py").read_text("utf-8")
    reference: dict[str, Any] = {}
    exec(source.removesuffix("main()\n"), reference)
    with gzip.open(SHARED / "data/pages/fundus.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in itertools.islice(lines, 0, 60, 6)]
    for record in records:
        wanted = [GoldSegment(s["text"], s["label"]) for s in record["segments"]]
        dump = "\n\n".join(s.text for s in wanted)
        document = read_text(dump) if mode == "text" else read_html(record["html"])
        have = [
            Scanned(Span(s.start, s.end), s.text, LABELS[s.index % len(LABELS)])
            for s in segment(document)
        ]
        report = [
            {"text": s.text, "label": s.label, "span": {"start": s.span.start, "end": s.span.end}}
            for s in have
        ]
        name, ours = ("by_span", by_span) if mode == "text" else ("by_text", by_text)
        theirs = reference[name](record["segments"], {"segments": report})
        assert labels(ours(wanted, have)) == [label for _, label in theirs]
