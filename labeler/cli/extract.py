"""`labeler extract`: the article alone, without what stands around it."""

from pathlib import Path
from typing import Annotated

import typer

from labeler.cli.output import open_output, write_all
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


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files, directories, or - for standard input."),
    ],
    format_name: Annotated[
        str, typer.Option("--format", metavar="text|markdown|json", help="Format of the articles.")
    ] = "text",
    captions: Annotated[
        bool, typer.Option("--captions", help="Keep the captions of the article's pictures.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(help="Write to this file instead of standard output.", show_default=False),
    ] = None,
    encoding: Encoding = None,
    text_field: TextField = None,
    media_type: MediaType = None,
    exclude: Exclude = None,
    same_site: SameSite = False,
    rules: Rules = None,
    model: Model = None,
) -> None:
    """Write the articles of documents: title, paragraphs, headings, lists, in reading order.

    A document without an article, such as a cookie wall, gives an empty one. Ends with exit
    code 3 if an input could not be read; the others are written all the same.
    """
    from labeler.extract.writers import WRITERS

    if format_name not in WRITERS:
        raise UsageError(f"no format {format_name!r}; there are {', '.join(WRITERS)}")

    options = read_options(encoding, text_field, media_type, exclude or ())

    from labeler.scanner import Labeler

    labeler = Labeler(rules=rules or (), model=model)
    several = len(paths) > 1 or Path(paths[0]).is_dir()
    with open_output(output) as stream:
        writer = WRITERS[format_name](stream, several)
        articles = labeler.extract_documents(paths, options, captions=captions, same_site=same_site)
        unreadable = write_all(writer.write, articles)
        writer.close()
    if unreadable:
        raise typer.Exit(3)
