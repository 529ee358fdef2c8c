"""`--format prov`: PROV that PROV's own readers take, which states no more than was declared."""

import json
from decimal import Decimal
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDocument
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import PROV as PROV_O

from labeler.provenance import vocabulary
from labeler.report.schema import Report, ReportEvidence
from labeler.verdict import AboutImage
from tests.report.found import as_page, streamed, written
from tests.report.linked_data import PROV, expanded, graph_of, read_json
from tests.report.made import disclosed_report, report_on

SCHEMA = read_json(PROV / "tests" / "schemas" / "prov-jsonld.schema.json")
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
DST = "http://cv.iptc.org/newscodes/digitalsourcetype/"
LABELER = "https://labeler.invalid/ns#"
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
SOURCE_TYPE = URIRef("https://schema.org/digitalSourceType")


def document_of(*reports: Any, **sink: Any) -> dict[str, Any]:
    document = json.loads(written("prov", *reports, **sink))
    VALIDATOR.validate(document)
    return document


def graph(*reports: Any, **sink: Any) -> Graph:
    return graph_of(document_of(*reports, **sink))


def declared(source_type: str | None, **changes: Any) -> Report:
    """A report on one segment whose origin is declared."""
    report = report_on("Two ferries ran.")
    (segment,) = report.segments
    changed = msgspec.structs.replace(segment, digital_source_type=source_type, **changes)
    return msgspec.structs.replace(report, segments=(changed,))


def segments_in(made: Graph) -> list[Any]:
    return sorted(made.subjects(RDF.type, URIRef(f"{LABELER}Segment")))


def stated(made: Graph) -> set[str]:
    """Names of the qualified relations of the only segment."""
    (segment,) = segments_in(made)
    relations = {str(p).partition("#")[2] for p in made.predicates(segment, None)}
    return {r for r in relations if r.startswith("qualified")}


@pytest.mark.parametrize(
    "reports",
    [[], [report_on("")], [disclosed_report(), report_on("One.")], [as_page(report_on("One."))]],
)
def test_the_document_is_prov(reports):
    text = json.dumps(document_of(*reports))

    read = ProvDocument.deserialize(content=text, format="jsonld")
    assert read.is_document()
    assert bool(read.get_records()) == bool(reports)


def test_every_term_has_a_meaning():
    document = document_of(disclosed_report())
    made = graph_of(document)

    assert len(expanded(document)) > len(disclosed_report().segments)
    for term in map(str, {*made.predicates(), *made.objects(None, RDF.type)}):
        if term.startswith(str(PROV_O)):
            assert URIRef(term) in PROV_O, term
        assert term.startswith(
            (str(PROV_O), str(RDF), LABELER, "https://schema.org/", str(RDFS_LABEL))
        ), term


def test_a_run_of_the_software_used_the_document_and_made_the_verdicts():
    made = graph(disclosed_report())
    (run,) = made.subjects(RDF.type, URIRef(f"{LABELER}Labelling"))
    (agent,) = made.subjects(RDF.type, PROV_O.SoftwareAgent)
    (document,) = made.subjects(RDF.type, URIRef(f"{LABELER}Document"))
    verdicts = list(made.subjects(RDF.type, URIRef(f"{LABELER}Verdict")))

    assert (run, RDF.type, PROV_O.Activity) in made
    (association,) = made.objects(run, PROV_O.qualifiedAssociation)
    assert (association, PROV_O.agent, agent) in made
    (usage,) = made.objects(run, PROV_O.qualifiedUsage)
    assert (usage, PROV_O.entity, document) in made
    assert (agent, RDFS_LABEL, Literal("labeler 0.0")) in made
    assert (agent, URIRef(f"{LABELER}rulesSha256"), Literal("a" * 64)) in made
    assert (agent, URIRef(f"{LABELER}modelSha256"), Literal("b" * 64)) in made
    assert len(verdicts) == 3
    for verdict in verdicts:
        (generation,) = made.objects(verdict, PROV_O.qualifiedGeneration)
        assert (generation, PROV_O.activity, run) in made


def test_a_segment_is_quoted_from_its_document():
    made = graph(report_on("👩‍🔬 é\n\nמילים"))
    (document,) = made.subjects(RDF.type, URIRef(f"{LABELER}Document"))
    first, second = sorted(
        segments_in(made), key=lambda s: made.value(s, URIRef(f"{LABELER}start")).toPython()
    )

    assert [str(made.value(s, PROV_O.value)) for s in (first, second)] == ["👩‍🔬 é", "מילים"]
    assert made.value(second, URIRef(f"{LABELER}start")).toPython() == 7
    assert made.value(second, URIRef(f"{LABELER}end")).toPython() == 12
    (derivation,) = made.objects(second, PROV_O.qualifiedDerivation)
    assert (derivation, RDF.type, PROV_O.Quotation) in made
    assert (derivation, PROV_O.entity, document) in made


def test_a_document_is_named_by_its_content_and_located_by_its_path():
    made = graph(report_on("One.", path="zwölf#.jsonl#3"))
    (document,) = made.subjects(RDF.type, URIRef(f"{LABELER}Document"))

    assert str(document).startswith("ni:///sha-256;")
    assert str(made.value(document, PROV_O.atLocation)) == "zw%C3%B6lf%23.jsonl#3"


