"""The HTTP headers a page came with, as `curl -D FILE` writes them or a web archive keeps them."""

import re

from labeler.document import Headers, Signal
from labeler.errors import UsageError
from labeler.read.aigc import LONGEST_VALUE
from labeler.read.charsets import codec_for

__all__ = ["Headers", "header_charset", "header_signals", "parse_headers", "read_headers_file"]

_ORIGIN_HEADERS = {"ai-disclosure": "AI-Disclosure", "x-ai-generated": "X-AI-Generated"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]{2,40})", re.IGNORECASE)
_MANIFEST_LINK = re.compile(
    r"<([^<>]*)>(?=[^<>]*;\s*rel\s*=\s*(?:c2pa-manifest\b|\"[^\";,]*\bc2pa-manifest\b))",
    re.IGNORECASE,
)
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)")  # RFC 9110, 5.1
_LARGEST_FILE = 1_000_000  # bytes


def read_headers_file(path: str) -> Headers:
    """The headers in a file. Raises UsageError if it cannot be read or holds no header field."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}: cannot be read ({reason}); check the path") from None
    if len(data) > _LARGEST_FILE:
        raise UsageError(f"{path}: larger than {_LARGEST_FILE:,} bytes; give headers alone")
    return parse_headers(data.decode("latin-1"), path)


def parse_headers(text: str, path: str) -> Headers:
    """The header fields of a response; of several (after redirects) the last.

    The status line may be left out. Raises UsageError, which names `path`, for other lines.
    """
    fields: list[tuple[str, list[str]]] = []
    ended = False  # a blank line was read: what follows is another response
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip():
            ended = True
            continue
        if ended or line.startswith("HTTP/"):
            fields, ended = [], False
        if line.startswith("HTTP/"):
            continue
        if line[0] in " \t" and fields:  # a value goes on (RFC 9112, 5.2)
            fields[-1][1].append(line.strip())
        elif found := _FIELD.fullmatch(line):
            fields.append((found[1].lower(), [found[2].strip()]))
        else:
            raise UsageError(
                f"{path}, line {number}: not a header field (`Name: value`); give the headers as "
                "`curl -D FILE` writes them"
            )
    if not fields:
        raise UsageError(f"{path}: no header field; give the headers as `curl -D FILE` writes them")
    return Headers(tuple((name, " ".join(parts)) for name, parts in fields))


def header_signals(headers: Headers) -> tuple[Signal, ...]:
    """What the headers state about the origin of the whole response."""
    signals = [
        Signal(f"header:{name}", value[:LONGEST_VALUE])
        for field, name in _ORIGIN_HEADERS.items()
        if (value := headers.get(field))
    ]
    signals += [
        Signal("header:c2pa-manifest", address[:LONGEST_VALUE])
        for address in _MANIFEST_LINK.findall(headers.get("link") or "")
    ]
    return tuple(signals)


def header_charset(headers: Headers) -> str | None:
    """The codec that Content-Type names, or None."""
    found = _CHARSET.search(headers.get("content-type") or "")
    return codec_for(found[1]) if found else None
