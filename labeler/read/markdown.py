"""Markdown to a Document: the text as it is, with the title its front matter gives."""

import re

import msgspec

from labeler.document import Document
from labeler.read.encoding import Decoded
from labeler.read.text import text_document

# Front matter between its fences; in it, `title:` and `lang:` lines.
_LINE_END = r"(?:\r\n|\r|\n)"
_FRONT_MATTER = re.compile(
    rf"---[ \t]*{_LINE_END}.*?{_LINE_END}(?:---|\.\.\.)[ \t]*(?:{_LINE_END}|\Z)", re.DOTALL
)
_FIELD = re.compile(r"^(title|lang|language)[ \t]*:(.+)$", re.MULTILINE)
_QUOTES = ("'", '"')
_REACH = 20_000


def markdown_document(decoded: Decoded, path: str, *, sha256: str) -> Document:
    """A Document of the raw Markdown; title and language come from YAML front matter."""
    document = text_document(decoded, path, sha256=sha256, media_type="text/markdown")
    end = front_matter_end(decoded.text)
    if not end:
        return document
    found = _FIELD.findall("\n".join(decoded.text[:end].splitlines()))
    fields = {name: _unquoted(value.strip(" \t")) for name, value in found}
    return msgspec.structs.replace(
        document,
        title=fields.get("title") or None,
        declared_language=fields.get("lang") or fields.get("language") or None,
    )


def _unquoted(value: str) -> str:
    """A plain or quoted value without its quotes."""
    value = value[1:] if value.startswith(_QUOTES) else value
    return value[:-1] if value.endswith(_QUOTES) else value


def front_matter_end(text: str) -> int:
    """Where the YAML front matter at the start of a Markdown text ends; 0 if there is none."""
    found = _FRONT_MATTER.match(text[:_REACH])
    return found.end() if found else 0
