"""`--format json`: one indented report, or a list of them for several inputs."""

import re
from collections.abc import Callable
from io import StringIO

from labeler.report.encode import indented, indented_in_list, indented_pieces
from labeler.report.writer import AnyReport, Sink, Writer

_CONTROLS = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class JsonWriter(Writer):
    """Writes one report as an object, several as a list.

    Where the number is not known beforehand (the records of one file), the first report waits
    for the second or the end.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._paint: Callable[[bytes], bytes] = _painter() if sink.terminal else bytes
        self._waiting: AnyReport | bytes | None = None
        self._listed = 0
        if sink.several:
            sink.stream.write(b"[")

    def write(self, report: AnyReport) -> None:
        """Write one report, or keep the first until it is known whether it is alone."""
        self._write(report)

    def write_encoded(self, report: bytes) -> None:
        """Write one report that is compact JSON already."""
        self._write(report)

    def _write(self, report: AnyReport | bytes) -> None:
        if not self._sink.several and not self._listed and self._waiting is None:
            self._waiting = report
            return
        if self._waiting is not None:
            self._sink.stream.write(b"[")
            first, self._waiting = self._waiting, None
            self._write_listed(first)
        self._write_listed(report)

    def close(self) -> None:
        """Write the waiting report, or the end of the list."""
        stream = self._sink.stream
        if isinstance(self._waiting, bytes):
            stream.write(self._paint(indented(self._waiting)) + b"\n")
        elif self._waiting is not None:
            self._write_pieces(self._waiting, margin="")
            stream.write(b"\n")
        elif self._listed:
            stream.write(b"\n]\n")
        elif self._sink.several:
            stream.write(b"]\n")

    def _write_listed(self, report: AnyReport | bytes) -> None:
        begin = b",\n  " if self._listed else b"\n  "
        self._listed += 1
        if isinstance(report, bytes):
            self._sink.stream.write(begin + self._paint(indented_in_list(report)))
        else:
            self._sink.stream.write(begin)
            self._write_pieces(report, margin="  ")

    def _write_pieces(self, report: AnyReport, margin: str) -> None:
        write, paint = self._sink.stream.write, self._paint
        include_text = self._sink.include_text
        for piece in indented_pieces(report, include_text=include_text, margin=margin):
            write(paint(piece))


def _painter() -> Callable[[bytes], bytes]:
    """Colours for JSON on a terminal; characters that steer one are escaped as JSON allows."""
    from rich.console import Console
    from rich.highlighter import JSONHighlighter

    target = StringIO()
    console = Console(file=target, force_terminal=True, soft_wrap=True)
    highlight = JSONHighlighter()

    def paint(piece: bytes) -> bytes:
        shown = _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", piece.decode())
        console.print(highlight(shown), end="")
        painted = target.getvalue().encode()
        target.seek(0)
        target.truncate()
        return painted

    return paint
