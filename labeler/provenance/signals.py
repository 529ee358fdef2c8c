"""What a document's machine-readable signals say about its origin.

Every reading here is of a statement, not of a fact: whoever serves a page can write any
value, and a missing signal means unknown (draft-abaris-aicdh-01, W3C CG ai-content-disclosure).
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from labeler.document import Signal
from labeler.provenance import vocabulary
from labeler.provenance.structured import dictionary
from labeler.verdict import GbLabel

Meaning = Literal[
    "ai-generated",
    "ai-assisted",
    "automated",  # made by templates or from data, without a trained model
    "suspected",  # may be AI-generated, or is thought to be (labels 2 and 3 of GB 45438)
    "mixed",  # some of it, not said which
    "none",  # states that no AI took part
    "human",  # a kind of making that is a person's
    "attribution",  # names who made it or whom to credit, and not how it was made
    "unknown",  # a value no vocabulary knows; kept, but it means nothing
]

Governs = Literal[
    "document",
    "element",  # the element that carries the attribute, and those in it
    "image",  # a picture or another medium on the page
    "unknown",  # the signal does not say
]


class Declared(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One machine-readable statement about the document's origin."""

    signal: str
    """What carried it, such as `meta:ai-disclosure`."""
    value: str
    meaning: Meaning
    governs: Governs
    reviewed: bool | None = None
    """Whether the statement names a person's review; `None` when it says nothing of it."""
    digital_source_type: str | None = None
    """IPTC URI, where the statement determines one."""
    gb45438_label: GbLabel | None = None
    """The label of an `AIGC` field, as written."""
    model: str | None = None
    provider: str | None = None
    reviewed_by: str | None = None
    date: str | None = None
    prompt_url: str | None = None
    about: str | None = None
    """Address of the picture it speaks of, as written."""
    caveat: str | None = None
    """Why a person should look before believing it."""


class _Reading(msgspec.Struct, frozen=True):
    """What a value means, whatever carried it."""

    meaning: Meaning
    reviewed: bool | None = None
    digital_source_type: str | None = None
    gb45438_label: GbLabel | None = None


_DISCLOSURE: dict[str, Meaning] = {
    # W3C CG ai-content-disclosure @6223dd4, with the older explainer's `autonomous`
    "none": "none",
    "ai-assisted": "ai-assisted",
    "ai-generated": "ai-generated",
    "ai-autonomous": "ai-generated",
    "autonomous": "ai-generated",
    "mixed": "mixed",
    # draft-abaris-aicdh-01
    "ai-modified": "ai-assisted",
    "ai-originated": "ai-generated",
    "machine-generated": "ai-generated",
}
_REVIEWED = {
    "ai-autonomous": False,
    "autonomous": False,
    "machine-generated": False,
    "ai-originated": True,
}
_YES_OR_NO: dict[str, Meaning] = {
    **dict.fromkeys(("true", "yes", "1", "?1", "all", "full", "fully"), "ai-generated"),
    **dict.fromkeys(("partial", "partially", "some"), "ai-assisted"),
    **dict.fromkeys(("false", "no", "0", "?0", "none"), "none"),
}
_DISCLOSURE_SIGNALS = frozenset({"ai-disclosure", "data-ai-disclosure"})
_YES_OR_NO_SIGNALS = frozenset({"ai-generated", "data-ai-generated", "x-ai-generated"})
_UNDECIDED_SIGNALS = frozenset({"ai-content-declaration", "ai-model", "ai-provider"})
_SOURCE_TYPE_SIGNALS = frozenset({"digitalsourcetype"})
_AUTHOR_SIGNALS = frozenset({"author", "creator"})
_CREDIT_SIGNALS = frozenset({"translator", "credittext", "isbasedon"})
_SOFTWARE = ("softwareapplication", "softwareagent", "softwaresourcecode")

_MEDIA = ("image", "photo", "video", "audio", "media", "thumbnail")
_WORKS = (
    "article", "posting", "report", "webpage", "creativework", "newsletter", "book", "chapter",
    "message", "legislation", "thesis", "textdigitaldocument", "digitaldocument",
)  # fmt: skip

