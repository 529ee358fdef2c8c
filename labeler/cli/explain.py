"""`labeler explain`: every piece of evidence for one segment."""

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from labeler.cli.configured import ConfigFile, configured, labeler_of, options_of, reading_line
from labeler.cli.reading import (
    Encoding,
    Headers,
    MediaType,
    Model,
    Rules,
    TextField,
)
from labeler.errors import InputError, UsageError

if TYPE_CHECKING:
    from labeler.report.schema import Report, ReportSegment


def explain(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A document, - for standard input, or a record: data.jsonl#3."
        ),
    ],
    segment: Annotated[
        str, typer.Option(metavar="N|ID", help="Index of the segment, or (the start of) its id.")
    ],
    encoding: Encoding = None,
    text_field: TextField = None,
    media_type: MediaType = None,
    headers: Headers = None,
    rules: Rules = None,
    model: Model = None,
    config: ConfigFile = None,
) -> None:
    """Show why one segment of a document has its label."""
    from labeler.read import read_path
    from labeler.report.explain import print_explanation

    record = not os.path.exists(file) and "#" in file
    path = file.rpartition("#")[0] if record else file
    settings = configured(
        [path],
        config,
        reading_line(
            encoding=encoding,
            text_field=text_field,
            media_type=media_type,
            rules=rules,
            model=model,
        ),
    )
    labeler = labeler_of(settings)
    outcomes = (
        document if isinstance(document, InputError) else labeler.scan_document(document)
        for document in read_path(path, options_of(settings, headers))
    )
    report = only_report(outcomes, file)
    print_explanation(
        sys.stdout.buffer, report, find_segment(report, segment), terminal=sys.stdout.isatty()
    )


def only_report(outcomes: "Iterable[Report | InputError]", file: str) -> "Report":
    """The one report among `outcomes`, or the one on the record `file`.

    Raises the first `InputError` if there is no such report, and `UsageError` if it is not
    clear which one is meant.
    """
    found: Report | None = None
    error: InputError | None = None
    number = 0
    for outcome in outcomes:
        if isinstance(outcome, InputError):
            error = error or outcome
        elif outcome.input.path == file:
            return outcome
        else:
            found = outcome
            number += 1
    if error is not None:
        raise error
    if found is None or "#" in file:
        raise UsageError(f"{file}: no such record; {number} were read")
    if number > 1:
        raise UsageError(f"{file}: holds {number} documents; name one, such as {found.input.path}")
    return found


def find_segment(report: "Report", wanted: str) -> "ReportSegment":
    """The segment with index `wanted`, or whose id starts with it.

    Decimal digits are the start of an id only if they are all of its hash. Raises `UsageError` if
    there is none or more than one.
    """
    from labeler.report.schema import CONTENT_DIGITS

    if wanted.isdecimal() and len(wanted) < CONTENT_DIGITS:
        found = [segment for segment in report.segments if segment.index == int(wanted)]
    else:
        found = [segment for segment in report.segments if segment.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    path, last = report.input.path, len(report.segments) - 1
    if found:
        raise UsageError(f"{path}: {len(found)} segments have an id that starts with {wanted!r}")
    there = f"indices go from 0 to {last}" if last >= 0 else "the document has none"
    raise UsageError(f"{path}: no segment {wanted!r}; {there}")
