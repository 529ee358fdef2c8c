"""Reading: bytes to Documents, one file a format.

    for document in read_path("article.html"): ...

A file that cannot be read gives an InputError in its place, and the others are still read.
"""

import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from labeler.document import Document, Headers, MediaType
from labeler.errors import InputError
from labeler.read.encoding import Decoded, decode
from labeler.read.formats import Format, format_of_name, media_type_of_text

if TYPE_CHECKING:
    from labeler.read.warc import Page

__all__ = [
    "Headers",
    "ReadOptions",
    "read_bytes",
    "read_headers",
    "read_html",
    "read_path",
    "read_text",
]

STDIN = "-"
LARGEST_FILE = 1_000_000_000  # bytes; a text of 200 MB takes about 1 GB to scan


class ReadOptions(msgspec.Struct, frozen=True):
    """What the user says about the inputs; None leaves it to the input."""

    encoding: str | None = None
    text_field: str | None = None
    """Field of a JSONL record that holds the text (None: "text"). Naming one makes JSONL of
    standard input and of files without a known suffix."""
    media_type: MediaType | None = None
    """What every input is, whatever its name; for JSONL, what its text field holds."""
    excludes: tuple[str, ...] = ()
    """Patterns as in a .gitignore, for walked directories."""
    exclude_base: str | None = None
    """Directory from which they count; each walked one if not given."""
    headers: Headers | None = None
    """Of the HTTP response that the input, which must be a single page, came with."""


def read_path(path: str, options: ReadOptions | None = None) -> Iterator[Document | InputError]:
    """Documents of a file, of all files below a directory, or of standard input (`-`)."""
    options = options or ReadOptions()
    if options.headers is not None and not _is_one_page(path, options):
        yield InputError(f"{path}: not one page, but --headers are of one; give its page alone")
    elif path == STDIN:
        yield from _read_stdin(options)
    elif os.path.isdir(path):
        yield from _read_directory(path, options)
    else:
        yield from _read_file(path, options)


def read_headers(path: str) -> Headers:
    """The HTTP headers in a file, as `curl -D` writes them. Raises UsageError if it holds none."""
    from labeler.read.headers import read_headers_file

    return read_headers_file(path)


def read_bytes(
    data: bytes, path: str, options: ReadOptions | None = None
) -> Iterator[Document | InputError]:
    """Documents of a file's bytes; `path` names them, and its suffix their format."""
    options = options or ReadOptions()
    form = _format(path, options)
    if form == "jsonl":
        yield from _records(io.BytesIO(data), path, options)
    elif form == "warc":
        yield from _archive(io.BytesIO(data), path, options)
    else:
        yield _document_or_error(data, path, options, form)


def read_text(text: str, path: str = STDIN) -> Document:
    """A Document of plain text. `sha256` is of the text in UTF-8."""
    from labeler.read.text import text_document

    return text_document(Decoded(text, "utf-8", "declared"), path, sha256=_sha256(text))


def read_html(markup: str, path: str = STDIN) -> Document:
    """A Document of a page's markup. Raises InputError if it is nested too deep."""
    from labeler.read.html import html_document

    return html_document(Decoded(markup, "utf-8", "declared"), path, sha256=_sha256(markup))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _is_one_page(path: str, options: ReadOptions) -> bool:
    return not os.path.isdir(path) and _format(path, options) not in ("jsonl", "warc")


def _read_stdin(options: ReadOptions) -> Iterator[Document | InputError]:
    if sys.stdin is None:
        yield InputError(f"{STDIN}: standard input is closed; name a file instead")
        return
    form = _format(STDIN, options)
    try:
        if form == "jsonl":
            yield from _records(sys.stdin.buffer, STDIN, options)
            return
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or error
        yield InputError(f"{STDIN}: cannot be read ({reason}); name a file instead")
        return
    if len(data) > LARGEST_FILE:
        yield _too_large(STDIN)
        return
    result = _document_or_error(data, STDIN, options, form)
    del data
    yield result


def _read_directory(path: str, options: ReadOptions) -> Iterator[Document | InputError]:
    from labeler.read.walk import walk

    found = False
    for entry in walk(path, options.excludes, options.exclude_base):
        found = True
        if isinstance(entry, InputError):
            yield entry
        else:
            yield from _read_file(entry, options)
    if not found:
        yield InputError(
            f"{path}: no documents in this directory (text, HTML, Markdown, JSONL or WARC); name a "
            "file, or look at --exclude and its .gitignore"
        )


