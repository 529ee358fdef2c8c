"""Markdown to a Document: the text as it is, with the title its front matter gives."""

import re

import msgspec

from labeler.document import Document
from labeler.read.encoding import Decoded
from labeler.read.text import text_document

# Front matter between its fences; in it, a `title:` or `lang:` line with a plain or quoted value.
_LINE_END = r"(?:\r\n|\r|\n)"
_FRONT_MATTER = re.compile(
    rf"---[ \t]*{_LINE_END}.*?{_LINE_END}(?:---|\.\.\.)[ \t]*(?:{_LINE_END}|\Z)", re.DOTALL
)
_FIELD = re.compile(r"^(title|lang|language)[ \t]*:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_REACH = 20_000


def markdown_document(decoded: Decoded, path: str, *, sha256: str) -> Document:
    """A Document of the raw Markdown; title and language come from YAML front matter."""
    document = text_document(decoded, path, sha256=sha256, media_type="text/markdown")
    end = front_matter_end(decoded.text)
    if not end:
        return document
    fields = dict(_FIELD.findall("\n".join(decoded.text[:end].splitlines())))
    return msgspec.structs.replace(
        document,
        title=fields.get("title"),
        declared_language=fields.get("lang") or fields.get("language"),
    )


def front_matter_end(text: str) -> int:
    """Where the YAML front matter at the start of a Markdown text ends; 0 if there is none."""
    found = _FRONT_MATTER.match(text[:_REACH])
    return found.end() if found else 0
