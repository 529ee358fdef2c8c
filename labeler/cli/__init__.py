"""The command line. Commands are loaded when they are called, so that `labeler scan` starts fast.

What it ends with stands in `exit_codes`.
"""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from labeler.cli.exit_codes import (
    FINE,
    INTERNAL_ERROR,
    INTERRUPTED,
    READER_GONE,
    UNREADABLE_INPUT,
    WRONG_USAGE,
)
from labeler.cli.output import complain
from labeler.errors import InputError, LabelerError

COMMANDS = {
    "scan": "labeler.cli.scan:scan",
    "batch": "labeler.cli.batch:batch",
    "extract": "labeler.cli.extract:extract",
    "explain": "labeler.cli.explain:explain",
    "diff": "labeler.cli.diff:diff",
    "review": "labeler.cli.review:review",
    "corrections": "labeler.cli.corrections:app",
    "rules": "labeler.cli.rules:app",
    "config": "labeler.cli.config:app",
    "baseline": "labeler.cli.baseline:app",
    "train": "labeler.cli.train:train",
    "evaluate": "labeler.cli.evaluate:app",
    "schema": "labeler.cli.schema:schema",
}
"""Where each command lives: a function, or a typer app with commands of its own."""

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF)
"""Why standard output takes no more."""
_UNREACHABLE = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP)
"""Why a file of the user's cannot even be looked at."""
_USAGE_ERROR = typer.BadParameter.__mro__[2]
"""typer's base of errors in the command line; it moved between versions of typer."""


class LazyGroup(TyperGroup):
    """A group of commands that imports the module of the one that is called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        """The command `cmd_name`, imported now."""
        if cmd_name not in COMMANDS:
            ctx.fail(f"no command {cmd_name!r}; there are {', '.join(COMMANDS)}")
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        if isinstance(command, typer.Typer):
            group = get_group(command)
            group.name = cmd_name
            return group
        single = typer.Typer(add_completion=False)
        single.command(cmd_name)(command)
        return get_command(single)

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run the command; typer itself would end with exit code 1 in these two cases."""
        try:
            super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _give_up_output()
            raise typer.Exit(READER_GONE) from None
        except KeyboardInterrupt:
            raise typer.Exit(INTERRUPTED) from None


app = typer.Typer(
    cls=LazyGroup,
    help="Label every segment of a document: human article, AI report, image caption, boilerplate.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"labeler {version('labeler')}")
        raise typer.Exit()


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give its exit code; errors become one line on stderr."""
    # Matrices are small here: more threads cost more than they give. Besides, workers can only be
    # forked, and share what is loaded, while no thread runs; jemalloc is pyarrow's, not in use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")
    # Modules and rules stay to the end: collecting garbage among them only costs time.
    gc.disable()
    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_closed_streams()
    try:
        code = get_command(app).main(
            given or ["--help"], prog_name="labeler", standalone_mode=False
        )
    except LabelerError as error:
        complain(str(error))
        _flush_or_give_up()
        return UNREADABLE_INPUT if isinstance(error, InputError) else WRONG_USAGE
    except SystemExit:  # so typer ends where it writes help that nobody reads
        return READER_GONE
    except Exception as error:
        if isinstance(error, _USAGE_ERROR):
            return _wrong_usage(error)
        if os.environ.get("LABELER_TRACEBACK"):
            raise
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            _give_up_output()
            complain(f"standard output: cannot be written: {error.strerror}")
            return WRONG_USAGE
        if isinstance(error, OSError) and error.errno in _UNREACHABLE and error.filename:
            complain(f"{error.filename}: {error.strerror}; check the path and its permissions")
            return WRONG_USAGE
        kind = type(error).__name__
        complain(f"internal error: {kind}: {error} (LABELER_TRACEBACK=1 shows where)")
        return INTERNAL_ERROR
    finally:
        gc.enable()
    return code if isinstance(code, int) else FINE


def _open_closed_streams() -> None:
    """Make what the shell closed (`>&-`) a stream whose use fails, as that of a full disk does.

    Python has None there, and the next file that is opened would take its number. Errors that
    nobody wants to read go nowhere.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):  # opened by somebody meanwhile
                way = (os.O_WRONLY, os.O_RDONLY, os.O_WRONLY)[number]
                descriptor = os.open(os.devnull, way)
                if descriptor != number:
                    os.dup2(descriptor, number)
                    os.close(descriptor)
            mode = "w" if number else "r"
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _flush_or_give_up() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _give_up_output()


def _give_up_output() -> None:
    """Python flushes standard output once more when it ends: into nothing, then."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong_usage(error: Any) -> int:
    command = error.ctx.command_path if error.ctx else "labeler"
    if "NoArgs" in type(error).__name__:  # its message is the help
        typer.echo(error.format_message(), err=True)
    else:
        complain(f"{error.format_message().rstrip('.')} (see {command} --help)")
    return WRONG_USAGE
