"""Where findings stand in files, for tools that open the file and go there.

A report's lines and columns are of the decoded text. For plain text and Markdown that is the
file's own text. The text of a page is only what a reader sees of it, and that of a record is
one value among others, so lines of these mean nothing to a tool that shows the file.
"""

import os
import re
from pathlib import PurePath
from typing import NamedTuple

from labeler.document import Span
from labeler.report.encode import utf8
from labeler.report.schema import Finding, Input

_RECORD = re.compile(
    r"(?P<archive>.+?\.(?:warc|wet)(?:\.\w+)?)#(?P<name>.+)|(?P<file>.+)#(?P<number>[1-9][0-9]*)",
    re.DOTALL | re.IGNORECASE,
)
"""Records of web archives are named by their id or number, others by their number."""
_ONE_RECORD_A_LINE = (".jsonl", ".ndjson")


class FilePlace(NamedTuple):
    """A place in a file. Lines and columns count from 1, in code points; the end is exclusive.

    All but `file` are absent where they are not known or not of the file itself.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    span: Span | None = None


def place_in_file(finding: Finding, input: Input, root: str) -> FilePlace:
    """Where `finding`, of the report on `input`, stands in a file below the directory `root`."""
    file, record = file_and_record(input.path)
    file = relative_path(file, root)
    if record is not None:
        return FilePlace(file, int(record) if file.endswith(_ONE_RECORD_A_LINE) else None)
    if input.media_type == "text/html":
        return FilePlace(file)
    return FilePlace(
        file,
        finding.line,
        finding.column,
        finding.end_line,
        finding.end_column,
        finding.span,
    )


def file_and_record(path: str) -> tuple[str, str | None]:
    """The file of a document, and the name of its record where it is one.

    >>> file_and_record("pages.jsonl#3")
    ('pages.jsonl', '3')
    >>> file_and_record("crawl.warc.gz#urn:uuid:00e2")
    ('crawl.warc.gz', 'urn:uuid:00e2')
    """
    record = _RECORD.fullmatch(path)
    if record is None:
        return path, None
    return record["archive"] or record["file"], record["name"] or record["number"]


def relative_path(path: str, root: str) -> str:
    """`path` seen from the directory `root`, with `/`; absolute where it lies elsewhere.

    `-`, standard input, stays as it is.
    """
    if path == "-":
        return path
    absolute = PurePath(os.path.abspath(path))
    if absolute.is_relative_to(root):
        return absolute.relative_to(root).as_posix()
    return absolute.as_posix()


def uri_of(file: str) -> str:
    """The URI reference of a file named by `relative_path`; equal names give equal URIs.

    All but letters, digits and `_.-~/` is percent-encoded, as the bytes of the file's name are.
    """
    from urllib.parse import quote

    try:
        name = file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        name = utf8(file)
    if PurePath(file).is_absolute():
        return "file://" + quote(b"/" + name.lstrip(b"/"), safe="/:")
    return quote(name, safe="/")
