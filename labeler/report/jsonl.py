"""`--format jsonl`: one report a line."""

from labeler.report.encode import compact_pieces
from labeler.report.writer import AnyReport, Sink


class JsonlWriter:
    """Writes each report as one line of JSON."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, report: AnyReport) -> None:
        """Write one report and its line end."""
        write = self._sink.stream.write
        for piece in compact_pieces(report, include_text=self._sink.include_text):
            write(piece)
        write(b"\n")

    def close(self) -> None:
        """Nothing follows the last report."""
