"""Where the cache lies."""

import os
from contextlib import suppress
from pathlib import Path

NAME = ".labeler_cache"
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# A cache directory made by labeler; it may be deleted at any time.\n"
    "# See https://bford.info/cachedir/\n"
)


def find_place(path: str, config_file: str | None) -> Path | None:
    """The cache's directory for scans of the directory `path`: at the project's root.

    That is where the configuration lies, else the top of the repository. Outside of projects
    there is none, so that no directory of data gets a cache that nobody asked for.
    """
    if config_file is not None:
        return Path(config_file).parent / NAME
    here = Path(os.path.abspath(path))
    for directory in (here, *here.parents):
        if os.path.exists(directory / ".git"):
            return directory / NAME
    return None


def make_place(folder: Path) -> None:
    """Make the directory, with marks that keep it out of repositories and backups."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
        # "x" does not write through a link that somebody left in its place.
        with suppress(FileExistsError), (folder / name).open("x", encoding="ascii") as file:
            file.write(text)