def _read_file(path: str, options: ReadOptions) -> Iterator[Document | InputError]:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            yield InputError(
                f"{path}: not a regular file; save its content to one, or pipe it to `-`"
            )
        elif _format(path, options) == "jsonl":
            with open(path, "rb") as file:
                yield from _records(file, path, options)
        elif _format(path, options) == "warc":
            with open(path, "rb") as file:
                yield from _archive(file, path, options)
        elif status.st_size > LARGEST_FILE:
            yield _too_large(path)
        else:
            yield _read_whole(path, options)
    except FileNotFoundError:
        yield InputError(f"{path}: no such file or directory; check the path")
    except PermissionError:
        yield InputError(f"{path}: may not be read; check its permissions")
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        reason = error.strerror if isinstance(error, OSError) else error
        yield InputError(f"{path}: cannot be read ({reason}); check the path")


def _read_whole(path: str, options: ReadOptions) -> Document | InputError:
    with open(path, "rb") as file:
        data = file.read(LARGEST_FILE + 1)  # it may grow, and what is in /proc says it has none
    if len(data) > LARGEST_FILE:
        return _too_large(path)
    read = _document_or_error(data, path, options, _format(path, options))
    if isinstance(read, InputError) or not any(block.markup.image for block in read.blocks):
        return read
    from labeler.read.pictures import with_pictures

    return with_pictures(read)


def _too_large(path: str) -> InputError:
    return InputError(
        f"{path}: larger than {LARGEST_FILE:,} bytes; split it, or make it JSONL, which is read "
        "record by record"
    )


def _format(path: str, options: ReadOptions) -> Format | None:
    named = format_of_name(path)
    if named == "warc":
        return named
    if named == "jsonl" or (named is None and options.text_field is not None):
        return "jsonl"
    return options.media_type or named


def _records(file: BinaryIO, path: str, options: ReadOptions) -> Iterator[Document | InputError]:
    from labeler.read.jsonl import lines_of, read_records

    return read_records(
        lines_of(file),
        path,
        text_field=options.text_field,
        encoding=options.encoding,
        media_type=options.media_type,
    )


def _archive(file: BinaryIO, path: str, options: ReadOptions) -> Iterator[Document | InputError]:
    from labeler.read.warc import read_archive

    def read(page: "Page") -> Document | InputError:
        form = options.media_type or page.media_type
        of_page = msgspec.structs.replace(options, headers=page.headers)
        return _document_or_error(page.data, page.path, of_page, form)

    try:
        yield from read_archive(file, path, read)
    except InputError as error:
        yield error


def _document_or_error(
    data: bytes, path: str, options: ReadOptions, form: Format | None
) -> Document | InputError:
    try:
        return _with_headers(_document(data, path, options, form), options.headers)
    except InputError as error:
        return error.alone()


def _document(data: bytes, path: str, options: ReadOptions, form: Format | None) -> Document:
    meta = None
    if form in ("text/html", None):
        from labeler.read.charsets import meta_charset

        meta = meta_charset(data)
    header = None
    if options.headers:
        from labeler.read.headers import header_charset

        header = header_charset(options.headers)
    decoded = decode(data, path, declared=options.encoding, meta=meta, header=header)
    if not decoded.text or decoded.text.isspace():
        raise InputError(f"{path}: empty; give a file with text in it")
    sha256 = hashlib.sha256(data).hexdigest()
    form = form or media_type_of_text(decoded.text)
    if form == "text/html":
        from labeler.read.html import html_document

        return html_document(decoded, path, sha256=sha256, data=data)
    if form == "text/markdown":
        from labeler.read.markdown import markdown_document

        return markdown_document(decoded, path, sha256=sha256)
    from labeler.read.text import text_document

    return text_document(decoded, path, sha256=sha256)


def _with_headers(document: Document, headers: Headers | None) -> Document:
    """The document with what its response's headers say of its origin and language."""
    if headers is None:
        return document
    from labeler.read.headers import header_signals

    return msgspec.structs.replace(
        document,
        signals=(*header_signals(headers), *document.signals),
        declared_language=document.declared_language or headers.get("content-language"),
    )
