"""C2PA manifests are found in all three forms, whole or broken; test_c2pa_signed.py checks them."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Document, Signal
from labeler.provenance.c2pa import find_c2pa
from labeler.provenance.manifests import decode_selectors

DESCRIPTION = (25).to_bytes(4, "big") + b"jumd" + b"c2pa" + bytes(12) + b"\x03"
JUMBF = (8 + len(DESCRIPTION)).to_bytes(4, "big") + b"jumb" + DESCRIPTION


def selectors(data: bytes) -> str:
    return "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in data)


def wrapper(manifest: bytes = JUMBF, version: int = 1, length: int | None = None) -> str:
    stated = len(manifest) if length is None else length
    header = b"C2PATXT\0" + bytes([version]) + stated.to_bytes(4, "big")
    return "\ufeff" + selectors(header + manifest)


def document(text: str, *signals: Signal, bom_bytes: int = 0) -> Document:
    return Document(
        text=text,
        path="page.txt",
        media_type="text/plain",
        encoding="utf-8",
        encoding_source="utf-8",
        sha256="0" * 64,
        signals=signals,
        bom_bytes=bom_bytes,
    )


def statuses(text: str) -> list[str]:
    return [finding.status for finding in find_c2pa(document(text))]


def test_well_formed_wrapper_is_found_where_it_stands():
    text = "Ein Satz." + wrapper()
    (finding,) = find_c2pa(document(text))

    assert (finding.kind, finding.status) == ("unstructured_text", "well_formed")
    assert finding.span is not None
    assert (finding.span.start, finding.span.end) == (9, len(text))


def test_wrapper_at_the_start_survives_the_reader_taking_its_mark_for_a_bom():
    (finding,) = find_c2pa(document(wrapper()[1:] + "Text.", bom_bytes=3))

    assert finding.status == "well_formed"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (wrapper()[:-1], "truncated"),
        (wrapper()[:8], "truncated"),
        (wrapper(version=2), "malformed"),
        (wrapper(length=3), "malformed"),
        (wrapper(b"no box at all, just bytes"), "malformed"),
    ],
)
def test_broken_wrappers_are_named(text, status):
    assert statuses("Before. " + text + " After.") == [status]


def test_several_wrappers_are_one_too_many():
    assert statuses(f"One.{wrapper()} Two.{wrapper()}") == ["several", "several"]


def test_a_broken_wrapper_beside_a_good_one_leaves_it_good():
    assert statuses(f"One.{wrapper()[:-3]} Two.{wrapper()}") == ["truncated", "well_formed"]


@pytest.mark.parametrize("text", ["❤️ and ✌️", "\ufeffplain", "\ufeff" + selectors(b"other stuff")])
def test_other_selectors_are_no_manifest(text):
    assert statuses(text) == []


@pytest.mark.parametrize(
    ("inner", "status"),
    [
        ("https://example.org/a.c2pa", "well_formed"),
        (f"data:application/c2pa;base64,{b64encode(JUMBF).decode()}", "well_formed"),
        ("data:application/c2pa;base64,AAAA", "malformed"),
        ("somewhere else", "malformed"),
    ],
)
def test_armoured_blocks(inner, status):
    text = f"# -----BEGIN C2PA MANIFEST----- {inner} -----END C2PA MANIFEST-----\nx = 1\n"
    (finding,) = find_c2pa(document(text))

    assert (finding.kind, finding.status) == ("structured_text", status)
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end].endswith("END C2PA MANIFEST-----")


def test_armoured_block_without_end_is_truncated():
    begin = "-----BEGIN C2PA MANIFEST-----"

    assert statuses(f"{begin} https://example.org/a") == ["truncated"]
    assert statuses(f"{begin} {begin} https://e.org/a -----END C2PA MANIFEST-----") == [
        "truncated",
        "well_formed",
    ]


def test_references_in_html_come_from_its_signals():
    signals = (
        Signal("link:c2pa-manifest", "https://example.org/a.c2pa"),
        Signal("script:application/c2pa", ""),
        Signal("meta:author", "Ada Example"),
    )
    found = find_c2pa(document("Text", *signals))

    assert [(f.kind, f.status) for f in found] == [("html", "well_formed"), ("html", "malformed")]


@given(st.binary(max_size=300))
def test_selectors_carry_every_byte(data):
    assert decode_selectors(selectors(data)) == data


@given(st.binary(max_size=64))
def test_no_bytes_break_the_detector(data):
    for finding in find_c2pa(document("x\ufeff" + selectors(b"C2PATXT\0" + data))):
        assert finding.integrity != "valid"
