"""Reports and decisions put together: what each decided segment turned out to be."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from labeler.corrections.schema import Decision
from labeler.corrections.standing import Standing, agreed
from labeler.errors import InputError
from labeler.evidence import Label
from labeler.report.read import read_reports, report_files
from labeler.report.schema import Report, ReportSegment


class ReviewedSegment(NamedTuple):
    """A segment that somebody decided on."""

    segment: ReportSegment
    decisions: Mapping[str, Decision]
    """By reviewer."""
    label: Label | None
    """What all reviewers who decided agree on; None where they differ or one is unsure."""
    notes: tuple[str, ...]


class ReviewedDocument(NamedTuple):
    """A report with the segments that were decided, in reading order; at least one."""

    report: Report
    segments: tuple[ReviewedSegment, ...]


def reviewed_documents(reports: Iterable[Report], standing: Standing) -> Iterator[ReviewedDocument]:
    """The documents in which something was decided."""
    for report in reports:
        about = report.input
        found = []
        for segment in report.segments:
            decisions = standing.of(about.sha256, about.path, segment.id)
            if decisions:
                notes = standing.notes(about.sha256, about.path, segment.id)
                words = tuple(one.note for one in notes if one.note)
                found.append(ReviewedSegment(segment, decisions, agreed(decisions), words))
        if found:
            yield ReviewedDocument(report, tuple(found))


def given_reports(paths: Iterable[Path], without: Path) -> Iterator[Report]:
    """The reports in files and directories, without the corrections file `without` that may lie
    among them. Raises InputError where something is missing or no report."""
    unwanted = os.path.realpath(without)
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such report; labeler scan --output writes it")
        for file in report_files(path):
            if os.path.realpath(file) != unwanted:
                yield from read_reports(file)


def text_of(report: Report) -> str:
    """A text in which the report's spans hold: its segments, with line ends between them.

    A report keeps the text of its segments alone. Raises ValueError if it does not even do that.
    """
    pieces, at = [], 0
    for segment in report.segments:
        if segment.text is None:
            raise ValueError("the report was written with --no-text")
        pieces += ["\n" * (segment.span.start - at), segment.text]
        at = segment.span.end
    return "".join(pieces)
