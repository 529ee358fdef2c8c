"""Machine-readable signals are read as their vocabularies mean them."""

import pytest

from labeler.document import Signal
from labeler.provenance.signals import Declared, interpret

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def read(name: str, value: str) -> Declared:
    (declared,) = interpret([Signal(name, value)])
    return declared


@pytest.mark.parametrize(
    ("name", "value", "meaning", "reviewed"),
    [
        ("meta:ai-disclosure", "none", "none", None),
        ("meta:ai-disclosure", " AI-Generated ", "ai-generated", None),
        ("meta:ai-disclosure", "ai-assisted", "ai-assisted", None),
        ("meta:ai-disclosure", "ai-autonomous", "ai-generated", False),
        ("meta:ai-disclosure", "mixed", "mixed", None),
        ("meta:ai-disclosure", "certainly", "unknown", None),
        ("attribute:ai-disclosure", "autonomous", "ai-generated", False),
        ("meta:ai-generated", "true", "ai-generated", None),
        ("meta:ai-generated", "partially", "ai-assisted", None),
        ("meta:ai-generated", "none", "none", None),
        ("header:X-AI-Generated", "True", "ai-generated", None),
        ("header:AI-Disclosure", "mode=machine-generated", "ai-generated", False),
        ("header:AI-Disclosure", 'mode=ai-originated, model="m, n"', "ai-generated", True),
        (
            "header:AI-Disclosure",
            'mode=ai-modified;q=1, reviewed-by="Ada, desk"',
            "ai-assisted",
            True,
        ),
        ("header:AI-Disclosure", "none", "none", None),
        ("header:AI-Disclosure", "model=gizmo", "unknown", None),
        ("meta:ai-content-declaration", "human-authored", "unknown", None),
    ],
)
def test_meaning_of_values(name, value, meaning, reviewed):
    declared = read(name, value)

    assert (declared.meaning, declared.reviewed) == (meaning, reviewed)
    assert (declared.signal, declared.value) == (name, value)


@pytest.mark.parametrize(
    ("value", "term", "meaning"),
    [
        (IPTC + "trainedAlgorithmicMedia", "trainedAlgorithmicMedia", "ai-generated"),
        ("https://cv.iptc.org/newscodes/digitalsourcetype/print/", "print", "human"),
        (
            "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
            "compositeWithTrainedAlgorithmicMedia",
            "ai-assisted",
        ),
        ("AlgorithmicMediaDigitalSource", "algorithmicMedia", "automated"),
        ("digitalCapture", "digitalCapture", "human"),
        ("compositeSynthetic", "compositeSynthetic", "mixed"),
    ],
)
def test_digital_source_types_in_all_their_spellings(value, term, meaning):
    declared = read("jsonld:NewsArticle.digitalSourceType", value)

    assert (declared.digital_source_type, declared.meaning) == (IPTC + term, meaning)


def test_unknown_source_type_is_kept_without_meaning():
    declared = read("jsonld:digitalSourceType", "https://example.org/handmade")

    assert (declared.meaning, declared.digital_source_type) == ("unknown", None)


@pytest.mark.parametrize(
    ("name", "governs"),
    [
        ("meta:ai-disclosure", "document"),
        ("header:AI-Disclosure", "document"),
        ("attribute:ai-disclosure", "element"),
        ("jsonld:NewsArticle.digitalSourceType", "document"),
        ("jsonld:ImageObject.digitalSourceType", "image"),
        ("jsonld:digitalSourceType", "unknown"),
    ],
)
def test_what_a_signal_speaks_of(name, governs):
    assert read(name, "none").governs == governs


@pytest.mark.parametrize(
    "name", ["meta:robots", "meta:tdm-reservation", "meta:ai-training", "jsonld:author", "og:type"]
)
def test_rights_and_other_signals_never_count(name):
    assert interpret([Signal(name, "noai")]) == ()
