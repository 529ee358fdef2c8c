"""Lines, columns and byte offsets of positions in the text."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.document import Document, Segment, Span
from labeler.report.located import Locator, Place, place_of
from labeler.report.positions import LineCounter
from tests.report.made import document

LINES = st.text(st.sampled_from("ab é漢😀\n\r\x0b\x0c\x85\u2028"))
BOMS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "gb18030": b"\x84\x31\x95\x33",
}


def located_slowly(text: str, position: int) -> tuple[int, int]:
    line, start = 1, 0
    for at in range(position):
        if text[at] == "\n" or (text[at] == "\r" and text[at + 1 : at + 2] != "\n"):
            line, start = line + 1, at + 1
    return line, position - start + 1


@given(LINES, st.lists(st.integers(0, 40), max_size=12))
def test_lines_end_at_lf_cr_and_crlf(text, positions):
    counter = LineCounter(text)

    for position in sorted(min(position, len(text)) for position in positions):
        assert counter.locate(position) == located_slowly(text, position)


def test_positions_must_ascend():
    counter = LineCounter("one\ntwo")
    counter.locate(5)

    with pytest.raises(ValueError, match="position 2 comes after position 5"):
        counter.locate(2)


ALPHABETS = {
    "utf-8": "a\n\u00e9\u6f22\U0001f600\u200b",
    "utf-16-le": "a\n\u00e9\u6f22\U0001f600\u200b",
    "utf-16-be": "a\n\u00e9\u6f22\U0001f600\u200b",
    "gb18030": "a\n\u00e9\u6f22\U0001f600\u20ac",
    "cp932": "a\n\u6f22\uff76\u30ab\u2460\uff5e\\",
    "euc_jp": "a\n\u6f22\uff76\u30ab\u4e02",  # one, two and three bytes
    "big5": "a\n\u6f22\u5b57\u3000",
    "cp1252": "a\n\u00e9\u20ac\u2019",
    "koi8-r": "a\n\u0436\u2500",
}


def places(document: Document, edges: list[int]) -> list[Place]:
    """Where segments lie that begin and end at these edges, found in two windows."""
    edges = sorted(edges)
    segments = [
        Segment(index, start, end, document.text[start:end], "paragraph")
        for index, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=False))
    ]
    locator = Locator(document)
    half = len(segments) // 2
    rows = [*locator.rows(segments[:half]), *locator.rows(segments[half:])]
    assert [row[:3] for row in rows] == [(s.index, s.start, s.end) for s in segments]
    return [place_of(row) for row in rows]


@given(LINES, st.lists(st.integers(0, 40), max_size=12))
def test_segments_lie_where_they_begin(text, edges):
    edges = sorted(min(edge, len(text)) for edge in edges)

    found = [(place.line, place.column) for place in places(document(text), edges)]
    assert found == [located_slowly(text, start) for start in edges[: len(found) * 2 : 2]]


@pytest.mark.parametrize("encoding", ALPHABETS)
@settings(max_examples=30)
@given(data=st.data())
def test_byte_span_decodes_back_to_the_text(encoding, data):
    text = data.draw(st.text(ALPHABETS[encoding], max_size=20))
    bom = data.draw(st.sampled_from([b"", BOMS.get(encoding, b"")]))
    raw = bom + text.encode(encoding)

    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    found = places(document(text, encoding, bom), edges)
    for start, end, place in zip(edges[::2], edges[1::2], found, strict=False):
        span = place.byte_span
        assert span is not None
        assert raw[span.start : span.end].decode(encoding) == text[start:end]


def byte_span_of(document: Document, start: int, end: int) -> Span | None:
    (place,) = places(document, [start, end])
    return place.byte_span


def test_a_codec_with_a_mark_of_its_own_counts_it_once():
    page = document("ab", "utf-16-le", b"\xff\xfe")

    assert byte_span_of(msgspec.structs.replace(page, encoding="utf-16"), 1, 2) == Span(4, 6)


@pytest.mark.parametrize("encoding", ["iso2022_jp", "utf-7", "hz"])
def test_codecs_with_state_have_no_byte_spans(encoding):
    assert byte_span_of(document("字", encoding), 0, 1) is None


def test_a_page_has_no_byte_spans():
    page = msgspec.structs.replace(document("ab"), media_type="text/html")

    assert byte_span_of(page, 0, 2) is None


def test_text_that_lost_bytes_has_no_byte_spans():
    page = msgspec.structs.replace(document("a\ufffdb"), sha256="0" * 64)

    assert byte_span_of(page, 0, 1) is None


def test_a_replacement_character_that_was_in_the_file_is_no_loss():
    assert byte_span_of(document("a\ufffdb"), 1, 2) == Span(1, 4)


def test_bytes_that_decode_alike_but_encode_otherwise_have_no_byte_spans():
    page = msgspec.structs.replace(document("纊", "cp932"), sha256="0" * 64)

    assert byte_span_of(page, 0, 1) is None