def test_a_verdict_comes_from_the_segment_and_the_disclosure_that_governs_it():
    report = disclosed_report()
    made = graph(report)
    (verdict,) = made.subjects(PROV_O.value, Literal("ai_report"))

    sources = {
        str(made.value(d, PROV_O.entity)).partition("#")[2]
        for d in made.objects(verdict, PROV_O.qualifiedDerivation)
    }
    assert sources == {report.segments[0].id, report.segments[1].id}
    assert made.value(verdict, URIRef(f"{LABELER}confidence")).toPython() == Decimal("0.97")
    assert (verdict, URIRef(f"{LABELER}basis"), Literal("declared")) in made


def test_without_a_declaration_nothing_is_said_of_the_origin():
    made = graph(report_on("Two ferries ran."))

    assert stated(made) == {"qualifiedDerivation"}  # from its document
    assert not list(made.triples((None, SOURCE_TYPE, None)))


def test_declared_text_of_a_model_was_generated_by_it():
    made = graph(declared(vocabulary.TRAINED_ALGORITHMIC_MEDIA, ai_disclosure="machine-generated"))
    (segment,) = segments_in(made)

    assert stated(made) == {"qualifiedDerivation", "qualifiedGeneration"}
    (generation,) = made.objects(segment, PROV_O.qualifiedGeneration)
    making = made.value(generation, PROV_O.activity)
    assert (making, SOURCE_TYPE, URIRef(f"{DST}trainedAlgorithmicMedia")) in made
    assert (segment, SOURCE_TYPE, URIRef(f"{DST}trainedAlgorithmicMedia")) in made
    assert (segment, URIRef(f"{LABELER}aiDisclosure"), Literal("machine-generated")) in made


def test_a_declared_review_is_an_influence_of_a_person():
    made = graph(declared(vocabulary.TRAINED_ALGORITHMIC_MEDIA, reviewed=True))
    (segment,) = segments_in(made)

    (influence,) = made.objects(segment, PROV_O.qualifiedInfluence)
    person = made.value(influence, PROV_O.influencer)
    assert (person, RDF.type, PROV_O.Person) in made


def test_text_declared_to_be_assisted_comes_from_another_text():
    made = graph(declared(vocabulary.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA, aspect="edited"))
    (segment,) = segments_in(made)

    sources = {
        made.value(d, PROV_O.entity) for d in made.objects(segment, PROV_O.qualifiedDerivation)
    }
    assert URIRef(f"{segment}/original") in sources
    assert "qualifiedGeneration" in stated(made)


def test_text_declared_to_be_of_a_person_is_attributed():
    byline = ReportEvidence("rule", "en.byline", "direct", role="byline", quote="By A. Writer")
    made = graph(declared(vocabulary.DIGITAL_CREATION, evidence=(byline,)))
    (segment,) = segments_in(made)

    (attribution,) = made.objects(segment, PROV_O.qualifiedAttribution)
    author = made.value(attribution, PROV_O.agent)
    assert (author, RDF.type, PROV_O.Agent) in made
    assert (author, RDFS_LABEL, Literal("By A. Writer")) in made


@pytest.mark.parametrize(
    "source_type", [vocabulary.ALGORITHMIC_MEDIA, vocabulary.DATA_DRIVEN_MEDIA]
)
def test_text_declared_to_be_of_a_template_is_attributed_to_software(source_type):
    made = graph(declared(source_type))
    (segment,) = segments_in(made)

    (attribution,) = made.objects(segment, PROV_O.qualifiedAttribution)
    assert (made.value(attribution, PROV_O.agent), RDF.type, PROV_O.SoftwareAgent) in made


def test_a_suspicion_is_the_verdicts_and_not_the_texts():
    made = graph(declared(None, basis="residue", label="ai_report", gb45438_label="3"))
    (subject,) = made.subjects(URIRef(f"{LABELER}gb45438Label"), Literal("3"))

    assert (subject, RDF.type, URIRef(f"{LABELER}Verdict")) in made
    assert stated(made) == {"qualifiedDerivation"}


def test_the_origin_of_a_picture_is_not_that_of_its_caption():
    picture = AboutImage(
        digital_source_type=vocabulary.TRAINED_ALGORITHMIC_MEDIA,
        declared_by="jsonld:digitalSourceType",
        src="ferry.jpg",
    )
    made = graph(declared(None, label="image_caption", about_image=picture))
    (segment,) = segments_in(made)

    (image,) = made.objects(segment, URIRef("https://schema.org/about"))
    assert list(made.subject_objects(SOURCE_TYPE)) == [
        (image, URIRef(vocabulary.TRAINED_ALGORITHMIC_MEDIA))
    ]


def test_text_can_be_left_out():
    assert "ferries" not in written("prov", disclosed_report(), include_text=False)


def test_the_software_is_described_once():
    statements = document_of(report_on("One."), report_on("Two."))["@graph"]

    assert [s["@type"] for s in statements].count("Agent") == 1


@settings(max_examples=30)  # the processor is slow
@given(st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1))
def test_any_text_is_read_as_it_was(text):
    made = graph(report_on(text))

    assert [str(made.value(s, PROV_O.value)) for s in segments_in(made)] == [text]


def test_a_stream_gives_the_same_statements():
    assert written("prov", streamed("One.\nTwo.")) == written("prov", report_on("One.\nTwo."))


def test_equal_reports_give_equal_bytes():
    assert written("prov", disclosed_report()) == written("prov", disclosed_report())
