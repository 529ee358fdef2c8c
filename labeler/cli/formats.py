"""`--format` and `--output`: which formats are written, and where to."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from labeler.cli.output import is_terminal, open_output
from labeler.errors import UsageError

if TYPE_CHECKING:
    from labeler.report.writer import Sink, Writer


class Wanted(NamedTuple):
    """A format, and the file it goes to; None is standard output."""

    format_name: str
    output: Path | None


def wanted_formats(formats: Sequence[str], outputs: Sequence[Path]) -> list[Wanted]:
    """What `--format NAME` or `NAME=FILE` and `--output FILE`, each repeated, ask for.

    Outputs belong to the formats without a file of their own, in their order. Raises UsageError
    if that does not come out even, or if two formats go to one place.
    """
    pairs = [(name, file) for name, _, file in (given.partition("=") for given in formats)]
    for given, (name, file) in zip(formats, pairs, strict=True):
        if not name or (given.endswith("=") and not file):
            raise UsageError(f"--format {given}: give a format, or a format and a file: NAME=FILE")
    unplaced = [name for name, file in pairs if not file]
    if outputs and len(outputs) != len(unplaced):
        raise UsageError(
            f"{len(outputs)} --output for {len(unplaced)} formats; give each format its file, as "
            "in --format sarif=report.sarif"
        )
    places = iter(outputs)
    wanted = [Wanted(name, Path(file) if file else next(places, None)) for name, file in pairs]
    _check_places(wanted)
    return wanted


def _check_places(wanted: Sequence[Wanted]) -> None:
    taken: dict[str | None, str] = {}
    for name, output in wanted:
        place = None if output is None else os.path.realpath(output)
        if place in taken:
            where = "standard output" if output is None else str(output)
            raise UsageError(
                f"{taken[place]} and {name} both go to {where}; give each format its file, as in "
                f"--format {name}=FILE"
            )
        taken[place] = name


@contextmanager
def open_writers(wanted: Sequence[Wanted], sink: "Sink") -> "Iterator[list[Writer]]":
    """The writers of all formats; their files appear when all are complete.

    `sink` says how to write, whatever its stream. Raises UsageError for an unknown format or a
    place that cannot be written to.
    """
    from labeler.report.writers import writer_of

    makers = [writer_of(name) for name, _ in wanted]
    with ExitStack() as stack:
        yield [
            make(
                sink._replace(
                    stream=stack.enter_context(open_output(output)), terminal=is_terminal(output)
                )
            )
            for make, (_, output) in zip(makers, wanted, strict=True)
        ]
