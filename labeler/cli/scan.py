"""`labeler scan`: label documents and write their reports."""

from pathlib import Path
from typing import Annotated

import typer

from labeler.cli.output import is_terminal, open_output, write_all
from labeler.cli.reading import (
    Encoding,
    Exclude,
    MediaType,
    Model,
    Rules,
    SameSite,
    TextField,
    read_options,
)
from labeler.errors import UsageError


def scan(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files, directories, or - for standard input."),
    ],
    format_name: Annotated[
        str, typer.Option("--format", metavar="json|jsonl|text", help="Format of the reports.")
    ] = "json",
    output: Annotated[
        Path | None,
        typer.Option(help="Write to this file instead of standard output.", show_default=False),
    ] = None,
    encoding: Encoding = None,
    text_field: TextField = None,
    media_type: MediaType = None,
    exclude: Exclude = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the segments' text out of the report.")
    ] = False,
    same_site: SameSite = False,
    rules: Rules = None,
    model: Model = None,
) -> None:
    """Label every segment of documents and report why.

    Ends with exit code 3 if an input could not be read; the others are reported all the same.
    """
    from labeler.report.writer import Sink
    from labeler.report.writers import WRITERS

    if format_name not in WRITERS:
        raise UsageError(f"no format {format_name!r}; there are {', '.join(WRITERS)}")

    options = read_options(encoding, text_field, media_type, exclude or ())

    from labeler.scanner import Labeler

    labeler = Labeler(rules=rules or (), model=model)
    with open_output(output) as stream:
        sink = Sink(
            stream,
            terminal=is_terminal(output),
            several=len(paths) > 1 or Path(paths[0]).is_dir(),
            include_text=not no_text,
        )
        writer = WRITERS[format_name](sink)
        reports = labeler.scan_documents(paths, options, same_site=same_site)
        unreadable = write_all(writer.write, reports)
        writer.close()
    if unreadable:
        raise typer.Exit(3)
