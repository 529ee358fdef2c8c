"""Which format is it? By the file's suffix, else by how the text begins."""

import os
import re
from typing import Literal

from labeler.document import MediaType

Format = Literal["text/plain", "text/html", "text/markdown", "jsonl", "warc"]

_SUFFIXES: dict[str, Format] = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".mdown": "text/markdown",
    ".mkd": "text/markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".warc": "warc",
    ".wet": "warc",
}
# A comment ends at its first `-->`: could it go on, a few of them would be read in countless ways.
_HTML_START = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,500}-->\s*)*"
    r"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 4096


def format_of_name(path: str) -> Format | None:
    """The format a file's suffix names, or None. Of packed files, only archives are read."""
    stem, suffix = os.path.splitext(path.lower())
    if suffix == ".gz":
        form = _SUFFIXES.get(os.path.splitext(stem)[1])
        return form if form == "warc" else None
    return _SUFFIXES.get(suffix)


def media_type_of_text(text: str) -> MediaType:
    """HTML if the text begins like a page, else plain text."""
    return "text/html" if _HTML_START.match(text[:_SNIFFED]) else "text/plain"
