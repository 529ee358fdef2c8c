"""Bytes become text by mark, declaration, page or look; what fits nowhere is an error."""

import codecs
import struct

import pytest

from labeler.document import Document
from labeler.errors import InputError
from labeler.read import ReadOptions, read_bytes
from labeler.read.charsets import codec_for, meta_charset

TEXT = "Grüße aus 東京\r\nund Köln\r"


def read(data: bytes, path: str = "note.txt", **options: str) -> Document:
    (result,) = read_bytes(data, path, ReadOptions(**options))
    if isinstance(result, InputError):
        raise result
    return result


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_part_of_the_text(mark: bytes, codec: str) -> None:
    document = read(mark + TEXT.encode(codec), encoding="cp932")
    assert document.text == TEXT
    assert (document.encoding, document.encoding_source) == (codec, "bom")
    assert document.bom_bytes == len(mark)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_recognised_without_a_mark(codec: str) -> None:
    document = read(TEXT.encode(codec))
    assert document.text == TEXT
    assert document.encoding == codec


def test_utf8_needs_no_declaration() -> None:
    document = read(TEXT.encode())
    assert (document.text, document.encoding, document.encoding_source) == (TEXT, "utf-8", "utf-8")


def test_line_ends_are_kept_as_they_are() -> None:
    assert read(b"a\r\nb\rc\n").text == "a\r\nb\rc\n"


def test_ascii_is_named_ascii() -> None:
    assert read(b"plain").encoding_source == "ascii"


def test_a_declared_encoding_is_used() -> None:
    document = read("naïve".encode("cp1252"), encoding="latin-1")
    assert (document.text, document.encoding_source) == ("naïve", "declared")


def test_bytes_that_belie_the_declaration_are_named_with_their_place() -> None:
    with pytest.raises(InputError, match=r"note\.txt: not valid utf-8 .* at byte 7, line 2 \(ff\)"):
        read(b"abc\ndef\xff", encoding="utf-8")


def test_an_unknown_encoding_is_an_error_that_names_known_ones() -> None:
    with pytest.raises(InputError, match=r"unknown encoding 'klingon'.*cp932"):
        read(b"abc", encoding="klingon")


def test_utf8_with_one_broken_byte_is_an_error_and_no_gibberish() -> None:
    with pytest.raises(InputError, match=r"not valid utf-8 .*--encoding"):
        read("Ärger über ".encode() + b"\xff" + "größere Öfen".encode())


@pytest.mark.parametrize("data", [b"text\0more", bytes(range(1, 256)) * 4, b"%PDF-1.7 something"])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"note\.txt: (binary data|a PDF)"):
        read(data)


@pytest.mark.parametrize("data", [b"", b" \n\t", codecs.BOM_UTF8, codecs.BOM_UTF8 + b"\n"])
def test_an_empty_file_is_an_error(data: bytes) -> None:
    with pytest.raises(InputError, match=r"note\.txt: empty"):
        read(data)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("gb2312", "gb18030"),
        ("ISO-8859-1", "cp1252"),
        ("euc-kr", "cp949"),
        ("big5", "big5hkscs"),
        ("windows-1251", "cp1251"),
        (" UTF8 ", "utf-8"),
        ("zlib", None),
        ("rot13", None),
        ("no-such-thing", None),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(label: str, codec: str | None) -> None:
    assert codec_for(label) == codec


@pytest.mark.parametrize(
    "page",
    [
        b'<meta charset="Shift_JIS">',
        b"<META http-equiv=content-type content='text/html; charset=x-sjis'>",
        b'<?xml version="1.0" encoding="Shift_JIS"?><html>',
    ],
)
def test_a_page_names_its_encoding(page: bytes) -> None:
    assert meta_charset(page) == "cp932"


def test_a_pages_charset_is_used_and_reported() -> None:
    page = '<meta charset="euc-kr"><p>도서관</p>'.encode("cp949")
    document = read(page, "page.html")
    assert (document.text, document.encoding_source) == ("도서관", "meta")


def test_a_pages_wrong_charset_gives_way_to_utf8() -> None:
    page = '<meta charset="iso-2022-jp"><p>図書館</p>'.encode()
    document = read(page, "page.html")
    assert document.text == "図書館"


def test_a_page_in_valid_utf_8_is_read_as_such_whatever_its_old_charset_says():
    page = "<meta charset='windows-1252'><p>Überraschung in Köln</p>".encode()
    (document,) = read_bytes(page, "page.html")

    assert (document.text, document.encoding) == ("Überraschung in Köln", "utf-8")


@pytest.mark.parametrize("label", ["idna", "punycode", "unicode_escape", "raw_unicode_escape"])
def test_what_is_no_encoding_of_files_is_none(label: str) -> None:
    assert codec_for(label) is None
    page = f"<html><meta charset={label}><body><p>Ein Stück-für-Stück-Umbau der Brücke".encode(
        "cp1252"
    )
    document = read(page, "page.html")
    assert (document.text, document.encoding) == ("Ein Stück-für-Stück-Umbau der Brücke", "cp1252")


@pytest.mark.parametrize(
    "data", [bytes(4096), struct.pack("<1000I", *range(1000)), struct.pack(">1000I", *range(1000))]
)
def test_numbers_are_no_text_in_four_bytes_a_character(data: bytes) -> None:
    with pytest.raises(InputError, match="binary data"):
        read(data)
