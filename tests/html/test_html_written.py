"""The page as it is written: its text, its parts, and how it waits for them."""

import io
import tracemalloc

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from labeler.document import Segment
from labeler.provenance import Provenance
from labeler.report.build import ReportStream, Window
from labeler.report.html import HtmlWriter
from labeler.report.html.shown import hidden_name, text_html
from labeler.report.writer import Sink
from tests.html.conftest import page_of
from tests.html.made import found_report, long_report
from tests.report.made import (
    PROSE,
    TOOL,
    build_report,
    disclosed_report,
    document,
    report_on,
    window,
)

HIDDEN = "\0\x07\r\n\u200b\u200d\u202e\u2028\ufe0f\ufeff\U000e0041\U000e0100"


@given(st.text(st.sampled_from("a<&>\"'é漢😀ا" + HIDDEN)))
def test_parsers_read_the_text_that_was_written(text):
    element = LexborHTMLParser(f"<div>{text_html(text)}</div>").css_first("div")

    assert (element.text() if element else "") == text.replace("\0", "\ufffd")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200bb", 'a<i class="h" data-c="ZWSP">\u200b</i>b'),
        ("\u202efdp", '<i class="h" data-c="RLO">\u202e</i>fdp'),
        ("a\u200db", 'a<i class="h" data-c="ZWJ">\u200d</i>b'),
        ("می\u200cخواهم 👩\u200d🔬 ❤\ufe0f", "می\u200cخواهم 👩\u200d🔬 ❤\ufe0f"),
        ("สวัสดี\u200bครับ", "สวัสดี\u200bครับ"),
        ("frei\u00adwillig", "frei\u00adwillig"),
        ("a\nb\tc", "a\nb\tc"),
        ("a\r\nb", "a&#13;\nb"),
    ],
)
def test_what_hides_is_named_and_what_shapes_letters_is_left_alone(text, shown):
    assert text_html(text) == shown


@pytest.mark.parametrize(
    ("run", "name"),
    [
        ("\u200b\u200b\u2060", "ZWSP ZWSP WJ"),
        ("\u200b" * 40, "ZWSP × 40"),
        ("\u200b\u200c" * 40, "80 hidden characters"),
        ("\x01", "U+0001"),
    ],
)
def test_many_hidden_characters_are_counted(run, name):
    assert hidden_name(run) == name


def test_lone_surrogates_become_replacement_characters():
    page = page_of(report_on("odd \ud800 end", path="caf\udce9.txt")).decode()

    assert "odd \ufffd end" in page
    assert "<title>caf\ufffd.txt</title>" in page


def test_data_are_those_of_the_json_report():
    tree = LexborHTMLParser(page_of(disclosed_report()).decode())
    (block,) = tree.css(".doc script[type='application/json']")

    expected = [msgspec.structs.replace(s, text=None) for s in disclosed_report().segments]
    assert block.text().encode() == msgspec.json.encode(expected)


def test_shares_are_neither_all_nor_nothing_unless_they_are():
    page = page_of(report_on("x" * 999)).decode()

    assert "<td>100%</td>" in page
    assert "<td>0%</td>" in page


def test_an_empty_document_and_no_document_are_said_to_be_so():
    assert "No text to label." in page_of(report_on("")).decode()
    assert "0 documents" in page_of().decode()


def test_suppressed_findings_are_shown_but_not_counted():
    (first, *rest) = found_report().findings
    accepted = msgspec.structs.replace(first, status="suppressed", justification="by the desk")
    report = msgspec.structs.replace(found_report(), findings=(accepted, *rest))

    page = page_of(report, report_on("Two.")).decode()
    assert "by the desk" in page
    assert 'data-findings="1"' in page


def words(start: int, end: int) -> Window:
    """Segments of one word each."""
    some = [Segment(at, at * 5, at * 5 + 4, "word", "paragraph") for at in range(start, end)]
    return window(some, [PROSE] * len(some))


def test_a_stream_is_written_as_its_report_is():
    text = document("word " * 1200)
    windows = (words(start, start + 400) for start in range(0, 1200, 400))

    streamed = page_of(ReportStream(text, windows, TOOL, Provenance()))

    assert streamed == page_of(build_report(text, words(0, 1200), TOOL, Provenance()))


def test_memory_does_not_grow_with_the_number_of_documents(monkeypatch, tmp_path):
    monkeypatch.setattr("labeler.report.html.writer._IN_MEMORY", 1 << 16)
    report = long_report(100)

    def peak(documents: int) -> int:
        with (tmp_path / "page.html").open("wb") as stream:
            tracemalloc.start()
            writer = HtmlWriter(Sink(stream))
            for _ in range(documents):
                writer.write(report)
            writer.close()
            size = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return size

    peak(1)
    assert peak(12) < 1.2 * peak(3)


def test_nothing_is_written_before_the_end_is_known():
    stream = io.BytesIO()
    writer = HtmlWriter(Sink(stream))
    writer.write(disclosed_report())

    assert stream.getvalue() == b""
    writer.close()
    assert stream.getvalue().endswith(b"</html>\n")
