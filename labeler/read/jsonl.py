"""JSON Lines to Documents: one a record, one record at a time."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec

from labeler.document import Document, MediaType
from labeler.errors import InputError
from labeler.read.charsets import codec_for
from labeler.read.encoding import Decoded
from labeler.read.html import html_document
from labeler.read.markdown import markdown_document
from labeler.read.text import text_document

_DEFAULT_FIELD = "text"
_FIELDS_SHOWN = 12
LONGEST_LINE = 50_000_000
"""Bytes of one record: as many as a page of a web archive may have."""


def read_records(
    lines: Iterable[bytes],
    path: str,
    *,
    text_field: str | None = None,
    encoding: str | None = None,
    media_type: MediaType | None = None,
) -> Iterator[Document | InputError]:
    """A Document for each line; its path is `path#LINE`, counted from 1.

    `text_field` names the field that holds the text ("text" if None), `media_type` what that
    text is (plain if None). A bad line gives an InputError, and the next is read. Half of a
    surrogate pair, which is no character, is read as U+FFFD.
    """
    codec = codec_for(encoding) if encoding else "utf-8"
    if codec is None:
        yield InputError(f"{path}: unknown encoding {encoding!r}; JSONL is usually utf-8")
        return
    field = text_field or _DEFAULT_FIELD
    empty = True
    for number, line in enumerate(lines, 1):
        if number == 1 and line.startswith(b"\xef\xbb\xbf"):
            line = line[3:]
        if not line.strip():
            continue
        empty = False
        try:
            record = _record(line, number, path, codec)
            text = _text_of(record, number, path, field)
            document = _document(text, f"{path}#{number}", codec, encoding is not None, media_type)
            yield _with_signals(document, record)
        except InputError as error:
            yield error.alone()
    if empty:
        yield InputError(f"{path}: empty, not one record; give a file with a JSON object a line")


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file. Of one that is too long, what is needed to tell that it is."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):  # the rest of it
            line = file.readline(LONGEST_LINE + 1) or b"\n"


def _record(line: bytes, number: int, path: str, codec: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise InputError(
            f"{path}, line {number}: longer than {LONGEST_LINE:,} bytes; split the record"
        )
    try:
        record: Any = json.loads(line.decode(codec))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}, line {number}, byte {error.start + 1}: not valid {codec}; name the "
            "encoding with --encoding"
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}, line {number}, column {error.colno}: not JSON ({error.msg}); "
            "each line must hold one JSON object"
        ) from None
    except RecursionError:
        raise InputError(f"{path}, line {number}: JSON nested too deep; flatten it") from None
    except ValueError:  # of int(), which takes no more than some thousand digits
        raise InputError(
            f"{path}, line {number}: a number of too many digits; write it as a text"
        ) from None
    if not isinstance(record, dict):
        raise InputError(f"{path}, line {number}: not a JSON object; wrap it as {{'text': ...}}")
    return record


def _text_of(record: dict[str, Any], number: int, path: str, field: str) -> str:
    if field not in record:
        there = ", ".join(list(record)[:_FIELDS_SHOWN]) or "none"
        raise InputError(
            f"{path}, line {number}: no field {field!r}; name the text's field with --text-field "
            f"(there are: {there})"
        )
    text = record[field]
    if not isinstance(text, str):
        raise InputError(
            f"{path}, line {number}: field {field!r} holds no text but "
            f"{type(text).__name__}; name another with --text-field"
        )
    if not text.strip("\ufeff \t\r\n"):
        raise InputError(f"{path}, line {number}: field {field!r} is empty; leave the record out")
    return text


def _with_signals(document: Document, record: dict[str, Any]) -> Document:
    """The document with what the record's `AIGC` field says of its origin (GB 45438)."""
    if "AIGC" not in record:
        return document
    from labeler.read.aigc import aigc_signal

    marked = aigc_signal("field:AIGC", record["AIGC"])
    if marked is None:
        return document
    return msgspec.structs.replace(document, signals=(marked, *document.signals))


def _document(
    text: str, path: str, codec: str, declared: bool, media_type: MediaType | None
) -> Document:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        data = text.encode("utf-8")
    sha256 = hashlib.sha256(data).hexdigest()
    decoded = Decoded(text, codec, "declared" if declared else "utf-8")
    if media_type == "text/html":
        return html_document(decoded, path, sha256=sha256)
    if media_type == "text/markdown":
        return markdown_document(decoded, path, sha256=sha256)
    return text_document(decoded, path, sha256=sha256)
