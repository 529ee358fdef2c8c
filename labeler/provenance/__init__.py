"""What a document declares about its origin by machine, and what it hides.

`inspect` gathers three kinds of evidence: machine-readable signals, C2PA manifests, and hidden
characters. None of them is proof of who wrote the text, and their absence means nothing.
"""

import msgspec

from labeler.document import Document
from labeler.provenance.c2pa import C2paFinding, find_c2pa
from labeler.provenance.finding import HiddenText
from labeler.provenance.signals import Declared, interpret

__all__ = ["C2paFinding", "Declared", "HiddenText", "Provenance", "inspect"]


class Provenance(msgspec.Struct, frozen=True):
    """The machine evidence found in one document."""

    declared: tuple[Declared, ...] = ()
    hidden_text: tuple[HiddenText, ...] = ()
    c2pa: tuple[C2paFinding, ...] = ()


def inspect(document: Document) -> Provenance:
    """Everything the document declares by machine or hides, in the raw decoded text."""
    hidden_text: tuple[HiddenText, ...] = ()
    if not document.text.isascii():
        # Its tables take as long to load as a small scan takes altogether.
        from labeler.provenance.hidden import find_hidden

        hidden_text = find_hidden(document.text)
    return Provenance(
        declared=interpret(document.signals),
        hidden_text=hidden_text,
        c2pa=find_c2pa(document),
    )
