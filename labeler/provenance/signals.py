"""What a document's machine-readable signals say about its origin.

Every reading here is of a statement, not of a fact: whoever serves a page can write any
value, and a missing signal means unknown (draft-abaris-aicdh-01, W3C CG ai-content-disclosure).
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from labeler.document import Signal
from labeler.provenance import vocabulary

Meaning = Literal[
    "ai-generated",
    "ai-assisted",
    "automated",  # made by templates or from data, without a trained model
    "mixed",  # some of it, not said which
    "none",  # states that no AI took part
    "human",  # a kind of making that is a person's
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
    **dict.fromkeys(("true", "yes", "1", "all", "full", "fully"), "ai-generated"),
    **dict.fromkeys(("partial", "partially", "some"), "ai-assisted"),
    **dict.fromkeys(("false", "no", "0", "none"), "none"),
}
_DISCLOSURE_SIGNALS = frozenset({"ai-disclosure", "data-ai-disclosure"})
_YES_OR_NO_SIGNALS = frozenset({"ai-generated", "data-ai-generated", "x-ai-generated"})
_FREE_TEXT_SIGNALS = frozenset({"ai-content-declaration"})
_SOURCE_TYPE_SIGNALS = frozenset({"digitalsourcetype"})

_MEDIA = ("image", "photo", "video", "audio", "media")

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


def interpret(signals: Iterable[Signal]) -> tuple[Declared, ...]:
    """Read the signals that speak of origin, in their order.

    Rights and training signals (`noai`, `tdm-reservation`, ...) say nothing about who wrote
    a text and are left out, as is every other name that carries no origin.
    """
    return tuple(declared for signal in signals if (declared := _read(signal)) is not None)


def _read(signal: Signal) -> Declared | None:
    carrier, _, rest = signal.name.partition(":")
    subject, _, name = rest.lower().rpartition(".")
    governs = _governs(carrier, subject)
    if name in _SOURCE_TYPE_SIGNALS:
        term = vocabulary.iptc_term(signal.value)
        return Declared(
            signal=signal.name,
            value=signal.value,
            meaning=_MEANING_OF_TERM[term] if term else "unknown",
            governs=governs,
            digital_source_type=vocabulary.iptc_uri(term) if term else None,
        )
    if name in _DISCLOSURE_SIGNALS:
        fields = _dictionary(signal.value) if carrier == "header" else {"mode": signal.value}
        mode = fields.get("mode", "").strip().lower()
        meaning = _DISCLOSURE.get(mode, "unknown")
        reviewed = True if fields.get("reviewed-by") else _REVIEWED.get(mode)
    elif name in _YES_OR_NO_SIGNALS:
        meaning = _YES_OR_NO.get(signal.value.strip().lower(), "unknown")
        reviewed = None
    elif name in _FREE_TEXT_SIGNALS:
        meaning, reviewed = "unknown", None
    else:
        return None
    return Declared(
        signal=signal.name,
        value=signal.value,
        meaning=meaning,
        governs=governs,
        reviewed=reviewed,
        digital_source_type=_SOURCE_TYPE_OF_MEANING.get(meaning),
    )


def _governs(carrier: str, subject: str) -> Governs:
    """What a signal speaks of; `subject` is the type of the JSON-LD node, such as `imageobject`."""
    if carrier in ("meta", "header"):
        return "document"
    if carrier != "jsonld":
        return "element"
    if not subject:
        return "unknown"
    return "image" if any(word in subject for word in _MEDIA) else "document"


def _dictionary(value: str) -> dict[str, str]:
    """The members of an RFC 9651 dictionary whose values are tokens or strings.

    Parameters (after `;`) are dropped; a bare value stands for its `mode`.
    """
    fields: dict[str, str] = {}
    for member in _split_outside_quotes(value, ","):
        key, equals, raw = _split_outside_quotes(member, ";")[0].partition("=")
        if equals:
            fields[key.strip().lower()] = raw.strip().strip('"')
        elif key.strip():
            fields.setdefault("mode", key)
    return fields


def _split_outside_quotes(value: str, separator: str) -> list[str]:
    parts = [""]
    quoted = False
    for character in value:
        if character == '"':
            quoted = not quoted
        if character == separator and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts
