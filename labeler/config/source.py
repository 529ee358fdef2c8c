"""Configuration files to plain data that remembers its lines."""

from pathlib import Path
from typing import Any

from labeler.config.toml import TABLE, KeyPath, read_table, read_text
from labeler.errors import ConfigError, RuleError
from labeler.rules.source import Located, parse


def read_source(path: Path) -> Located:
    """What a configuration file says: all of a YAML file, `[tool.labeler]` of a TOML file.

    Raises ConfigError where it cannot be read or parsed.
    """
    if path.suffix == ".toml":
        table = read_table(path)
        if table is None:
            raise ConfigError(f"{path}: no [tool.labeler] in it; add one, or name another file")
        return _located(table.values, TABLE, table.lines)
    text = read_text(path)
    if all(not line.strip() or line.lstrip().startswith("#") for line in text.splitlines()):
        return Located({}, 1)
    try:
        return parse(text, str(path))
    except RuleError as error:
        raise ConfigError(str(error)) from None


def _located(value: Any, path: KeyPath, lines: dict[KeyPath, int]) -> Located:
    known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in lines), ())
    parts: dict[str | int, Located] = {}
    if isinstance(value, dict):
        parts = {key: _located(inner, (*path, key), lines) for key, inner in value.items()}
    elif isinstance(value, list):
        parts = {i: _located(inner, (*path, i), lines) for i, inner in enumerate(value)}
    return Located(value, lines.get(known, 1), parts)
