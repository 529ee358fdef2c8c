"""The formats of `labeler scan --format`, by name."""

from collections.abc import Callable

from labeler.report.json import JsonWriter
from labeler.report.jsonl import JsonlWriter
from labeler.report.text import TextWriter
from labeler.report.writer import Sink, Writer

WRITERS: dict[str, Callable[[Sink], Writer]] = {
    "json": JsonWriter,
    "jsonl": JsonlWriter,
    "text": TextWriter,
}
"""A new format is one file with its writer, and one line here."""
