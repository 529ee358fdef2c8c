"""Where the segments of a document stand, those of a window at once."""

from collections.abc import Sequence
from typing import NamedTuple

from labeler.document import Document, Segment, Span
from labeler.report.positions import LineCounter, exact_codec

Row = tuple[int, int, int, int, int] | tuple[int, int, int, int, int, int, int]
"""Index, start, end, line and column of a segment; where bytes are known, its first and the one
after its last."""
_ASCII_ALIKE = ("ascii", "utf-8")
"""Codecs in which ASCII takes one byte."""


class Place(NamedTuple):
    """Where a segment lies. Lines and columns count from 1."""

    line: int
    column: int
    byte_span: Span | None


def place_of(row: Row) -> Place:
    """The place that a row tells of."""
    line, column, *in_bytes = row[3:]
    return Place(line, column, Span(*in_bytes) if in_bytes else None)


class Locator:
    """Finds the places of segments, which are given in their order."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._codec = exact_codec(document)
        self._by_return = LineCounter(document.text) if "\r" in document.text else None
        self._at = 0
        """Up to here lines and bytes are counted."""
        self._line = 1
        self._line_start = 0
        self._bytes = document.bom_bytes
        self._gaps: dict[str, tuple[int, int, int]] = {}
        """Of what stands between segments: line ends, length after the last, and bytes."""

    def rows(self, segments: Sequence[Segment]) -> list[Row]:
        """Where the next segments lie."""
        text, codec = self._text, self._codec
        at, line, line_start, in_bytes = self._at, self._line, self._line_start, self._bytes
        ascii_alike = codec in _ASCII_ALIKE
        rows: list[Row] = []
        for segment in segments:
            start, end, content = segment.start, segment.end, segment.text
            gap = text[at:start]
            if (known := self._gaps.get(gap)) is None:
                known = self._gaps[gap] = self._of_gap(gap)
            breaks, after, size = known
            if breaks:
                line += breaks
                line_start = start - after
            column = start - line_start + 1
            if codec is None:
                rows.append((segment.index, start, end, line, column))
            else:
                first = in_bytes + size
                is_short = ascii_alike and content.isascii()
                in_bytes = first + (end - start if is_short else len(content.encode(codec)))
                rows.append((segment.index, start, end, line, column, first, in_bytes))
            if "\n" in content:
                line += content.count("\n")
                line_start = start + content.rfind("\n") + 1
            at = end
        self._at, self._line, self._line_start, self._bytes = at, line, line_start, in_bytes
        return rows if self._by_return is None else list(map(self._recounted, rows))

    def _of_gap(self, gap: str) -> tuple[int, int, int]:
        size = len(gap.encode(self._codec)) if self._codec else 0
        return gap.count("\n"), len(gap) - 1 - gap.rfind("\n"), size

    def _recounted(self, row: Row) -> Row:
        """A row with the lines of a text in which carriage returns end some."""
        assert self._by_return is not None
        line, column = self._by_return.locate(row[1])
        return (*row[:3], line, column, *row[5:])
