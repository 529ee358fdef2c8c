"""`[tool.labeler]` of a TOML file, and the lines of its keys, which TOML parsers do not tell."""

import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from labeler.errors import ConfigError
from labeler.regular import read_regular

TABLE = ("tool", "labeler")
_NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(rf"\s*({_KEY})\s*=")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")

KeyPath = tuple[str | int, ...]


class Table(NamedTuple):
    """What a TOML file says to labeler."""

    values: dict[str, Any]
    lines: dict[KeyPath, int]
    """Of keys by their path from the top of the file."""


def read_text(path: Path) -> str:
    """The text of a configuration file. Raises ConfigError if it cannot be read."""
    try:
        return read_regular(path).decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such configuration file; check the path") from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{path}: not UTF-8 (byte {error.start}); save the file as UTF-8"
        ) from None


def read_table(path: Path) -> Table | None:
    """`[tool.labeler]`, if the file has it. Raises ConfigError if it cannot be read or parsed."""
    text = read_text(path)
    if TABLE[-1] not in text:
        return None
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = (place and place[1]) or len(text.splitlines())
        problem = _PLACE.sub("", str(error))
        raise ConfigError(f"{path}:{line}: not valid TOML: {problem}") from None
    except RecursionError:
        raise ConfigError(f"{path}: nested too deeply; flatten it") from None
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(f"{path}: not valid TOML: {error}") from None
    for name in TABLE:
        values = values.get(name)
        if not isinstance(values, dict):
            return None
    return Table(values, _lines(text))


def _lines(text: str) -> dict[KeyPath, int]:
    """What stands inside an inline table or list has the line of its key, and is left out."""
    lines: dict[KeyPath, int] = {}
    last: dict[KeyPath, int] = {}
    """Index of the last table of each array of tables."""
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            *above, name = _names(header[2])
            table = ()
            for step in above:
                table = _in_last((*table, step), last)
            table = (*table, name)
            if header[1] == "[[":
                last[table] = last.get(table, -1) + 1
            table = _in_last(table, last)
            lines.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault((*table, *_names(assignment[1])), number)
    return lines


def _in_last(table: KeyPath, last: dict[KeyPath, int]) -> KeyPath:
    return (*table, last[table]) if table in last else table


def _names(key: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, key)]
