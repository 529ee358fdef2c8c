"""Where a command's result goes: standard output, or a file that appears when it is complete."""

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import typer

from labeler.errors import InputError, UsageError
from labeler.ondemand import settle_memory
from labeler.replace import replacing


def is_terminal(output: Path | None) -> bool:
    """Whether a person will read the result as it is written."""
    return output is None and sys.stdout.isatty()


@contextmanager
def open_output(output: Path | None) -> Iterator[BinaryIO]:
    """The stream to write to; `None` is standard output.

    A file is written beside its place and moved there at the end, so that readers find the
    old content or all of the new, and an error leaves the old. Raises `UsageError` if the
    file cannot be written.
    """
    if output is None:
        with _named_errors("standard output"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    with _named_errors(str(output)):
        if output.exists() and not output.is_file():  # a device or a pipe; a directory fails here
            with output.open("wb") as stream:
                yield stream
        else:
            with replacing(output) as stream:
                yield stream


def complain(what: InputError | str) -> None:
    """Say in a line on standard error what is wrong with one of the inputs."""
    from labeler.report.excerpt import one_line

    with suppress(OSError):  # nobody listens; the exit code says it
        typer.echo(f"labeler: {one_line(str(what))}", err=True)


def write_all(write: Callable[[Any], None], outcomes: Iterable[Any]) -> bool:
    """Write all outcomes but InputErrors, which are named on standard error.

    Returns whether there were any of these.
    """
    unreadable = False
    for outcome in outcomes:
        if not gc.isenabled():  # see labeler.cli.main: all is loaded with the first document
            settle_memory()
        if isinstance(outcome, InputError):
            unreadable = True
            complain(outcome)
        else:
            write(outcome)
    return unreadable


@contextmanager
def _named_errors(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is not None and _folder(error.filename) != _folder(name):
            raise  # opening another file failed, not writing this one
        mend = "; make its folder first" if isinstance(error, FileNotFoundError) else ""
        raise UsageError(f"{name}: cannot be written: {error.strerror}{mend}") from error


def _folder(path: str) -> str:
    return os.path.dirname(os.path.realpath(path))
