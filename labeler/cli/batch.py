"""`labeler batch`: label corpora."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labeler.cli.choice import chosen
from labeler.cli.configured import ConfigFile, configured, reading_line
from labeler.cli.exit_codes import UNREADABLE_INPUT
from labeler.cli.output import complain
from labeler.cli.reading import Model, Rules
from labeler.errors import UsageError

if TYPE_CHECKING:
    from labeler.batch.manifest import Manifest
    from labeler.batch.slabs import Failure
    from labeler.evidence import Label

_SHOWN = 5
"""Errors; the summary shows more."""


def batch(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT", help="Files, folders, globs, or URLs that fsspec knows (s3://...)."
        ),
    ],
    output: Annotated[
        Path, typer.Option(help="Folder for the result; a run that was stopped goes on there.")
    ],
    text_column: Annotated[
        str | None,
        typer.Option(help="Column or field of the text.  [default: text]", show_default=False),
    ] = None,
    html_column: Annotated[
        str | None, typer.Option(help="Column or field of pages' markup.", show_default=False)
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(help="Column or field that names documents.", show_default=False),
    ] = None,
    url_column: Annotated[
        str | None, typer.Option(help="Column or field of their address.", show_default=False)
    ] = None,
    media_type: Annotated[
        str | None,
        typer.Option(help="What the text column holds.  [default: text/plain]", show_default=False),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(help="Of CSV and JSON Lines.  [default: utf-8]", show_default=False),
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", metavar="parquet|jsonl", help="Format of the result.")
    ] = "parquet",
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL",
            help="Write the text of segments with this label as well; may be repeated.",
            show_default=False,
        ),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(help="Keep no segment less sure than this.", min=0, max=1)
    ] = 0.0,
    only_text: Annotated[
        bool, typer.Option("--only-text", help="Write nothing but the text of --keep.")
    ] = False,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the segments' text out.")
    ] = False,
    sample: Annotated[
        float | None,
        typer.Option(
            help="Take this share of the records, always the same.",
            min=0,
            max=1,
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="Take so many records at most.", min=1, show_default=False)
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(help="Worker processes.  [default: one a core]", min=1, show_default=False),
    ] = None,
    max_seconds: Annotated[
        float, typer.Option(help="Time that one document may take.", min=0.001)
    ] = 60.0,
    max_memory: Annotated[
        int, typer.Option(help="Megabytes that a document may need (Linux).", min=1)
    ] = 1000,
    engine: Annotated[
        str, typer.Option(metavar="local|ray", help="Where the work is done.")
    ] = "local",
    restart: Annotated[
        bool, typer.Option("--restart", help="Delete what an earlier run left in the folder.")
    ] = False,
    rules: Rules = None,
    model: Model = None,
    config_file: ConfigFile = None,
) -> None:
    """Label corpora: Parquet, Arrow, JSON Lines, CSV, WARC and WET files.

    Stopped at any moment, the same command goes on where it was. Ends with exit code 3 if
    something could not be read; the manifest lists it.
    """
    from labeler.batch.progress import terminal_watcher
    from labeler.batch.run import ENGINES, Job, run
    from labeler.batch.settings import OUTPUT_FORMATS, Columns, Keep, Settings
    from labeler.batch.without_pandas import leave_pandas_out

    if text_column is not None and html_column is not None:
        raise UsageError("--text-column and --html-column: name one of them")
    if re.match(r"[a-z][a-z0-9+.-]+:/", output.as_posix()):  # no drive: these have one letter
        raise UsageError(
            f"--output {output}: a URL; name a folder of this machine, or one that is mounted"
        )
    if (only_text or min_confidence) and not keep:
        option = "--only-text" if only_text else "--min-confidence"
        raise UsageError(f"{option}: no text is kept without --keep LABEL")
    given = reading_line(
        encoding=encoding,
        text_field=text_column,
        media_type=media_type,
        rules=rules,
        model=model,
    )
    config = configured([_anchor(inputs)], config_file, given)
    text = None if html_column is not None else config.scan.text_field
    settings = Settings(
        columns=Columns(text=text, html=html_column, id=id_column, url=url_column),
        media_type=config.scan.media_type,
        encoding=_line_encoding(config.scan.encoding),
        format=chosen("format", format_name, OUTPUT_FORMATS),
        only_text=only_text,
        include_text=not no_text,
        keep=Keep(_labels(keep), min_confidence) if keep else None,
        sample=sample,
        limit=limit,
        max_seconds=max_seconds,
        max_memory=max_memory * 1_000_000 if sys.platform == "linux" else None,
        rules=config.rules.paths,
        disable=config.rules.disable,
        model=config.model,
    )
    where = chosen("engine", engine, ENGINES)
    if where == "local":  # Ray needs it
        leave_pandas_out()
    job = Job(tuple(inputs), output, settings, jobs, where, restart)
    manifest = run(job, terminal_watcher())
    _tell(manifest, output)
    if set(manifest.errors.causes) - {"empty"}:
        raise typer.Exit(UNREADABLE_INPUT)


def _tell(manifest: "Manifest", output: Path) -> None:
    """Say what a run came to, with the first of its errors."""
    from labeler.report.counted import counted

    wrong = [failure for failure in manifest.errors.first if failure.cause != "empty"]
    for failure in wrong[:_SHOWN]:
        complain(_described(failure))
    documents = counted(manifest.counts.documents, "document")
    errors = counted(manifest.errors.total, "error")
    complain(f"{documents}, {errors}; see {output / 'summary.html'}")


def _described(failure: "Failure") -> str:
    """A failure with its place; those of whole inputs name it themselves."""
    if failure.cause == "unreadable":
        return failure.message
    place = failure.source if failure.row is None else f"{failure.source}:{failure.row}"
    return f"{place}: {failure.message}"


def _anchor(inputs: Sequence[str]) -> str:
    """From where the configuration is searched upward: the first input, if it is a local one."""
    return "." if "://" in inputs[0] else inputs[0]


def _labels(names: Sequence[str]) -> "tuple[Label, ...]":
    from labeler.evidence import LABELS

    return tuple(chosen("label", name, LABELS) for given in names for name in given.split(","))


def _line_encoding(name: str | None) -> str | None:
    """The codec, if lines can be told in its bytes."""
    from labeler.read.charsets import codec_for

    if name is None:
        return None
    codec = codec_for(name)
    if codec is None:
        raise UsageError(f"unknown encoding {name!r}; corpora are usually utf-8")
    if "\n".encode(codec) != b"\n":
        raise UsageError(f"{codec}: lines cannot be told apart in it; convert the files to utf-8")
    return codec
