"""What other tools read has the right offsets, whatever the text is written in."""

import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.corrections.export import argilla, label_studio, prodigy, web_annotation
from labeler.corrections.gold import corpus_lines, gold_pages, gold_texts
from labeler.errors import UsageError
from tests.corrections.made import reviewed, said
from tests.report.made import disclosed_report, report_on

HARD = (
    "👩‍👩‍👧 A family crossed 🚢.",
    "e\u0301te\u0301, na\u0308chste Fa\u0308hre",
    "שלום עולם, the ferry leaves",
    "العبّارة \u202bتغادر\u202c الآن",
    "𝔉𝔢𝔯𝔯𝔶 𠜎𠜱 渡し船",
    "plain",
)
lines = st.lists(
    st.one_of(
        st.sampled_from(HARD),
        st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1),
    ).filter(lambda line: line.strip() == line and line),
    min_size=1,
    max_size=8,
)


def utf16(text: str, units: int) -> int:
    """Code points in so many UTF-16 units: how a JavaScript editor comes to code points."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))


@settings(max_examples=60)
@given(lines)
def test_every_span_cuts_its_segment_out_of_the_text(texts):
    report = report_on("\n".join(texts))
    document = reviewed(report, {one.index: "ai_report" for one in report.segments})

    (task,) = label_studio([document])
    regions = task["annotations"][0]["result"] + task["predictions"][0]["result"]
    (spans,) = prodigy([document])
    for one, region in zip(report.segments * 2, regions, strict=True):
        value = region["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"] == one.text
    for one, span in zip(report.segments, spans["spans"], strict=True):
        assert spans["text"][span["start"] : span["end"]] == one.text
    for one, annotation in zip(report.segments, web_annotation([document]), strict=True):
        position, quote = annotation["target"]["selector"]
        assert spans["text"][position["start"] : position["end"]] == quote["exact"] == one.text
    for one, record in zip(report.segments, argilla([document]), strict=True):
        place = slice(record["metadata"]["start"], record["metadata"]["end"])
        assert spans["text"][place] == record["fields"]["text"] == one.text


def test_offsets_hold_for_an_editor_that_counts_utf16():
    report = report_on("\n".join(HARD))
    (task,) = label_studio([reviewed(report, {5: "boilerplate"})])
    text, value = task["data"]["text"], task["annotations"][0]["result"][0]["value"]

    at = text.encode("utf-16-le").find("plain".encode("utf-16-le")) // 2

    assert utf16(text, at) == value["start"]
    assert at > value["start"]


def test_line_ends_that_browsers_fold_do_not_move_label_studios_offsets():
    report = report_on("One ferry\rran.\nTwo ferries ran.")
    (task,) = label_studio([reviewed(report, {1: "ai_report"})])
    text, value = task["data"]["text"], task["annotations"][0]["result"][0]["value"]

    assert "\r" not in text
    assert text[value["start"] : value["end"]] == "Two ferries ran."


def test_each_reviewer_has_an_annotation_of_their_own():
    report = report_on("One ferry ran.\nTwo ferries ran.")
    document = reviewed(report, {0: "ai_report", 1: None}, [said(report, 0, "boilerplate", "ben")])

    (task,) = label_studio([document])
    given = {
        one["completed_by"]["email"]: [r["value"]["labels"] for r in one["result"]]
        for one in task["annotations"]
    }
    assert given == {"ana": [["ai_report"]], "ben": [["boilerplate"]]}
    assert [one["_annotator_id"] for one in prodigy([document])] == ["ana", "ben"]
    assert [one["creator"]["name"] for one in web_annotation([document])] == ["ana", "ben", "ana"]
    first, _ = argilla([document])
    assert first["responses"]["label"] == [
        {"value": "ai_report", "user": "ana"},
        {"value": "boilerplate", "user": "ben"},
    ]


def test_a_report_without_texts_is_refused_where_they_are_needed():
    report = report_on("One ferry ran.")
    (one,) = report.segments
    bare = msgspec.structs.replace(report, segments=(msgspec.structs.replace(one, text=None),))

    with pytest.raises(UsageError, match=r"page\.txt: the report was written with --no-text"):
        list(label_studio([reviewed(bare, {0: "ai_report"})]))


def test_only_what_reviewers_agree_on_becomes_gold():
    report = report_on("One ferry ran.\nTwo ferries ran.\nShare this page\nA third stayed.")
    document = reviewed(
        report,
        {0: "ai_report", 1: None, 2: "boilerplate", 3: "human_article"},
        [said(report, 3, "ai_report", "ben")],
    )

    (page,) = gold_pages([document])
    assert [(one.text, one.label) for one in page.segments] == [
        ("One ferry ran.", "article"),
        ("Two ferries ran.", None),
        ("Share this page", "boilerplate"),
        ("A third stayed.", None),
    ]
    assert [(one.text, one.label) for one in gold_texts([document])] == [("One ferry ran.", "ai")]
    assert [(one["text"], one["label"]) for one in corpus_lines([document])] == [
        ("One ferry ran.", "ai_report"),
        ("Share this page", "boilerplate"),
    ]


def test_a_disclosure_stays_one_in_the_corpus():
    document = reviewed(disclosed_report(), {0: "boilerplate", 1: "ai_report"})

    roles = [line.get("role") for line in corpus_lines([document])]

    assert roles == ["disclosure", None]
    assert json.dumps(list(corpus_lines([document])))


HOSTILE = ({"path": "/dev/zero"}, {"path": "a\0b"}, {"encoding": "no-such-codec"})


def test_a_page_that_is_still_there_gives_its_markup(tmp_path):
    from labeler import Labeler

    file = tmp_path / "page.html"
    file.write_text("<main><h1>Ferries</h1><p>Two ferries ran on Sunday.</p></main>", "utf-8")
    (report,) = Labeler().scan_path(file)

    (page,) = gold_pages([reviewed(report, {0: "human_article"})])
    assert page.html.startswith("<main><h1>")
    hostile = [msgspec.structs.replace(report.input, **one) for one in HOSTILE]
    for about in hostile:
        (page,) = gold_pages(
            [reviewed(msgspec.structs.replace(report, input=about), {0: "human_article"})]
        )
        assert page.html == ""
    for change in (lambda: file.write_text("<p>Something else.</p>", "utf-8"), file.unlink):
        change()
        (page,) = gold_pages([reviewed(report, {0: "human_article"})])
        assert (page.html, page.segments[0].label) == ("", "article")
