"""A web archive gives one Document a page, and one error a broken record."""

import gzip
import io
import sys
import zlib
from collections import Counter
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.document import Document
from labeler.errors import InputError
from labeler.read import read_bytes, read_path
from labeler.read.warc import LARGEST_RECORD, Page, read_archive

HTML = "<html><body><p>The ferry number {} stayed in port.</p></body></html>"


def record(
    number: int,
    body: bytes | None = None,
    headers: str = "Content-Type: text/html; charset=utf-8",
    kind: str = "response",
    named: bool = True,
) -> bytes:
    """One record; of a conversion, `body` is the text itself."""
    body = HTML.format(number).encode() if body is None else body
    media_type = "text/plain"
    if kind in ("response", "request"):
        start = "HTTP/1.1 200 OK" if kind == "response" else "GET / HTTP/1.1"
        body = f"{start}\r\n{headers}\r\n\r\n".encode("latin-1") + body
        media_type = f"application/http; msgtype={kind}"
    name = f"WARC-Record-ID: <urn:uuid:{number:08}-0000-0000-0000-000000000000>\r\n"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{name if named else ''}"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def read(data: bytes, name: str = "a.warc") -> list[Document | InputError]:
    return list(read_bytes(data, name))


def texts(found: list[Document | InputError]) -> list[str]:
    return [str(item) if isinstance(item, InputError) else item.text for item in found]


def only(data: bytes) -> Document:
    (document,) = read(data)
    assert isinstance(document, Document), document
    return document


def pages(*numbers: int) -> list[str]:
    return [f"The ferry number {number} stayed in port." for number in numbers]


@pytest.mark.parametrize("name", ["a.warc", "a.WARC.gz", "a.wet", "a.wet.gz"])
def test_archives_are_known_by_name_packed_or_not(tmp_path: Path, name: str) -> None:
    records = [record(1), record(2)]
    packed = name.endswith(".gz")
    data = b"".join(gzip.compress(r) if packed else r for r in records)
    (tmp_path / name).write_bytes(data)
    assert texts(list(read_path(str(tmp_path / name)))) == pages(1, 2)
    assert texts(list(read_path(str(tmp_path)))) == pages(1, 2)  # found in a directory too


def test_a_document_is_called_by_archive_and_record() -> None:
    document = only(record(7))
    assert document.path == "a.warc#urn:uuid:00000007-0000-0000-0000-000000000000"
    assert only(record(1, kind="request") + record(2, named=False)).path == "a.warc#2"


def test_requests_metadata_and_pictures_are_passed_over_and_counted() -> None:
    data = (
        record(1, kind="warcinfo", body=b"software: x")
        + record(2, kind="request", body=b"")
        + record(3)
        + record(4, b"\x89PNG", "Content-Type: image/png")
        + record(5, b"p { }", "Content-Type: text/css")
        + record(6, b"", "Content-Type: text/html")
        + record(7, b"\0\1\2\3binary", "Server: x")
        + record(8, kind="metadata", body=b"fetchTimeMs: 3")
    )
    skipped: Counter[str] = Counter()

    def path(page: Page) -> InputError:
        return InputError(page.path)

    found = list(read_archive(io.BytesIO(data), "a.warc", path, skipped))
    assert texts(found) == ["a.warc#urn:uuid:00000003-0000-0000-0000-000000000000"]
    assert skipped == {"image/png": 1, "text/css": 1, "text/html": 1, "unknown": 1}


def test_wet_text_is_plain() -> None:
    document = only(record(1, "<p> Grüße".encode(), kind="conversion"))
    assert (document.text, document.media_type) == ("<p> Grüße", "text/plain")


class TestHttp:
    def test_headers_are_signals_of_the_page(self) -> None:
        headers = "Content-Type: text/html\r\nAI-Disclosure: mode=machine-generated\r\nTDM: 1"
        signals = [(s.name, s.value) for s in only(record(1, headers=headers)).signals]
        assert signals == [("header:AI-Disclosure", "mode=machine-generated")]

    def test_charset_is_honoured(self) -> None:
        body = "<p>Der Fährbetrieb ruht.</p>".encode("cp1252")
        document = only(record(1, body, "Content-Type: text/html; charset=iso-8859-1"))
        assert (document.text, document.encoding_source) == ("Der Fährbetrieb ruht.", "header")

    @pytest.mark.parametrize(
        ("headers", "media_type"),
        [
            ("Content-Type: application/xhtml+xml", "text/html"),
            ("Content-Type: Text/Markdown", "text/markdown"),
            ("Content-Type: text/plain", "text/plain"),
            ("Server: x", "text/html"),
        ],
    )
    def test_content_type_says_what_it_is_or_else_how_it_begins(
        self, headers: str, media_type: str
    ) -> None:
        assert only(record(1, headers=headers)).media_type == media_type

    @pytest.mark.parametrize(
        ("encoding", "pack"),
        [
            ("gzip", gzip.compress),
            ("x-gzip", gzip.compress),
            ("deflate", zlib.compress),
            ("br", brotli.compress),
            ("identity", bytes),
            ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
        ],
    )
    @pytest.mark.parametrize("chunked", [False, True])
    def test_bodies_are_unpacked(self, encoding: str, pack, chunked: bool) -> None:  # type: ignore[no-untyped-def]
        body = pack(HTML.format(5).encode())
        headers = f"Content-Type: text/html\r\nContent-Encoding: {encoding}"
        if chunked:
            headers += "\r\nTransfer-Encoding: chunked"
            body = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (9, body[:9], len(body) - 9, body[9:])
        assert texts(read(record(1, body, headers))) == pages(5)

    @pytest.mark.parametrize("header", ["Content-Encoding: gzip", "Transfer-Encoding: chunked"])
    def test_bodies_that_the_crawler_has_unpacked_are_read_as_they_are(self, header: str) -> None:
        assert texts(read(record(5, headers=f"Content-Type: text/html\r\n{header}"))) == pages(5)


