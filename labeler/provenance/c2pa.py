"""Finds C2PA manifests in text and says whether they are put together as the specification asks.

C2PA 2.4 knows three ways: A.7 (HTML script or link), A.8 (invisible variation selectors in
plain text) and A.9 (armoured reference in structured text). A manifest says who signed, not
that a model wrote: cameras and editors sign too. No signature is checked here, so every
finding is `unverified`.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from labeler.document import Document, Span

Kind = Literal["html", "unstructured_text", "structured_text"]
Status = Literal["well_formed", "malformed", "truncated", "several"]


class C2paFinding(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One manifest, or what is left of one."""

    kind: Kind
    status: Status
    """`several`: well formed, but the specification allows one a document."""
    verification: Literal["unverified"]
    message: str
    span: Span | None = None
    """Absent for HTML, where the manifest is no part of the text."""


_MAGIC = b"C2PATXT\0"
_VERSION = 1
_HEADER = len(_MAGIC) + 1 + 4
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_LEAST = 4  # selectors enough to tell a cut-off wrapper from an emoji's selector
_WRAPPER = re.compile(f"\ufeff([{_SELECTORS}]{{{_LEAST},}})")
_WRAPPER_AFTER_BOM = re.compile(f"([{_SELECTORS}]{{{_LEAST},}})")

_BEGIN = "-----BEGIN C2PA MANIFEST-----"
_END = "-----END C2PA MANIFEST-----"
_REFERENCE = re.compile(r"(?:https?://\S+|data:application/c2pa;base64,[A-Za-z0-9+/=\s]+)")

_HTML_SIGNALS = frozenset({"script:application/c2pa", "link:c2pa-manifest"})


def decode_selectors(characters: str) -> bytes:
    """The bytes that variation selectors stand for: VS1-16 are 0x00-0x0F, VS17-256 the rest."""
    return bytes(
        code - 0xFE00 if code < 0xE0100 else code - 0xE0100 + 16 for code in map(ord, characters)
    )


def find_c2pa(document: Document) -> tuple[C2paFinding, ...]:
    """Every manifest in or declared by `document`, in the order A.7, A.8, A.9."""
    wrappers = list(_wrappers(document))
    if sum(w.status == "well_formed" for w in wrappers) > 1:
        wrappers = [_one_of_several(w) for w in wrappers]
    return (*_html_references(document), *wrappers, *_armoured(document.text))


def _html_references(document: Document) -> Iterator[C2paFinding]:
    for signal in document.signals:
        if signal.name in _HTML_SIGNALS:
            yield C2paFinding(
                kind="html",
                status="well_formed" if signal.value.strip() else "malformed",
                verification="unverified",
                message=f"the page has a C2PA manifest ({signal.name})",
            )


def _wrappers(document: Document) -> Iterator[C2paFinding]:
    text = document.text
    if text.isascii():
        return
    # A file that starts with a wrapper loses its U+FEFF to the reader as a byte-order mark.
    if document.bom_bytes and (at_start := _WRAPPER_AFTER_BOM.match(text)):
        yield from _wrapper(at_start)
    for match in _WRAPPER.finditer(text):
        yield from _wrapper(match)


def _wrapper(match: re.Match[str]) -> Iterator[C2paFinding]:
    data = decode_selectors(match[1])
    if data[: len(_MAGIC)] != _MAGIC[: len(data)]:
        return
    status, message = _structure(data)
    yield C2paFinding(
        kind="unstructured_text",
        status=status,
        verification="unverified",
        message=message,
        span=Span(match.start(), match.end()),
    )


def _structure(data: bytes) -> tuple[Status, str]:
    if len(data) < _HEADER:
        return "truncated", f"C2PA wrapper cut off after {len(data)} of {_HEADER} header bytes"
    version, length = data[8], int.from_bytes(data[9:13], "big")
    if version != _VERSION:
        return "malformed", f"C2PA wrapper of version {version}; version {_VERSION} is known"
    manifest = data[_HEADER:]
    if len(manifest) < length:
        return "truncated", f"C2PA manifest cut off after {len(manifest)} of {length} bytes"
    if len(manifest) > length:
        return "malformed", f"{len(manifest) - length} bytes follow the C2PA manifest"
    if not _is_jumbf(manifest):
        return "malformed", "the C2PA wrapper holds no JUMBF box"
    return "well_formed", f"C2PA manifest of {length} bytes, signature not verified"


def _is_jumbf(manifest: bytes) -> bool:
    """Whether a superbox `jumb` of the right length opens with a description box `jumd`."""
    return (
        len(manifest) >= 16
        and int.from_bytes(manifest[:4], "big") in (0, len(manifest))  # 0: to the end
        and manifest[4:8] == b"jumb"
        and manifest[12:16] == b"jumd"
    )


def _one_of_several(finding: C2paFinding) -> C2paFinding:
    if finding.status != "well_formed":
        return finding
    return msgspec.structs.replace(
        finding,
        status="several",
        message="one of several C2PA manifests, where one is allowed",
    )


def _armoured(text: str) -> Iterator[C2paFinding]:
    begin = text.find(_BEGIN)
    while begin >= 0:
        inner = begin + len(_BEGIN)
        following = text.find(_BEGIN, inner)
        end = text.find(_END, inner, following if following >= 0 else len(text))
        if end < 0:
            status: Status = "truncated"
            message = f"C2PA manifest block without {_END}"
            stop = inner
        else:
            stop = end + len(_END)
            referred = _REFERENCE.search(text, inner, end) is not None
            status = "well_formed" if referred else "malformed"
            message = (
                "C2PA manifest block, not resolved and not verified"
                if referred
                else "C2PA manifest block without an http(s) or data:application/c2pa reference"
            )
        yield C2paFinding(
            kind="structured_text",
            status=status,
            verification="unverified",
            message=message,
            span=Span(begin, stop),
        )
        begin = following
