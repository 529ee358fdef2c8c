"""`labeler diff`: what changed between two reports."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from labeler.cli.choice import chosen
from labeler.cli.exit_codes import FAILED
from labeler.cli.output import is_terminal, open_output
from labeler.errors import InputError

if TYPE_CHECKING:
    from labeler.diff import Diff

_REPORTS = "A report of --format json or jsonl, or a directory of them."
FAILURES: dict[str, Callable[["Diff"], bool]] = {
    "new-findings": lambda diff: diff.totals.findings_new > 0,
    "label-changes": lambda diff: diff.totals.label_changes > 0,
    "any-change": lambda diff: diff.any_change,
}
"""What `--fail-on` takes, and when it fails."""
FORMATS = ("text", "json", "markdown")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help=_REPORTS, show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help=_REPORTS, show_default=False)],
    format_name: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="How to write it.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option(help="Write to this file instead of standard output.", show_default=False),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            metavar="|".join(FAILURES),
            help="End with exit code 1 if there are any; may be repeated.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show which segments and findings are new, changed or gone.

    The same text with another label comes first to look at: rules or the model changed their mind.
    """
    chosen("format", format_name, FORMATS)
    for wish in fail_on or ():
        chosen("--fail-on", wish, FAILURES)
    missing = [str(path) for path in (old, new) if not path.exists()]
    if missing:
        raise InputError(
            f"{' and '.join(missing)}: no such report; labeler scan --output writes it"
        )

    from labeler.diff import compare
    from labeler.report.read import read_reports

    found = compare(read_reports(old), read_reports(new), old_name=str(old), new_name=str(new))
    with open_output(output) as stream:
        _write(stream, found, format_name, terminal=is_terminal(output))
    if any(FAILURES[wish](found) for wish in fail_on or ()):
        raise typer.Exit(FAILED)


def _write(stream: BinaryIO, found: "Diff", format_name: str, *, terminal: bool) -> None:
    if format_name == "json":
        import msgspec

        from labeler.report.encode import encode

        stream.write(msgspec.json.format(encode(found), indent=2) + b"\n")
    elif format_name == "markdown":
        from labeler.diff.markdown import markdown
        from labeler.report.encode import utf8

        stream.write(utf8(markdown(found)))
    else:
        from labeler.diff.text import print_diff

        print_diff(stream, found, terminal=terminal)
