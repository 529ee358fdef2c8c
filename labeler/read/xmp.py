"""XMP packets in pictures, and what they say of the picture's origin.

JPEG keeps its packet in an APP1 segment, PNG in an `iTXt` chunk, WebP in an `XMP ` chunk (Adobe,
XMP Specification part 3). Only lengths are read on the way there, so a picture of any size takes
a few reads.
"""

import zlib
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from labeler.document import Signal
from labeler.read.aigc import LONGEST_VALUE, aigc_signal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_PACKET = 1_000_000  # bytes
_MOST_CHUNKS = 10_000
_MOST_STATEMENTS = 100
_JPEG_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PNG_XMP = b"XML:com.adobe.xmp\0"
_SOURCE_TYPE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
_AIGC = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"
_STATING = (_SOURCE_TYPE, _AIGC)
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def find_packet(file: BinaryIO) -> bytes | None:
    """The XMP packet of an open JPEG, PNG or WebP file, or of an `.xmp` file; None without one."""
    start = file.read(12)
    if start.startswith(b"\xff\xd8"):
        file.seek(2)
        return _in_jpeg(file)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        file.seek(8)
        return _in_png(file)
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return _in_webp(file)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xpacket", b"<x:xmpmeta", b"<?xml")):
        packet = start + file.read(LARGEST_PACKET + 1)
        return packet if len(packet) <= LARGEST_PACKET else None
    return None


def packet_signals(packet: bytes, about: str) -> Iterator[Signal]:
    """What a packet says of the picture at `about`: its digital source type and `AIGC` label.

    A packet that is no XML says nothing.
    """
    from xml.etree import ElementTree

    packet = packet.strip(b"\0 \t\r\n")
    # XMP has no document type, whose entities could swell without bounds; in UTF-16 it would hide.
    if b"\0" in packet or b"<!" in packet.replace(b"<!--", b""):
        return
    try:
        root = ElementTree.fromstring(packet)
    except ElementTree.ParseError:
        return
    statements = (stated for element in root.iter() for stated in _statements(element))
    for name, value in islice(statements, _MOST_STATEMENTS):
        value = value.strip()
        if name == _SOURCE_TYPE and value:
            yield Signal("xmp:digitalSourceType", value[:LONGEST_VALUE], about=about)
        elif name == _AIGC and (marked := aigc_signal("xmp:AIGC", value, about)):
            yield marked


def _statements(element: "Element") -> Iterator[tuple[str, str]]:
    """What an element says of origin, in its attributes or as its content."""
    yield from ((name, value) for name, value in element.attrib.items() if name in _STATING)
    if element.tag in _STATING:
        resource = element.attrib.get(_RESOURCE)
        yield element.tag, "".join(element.itertext()) if resource is None else resource


def _in_jpeg(file: BinaryIO) -> bytes | None:
    for _ in range(_MOST_CHUNKS):
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xDA, 0xD9):  # pixels, or the end
            return None
        length = int.from_bytes(head[2:], "big") - 2  # it counts its own two bytes
        if length < 0:
            return None
        if head[1] == 0xE1:
            data = file.read(length)
            if data.startswith(_JPEG_XMP):
                return data[len(_JPEG_XMP) :]
        else:
            file.seek(length, 1)
    return None


def _in_png(file: BinaryIO) -> bytes | None:
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        length = int.from_bytes(head[:4], "big")
        if len(head) < 8 or head[4:] == b"IEND":
            return None
        if head[4:] != b"iTXt" or length > LARGEST_PACKET:
            file.seek(length + 4, 1)
            continue
        data = file.read(length)
        file.seek(4, 1)
        if data.startswith(_PNG_XMP):
            return _international_text(data[len(_PNG_XMP) :])
    return None


def _international_text(data: bytes) -> bytes | None:
    """The text of an `iTXt` chunk after its keyword (PNG, 11.3.4.5)."""
    compressed, rest = data[:1] == b"\1", data[2:]
    text = rest.split(b"\0", 2)[-1]  # after language tag and translated keyword
    if not compressed:
        return text
    try:
        unpacked = zlib.decompressobj().decompress(text, LARGEST_PACKET + 1)
    except zlib.error:
        return None
    return unpacked if len(unpacked) <= LARGEST_PACKET else None


def _in_webp(file: BinaryIO) -> bytes | None:
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return None
        length = int.from_bytes(head[4:], "little")
        if head[:4] == b"XMP ":
            return file.read(length) if length <= LARGEST_PACKET else None
        file.seek(length + length % 2, 1)
    return None
