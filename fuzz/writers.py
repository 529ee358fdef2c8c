"""Report writers: whatever a report's strings hold, each format stays what it is.

The first byte says which format, the second which report; the rest, cut at every U+001F, fills
the strings that a text, a file's name, a rule or a configuration can bring in.
"""

import csv
import io
import json
from collections.abc import Iterator
from itertools import cycle, repeat
from typing import Any
from xml.etree import ElementTree

import msgspec

from labeler.report.schema import Report
from labeler.report.writer import Sink
from labeler.report.writers import WRITERS, writer_of
from tests.report.found import about_document, as_page, objected_to, with_findings
from tests.report.made import disclosed_report

LONGEST = 500

# Text takes twenty times as long as most, and would take most of the time.
_FORMATS = (*(form for form in WRITERS if form != "text"),) * 4 + ("text",)
_REPORTS = (
    with_findings(disclosed_report(), about_document(disclosed_report())),
    as_page(objected_to("One.\r\nTwo.")),
)
_FREE = frozenset(
    ("path", "text", "quote", "message", "name", "rule", "language", "review_reason",
     "justification", "version")
)  # fmt: skip
_FREE_LISTS = frozenset(("conflicts", "errors"))
_DELIMITER = "\x1f"
_SEEDS = (
    "<script>alert(1)</script>\x1f]]>\x1f--><!--\x1f</textarea>&amp;\x1fjavascript:x",
    '=1+1,"\r\n\x1f@x\x1f-2\x1f\t\x1f"\n"',
    "%0A::error::x\x1f::set-output\x1f|a|\\|\x1f```\x1f~~~\n# x\x1f[a](b)",
    "\x1b[2J\u202e\x00\ufffe\x1f../../etc\x1ffile:///a#b?c\x1fhttps://a.example/ä b",
)


def seeds() -> Iterator[bytes]:
    """What is special in some format, for each format."""
    for number in (*range(len(WRITERS) - 1), len(_FORMATS) - 1):
        text = _SEEDS[number % len(_SEEDS)]
        yield bytes([number, number % len(_REPORTS)]) + text.encode()


def one(data: bytes) -> None:
    """Write one report and read what came of it, where a standard parser can."""
    head, strings = data[:2].ljust(2, b"\0"), data[2:].decode("utf-8", "replace")
    form = _FORMATS[head[0] % len(_FORMATS)]
    report = _report(_TEMPLATES[head[1] % len(_TEMPLATES)], strings.split(_DELIMITER))
    stream = io.BytesIO()
    terminal = head[1] >= 240  # colours take ten times as long
    writer = writer_of(form)(Sink(stream, terminal=terminal))
    writer.write(report)
    writer.close()
    written = stream.getvalue().decode()
    if form not in ("csv", "html"):  # which no terminal shows
        assert "\x1b[2J" not in written
    if not terminal:  # there JSON has colours
        _check(form, written, report)


def _filled(part: Any, strings: Iterator[str]) -> Any:
    """The same part of a report with other strings."""
    if isinstance(part, tuple):
        return tuple(_filled(item, strings) for item in part)
    if not isinstance(part, msgspec.Struct):
        return part
    changed: dict[str, Any] = {}
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if field in _FREE and isinstance(value, str):
            changed[field] = next(strings)
        elif field in _FREE_LISTS:
            changed[field] = tuple(next(strings) for _ in value)
        elif isinstance(value, (msgspec.Struct, tuple)):
            changed[field] = _filled(value, strings)
    return msgspec.structs.replace(part, **changed)


def _template(report: Report) -> list[bytes]:
    """The report as JSON, cut where a free string stands: filled in less time than structs are."""
    cut = msgspec.json.encode(_DELIMITER)
    return msgspec.json.encode(_filled(report, repeat(_DELIMITER))).split(cut)


_TEMPLATES = tuple(map(_template, _REPORTS))
_DECODER = msgspec.json.Decoder(Report)


def _report(template: list[bytes], strings: list[str]) -> Report:
    """The template's report with these strings, again and again, as its free ones."""
    encoded = cycle([msgspec.json.encode(string) for string in strings])
    start, *rest = template
    return _DECODER.decode(start + b"".join(next(encoded) + part for part in rest))


def _check(form: str, written: str, report: Report) -> None:
    if form in ("json", "jsonl"):
        assert msgspec.json.decode(written, type=Report) == report
    elif form in ("sarif", "gitlab", "prov", "webanno"):
        json.loads(written)
    elif form == "junit":
        ElementTree.fromstring(written)
    elif form == "csv":
        widths = {len(row) for row in csv.reader(io.StringIO(written, newline=""))}
        assert len(widths) == 1
    elif form == "html":
        assert "<script>alert(1)" not in written
