"""Spans part the text, whatever bytes it came in, and a quote is the text at its span."""

import html
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from labeler.document import Document
from labeler.read import ReadOptions, read_bytes, read_html, read_text
from labeler.report.schema import Report
from labeler.scanner import Labeler
from labeler.segment.blank import is_blank
from tests.properties.made import MARKS, SENTENCES, texts

ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp932", "euc_jp", "gb18030", "cp949", "koi8-r",
    "cp1251", "cp1252", "cp1256", "iso8859-15",
)  # fmt: skip


@cache
def labeler() -> Labeler:
    """With the shipped rules."""
    return Labeler()


def assert_parted(report: Report, text: str) -> None:
    """Segments ascend, are the text at their spans, and leave out nothing that can be seen."""
    spans = [(0, 0), *((s.span.start, s.span.end) for s in report.segments), (len(text),) * 2]
    assert all(is_blank(text[before:after]) for (_, before), (after, _) in pairwise(spans))
    assert [s.text for s in report.segments] == [text[a:b] for a, b in spans[1:-1]]


def quotes(report: Report) -> Iterator[tuple[int, int, str]]:
    """All that the report quotes, with its spans."""
    for segment in report.segments:
        for evidence in segment.evidence:
            if evidence.quote is not None:
                assert evidence.span is not None
                yield evidence.span.start, evidence.span.end, evidence.quote


def read(data: bytes, encoding: str) -> Document:
    (document,) = read_bytes(data, "a.txt", ReadOptions(encoding=encoding))
    assert isinstance(document, Document)
    return document


@settings(max_examples=60)
@given(texts, st.sampled_from(ENCODINGS))
def test_segments_and_labels_are_the_same_in_every_encoding(text: str, encoding: str) -> None:
    kept = text.lstrip("\ufeff").encode(encoding, "ignore")  # a first mark would name the encoding
    text = kept.decode(encoding)
    assume(not is_blank(text))  # an empty file is an error, and says so
    data = text.encode(encoding)
    report = labeler().scan_document(read(data, encoding.removesuffix("-sig")))

    assert_parted(report, text)
    plain = labeler().scan_text(text)
    assert [(s.id, s.span, s.label, s.confidence) for s in report.segments] == [
        (s.id, s.span, s.label, s.confidence) for s in plain.segments
    ]
    marked = {"utf-8-sig": 3, "utf-16": 2, "utf-32": 4}.get(encoding, 0)
    codec = report.input.encoding
    for segment in report.segments:
        if segment.byte_span is not None:
            found = data[segment.byte_span.start : segment.byte_span.end]
            assert segment.byte_span.start >= marked
            assert found.decode(codec) == segment.text


@settings(max_examples=60)
@given(texts)
@example("Written\u200b by \u200b\u200bAI\u200b\n\n" + SENTENCES[0])
@example("\u202eﬁrst: Ｗｒｉｔｔｅｎ\u00ad ｂｙ ＡＩ")
def test_a_quote_is_the_text_at_its_span(text: str) -> None:
    report = labeler().scan_document(read_text(text))

    for start, end, quote in quotes(report):
        assert text[start:end] == quote


@settings(max_examples=40)
@given(texts)
def test_a_quote_is_the_source_of_markdown_at_its_span(text: str) -> None:
    document = msgspec.structs.replace(read_text(text), media_type="text/markdown")
    report = labeler().scan_document(document)

    for start, end, quote in quotes(report):
        assert text[start:end] == quote
    assert [s.text for s in report.segments] == [
        text[s.span.start : s.span.end] for s in report.segments
    ]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "figcaption"]), texts), max_size=5))
def test_a_quote_is_the_visible_text_at_its_span(blocks: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in blocks)
    document = read_html(f"<!DOCTYPE html><body><main>{markup}</main></body>")
    report = labeler().scan_document(document)

    assert_parted(report, document.text)
    for start, end, quote in quotes(report):
        assert document.text[start:end] == quote


@pytest.mark.parametrize("mark", [mark for mark in MARKS if "AI" in mark or "ＡＩ" in mark])
def test_the_drawn_documents_hold_what_is_quoted(mark: str) -> None:
    assert list(quotes(labeler().scan_text(f"{mark}\n\n{SENTENCES[0]}")))
