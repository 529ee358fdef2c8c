"""IPTC digital source types: how a text or picture came about, as URIs.

The terms are those of http://cv.iptc.org/newscodes/digitalsourcetype/ (http, not https),
licensed CC BY 4.0.
"""

import re

from labeler.evidence import Aspect, Label

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"

TRAINED_ALGORITHMIC_MEDIA = _IPTC + "trainedAlgorithmicMedia"
COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA = _IPTC + "compositeWithTrainedAlgorithmicMedia"
ALGORITHMIC_MEDIA = _IPTC + "algorithmicMedia"
DATA_DRIVEN_MEDIA = _IPTC + "dataDrivenMedia"
DIGITAL_CREATION = _IPTC + "digitalCreation"

GENERATED_TERMS = frozenset({"trainedAlgorithmicMedia"})
ASSISTED_TERMS = frozenset({"compositeWithTrainedAlgorithmicMedia"})
AUTOMATED_TERMS = frozenset({"algorithmicMedia", "dataDrivenMedia"})
"""Made by rules or from data, without a trained model: weather and sports templates."""
HUMAN_TERMS = frozenset(
    {
        "digitalCapture",
        "computationalCapture",
        "negativeFilm",
        "positiveFilm",
        "print",
        "minorHumanEdits",
        "humanEdits",
        "digitalArt",
        "digitalCreation",
    }
)
MIXED_TERMS = frozenset(
    {
        "algorithmicallyEnhanced",
        "composite",
        "compositeCapture",
        "compositeSynthetic",
        "screenCapture",
        "virtualRecording",
    }
)
"""Terms that leave open whether a model was at work."""

TERMS = GENERATED_TERMS | ASSISTED_TERMS | AUTOMATED_TERMS | HUMAN_TERMS | MIXED_TERMS

_BY_LOWER_CASE = {term.lower(): term for term in TERMS}
_WRITTEN = re.compile(
    r"(?:https?://cv\.iptc\.org/newscodes/digitalsourcetype/"
    r"|https?://schema\.org/|schema:|digsrctype:)?([a-z]+?)(?:digitalsource)?/?",
    re.IGNORECASE,
)

_PART_OF_THE_WORK: frozenset[Aspect] = frozenset(
    {"summary", "drafted", "edited", "translated", "composite", "altered"}
)
"""Aspects in which a person's text remains the base or takes part (provenance research, 2.4)."""


def iptc_term(value: str) -> str | None:
    """The term named by an IPTC URI, its bare code or a schema.org enumeration member.

    >>> iptc_term("https://schema.org/TrainedAlgorithmicMediaDigitalSource")
    'trainedAlgorithmicMedia'

    `None` when `value` names no known term.
    """
    written = _WRITTEN.fullmatch(value.strip())
    return _BY_LOWER_CASE.get(written[1].lower()) if written else None


def iptc_uri(term: str) -> str:
    """The URI of a term in `TERMS`."""
    return _IPTC + term


def digital_source_type(label: Label, aspect: Aspect | None) -> str | None:
    """The URI for a segment whose `label` is declared (not inferred) with `aspect`.

    A stated human review changes nothing here: it decides between `ai-originated` and
    `machine-generated` in the AI-Disclosure vocabulary. `None` for captions (the picture's
    origin is another matter), for boilerplate, and where AI is only suspected.
    """
    if label == "human_article":
        return DIGITAL_CREATION
    if label != "ai_report" or aspect == "suspected":
        return None
    if aspect in _PART_OF_THE_WORK:
        return COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA
    return TRAINED_ALGORITHMIC_MEDIA
