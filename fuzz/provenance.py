"""Decoders of origin: C2PA in text, hidden characters, JSON-LD and XMP never fail."""

import io
from collections.abc import Iterator

from labeler.provenance.c2pa import c2pa_signals, find_c2pa
from labeler.provenance.hidden import find_hidden
from labeler.provenance.utf8 import Utf8
from labeler.read import read_text
from labeler.read.json_ld import read_json_ld
from labeler.read.xmp import find_packet, packet_signals

LONGEST = 20_000

_AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    'syntax-ns#"><rdf:Description xmlns:i="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
    f'i:DigitalSourceType="{_AI}"/></rdf:RDF></x:xmpmeta>'
)


def seeds() -> Iterator[bytes]:
    """One statement in each way."""
    wrapped = b"C2PATXT\0\1\0\0\0\4data"
    selectors = "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in wrapped)
    yield f"Signed.\ufeff{selectors}".encode()
    yield "hid\u200b\u202eden\U000e0041 \u0430dmin".encode()
    yield f'{{"@type": "Article", "digitalSourceType": "{_AI}"}}'.encode()
    yield _XMP.encode()


def one(data: bytes) -> None:
    """Decode the same bytes in each way."""
    text = data.decode("utf-8", "replace")
    if text:
        document = read_text(text)
        list(c2pa_signals(find_c2pa(document)))
        find_hidden(Utf8(document.text))
    read_json_ld([text])
    find_packet(io.BytesIO(data))
    list(packet_signals(data, "a.png"))
