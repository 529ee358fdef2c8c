"""`--format webanno`: annotations that lead back to the text."""

import json
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF

from labeler.document import Document, Segment
from labeler.provenance import Provenance
from labeler.read import read_html, read_text
from labeler.report.schema import Report
from labeler.report.webanno import CONTEXT
from labeler.segment import segment
from tests.report.found import as_page, streamed, written
from tests.report.linked_data import BASE, SCHEMAS, graph_of, read_json
from tests.report.made import (
    PROSE,
    TOOL,
    build_report,
    disclosed_report,
    document,
    report_on,
    window,
)

VALIDATOR = jsonschema.Draft7Validator(read_json(SCHEMAS / "web-annotation.json"))
OA = Namespace("http://www.w3.org/ns/oa#")
ACTIVITY = "http://www.w3.org/ns/activitystreams#"
LABELER = "https://labeler.invalid/ns#"


def collection(*reports: Any, **sink: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(written("webanno", *reports, **sink))
    assert made["@context"][0] == CONTEXT
    return made


def annotations(*reports: Any, **sink: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = collection(*reports, **sink)["first"]["items"]
    for annotation in items:
        VALIDATOR.validate({"@context": CONTEXT, **annotation})
    return items


def selectors(annotation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {selector["type"]: selector for selector in annotation["target"]["selector"]}


def quote_of(annotation: dict[str, Any]) -> dict[str, Any]:
    return selectors(annotation)["TextQuoteSelector"]


def cut(page: Document) -> Report:
    """A report on the segments that labeler cuts a document into."""
    segments = segment(page)
    return build_report(page, window(segments, [PROSE] * len(segments)), TOOL, Provenance())


@pytest.mark.parametrize("reports", [[], [report_on("")], [disclosed_report(), report_on("One.")]])
def test_segments_of_all_documents_are_one_collection(reports):
    made = collection(*reports)
    number = sum(len(report.segments) for report in reports)

    assert made["type"] == "AnnotationCollection"
    assert made["total"] == number
    assert made["first"]["type"] == "AnnotationPage"
    assert len(annotations(*reports)) == number
    assert made["id"].startswith("urn:uuid:")


def test_names_are_stable_and_differ():
    reports = [report_on("Same.\nSame."), report_on("Same.", path="other.txt")]
    names = [annotation["id"] for annotation in annotations(*reports)]

    assert len(set(names)) == 3
    assert written("webanno", *reports) == written("webanno", *reports)


def test_a_body_is_the_label_and_what_was_declared():
    marker, governed, _ = annotations(disclosed_report())

    label = {"type": "TextualBody", "value": "ai_report", "purpose": "classifying"}
    declared = {
        "type": "SpecificResource",
        "source": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        "purpose": "classifying",
    }
    assert governed["body"] == [label, declared]
    assert [body["value"] for body in marker["body"]] == ["boilerplate"]
    assert (governed["labeler:confidence"], governed["labeler:basis"]) == (0.97, "declared")


def test_as_rdf_every_annotation_has_body_target_and_creator():
    made = graph_of(collection(disclosed_report()))
    found = list(made.subjects(RDF.type, OA.Annotation))
    (creator,) = made.subjects(RDF.type, URIRef(f"{ACTIVITY}Application"))

    assert len(found) == 3
    assert (creator, FOAF.name, Literal("labeler 0.0")) in made
    assert (creator, URIRef(f"{LABELER}rulesSha256"), Literal("a" * 64)) in made
    for annotation in found:
        assert (annotation, OA.motivatedBy, OA.classifying) in made
        assert (annotation, DCTERMS.creator, creator) in made
        assert all(
            (b, OA.hasPurpose, OA.classifying) in made for b in made[annotation : OA.hasBody]
        )
        (target,) = made.objects(annotation, OA.hasTarget)
        assert (target, OA.hasSource, URIRef(f"{BASE}page.txt")) in made
        kinds = {made.value(s, RDF.type) for s in made[target : OA.hasSelector]}
        assert kinds == {OA.TextPositionSelector, OA.TextQuoteSelector}


def keys_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {*value, *(key for inner in value.values() for key in keys_in(inner))}
    return {key for inner in value for key in keys_in(inner)} if isinstance(value, list) else set()


def test_every_key_has_a_meaning_for_linked_data():
    terms = read_json(SCHEMAS / "anno-terms.jsonld")["@context"]
    used = keys_in(collection(disclosed_report(), as_page(report_on("One.\nTwo."))))

    assert {key for key in used if not key.startswith("labeler")} <= {"@context", *terms}


PARTS = st.sampled_from(
    [
        "Two ferries ran. ",
        "é",
        "e\u0301",
        "👩‍🔬",
        "שלום עולם",
        "漢字。",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "- ",
    ]
)


@given(st.lists(PARTS, max_size=25).map("".join))
def test_positions_count_code_points_of_the_text(text):
    for annotation in annotations(cut(read_text(text, "page.txt"))):
        position = selectors(annotation)["TextPositionSelector"]
        assert text[position["start"] : position["end"]] == quote_of(annotation)["exact"]


def plain(text: str) -> str:
    return " ".join(text.split())


@given(st.lists(PARTS, max_size=25).map("".join))
def test_what_stands_around_a_quote_stands_there_in_the_text(text):
    for annotation in annotations(cut(read_text(text, "page.txt"))):
        quote = quote_of(annotation)
        around = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
        assert plain(around) in plain(text)
        if "\r" not in text and " " not in text:
            assert around in text


def test_equal_quotes_are_told_apart_by_what_stands_around():
    first, second = (quote_of(a) for a in annotations(report_on("Share\nStory\nShare"))[::2])

    assert (first.get("prefix"), first["suffix"]) == (None, "\nStory\nShare"[:6])
    assert (second["prefix"], second.get("suffix")) == ("Story\n", None)


def test_no_more_than_a_line_is_quoted_around():
    _, middle, _ = annotations(report_on(f"{'a' * 50}\n\nTwo.\n\n{'b' * 50}"))

    quote = quote_of(middle)
    assert (quote["prefix"], quote["suffix"]) == ("a" * 30 + "\n\n", "\n\n" + "b" * 30)


def test_marks_between_segments_that_a_report_does_not_hold_are_not_guessed():
    text = "One boat left.\n\n> Two boats came."
    segments = [Segment(0, 0, 14, text[:14], "paragraph"), Segment(1, 18, 33, text[18:], "quote")]
    report = build_report(document(text), window(segments, [PROSE] * 2), TOOL, Provenance())
    as_markdown = msgspec.structs.replace(report.input, media_type="text/markdown")
    _, quoted = annotations(msgspec.structs.replace(report, input=as_markdown))

    assert quote_of(quoted) == {"type": "TextQuoteSelector", "exact": "Two boats came."}


MARKUP = "<html><body><main><p>One boat left.</p><p>Two boats 👩‍🔬 came.</p></main></body></html>"


def test_a_segment_of_a_page_is_found_by_its_element():
    tree = html.fromstring(MARKUP).getroottree()
    found = annotations(cut(read_html(MARKUP, "page.html")))

    assert len(found) == 2
    for annotation in found:
        assert "TextPositionSelector" not in selectors(annotation)
        (element,) = tree.xpath(selectors(annotation)["XPathSelector"]["value"])
        assert element.text_content() == quote_of(annotation)["exact"]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a b/news.jsonl#12", "a%20b/news.jsonl#12"),
        ("crawl.warc.gz#urn:uuid:00e2", "crawl.warc.gz#urn%3Auuid%3A00e2"),
        ("a#b.txt", "a%23b.txt"),
    ],
)
def test_a_record_is_a_fragment_of_its_file(path, source):
    (annotation,) = annotations(report_on("One.", path=path))

    assert annotation["target"]["source"] == source


def test_text_can_be_left_out():
    found = annotations(disclosed_report(), include_text=False)

    assert all(list(selectors(annotation)) == ["TextPositionSelector"] for annotation in found)


def test_a_stream_gives_the_same_annotations():
    assert written("webanno", streamed("One.\nTwo.")) == written("webanno", report_on("One.\nTwo."))
