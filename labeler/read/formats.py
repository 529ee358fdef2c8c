"""Which format is it? By the file's suffix, else by how the text begins."""

import os
import re
from typing import Literal

from labeler.document import MediaType

Format = Literal["text/plain", "text/html", "text/markdown", "jsonl"]

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
}
_HTML_START = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 4096


def format_of_name(path: str) -> Format | None:
    """The format a file's suffix names, or None."""
    return _SUFFIXES.get(os.path.splitext(path)[1].lower())


def media_type_of_text(text: str) -> MediaType:
    """HTML if the text begins like a page, else plain text."""
    return "text/html" if _HTML_START.match(text[:_SNIFFED]) else "text/plain"
