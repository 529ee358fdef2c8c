"""`labeler scan`: label documents and write their reports."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from labeler.cli.output import is_terminal, open_output
from labeler.cli.reading import (
    Encoding,
    MediaType,
    Model,
    Rules,
    SameSite,
    TextField,
    read_options,
)
from labeler.errors import InputError, UsageError


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
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Leave out files in directories, as in .gitignore; may be repeated.",
            show_default=False,
        ),
    ] = None,
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
    from labeler.report.excerpt import one_line
    from labeler.report.writer import Sink
    from labeler.report.writers import WRITERS

    if format_name not in WRITERS:
        raise UsageError(f"no format {format_name!r}; there are {', '.join(WRITERS)}")

    options = read_options(encoding, text_field, media_type, exclude or ())

    from labeler.scanner import Labeler

    labeler = Labeler(rules=rules or (), model=model)
    unreadable = False
    with open_output(output) as stream:
        sink = Sink(
            stream,
            terminal=is_terminal(output),
            several=len(paths) > 1 or Path(paths[0]).is_dir(),
            include_text=not no_text,
        )
        writer = WRITERS[format_name](sink)
        for outcome in labeler.scan_documents(paths, options, same_site=same_site):
            if not gc.isenabled():  # see labeler.cli.main: all is loaded with the first document
                gc.freeze()
                gc.enable()
            if isinstance(outcome, InputError):
                unreadable = True
                typer.echo(f"labeler: {one_line(str(outcome))}", err=True)
            else:
                writer.write(outcome)
        writer.close()
    if unreadable:
        raise typer.Exit(3)
