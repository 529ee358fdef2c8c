"""`labeler scan`: label documents and write their reports."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from labeler.bar import progress_bar
from labeler.cli.caching import cache_of
from labeler.cli.configured import (
    ConfigFile,
    configured,
    given,
    labeler_of,
    options_of,
    policy_of,
    reading_line,
)
from labeler.cli.exit_codes import FAILED, UNREADABLE_INPUT
from labeler.cli.formats import open_writers, wanted_formats
from labeler.cli.output import complain
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
from labeler.config import Config

if TYPE_CHECKING:
    from labeler.policy import Accepted

FORMATS = "json|jsonl|text|sarif|github|html|...[=FILE]"


def scan(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Files, directories, or - for standard input."),
    ],
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar=FORMATS,
            help="Format of the reports; may be repeated: --format text --format sarif=a.sarif",
            show_default="json",
        ),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Write to this file instead of standard output; one for each format.",
            show_default=False,
        ),
    ] = None,
    encoding: Encoding = None,
    text_field: TextField = None,
    media_type: MediaType = None,
    headers: Headers = None,
    exclude: Exclude = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the segments' text out of the report.")
    ] = False,
    same_site: SameSite = None,
    rules: Rules = None,
    model: Model = None,
    config: ConfigFile = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PRESET",
            help="Rules to judge by, as eu-ai-act-50 or newsroom; may be repeated.",
            show_default=False,
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="note|warning|error|new|unreviewed",
            help="End with exit code 1 if there are such findings; may be repeated.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            help="File of accepted findings (labeler baseline create).", show_default=False
        ),
    ] = None,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="GITREF",
            help="Only files that git says changed since then, untracked ones too.",
            show_default=False,
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            help="Processes to work in; all cores for many files if none.",
            show_default=False,
        ),
    ] = None,
    cache_dir: Annotated[
        Path | None,
        typer.Option(
            help="Directory of the cache; for directories .labeler_cache at the project's root.",
            show_default=False,
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Do not use or write a cache.")
    ] = False,
) -> None:
    """Label every segment of documents and report why.

    Ends with exit code 3 if an input could not be read (the others are reported all the same),
    else with 1 if there are findings as --fail-on names them.
    """
    wanted = wanted_formats(formats or ["json"], output or [])
    settings = configured(
        paths,
        config,
        replace(
            reading_line(
                encoding=encoding,
                text_field=text_field,
                media_type=media_type,
                rules=rules,
                model=model,
                exclude=exclude,
                same_site=same_site,
            ),
            presets=given(policy),
            fail_on=given(fail_on),
            baseline=None if baseline is None else str(baseline),
        ),
    )
    from labeler.report.writer import Sink
    from labeler.run.begin import Request, begin, number_of_files
    from labeler.run.write import write_outcomes

    request = Request(
        paths,
        options_of(settings, headers),
        partial(labeler_of, settings),
        policy_of(settings),
        _accepted_by(settings),
        config_sha256=settings.sha256,
        cache=None if no_cache or headers else cache_of(settings, paths, cache_dir),
        same_site=settings.scan.same_site,
        changed_since=changed_since,
        jobs=jobs,
    )
    sink = Sink(
        sys.stdout.buffer,
        several=len(paths) > 1 or os.path.isdir(paths[0]),
        include_text=not no_text,
        rules=request.policy.rules,
    )
    with (
        open_writers(wanted, sink) as writers,
        progress_bar("scanning", "files", partial(number_of_files, request)) as advance,
    ):
        totals = write_outcomes(
            begin(request, advance),
            writers,
            policy=request.policy,
            accepted=request.accepted,
            fail_on=settings.policy.fail_on,
            complain=complain,
            include_text=not no_text,
        )
    if totals.unreadable or totals.failed:
        raise typer.Exit(UNREADABLE_INPUT if totals.unreadable else FAILED)


def _accepted_by(settings: Config) -> "Accepted":
    from labeler.policy import load_accepted

    baseline = settings.baseline and Path(settings.baseline)
    accepted = load_accepted(baseline or None, settings.suppressions, settings.base)
    for notice in accepted.notices:
        complain(notice)
    return accepted
