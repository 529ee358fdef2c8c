"""Where a document holds C2PA manifests, or what is left of them.

C2PA 2.4 knows three ways: A.7 (HTML script or link), A.8 (invisible variation selectors in
plain text) and A.9 (armoured reference in structured text).
"""

import binascii
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec

from labeler.document import Document, Span
from labeler.provenance.jumbf import is_store, source_types
from labeler.provenance.verify import Integrity, Trust

Kind = Literal["html", "unstructured_text", "structured_text"]
Status = Literal["well_formed", "malformed", "truncated", "several"]


class C2paFinding(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One manifest, or what is left of one."""

    kind: Kind
    status: Status
    """`several`: well formed, but the specification allows one a document."""
    verification: Literal["unverified", "verified"]
    """Whether the signature was checked, whatever came of it."""
    message: str
    integrity: Integrity | None = None
    """Whether nothing was changed after signing; only where checked."""
    trust: Trust | None = None
    """Whether a known authority vouches for the signer; only where checked."""
    signer: str | None = None
    """Name in the signer's certificate; only where checked."""
    codes: tuple[str, ...] = ()
    """C2PA's status codes of what failed; only where checked."""
    digital_source_types: tuple[str, ...] = ()
    """What the manifest states of the text's making, whether or not it is to be believed."""
    span: Span | None = None
    """Absent for HTML, where the manifest is no part of the text."""


class Found(NamedTuple):
    """A finding with the manifest store it was read from, if it holds one."""

    finding: C2paFinding
    store: bytes = b""


_MAGIC = b"C2PATXT\0"
_VERSION = 1
_HEADER = len(_MAGIC) + 1 + 4
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_LEAST = 4  # selectors enough to tell a cut-off wrapper from an emoji's selector
_WRAPPER = re.compile(f"\ufeff([{_SELECTORS}]{{{_LEAST},}})")
_WRAPPER_AFTER_BOM = re.compile(f"([{_SELECTORS}]{{{_LEAST},}})")

_BEGIN = "-----BEGIN C2PA MANIFEST-----"
_END = "-----END C2PA MANIFEST-----"
_REFERENCE = re.compile(r"https?://\S+|data:application/c2pa;base64,([A-Za-z0-9+/=\s]+)")
_SCRIPT = re.compile(
    rb"<script\b[^>]{0,1000}?\btype\s*=\s*[\"']?application/c2pa\b[^>]{0,1000}>([^<]*)</script",
    re.IGNORECASE,
)
_HTML_SIGNALS = frozenset({"script:application/c2pa", "link:c2pa-manifest", "header:c2pa-manifest"})


def decode_selectors(characters: str) -> bytes:
    """The bytes that variation selectors stand for: VS1-16 are 0x00-0x0F, VS17-256 the rest."""
    return bytes(
        code - 0xFE00 if code < 0xE0100 else code - 0xE0100 + 16 for code in map(ord, characters)
    )


def _found(
    kind: Kind, status: Status, message: str, store: bytes, span: Span | None = None
) -> Found:
    finding = C2paFinding(
        kind=kind,
        status=status,
        verification="unverified",
        message=message,
        digital_source_types=source_types(store),
        span=span,
    )
    return Found(finding, store)


def in_page(document: Document) -> Iterator[Found]:
    """Manifests that a page or its headers hold or refer to (A.7)."""
    store = _store_in_page(document.source) if document.source is not None else b""
    for signal in document.signals:
        if signal.name not in _HTML_SIGNALS:
            continue
        inline = signal.name == "script:application/c2pa" and not _REFERENCE.match(signal.value)
        whole = bool(store) if inline else bool(signal.value.strip())
        where = "holds a C2PA manifest" if inline else "refers to a C2PA manifest, not fetched"
        status: Status = "well_formed" if whole else "malformed"
        message = f"the page {where} ({signal.name})"
        yield _found("html", status, message, store if inline else b"")


def _store_in_page(source: bytes) -> bytes:
    """The manifest store in a page's script; nothing where it is broken or there are several."""
    scripts = _SCRIPT.findall(source)
    store = _decoded_base64(scripts[0]) if len(scripts) == 1 else b""
    return store if is_store(store) else b""


def _decoded_base64(written: bytes) -> bytes:
    try:
        return binascii.a2b_base64(written)  # without what is no base64, such as line ends
    except binascii.Error:
        return b""


def in_selectors(document: Document) -> Iterator[Found]:
    """Manifests that invisible variation selectors spell (A.8)."""
    text = document.text
    if text.isascii():
        return
    # A file that starts with a wrapper loses its U+FEFF to the reader as a byte-order mark.
    if document.bom_bytes and (at_start := _WRAPPER_AFTER_BOM.match(text)):
        yield from _wrapper(at_start)
    for match in _WRAPPER.finditer(text):
        yield from _wrapper(match)


def _wrapper(match: re.Match[str]) -> Iterator[Found]:
    data = decode_selectors(match[1])
    if data[: len(_MAGIC)] != _MAGIC[: len(data)]:
        return
    status, message = _structure(data)
    store = data[_HEADER:][: int.from_bytes(data[9:13], "big")] if status == "well_formed" else b""
    yield _found("unstructured_text", status, message, store, Span(match.start(), match.end()))


def _structure(data: bytes) -> tuple[Status, str]:
    if len(data) < _HEADER:
        return "truncated", f"C2PA wrapper cut off after {len(data)} of {_HEADER} header bytes"
    version, length = data[8], int.from_bytes(data[9:13], "big")
    if version != _VERSION:
        return "malformed", f"C2PA wrapper of version {version}; version {_VERSION} is known"
    manifest, padding = data[_HEADER:][:length], data[_HEADER:][length:]
    if len(manifest) < length:
        return "truncated", f"C2PA manifest cut off after {len(manifest)} of {length} bytes"
    if padding.strip(b"\0\xff"):
        return "malformed", f"{len(padding)} bytes follow the C2PA manifest"
    if not is_store(manifest):
        return "malformed", "the C2PA wrapper holds no JUMBF box"
    return "well_formed", f"C2PA manifest of {length} bytes"


def in_blocks(text: str) -> Iterator[Found]:
    """Manifests that armoured blocks of structured text hold or refer to (A.9)."""
    begin = text.find(_BEGIN)
    while begin >= 0:
        inner = begin + len(_BEGIN)
        following = text.find(_BEGIN, inner)
        end = text.find(_END, inner, following if following >= 0 else len(text))
        store = b""
        if end < 0:
            status: Status = "truncated"
            message = f"C2PA manifest block without {_END}"
            stop = inner
        else:
            stop = end + len(_END)
            status, message, store = _referred(text[inner:end])
        yield _found("structured_text", status, message, store, Span(begin, stop))
        begin = following


def _referred(block: str) -> tuple[Status, str, bytes]:
    reference = _REFERENCE.search(block)
    if reference is None:
        lacks = "C2PA manifest block without an http(s) or data:application/c2pa reference"
        return "malformed", lacks, b""
    if reference[1] is None:
        return "well_formed", "C2PA manifest block that refers elsewhere, not fetched", b""
    store = _decoded_base64(reference[1].encode())
    if not is_store(store):
        return "malformed", "the C2PA manifest block holds no JUMBF box", b""
    return "well_formed", f"C2PA manifest block of {len(store)} bytes", store
