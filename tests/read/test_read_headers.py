"""The headers of a page's response say how it is encoded and what it declares of its origin."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Document, Headers
from labeler.errors import InputError, UsageError
from labeler.read import ReadOptions, read_headers, read_path
from labeler.read.headers import header_signals, parse_headers

PAGE = "<!doctype html><html><body><p>The ferry stayed in port.</p></body></html>"
DUMPED = (
    "HTTP/1.1 301 Moved Permanently\r\nLocation: /b\r\nX-AI-Generated: true\r\n\r\n"
    "HTTP/2 200 \r\ncontent-type: text/html; charset=windows-1252\r\n"
    "ai-disclosure: mode=ai-originated,\r\n model=gizmo\r\nAI-Disclosure: provider=Example\r\n"
    "content-language: de\r\nx-robots-tag: noai\r\ntdm-reservation: 1\r\n"
    'link: <https://example.org/m.c2pa>; rel="c2pa-manifest", </next>; rel=next\r\n\r\n'
)


def read(tmp_path: Path, data: bytes, headers: str = DUMPED) -> Document:
    (tmp_path / "page.html").write_bytes(data)
    (tmp_path / "page.headers").write_bytes(headers.encode("latin-1"))
    options = ReadOptions(headers=read_headers(str(tmp_path / "page.headers")))
    (document,) = read_path(str(tmp_path / "page.html"), options)
    assert isinstance(document, Document)
    return document


def test_the_last_of_several_responses_counts(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.encode())
    assert [(signal.name, signal.value) for signal in document.signals] == [
        ("header:AI-Disclosure", "mode=ai-originated, model=gizmo, provider=Example"),
        ("header:c2pa-manifest", "https://example.org/m.c2pa"),
    ]


def test_the_charset_is_honoured_where_the_page_is_no_utf_8(tmp_path: Path) -> None:
    document = read(tmp_path, PAGE.replace("ferry", "fähre").encode("cp1252"))
    assert (document.text, document.encoding) == ("The fähre stayed in port.", "cp1252")
    assert document.encoding_source == "header"


def test_the_language_is_taken_where_the_page_names_none(tmp_path: Path) -> None:
    assert read(tmp_path, PAGE.encode()).declared_language == "de"
    own = PAGE.replace("<html>", "<html lang=en>").encode()
    assert read(tmp_path, own).declared_language == "en"


@pytest.mark.parametrize("charset", ["nonsense", "utf-8"])
def test_a_charset_that_does_not_fit_is_no_error(tmp_path: Path, charset: str) -> None:
    headers = f"content-type: text/html; charset={charset}\n"
    assert read(tmp_path, PAGE.encode("utf-8"), headers).text == "The ferry stayed in port."


def test_a_status_line_may_be_missing() -> None:
    assert parse_headers("A: 1\nB:2\n", "x").fields == (("a", "1"), ("b", "2"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x: no header field"),
        ("HTTP/1.1 200 OK\n\n", "x: no header field"),
        ("HTTP/1.1 200 OK\n<html>\n", "x, line 2: not a header field"),
    ],
)
def test_what_is_no_header_is_named(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_headers(text, "x")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.headers: cannot be read \(No such file"):
        read_headers(str(tmp_path / "none.headers"))


def test_a_file_that_is_a_page_or_larger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"a: b\n" * 300_000)
    with pytest.raises(UsageError, match=r"big: larger than 1,000,000 bytes"):
        read_headers(str(tmp_path / "big"))


@pytest.mark.parametrize("name", ["", "records.jsonl"])
def test_headers_are_of_one_page_only(tmp_path: Path, name: str) -> None:
    (tmp_path / "records.jsonl").write_text('{"text": "A"}\n')
    options = ReadOptions(headers=parse_headers("X-AI-Generated: true", "x"))
    (error,) = read_path(str(tmp_path / name), options)
    assert isinstance(error, InputError)
    assert "not one page, but --headers are of one; give its page alone" in str(error)


@given(st.text(st.sampled_from('Ab: \t\r\n<>;="@,é\0'), max_size=60))
def test_any_text_gives_headers_or_an_error_of_one_line(text: str) -> None:
    try:
        headers = parse_headers(text, "x")
    except UsageError as error:
        headers, message = Headers(()), str(error)
    else:
        message = ""
    assert "\n" not in message
    assert bool(headers.fields) != bool(message)
    header_signals(headers)


def test_values_of_one_field_are_joined() -> None:
    headers = Headers((("a", "1"), ("b", "2"), ("a", "3")))
    assert (headers.get("a"), headers.get("c")) == ("1, 3", None)


def test_headers_made_to_take_time_take_little() -> None:
    before = time.process_time()
    link = "Link: <a>; rel=" + " " * 300_000 + "x; y"
    assert not header_signals(parse_headers(link, "headers"))
    folded = parse_headers("a: b\n" + " x\n" * 300_000, "headers")
    assert len(folded.get("a") or "") == 600_001
    assert time.process_time() - before < 3
