"""The page on the command line, made of what `labeler --help` is made of."""

import inspect
from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from labeler.cli import app

_INTRODUCTION = """\
# The command line

Every command with its arguments and options, as `labeler COMMAND --help` shows them.
What they end with: [exit codes](exit-codes.md). Settings that hold for a project stand in its
[configuration](configuration.md).
"""
_PLACEHOLDERS = {"str": "TEXT", "path": "PATH", "int": "N", "float": "X"}


def page() -> str:
    """The page in Markdown."""
    group = get_command(app)
    parts = [_INTRODUCTION, *_sections(group, "labeler", 2)]
    return "\n".join(parts)


def _sections(command: Any, called: str, level: int) -> Iterator[str]:
    yield _section(command, called, level)
    if hasattr(command, "list_commands"):
        context = command.make_context(called, [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from _sections(command.get_command(context, name), f"{called} {name}", level + 1)


def _section(command: Any, called: str, level: int) -> str:
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option"]
    usage = [called, *(_argument(item) for item in arguments), *(["[OPTIONS]"] if options else [])]
    if hasattr(command, "list_commands"):
        usage.append("COMMAND ...")
    lines = [f"{'#' * level} `{called}`", "", "```text", " ".join(usage), "```", ""]
    lines += [inspect.cleandoc(command.help or ""), ""]
    lines += [f"- `{_argument(item)}`: {_help(item)}" for item in arguments if item.help]
    lines += [f"- `{_option(item)}`: {_help(item)}" for item in options]
    return "\n".join(lines).rstrip() + "\n"


def _argument(item: Any) -> str:
    called = (item.metavar or item.name.upper()).strip("[].")
    called += "..." if item.nargs == -1 else ""
    return called if item.required else f"[{called}]"


def _option(item: Any) -> str:
    names = ", ".join([*item.opts, *item.secondary_opts])
    if item.is_flag:
        return names
    return f"{names} {item.metavar or _PLACEHOLDERS[item.type.name.removesuffix(' range')]}"


def _help(item: Any) -> str:
    """What it is for, then the default, the variable that also sets it, and whether it must be."""
    notes = []
    if isinstance(item.show_default, str):
        notes.append(f"default: `{item.show_default}`")
    elif item.show_default and not getattr(item, "is_flag", False) and item.default not in _NOTHING:
        notes.append(f"default: `{item.default}`")
    if item.envvar:
        notes.append(f"or `{item.envvar}` in the environment")
    if item.required and item.param_type_name == "option":
        notes.append("required")
    text = " ".join((item.help or "").split())
    return f"{text} ({'; '.join(notes)})" if notes else text


_NOTHING = (None, "", ())
