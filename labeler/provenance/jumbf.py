"""What a C2PA manifest store says of the making of its asset, read without checking signatures.

A store is a JUMBF superbox (ISO 19566-5) of manifests; the last one is the active one, the others
are of its ingredients (C2PA 2.4, 11.1). Of the active one only the assertions on actions are
looked at.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ACTIONS = re.compile(r"c2pa\.actions(?:\.v[0-9]+)?(?:__[0-9]+)?")
_KEY = b"\x71digitalSourceType"  # a CBOR text of 17 bytes (RFC 8949, 3.1)
_MOST_TYPES = 50
_LONGEST_TYPE = 500


class _Box(NamedTuple):
    kind: bytes
    content: bytes


def is_store(data: bytes) -> bool:
    """Whether a superbox `jumb` of the right length opens with a description box `jumd`."""
    return (
        len(data) >= 16
        and int.from_bytes(data[:4], "big") in (0, len(data))  # 0: to the end
        and data[4:8] == b"jumb"
        and data[12:16] == b"jumd"
    )


def source_types(store: bytes) -> tuple[str, ...]:
    """The digital source types of the active manifest's actions, in their order; () if broken."""
    manifests = [box for box in _boxes(_content(store)) if box.kind == b"jumb"]
    if not manifests:
        return ()
    found: list[str] = []
    for part in _boxes(manifests[-1].content):
        if part.kind != b"jumb" or _label(part.content) != "c2pa.assertions":
            continue
        for assertion in _boxes(part.content):
            if assertion.kind == b"jumb" and _ACTIONS.fullmatch(_label(assertion.content)):
                for box in _boxes(assertion.content):
                    if box.kind == b"cbor":
                        found += _texts_after_key(box.content)
    return tuple(found[:_MOST_TYPES])


def _content(store: bytes) -> bytes:
    return store[8:] if is_store(store) else b""


def _boxes(data: bytes) -> Iterator[_Box]:
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = len(data) if length == 0 else at + length
        if end < at + 8 or end > len(data):
            return
        yield _Box(data[at + 4 : at + 8], data[at + 8 : end])
        at = end


def _label(superbox: bytes) -> str:
    """The label in a superbox's description, which is its first box."""
    first = next(_boxes(superbox), None)
    if first is None or first.kind != b"jumd" or len(first.content) < 18:
        return ""
    toggles, rest = first.content[16], first.content[17:]
    return rest.split(b"\0", 1)[0].decode("utf-8", "replace") if toggles & 2 else ""


def _texts_after_key(cbor: bytes) -> Iterator[str]:
    """The text values of `digitalSourceType` in an assertion's CBOR."""
    at = cbor.find(_KEY)
    while at >= 0:
        start = at + len(_KEY)
        head = cbor[start] if start < len(cbor) else 0
        start += 1
        length = head - 0x60 if 0x60 <= head < 0x78 else 0
        if head in (0x78, 0x79):  # the length stands in one or two bytes of its own
            size = head - 0x77
            length = int.from_bytes(cbor[start : start + size], "big")
            start += size
        if 0 < length <= _LONGEST_TYPE:
            yield cbor[start : start + length].decode("utf-8", "replace")
        at = cbor.find(_KEY, start)
