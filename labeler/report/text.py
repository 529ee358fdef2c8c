"""`--format text`: for reading in a terminal."""

import io
import os
from typing import TYPE_CHECKING

from labeler.evidence import LABELS, Label
from labeler.report.counted import counted
from labeler.report.excerpt import one_line
from labeler.report.reason import short_reason
from labeler.report.schema import DocumentEvidence, ReportSegment, Summary
from labeler.report.writer import AnyReport, Sink, Writer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

SIGNS: dict[Label, str] = {
    "human_article": "✎",
    "ai_report": "◆",
    "image_caption": "▣",
    "boilerplate": "·",
}
"""Shown beside each label, so that nothing rests on colour alone."""
STYLES: dict[Label, str] = {
    "human_article": "green",
    "ai_report": "bold magenta",
    "image_caption": "cyan",
    "boilerplate": "dim",
}
_WIDTH_IN_FILES = 100
_NARROW = 72
"""Below this many columns a table has no room for the text; segments take two lines then."""
_BAR = 20


class TextWriter(Writer):
    """Writes each report as a table of its segments and a summary."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._written = 0

    def write(self, report: AnyReport) -> None:
        """Write one report, and an empty line before all but the first."""
        file = io.TextIOWrapper(
            self._sink.stream, encoding="utf-8", errors="replace", write_through=True
        )
        try:
            console = open_console(file, terminal=self._sink.terminal)
            if self._written:
                console.print()
            print_report(console, report, include_text=self._sink.include_text)
        finally:
            file.detach()
        self._written += 1

    def close(self) -> None:
        """Nothing follows the last report."""


def open_console(file: io.TextIOWrapper, *, terminal: bool) -> "Console":
    """A console that colours only on a terminal; elsewhere `COLUMNS` or 100 columns wide."""
    from rich.console import Console

    if terminal:
        return Console(file=file, force_terminal=True, highlight=False)
    columns = os.environ.get("COLUMNS", "")
    width = (int(columns) if columns.isdecimal() else 0) or _WIDTH_IN_FILES
    return Console(file=file, force_terminal=False, highlight=False, no_color=True, width=width)


def print_report(console: "Console", report: AnyReport, *, include_text: bool) -> None:
    """Print one report to `console`, as wide and as colourful as that is."""
    from rich.text import Text

    about = report.input
    facts = [about.media_type, about.encoding, *([about.language] if about.language else [])]
    console.print(
        Text.assemble((one_line(about.path), "bold"), (f"  {one_line(', '.join(facts))}", "dim"))
    )
    segments = tuple(report.segments)
    index_of = {segment.id: segment.index for segment in segments}
    if not segments:
        console.print(Text("no text to label", style="dim"))
    elif console.width < _NARROW:
        _print_stacked(console, segments, index_of, include_text)
    else:
        console.print(_table(console.width, segments, index_of, include_text))
    console.print()
    _print_summary(console, report.summary)
    _print_document_evidence(console, report.document)
    _print_review(console, segments)
    for error in report.errors:
        console.print(Text(f"error: {one_line(error)}", style="red"))


def _table(
    width: int, segments: tuple[ReportSegment, ...], index_of: dict[str, int], include_text: bool
) -> "Table":
    from rich.table import Table
    from rich.text import Text

    # Widths are set beforehand: measuring every cell takes longer than printing them.
    fixed = {"": max(3, len(str(segments[-1].index))), "label": 15, "sure": 5, "basis": 8}
    left = width - sum(fixed.values()) - len(fixed) - 2
    reason = max(18, left * 2 // 5) if include_text else left
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", show_edge=False)
    for name, size in fixed.items():
        table.add_column(name, width=size, no_wrap=True, justify="left" if name else "right")
    table.add_column("reason", width=reason, no_wrap=True, overflow="ellipsis")
    if include_text:
        table.add_column("text", width=left - reason, no_wrap=True, overflow="ellipsis")
    for segment in segments:
        style = STYLES[segment.label]
        cells = [
            Text(str(segment.index), style="dim"),
            Text(_label(segment.label), style=style),
            Text(_sureness(segment), style="yellow" if segment.needs_review else ""),
            Text(segment.basis, style="dim"),
            Text(one_line(short_reason(segment, index_of)), style="dim"),
        ]
        if include_text:
            cells.append(Text(one_line((segment.text or "")[: 4 * width]), style=style))
        table.add_row(*cells)
    return table


def _print_stacked(
    console: "Console",
    segments: tuple[ReportSegment, ...],
    index_of: dict[str, int],
    include_text: bool,
) -> None:
    from rich.text import Text

    for segment in segments:
        style = STYLES[segment.label]
        line = Text.assemble(
            (f"{segment.index} ", "dim"),
            (_label(segment.label), style),
            f" {_sureness(segment)} ",
            (one_line(short_reason(segment, index_of)), "dim"),
        )
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)
        if include_text:
            text = one_line((segment.text or "")[: 4 * console.width])
            console.print(Text("  " + text), no_wrap=True, overflow="ellipsis", crop=True)


def _print_summary(console: "Console", summary: Summary) -> None:
    from rich.text import Text

    for label in LABELS:
        count = getattr(summary.labels, label)
        share = count.characters / summary.characters if summary.characters else 0.0
        console.print(
            Text.assemble(
                (f"{_label(label):<16}", STYLES[label]),
                (f"{'█' * round(share * _BAR):<{_BAR}}", STYLES[label]),
                f" {share:4.0%} of characters, {counted(count.segments, 'segment')}",
            ),
            soft_wrap=True,
        )


def _print_document_evidence(console: "Console", evidence: DocumentEvidence) -> None:
    from rich.text import Text

    lines = [
        *(f"declares {d.signal} = {d.value} ({d.meaning}, {d.governs})" for d in evidence.declared),
        *(f"C2PA: {c.message} ({c.status}, {c.verification})" for c in evidence.c2pa),
        *(
            f"hidden text ({h.severity}): {h.message}"
            + (f", reads {h.decoded!r}" if h.decoded else "")
            for h in evidence.hidden_text
        ),
    ]
    for line in lines:
        console.print(Text(one_line(line), style="yellow"), soft_wrap=True)


def _print_review(console: "Console", segments: tuple[ReportSegment, ...]) -> None:
    from rich.text import Text

    waiting = [segment for segment in segments if segment.needs_review]
    if waiting:
        console.print(Text(f"{counted(len(waiting), 'segment')} to review:", style="yellow"))
    for segment in waiting:
        reason = one_line(segment.review_reason or "no reason given")
        console.print(Text(f"  ? #{segment.index}: {reason}"), soft_wrap=True)


def _label(label: Label) -> str:
    return f"{SIGNS[label]} {label}"


def _sureness(segment: ReportSegment) -> str:
    return f"{segment.confidence:.2f}{'?' if segment.needs_review else ''}"
