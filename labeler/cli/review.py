"""`labeler review`: go through reports and decide."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from labeler.cli.reading import Model
from labeler.errors import UsageError

Reports = Annotated[
    list[Path],
    typer.Argument(
        metavar="REPORT...",
        help="Reports of --format json or jsonl, or directories of them.",
        show_default=False,
    ),
]
Corrections = Annotated[Path, typer.Option(help="The file that decisions are added to.")]
DEFAULT_CORRECTIONS = Path(".labeler-corrections.jsonl")


def review(
    reports: Reports,
    corrections: Corrections = DEFAULT_CORRECTIONS,
    reviewer: Annotated[
        str | None,
        typer.Option(help="Who decides.  [default: the user's name]", show_default=False),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than 127.0.0.1 open it to a network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    model: Model = None,
    terminal: Annotated[
        bool, typer.Option("--terminal", help="Review here, without a browser.")
    ] = False,
) -> None:
    """Open a page on which to accept or correct labels. Reports are never altered.

    Decisions are kept in a file of their own, each before the page says so; `labeler corrections`
    makes baselines, training data and statistics of it.
    """
    from labeler.corrections.log import CorrectionsLog
    from labeler.review.desk import Desk
    from labeler.review.index import build_index
    from labeler.review.reasons import Reasoner
    from labeler.review.serve import need_extra, serve

    name = _reviewer(reviewer)
    if not terminal:
        need_extra()
    if sys.stderr.isatty():
        typer.echo("Reading the reports ...", err=True)
    desk = Desk(build_index(reports, corrections), CorrectionsLog(corrections))
    if terminal:
        from rich.console import Console

        from labeler.review.terminal import review_in_terminal

        review_in_terminal(desk, name, sys.stdin, Console(highlight=False))
        return

    def ready(address: str) -> None:
        typer.echo(f"Review at {address}\nDecisions go to {corrections}. Ctrl-C ends.", err=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(desk, Reasoner(model), name, host, port, ready)


def _reviewer(given: str | None) -> str:
    name = (given if given is not None else _user()).strip()
    if not name or not name.isprintable() or "/" in name or len(name) > 80:
        raise UsageError("--reviewer: give a name of up to 80 characters, without slashes")
    return name


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # no such user, as in some containers
        return "reviewer"
