"""What a document declares about its origin by machine, and what it hides.

`inspect` gathers three kinds of evidence: machine-readable signals, C2PA manifests, and hidden
characters. None of them is proof of who wrote the text, and their absence means nothing.
"""

import msgspec
import re2

from labeler.document import Document
from labeler.provenance.c2pa import c2pa_signals, find_c2pa
from labeler.provenance.finding import HiddenText
from labeler.provenance.manifests import C2paFinding
from labeler.provenance.signals import Declared, interpret
from labeler.provenance.utf8 import Utf8

__all__ = ["C2paFinding", "Declared", "HiddenText", "Provenance", "inspect"]

_WORTH_A_LOOK = re2.compile(
    # What any detector of `labeler.provenance.hidden` starts from: invisible characters,
    # controls, fillers, and Latin letters beside Greek or Cyrillic ones.
    "[\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
    "|[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]"
)


class Provenance(msgspec.Struct, frozen=True):
    """The machine evidence found in one document."""

    declared: tuple[Declared, ...] = ()
    hidden_text: tuple[HiddenText, ...] = ()
    c2pa: tuple[C2paFinding, ...] = ()


def inspect(document: Document) -> Provenance:
    """Everything the document declares by machine or hides, in the raw decoded text."""
    hidden_text: tuple[HiddenText, ...] = ()
    if not document.text.isascii():
        hidden_text = _hidden(document.text)
    c2pa = find_c2pa(document)
    return Provenance(
        declared=interpret((*document.signals, *c2pa_signals(c2pa))),
        hidden_text=hidden_text,
        c2pa=c2pa,
    )


def _hidden(text: str) -> tuple[HiddenText, ...]:
    """Hidden characters; text without any, most of it, is passed over at the speed of RE2."""
    utf8 = Utf8(text)
    if not utf8.has(_WORTH_A_LOOK):
        return ()
    # Its tables take as long to load as a small scan takes altogether.
    from labeler.provenance.hidden import find_hidden

    return find_hidden(utf8)
