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
    "name",
    [
        "meta:robots",
        "meta:tdm-reservation",
        "meta:ai-training",
        "meta:author",
        "meta:og:type",
        "header:X-Robots-Tag",
        "header:tdm-policy",
        "jsonld:NewsArticle.copyrightNotice",
    ],
)
def test_rights_and_other_signals_never_count(name):
    assert interpret([Signal(name, "noai")]) == ()


def test_a_header_says_which_model_whose_review_and_when():
    value = 'mode=ai-originated, model="gizmo 2", provider="Example \\"Lab\\"", '
    value += 'reviewed-by="Ada, desk", date=@1793000000'
    declared = read("header:AI-Disclosure", value)

    assert (declared.meaning, declared.reviewed) == ("ai-generated", True)
    assert (declared.model, declared.provider) == ("gizmo 2", 'Example "Lab"')
    assert (declared.reviewed_by, declared.date) == ("Ada, desk", "1793000000")


def test_what_stands_beside_a_statement_is_kept():
    details = (("model", "gizmo-2"), ("provider", "Example"), ("prompt-url", "https://e.org/p"))
    (declared,) = interpret([Signal("meta:ai-disclosure", "ai-generated", details)])

    assert (declared.model, declared.provider, declared.prompt_url) == (
        "gizmo-2",
        "Example",
        "https://e.org/p",
    )


@pytest.mark.parametrize(
    ("label", "meaning"), [("1", "ai-generated"), ("2", "suspected"), ("3", "suspected")]
)
@pytest.mark.parametrize("name", ["meta:AIGC", "json:AIGC", "field:AIGC", "jsonld:Article.AIGC"])
def test_labels_of_gb_45438(name, label, meaning):
    signal = Signal(name, "{}", (("label", label), ("provider", "Example")))
    (declared,) = interpret([signal])

    assert (declared.meaning, declared.gb45438_label) == (meaning, label)
    assert (declared.governs, declared.provider) == ("document", "Example")


@pytest.mark.parametrize(
    ("name", "value", "meaning"),
    [
        ("jsonld:NewsArticle.author", "Person: Ada Example", "attribution"),
        ("jsonld:NewsArticle.author", "Organization: Example Press", "attribution"),
        ("jsonld:NewsArticle.author", "SoftwareApplication: Gizmo", "automated"),
        ("jsonld:NewsArticle.creator", "SoftwareApplication: Gizmo", "automated"),
        ("jsonld:NewsArticle.translator", "SoftwareApplication: Gizmo", "attribution"),
        ("jsonld:NewsArticle.creditText", "Gizmo", "attribution"),
        ("jsonld:NewsArticle.isBasedOn", "https://example.org/1", "attribution"),
    ],
)
def test_names_say_who_and_only_a_program_says_how(name, value, meaning):
    assert read(name, value).meaning == meaning


@pytest.mark.parametrize(
    ("name", "about", "governs"),
    [
        ("jsonld:itemListElement>NewsArticle.digitalSourceType", None, "unknown"),
        ("jsonld:list>NewsArticle.digitalSourceType", None, "unknown"),
        ("jsonld:Comment.digitalSourceType", None, "unknown"),
        ("jsonld:BlogPosting.digitalSourceType", None, "document"),
        ("microdata:Article.digitalSourceType", None, "document"),
        ("jsonld:hasPart>ImageObject.digitalSourceType", "a.png", "image"),
        ("attribute:ai-disclosure", "a.png", "image"),
        ("xmp:digitalSourceType", "a.png", "image"),
        ("meta:digitalsourcetype", None, "document"),
    ],
)
def test_only_what_speaks_of_the_page_itself_governs_it(name, about, governs):
    (declared,) = interpret([Signal(name, "trainedAlgorithmicMedia", about=about)])

    assert declared.governs == governs
