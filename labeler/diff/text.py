"""A diff for reading in a terminal."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from labeler.diff.changes import Diff, DocumentDiff, FindingChange, SegmentChange, SegmentState
from labeler.diff.words import segments_in_words, summary_lines
from labeler.report.excerpt import one_line, shortened
from labeler.report.text import SIGNS, STYLES, open_console

_SIGNS = {"relabelled": "!", "changed": "~", "new": "+", "gone": "-"}
_STYLES = {"relabelled": "bold yellow", "changed": "cyan", "new": "green", "gone": "red"}
_EXCERPT = 60

Styled = tuple[str, str]
"""A piece of a line and its style."""


def print_diff(stream: BinaryIO, diff: Diff, *, terminal: bool) -> None:
    """Write `diff` line by line; plain unless on a `terminal`."""
    from rich.text import Text

    file = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", write_through=True)
    try:
        console = open_console(file, terminal=terminal)
        for line in _lines(diff):
            console.print(Text.assemble(*line), soft_wrap=True)
    finally:
        file.detach()


def _lines(diff: Diff) -> Iterator[list[Styled]]:
    for document in diff.documents:
        yield from _document(document)
        yield []
    for line in summary_lines(diff):
        yield [(line, "")]


def _document(document: DocumentDiff) -> Iterator[list[Styled]]:
    was = f"  (was {one_line(document.old_path)})" if document.old_path else ""
    yield [(one_line(document.path), "bold"), (was, "dim")]
    if document.change == "changed":
        yield from map(_segment, document.segments)
    else:
        sign, style = _SIGNS[document.change], _STYLES[document.change]
        what = f"{document.change} document: {segments_in_words(document)}"
        yield [(f"  {sign} ", style), (what, "")]
    for finding in document.findings:
        yield _finding(finding)


def _segment(change: SegmentChange) -> list[Styled]:
    shown = change.new or change.old
    assert shown is not None  # one of the two is there
    place = f"{'line' if change.new else 'was line'} {shown.line}"
    sign = (f"  {_SIGNS[change.change]} ", _STYLES[change.change])
    excerpt = shortened(shown.text or "", _EXCERPT)
    quoted = (f"  “{excerpt}”", "dim") if excerpt else ("", "")
    return [sign, (f"{place}  ", "dim"), *_judgement(change), quoted]


def _judgement(change: SegmentChange) -> Iterator[Styled]:
    if change.old and change.new and _state(change.old) != _state(change.new):
        yield _state(change.old)
        yield (" → ", "bold")
    yield _state(change.new or change.old)


def _state(segment: SegmentState | None) -> Styled:
    assert segment is not None
    review = "?" if segment.needs_review else ""
    words = f"{segment.label} {segment.confidence:.2f}{review} {segment.basis}"
    return f"{SIGNS[segment.label]} {words}", STYLES[segment.label]


def _finding(change: FindingChange) -> list[Styled]:
    finding = change.finding
    place = f"  line {finding.line}" if finding.line else ""
    style = "red" if change.change == "new" else "green"
    return [
        (f"  {change.change} {finding.severity}", style),
        (f"{place}  {one_line(finding.rule)}: {one_line(finding.message)}", ""),
    ]
