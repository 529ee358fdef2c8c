"""The vocabularies in which labels are published: IPTC, AI-Disclosure, GB 45438.

IPTC's terms are those of http://cv.iptc.org/newscodes/digitalsourcetype/ (http, not https),
licensed CC BY 4.0. AI-Disclosure's modes are those of draft-abaris-aicdh-01; W3C's draft calls
`machine-generated` `ai-autonomous`, `ai-originated` `ai-generated` and `ai-modified`
`ai-assisted`. Labels of GB 45438-2025: 1 is generated, 2 may be, 3 is suspected to be.
"""

import re

from labeler.evidence import Aspect, Label
from labeler.verdict import AiDisclosure, GbLabel

_IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"

TRAINED_ALGORITHMIC_MEDIA = _IPTC + "trainedAlgorithmicMedia"
COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA = _IPTC + "compositeWithTrainedAlgorithmicMedia"
ALGORITHMIC_MEDIA = _IPTC + "algorithmicMedia"
DATA_DRIVEN_MEDIA = _IPTC + "dataDrivenMedia"
DIGITAL_CREATION = _IPTC + "digitalCreation"

GENERATED_TERMS = frozenset({"trainedAlgorithmicMedia"})
ASSISTED_TERMS = frozenset({"compositeWithTrainedAlgorithmicMedia"})
AI_TERMS = GENERATED_TERMS | ASSISTED_TERMS
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
_WORDS_OF_A_PERSON: frozenset[Aspect] = frozenset({"edited", "composite", "altered"})
"""Of these, those in which a reader may be reading a person's words."""


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


def image_source_type(aspect: Aspect | None) -> str | None:
    """The URI for a picture that a disclosure with `aspect` speaks of."""
    return digital_source_type("ai_report", aspect)


def ai_disclosure(source_type: str | None, reviewed: bool | None) -> AiDisclosure | None:
    """The mode for a text declared to be of an IPTC `source_type`; None where that leaves it open.

    `reviewed` is whether a person's review is declared. `none` is for whoever claims that no AI
    took part, so it is the mode of a person's work only where that is declared.
    """
    if source_type == COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA:
        return "ai-modified"
    if source_type == TRAINED_ALGORITHMIC_MEDIA:
        return "ai-originated" if reviewed else "machine-generated"
    if source_type in (ALGORITHMIC_MEDIA, DATA_DRIVEN_MEDIA):
        return "machine-generated"
    return "none" if source_type == DIGITAL_CREATION else None


def gb45438_label(source_type: str | None, aspect: Aspect | None) -> GbLabel | None:
    """The label for a text declared to be of an IPTC `source_type` with `aspect`.

    `1` where a model wrote the words (translations and summaries too), `2` where it may have
    written them. None for work of persons and templates, which the standard does not mark.
    """
    if aspect == "suspected":
        return "3"
    if source_type in (TRAINED_ALGORITHMIC_MEDIA, COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA):
        return "2" if aspect in _WORDS_OF_A_PERSON else "1"
    return None
