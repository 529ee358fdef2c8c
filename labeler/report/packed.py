"""A report as its JSON in parts: what crosses from a worker process and lies in the cache.

Its path, the findings and what made it are put in when it is unpacked: equal files share one
packed report wherever they lie, and a change of policy does not change it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from labeler.report.encode import compact_pieces, encode
from labeler.report.schema import SCHEMA_VERSION, Finding, Report, Tool

if TYPE_CHECKING:
    from labeler.report.writer import AnyReport

_FINDINGS = msgspec.json.Decoder(tuple[Finding, ...])
_REPORT = msgspec.json.Decoder(Report)
_NONE = b"[]"


class Packed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The report on one document of a file, as compact JSON without a beginning."""

    record: str
    """What stands in `input.path` after the file's path: nothing, or `#3` for a record."""
    body: bytes
    """From behind the path up to the findings."""
    findings: bytes
    """A list, none of them marked as accepted."""
    errors: bytes
    """A list."""


class EncodedReport(NamedTuple):
    """A whole report as compact JSON, and its findings beside it."""

    json: bytes
    findings: tuple[Finding, ...]

    def decoded(self) -> Report:
        """The report."""
        return _REPORT.decode(self.json)


def head(tool: Tool) -> bytes:
    """How the JSON of all reports made by `tool` begins, up to the path."""
    return b'{"schema_version":%d,"tool":%b,"input":{"path":' % (
        SCHEMA_VERSION,
        encode(tool),
    )


def pack(report: "AnyReport", path: str) -> Packed:
    """Take a report on a document of the file `path` apart; lone surrogates become U+FFFD."""
    encoded = b"".join(compact_pieces(report, include_text=True))
    begin = head(report.tool) + encode(report.input.path)
    findings, errors = encode(report.findings), encode(report.errors)
    end = _end(findings, errors)
    body = encoded[len(begin) : -len(end)]
    return Packed(report.input.path.removeprefix(path), body, findings, errors)


def unpack(
    packed: Packed, begin: bytes, path: str, mark: Callable[[Finding], Finding]
) -> EncodedReport:
    """Put a report together; `begin` is its head, `mark` gives findings their status."""
    findings: tuple[Finding, ...] = ()
    encoded = packed.findings
    if encoded != _NONE:
        findings = tuple(map(mark, _FINDINGS.decode(encoded)))
        encoded = encode(findings)
    parts = (
        begin,
        encode(path + packed.record),
        packed.body,
        _end(encoded, packed.errors),
    )
    return EncodedReport(b"".join(parts), findings)


def _end(findings: bytes, errors: bytes) -> bytes:
    return b',"findings":%b,"errors":%b}' % (findings, errors)
