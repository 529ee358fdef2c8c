"""Labels map to IPTC terms only where that says something true."""

import pytest

from labeler.provenance.vocabulary import TERMS, digital_source_type, iptc_term, iptc_uri

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.mark.parametrize(
    ("label", "aspect", "term"),
    [
        ("human_article", None, "digitalCreation"),
        ("ai_report", None, "trainedAlgorithmicMedia"),
        ("ai_report", "full", "trainedAlgorithmicMedia"),
        ("ai_report", "explanation", "trainedAlgorithmicMedia"),
        ("ai_report", "translated", "compositeWithTrainedAlgorithmicMedia"),
        ("ai_report", "edited", "compositeWithTrainedAlgorithmicMedia"),
    ],
)
def test_declared_text(label, aspect, term):
    assert digital_source_type(label, aspect) == IPTC + term


@pytest.mark.parametrize(
    ("label", "aspect"),
    [("ai_report", "suspected"), ("image_caption", "full"), ("boilerplate", None)],
)
def test_no_term_where_none_is_declared(label, aspect):
    assert digital_source_type(label, aspect) is None


def test_every_term_is_read_back_from_its_uri():
    assert {iptc_term(iptc_uri(term)) for term in TERMS} == TERMS


def test_words_that_are_no_term():
    assert iptc_term("human") is None
    assert iptc_term("https://schema.org/Person") is None
