"""Which configuration file holds for what is scanned."""

import os
from pathlib import Path

from labeler.config.toml import read_table
from labeler.errors import ConfigError

FILE_NAME = ".labeler.yaml"
PYPROJECT = "pyproject.toml"
_LOOKALIKE = ".labeler.yml"


def find_config(start: Path) -> Path | None:
    """The nearest configuration in the directory of `start` or above it.

    `start` is a file or a directory, or `-` for the working directory. The search ends at the
    top directory of a repository (the one with `.git`), or at the root. Beside a
    `.labeler.yaml`, pyproject.toml is not looked at, and nowhere without `[tool.labeler]`.
    Raises ConfigError where a file has almost the right name.
    """
    here = Path.cwd() if str(start) == "-" else Path(os.path.abspath(start))
    if not os.path.isdir(here):  # unlike `Path`, it takes any name
        here = here.parent
    for directory in (here, *here.parents):
        found = _in(directory)
        if found is not None:
            return found
        if os.path.exists(directory / ".git"):
            return None
    return None


def _short(directory: Path) -> Path:
    """The directory as a reader in the working directory would write it, if it lies below."""
    try:
        return directory.relative_to(Path.cwd())
    except ValueError:
        return directory


def _in(directory: Path) -> Path | None:
    directory = _short(directory)
    path = directory / FILE_NAME
    if os.path.isfile(path):
        return path
    if os.path.isfile(lookalike := directory / _LOOKALIKE):
        raise ConfigError(f"{lookalike}: is not read under this name; rename it {FILE_NAME}")
    pyproject = directory / PYPROJECT
    return pyproject if os.path.isfile(pyproject) and read_table(pyproject) is not None else None