_MEANING_OF_TERM: dict[str, Meaning] = {
    **dict.fromkeys(vocabulary.GENERATED_TERMS, "ai-generated"),
    **dict.fromkeys(vocabulary.ASSISTED_TERMS, "ai-assisted"),
    **dict.fromkeys(vocabulary.AUTOMATED_TERMS, "automated"),
    **dict.fromkeys(vocabulary.HUMAN_TERMS, "human"),
    **dict.fromkeys(vocabulary.MIXED_TERMS, "mixed"),
}
_SOURCE_TYPE_OF_MEANING: dict[Meaning, str] = {
    "ai-generated": vocabulary.TRAINED_ALGORITHMIC_MEDIA,
    "ai-assisted": vocabulary.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA,
    "none": vocabulary.DIGITAL_CREATION,
}
_LABELS: dict[str, tuple[GbLabel, Meaning]] = {
    "1": ("1", "ai-generated"),
    "2": ("2", "suspected"),
    "3": ("3", "suspected"),
}


def interpret(signals: Iterable[Signal]) -> tuple[Declared, ...]:
    """Read the signals that speak of origin, in their order.

    Rights and training signals (`noai`, `tdm-reservation`, ...) say nothing about who wrote
    a text and are left out, as is every other name that carries no origin.
    """
    return tuple(declared for signal in signals if (declared := read_signal(signal)) is not None)


def read_signal(signal: Signal) -> Declared | None:
    """What one signal says of origin; None if it does not speak of it."""
    carrier, _, rest = signal.name.partition(":")
    subject, _, name = rest.lower().rpartition(".")
    details = dict(signal.details)
    value = signal.value
    if carrier == "header" and name in _DISCLOSURE_SIGNALS:
        details = {**dictionary(value), **details}
        value = details.get("mode", "")
    reading = _read(carrier, name, value, details)
    if reading is None:
        return None
    reviewer = details.get("reviewed-by") or None
    return Declared(
        signal=signal.name,
        value=signal.value,
        meaning=reading.meaning,
        governs=_governs(carrier, subject, signal.about),
        reviewed=True if reviewer else reading.reviewed,
        digital_source_type=reading.digital_source_type
        or _SOURCE_TYPE_OF_MEANING.get(reading.meaning),
        gb45438_label=reading.gb45438_label,
        model=details.get("model") or None,
        provider=details.get("provider") or None,
        reviewed_by=reviewer,
        date=details.get("date") or None,
        prompt_url=details.get("prompt-url") or None,
        about=signal.about,
        caveat=details.get("caveat"),
    )


def _read(carrier: str, name: str, value: str, details: dict[str, str]) -> _Reading | None:
    word = value.strip().lower()
    if name in _SOURCE_TYPE_SIGNALS:
        term = vocabulary.iptc_term(value)
        if term is None:
            return _Reading("unknown")
        return _Reading(_MEANING_OF_TERM[term], None, vocabulary.iptc_uri(term))
    if name in _DISCLOSURE_SIGNALS:
        return _Reading(_DISCLOSURE.get(word, "unknown"), _REVIEWED.get(word))
    if name in _YES_OR_NO_SIGNALS:
        return _Reading(_YES_OR_NO.get(word) or _DISCLOSURE.get(word, "unknown"))
    if name == "aigc":
        label, meaning = _LABELS[details["label"]]
        return _Reading(meaning, None, None, label)
    if name in _UNDECIDED_SIGNALS:
        return _Reading("unknown")
    if carrier in ("jsonld", "microdata") and name in _AUTHOR_SIGNALS:
        return _Reading("automated" if word.startswith(_SOFTWARE) else "attribution")
    if carrier in ("jsonld", "microdata") and name in _CREDIT_SIGNALS:
        return _Reading("attribution")
    return None


def _governs(carrier: str, subject: str, about: str | None) -> Governs:
    """What a signal speaks of; `subject` is the type of the JSON-LD node, such as `imageobject`."""
    if about is not None:
        return "image"
    if carrier == "attribute":
        return "element"
    if carrier not in ("jsonld", "microdata"):
        return "document"
    if any(word in subject for word in _MEDIA):
        return "image"
    own = ">" not in subject and any(word in subject for word in _WORKS)
    return "document" if own else "unknown"
