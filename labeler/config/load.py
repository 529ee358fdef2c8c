"""A configuration file to a Config."""

import os
from pathlib import Path
from typing import Any

import msgspec

from labeler.config.find import find_config
from labeler.config.schema import Config, ConfigFile
from labeler.errors import ConfigError


def load_config(start: Path, named: Path | None = None) -> Config:
    """The configuration that holds for `start`, or the one that is named.

    Without any, all values are defaults. Raises ConfigError, naming file, line and key, for the
    first thing that is wrong.
    """
    path = named or find_config(start)
    return Config() if path is None else _read(path)


def _read(path: Path) -> Config:
    from labeler.config.check import problems
    from labeler.config.problem import Problem, problem_of
    from labeler.config.source import read_source
    from labeler.report.excerpt import one_line

    root = read_source(path)

    def fail(problem: Problem) -> ConfigError:
        key = "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in problem.path)
        at = f"{path}:{root.line_of(problem.path)}"
        said = f"{at}: `{key[1:]}`: {problem.text}" if key else f"{at}: {problem.text}"
        return ConfigError(one_line(said))

    if not isinstance(root.value, dict):
        keys = ", ".join(field.encode_name for field in msgspec.structs.fields(ConfigFile))
        raise ConfigError(f"{path}:{root.line}: a configuration is a mapping of {keys}")
    try:
        file = msgspec.convert(root.value, ConfigFile)
    except msgspec.ValidationError as error:
        raise fail(problem_of(error, root.value, ConfigFile)) from None
    for problem in problems(file):
        raise fail(problem)
    return _resolved(file, path, _places(root, str(path)))


def _resolved(file: ConfigFile, path: Path, places: dict[str, str]) -> Config:
    base = str(path.parent) if str(path.parent) != "." else ""

    def resolved(name: str) -> str:
        return os.path.join(base, os.path.expanduser(name))

    fields: dict[str, Any] = {name: getattr(file, name) for name in ConfigFile.__struct_fields__}
    rules = file.rules
    fields["rules"] = msgspec.structs.replace(rules, paths=tuple(map(resolved, rules.paths)))
    fields["model"] = None if file.model is None else resolved(file.model)
    fields["baseline"] = None if file.baseline is None else resolved(file.baseline)
    return Config(**fields, file=str(path), base=base, places=places)


def _places(root: Any, name: str) -> dict[str, str]:
    """Where each value stands: `scan.encoding` to `.labeler.yaml:3`."""
    places = {}
    for section, part in root.parts.items():
        places[section] = f"{name}:{part.line}"
        if isinstance(part.value, dict):
            places |= {f"{section}.{key}": f"{name}:{at.line}" for key, at in part.parts.items()}
    return places
