"""`--format jsonl`: one report a line."""

from functools import cache
from typing import TYPE_CHECKING

from labeler.report.encode import compact_pieces
from labeler.report.writer import AnyReport, Sink, Writer

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_LINE_ENDS = {
    character.encode(): f"\\u{ord(character):04x}".encode() for character in "\x85\u2028\u2029"
}


class JsonlWriter(Writer):
    """Writes each report as one line of JSON."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, report: AnyReport) -> None:
        """Write one report and its line end."""
        write = self._sink.stream.write
        for piece in compact_pieces(report, include_text=self._sink.include_text):
            write(_on_one_line(piece))
        write(b"\n")

    def write_encoded(self, report: bytes) -> None:
        """Write one report that is compact JSON already."""
        self._sink.stream.write(_on_one_line(report) + b"\n")

    def close(self) -> None:
        """Nothing follows the last report."""


def _on_one_line(piece: bytes) -> bytes:
    """Escape what JSON may hold as it is but many readers (`str.splitlines`) end a line at."""
    if not piece.isascii() and _line_ends().find_matches_as_indexes(piece):
        for character, escape in _LINE_ENDS.items():
            piece = piece.replace(character, escape)
    return piece


@cache
def _line_ends() -> "BytesAhoCorasick":
    """What finds line ends: six times as fast as RE2, ten times as fast as three searches."""
    from ahocorasick_rs import BytesAhoCorasick

    return BytesAhoCorasick(_LINE_ENDS)
