"""A report as JSON, in pieces, so that a long one is never held twice."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from labeler.report.schema import Finding, Report

if TYPE_CHECKING:
    from labeler.report.build import ReportStream

_ENCODER = msgspec.json.Encoder()
_AT_ONCE = 256
"""Segments encoded together."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(value: object) -> bytes:
    """`value` as compact JSON in UTF-8; lone surrogates, which UTF-8 has not, become U+FFFD."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(_without_surrogates(msgspec.to_builtins(value)))


def utf8(text: str) -> bytes:
    """`text` in UTF-8; lone surrogates become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


def without_quotes(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings as `--no-text` leaves them, since a quote is how a segment begins."""
    return tuple(msgspec.structs.replace(finding, quote=None) for finding in findings)


def compact_pieces(report: "Report | ReportStream", *, include_text: bool) -> Iterator[bytes]:
    """The report on one line, without line end."""
    for key, value in _head(report):
        yield b"," if key != "schema_version" else b"{"
        yield b'"%b":%b' % (key.encode(), encode(value))
    yield b',"segments":['
    segments = _segments(report, include_text)
    separator = b""
    while some := b",".join(islice(segments, _AT_ONCE)):
        yield separator + some
        separator = b","
    yield b"]"
    for key, value in _tail(report, include_text):
        yield b',"%b":%b' % (key.encode(), encode(value))
    yield b"}"


def indented(encoded: bytes) -> bytes:
    """Compact JSON as `indented_pieces` gives it, in one piece."""
    return msgspec.json.format(encoded, indent=2)


def indented_in_list(encoded: bytes) -> bytes:
    """Compact JSON as `indented_pieces` gives it for the margin within a list."""
    return msgspec.json.format(b"[%b]" % encoded, indent=2)[len("[\n  ") : -len("\n]")]


def indented_pieces(
    report: "Report | ReportStream", *, include_text: bool, margin: str = ""
) -> Iterator[bytes]:
    """The report indented by two spaces a level, all but the first line after `margin`.

    Each piece is a whole value or what stands between two, so pieces can be coloured one by one.
    """
    break_1 = f"\n{margin}  ".encode()
    break_2 = f"\n{margin}    ".encode()
    for key, value in _head(report):
        yield (b"," if key != "schema_version" else b"{") + break_1
        yield b'"%b": %b' % (key.encode(), _indent(encode(value), break_1))
    yield b"," + break_1 + b'"segments": ['
    empty = True
    for segment in _segments(report, include_text):
        yield (break_2 if empty else b"," + break_2) + _indent(segment, break_2)
        empty = False
    yield b"]" if empty else break_1 + b"]"
    for key, value in _tail(report, include_text):
        yield b"," + break_1 + b'"%b": %b' % (key.encode(), _indent(encode(value), break_1))
    yield f"\n{margin}}}".encode()


def _head(report: "Report | ReportStream") -> list[tuple[str, object]]:
    return [
        ("schema_version", report.schema_version),
        ("tool", report.tool),
        ("input", report.input),
        ("document", report.document),
    ]


def _tail(report: "Report | ReportStream", include_text: bool) -> list[tuple[str, object]]:
    return [
        ("summary", report.summary),
        ("findings", report.findings if include_text else without_quotes(report.findings)),
        ("errors", report.errors),
    ]


def _segments(report: "Report | ReportStream", include_text: bool) -> Iterator[bytes]:
    if not isinstance(report, Report):
        return report.encoded_segments(include_text=include_text)
    if include_text:
        return map(encode, report.segments)
    return (encode(msgspec.structs.replace(one, text=None)) for one in report.segments)


def _indent(encoded: bytes, line_break: bytes) -> bytes:
    # JSON strings hold no raw line ends, so every one is of the layout.
    return msgspec.json.format(encoded, indent=2).replace(b"\n", line_break)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(it) for key, it in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(inner) for inner in value]
    return value
