"""`labeler extract`: the article alone, without what stands around it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from labeler.cli.choice import chosen
from labeler.cli.configured import ConfigFile, configured, labeler_of, options_of, reading_line
from labeler.cli.exit_codes import UNREADABLE_INPUT
from labeler.cli.output import open_output, write_all
from labeler.cli.reading import (
    Encoding,
    Exclude,
    Headers,
    MediaType,
    Model,
    Rules,
    SameSite,
    TextField,
)


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
    headers: Headers = None,
    exclude: Exclude = None,
    same_site: SameSite = None,
    rules: Rules = None,
    model: Model = None,
    config: ConfigFile = None,
) -> None:
    """Write the articles of documents: title, paragraphs, headings, lists, in reading order.

    A document without an article, such as a cookie wall, gives an empty one. Ends with exit
    code 3 if an input could not be read; the others are written all the same.
    """
    from labeler.extract.writers import WRITERS

    make_writer = WRITERS[chosen("format", format_name, WRITERS)]
    settings = configured(
        paths,
        config,
        reading_line(
            encoding=encoding,
            text_field=text_field,
            media_type=media_type,
            rules=rules,
            model=model,
            exclude=exclude,
            same_site=same_site,
        ),
    )
    several = len(paths) > 1 or os.path.isdir(paths[0])
    with open_output(output) as stream:
        writer = make_writer(stream, several)
        articles = labeler_of(settings).extract_documents(
            paths,
            options_of(settings, headers),
            captions=captions,
            same_site=settings.scan.same_site,
        )
        unreadable = write_all(writer.write, articles)
        writer.close()
    if unreadable:
        raise typer.Exit(UNREADABLE_INPUT)
