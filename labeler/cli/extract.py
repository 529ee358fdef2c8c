"""`labeler extract`: the article alone, without what stands around it."""

import gc
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labeler.cli.output import open_output
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

if TYPE_CHECKING:
    from labeler.document import Document
    from labeler.extract import Article
    from labeler.read import ReadOptions
    from labeler.scanner import Labeler


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
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATTERN",
            help="Leave out files in directories, as in .gitignore; may be repeated.",
            show_default=False,
        ),
    ] = None,
    same_site: SameSite = False,
    rules: Rules = None,
    model: Model = None,
) -> None:
    """Write the articles of documents: title, paragraphs, headings, lists, in reading order.

    A document without an article, such as a cookie wall, gives an empty one. Ends with exit
    code 3 if an input could not be read; the others are written all the same.
    """
    from labeler.extract.writers import WRITERS
    from labeler.report.excerpt import one_line

    if format_name not in WRITERS:
        raise UsageError(f"no format {format_name!r}; there are {', '.join(WRITERS)}")

    options = read_options(encoding, text_field, media_type, exclude or ())

    from labeler.scanner import Labeler

    labeler = Labeler(rules=rules or (), model=model)
    several = len(paths) > 1 or Path(paths[0]).is_dir()
    unreadable = False
    with open_output(output) as stream:
        writer = WRITERS[format_name](stream, several)
        for outcome in _extracted(labeler, paths, options, captions, same_site):
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


def _extracted(
    labeler: "Labeler",
    paths: Sequence[str],
    options: "ReadOptions",
    captions: bool,
    same_site: bool,
) -> "Iterator[Article | InputError]":
    """The article of each document of all paths, one at a time."""
    from labeler.read import read_path
    from labeler.samesite import NO_REPEATS, rereader
    from labeler.scanner import repeats_of

    documents: Iterator[Document | InputError] = chain.from_iterable(
        read_path(path, options) for path in paths
    )
    repeats = NO_REPEATS
    if same_site:
        reread = rereader(paths, options)
        repeats, documents = repeats_of(reread()), reread()
    for document in documents:
        if isinstance(document, InputError):
            yield document
        else:
            yield labeler.extract_document(document, repeats, captions=captions)