class TestBrokenRecords:
    def place(self, *before: bytes) -> int:
        return sum(map(len, before))

    def test_that_cannot_be_parsed_cost_only_themselves(self) -> None:
        broken = record(2).replace(b"WARC/1.0\r\nWARC-Type", b"WARC/1.0\r\n\0arc")
        found = read(record(1) + b"rubbish\r\n" + record(3) + broken + record(4))
        texts_found = texts(found)
        assert [text for text in texts_found if text.startswith("The")] == pages(1, 3, 4)
        assert any("a.warc: broken record after the record at offset 0" in t for t in texts_found)

    def test_whose_data_are_damaged_cost_only_themselves(self) -> None:
        one, two, three = (gzip.compress(record(number)) for number in (1, 2, 3))
        damaged = two[:-40] + bytes(b ^ 0xFF for b in two[-40:-20]) + two[-20:]
        found = read(one + damaged + three, "a.warc.gz")
        assert texts(found)[0::2] == pages(1, 3)
        assert isinstance(found[1], InputError)
        assert str(found[1]).startswith(f"a.warc.gz: broken record at offset {len(one)} (")
        assert "\n" not in str(found[1])

    def test_whose_beginning_is_destroyed_are_told_from_what_follows(self) -> None:
        one, two, three = (gzip.compress(record(number)) for number in (1, 2, 3))
        found = read(one + b"\0\0\0\0" + two[4:] + three, "a.warc.gz")
        assert texts(found)[0::2] == pages(1, 3)
        assert "broken record after the record at offset 0" in str(found[1])

    @pytest.mark.parametrize("before", [0, 8, 20, 60, 400])
    def test_are_followed_by_the_next_one_wherever_it_begins(self, before: int) -> None:
        broken = b"\x1f\x8b\x08\0" + bytes((1 << 20) - 3 - before)
        found = read(broken + gzip.compress(record(2)) + gzip.compress(record(3)), "a.warc.gz")
        assert texts(found)[1:] == pages(2, 3)

    @pytest.mark.parametrize("packed", [False, True])
    def test_that_are_cut_off_at_the_end_are_named(self, packed: bool) -> None:
        one, two = record(1), record(2)
        first = gzip.compress(one) if packed else one
        data = first + (gzip.compress(two)[:-30] if packed else two[:-40])
        page, error = texts(read(data, "a.warc.gz" if packed else "a.warc"))
        assert [page] == pages(1)
        assert "#urn:uuid:00000002" in error
        assert f"record at offset {len(first)} is cut off after" in error

    @pytest.mark.parametrize(
        ("body", "headers"),
        [
            (b"\x1f\x8b\x08\0broken", "Content-Encoding: gzip"),
            (b"\0\1\2\3", "Content-Encoding: klingon"),
        ],
    )
    def test_whose_body_cannot_be_unpacked_are_named(self, body: bytes, headers: str) -> None:
        error, page = texts(
            read(record(1, body, f"Content-Type: text/html\r\n{headers}") + record(2))
        )
        assert "record at offset 0 cannot be unpacked (" in error
        assert [page] == pages(2)

    def test_that_decode_to_no_text_are_named_like_any_page(self) -> None:
        body = "Ein schöner Tag für die Fähre. ".encode() * 20 + b"\xff\xfe\xfd"
        error, page = texts(read(record(1, body) + record(2)))
        assert "not valid utf-8" in error
        assert [page] == pages(2)


class TestBombs:
    def test_in_the_body_are_refused_at_the_limit(self) -> None:
        bomb = gzip.compress(gzip.compress(bytes(LARGEST_RECORD * 4)))
        data = record(1, bomb, "Content-Type: text/html\r\nContent-Encoding: gzip, gzip")
        assert len(data) < 10_000
        error, page = texts(read(data + record(2)))
        assert "record at offset 0 is larger than 50,000,000 bytes unpacked" in error
        assert [page] == pages(2)

    def test_in_the_archive_are_refused_at_the_limit(self) -> None:
        large = record(1, b"a" * (LARGEST_RECORD + 1))
        error, page = texts(read(gzip.compress(large, 1) + gzip.compress(record(2)), "a.warc.gz"))
        assert "larger than 50,000,000 bytes" in error
        assert [page] == pages(2)


def test_without_fastwarc_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    (error,) = texts(read(record(1)))
    assert error == ("a.warc: reading web archives needs FastWARC; pip install 'labeler[warc]'")


def test_an_archive_without_pages_says_so() -> None:
    (error,) = texts(read(record(1, b"x", "Content-Type: image/png")))
    assert error.startswith("a.warc: no page in this archive (1 other records); give one with")
    assert "no page in this archive (not one record)" in texts(read(b""))[0]


def test_a_file_that_is_no_archive_is_an_error_of_one_line() -> None:
    (error,) = texts(read(b"Dear reader,\nthis is a letter.\n"))
    assert "a.warc: broken record at offset 0" in error
    assert "\n" not in error


@given(st.binary(max_size=300), st.integers(0, 600))
def test_no_damage_loses_more_than_it_touches(noise: bytes, at: int) -> None:
    data = record(1) + record(2)
    at = min(at, len(data))
    found = read(data[:at] + noise + data[at:] + b"\r\n\r\n" + record(3))
    assert found
    assert not any("\n" in str(item) for item in found if isinstance(item, InputError))
