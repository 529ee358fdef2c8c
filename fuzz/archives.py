"""JSON Lines, web archives and HTTP headers: a record that cannot be read costs itself alone.

The first byte says what the file is. Records are long in an archive's own terms but hold little
text, so that the time goes to what frames them.
"""

import gzip
from collections.abc import Iterator

from labeler.errors import UsageError
from labeler.read import read_bytes
from labeler.read.headers import header_charset, header_signals, parse_headers

LONGEST = 700

_NAMES = ("a.jsonl", "a.warc", "a.warc.gz", "a.wet", "headers")
_LINES = (
    '{"text": "Two ferries ran.", "id": 3, "url": "https://a.example/"}\n'
    '\n{"text": "\\ud83d\\udea2 Eine Fähre", "headers": {"a": ["b"]}}\r\n{"text": null}\n{"a":'
)
_HEADERS = (
    "HTTP/1.1 301 Moved\r\nLocation: /b\r\n\r\nHTTP/1.1 200 OK\r\n"
    "Content-Type: text/html; charset=cp932\r\nAI-Disclosure: mode=ai-generated\r\n"
    'Link: <https://a.example/m>;\r\n rel="c2pa-manifest"\r\n\r\n'
)
_CHUNKED = "Transfer-Encoding: chunked\r\nContent-Type: text/html\r\n"
_DEFLATED = "Content-Encoding: gzip\r\nContent-Type: text/plain; charset=utf-8\r\n"


def seeds() -> Iterator[bytes]:
    """One of each, and records whose bodies are sent in each way."""
    yield b"\0" + _LINES.encode()
    plain = _response("Content-Type: text/html\r\n", b"<p>Two ferries ran.")
    chunked = _response(_CHUNKED, b"7\r\n<p>Two \r\na;x=1\r\nferries ran\r\n0\r\n\r\n")
    yield b"\1" + plain + chunked
    yield b"\1" + _response(_DEFLATED, gzip.compress(b"Two ferries ran.", mtime=0))
    yield b"\2" + gzip.compress(plain, mtime=0) + gzip.compress(chunked, mtime=0)
    yield b"\3" + _record("conversion", "text/plain", "Deux bateaux. Zwei Fähren.".encode())
    yield b"\4" + _HEADERS.encode()


def _response(headers: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode() + body
    return _record("response", "application/http; msgtype=response", http)


def _record(kind: str, media_type: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"WARC-Target-URI: https://a.example/\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def one(data: bytes) -> None:
    """Read one file to its end."""
    name = _NAMES[data[0] % len(_NAMES)] if data else "a.jsonl"
    if name != "headers":
        for _ in read_bytes(data[1:], name):
            pass
        return
    try:
        headers = parse_headers(data[1:].decode("latin-1"), name)
    except UsageError:
        return
    header_charset(headers)
    header_signals(headers)
