"""JSON Lines: a document a record, an error a bad line, and the next is read."""

import hashlib
from collections.abc import Iterator

import pytest

from labeler.document import Document
from labeler.errors import InputError
from labeler.read import ReadOptions, read_bytes
from labeler.read.jsonl import read_records


def read(data: bytes, **options: str) -> list[Document | InputError]:
    return list(read_bytes(data, "rows.jsonl", ReadOptions(**options)))


def only_error(data: bytes, **options: str) -> str:
    (result,) = read(data, **options)
    assert isinstance(result, InputError)
    return str(result)


def test_every_record_is_a_document_named_by_its_line() -> None:
    results = read('\ufeff{"text": "one"}\n\n{"text": "zwö\\u006cf"}'.encode())
    assert [(r.path, r.text) for r in results if isinstance(r, Document)] == [
        ("rows.jsonl#1", "one"),
        ("rows.jsonl#3", "zwölf"),
    ]


def test_the_digest_is_of_the_records_text() -> None:
    (document,) = read(b'{"text": "one"}')
    assert isinstance(document, Document)
    assert document.sha256 == hashlib.sha256(b"one").hexdigest()


def test_another_field_can_hold_the_text() -> None:
    (document,) = read(b'{"text": "no", "body": "yes"}', text_field="body")
    assert isinstance(document, Document)
    assert document.text == "yes"


def test_records_can_hold_pages() -> None:
    (document,) = read(b'{"text": "<p>one<p>two"}', media_type="text/html")
    assert isinstance(document, Document)
    assert (document.media_type, document.text) == ("text/html", "one\n\ntwo")


def test_a_malformed_line_is_named_with_its_column_and_the_rest_is_read() -> None:
    results = read(b'{"text": "one"}\n{"text": }\n{"text": "three"}\n')
    assert [type(result) for result in results] == [Document, InputError, Document]
    assert str(results[1]).startswith("rows.jsonl, line 2, column 10: not JSON")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"body": "x", "id": 7}', "no field 'text'.*--text-field.*there are: body, id"),
        (b"{}", "there are: none"),
        (b"[1]", "not a JSON object"),
        (b'{"text": 3}', "holds no text but int"),
        (b'{"text": " "}', "is empty"),
        (b'{"text": "\xff"}', "byte 11: not valid utf-8"),
        (b"[" * 100_000, "line 1"),
        (b"\n \n", "empty, not one record"),
    ],
)
def test_what_a_bad_record_lacks_is_said(line: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        raise InputError(only_error(line))


def test_half_a_surrogate_pair_is_read_as_a_replacement_character() -> None:
    (document,) = read(b'{"text": "a\\ud800b \\ud83d\\ude00"}')
    assert isinstance(document, Document)
    assert document.text == "a\ufffdb \U0001f600"


def test_records_are_read_one_at_a_time() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b'{"text": "again"}\n'

    records = read_records(endless(), "-")
    assert [next(records).path for _ in range(3)] == ["-#1", "-#2", "-#3"]  # type: ignore[union-attr]
