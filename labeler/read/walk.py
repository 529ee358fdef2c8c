"""A directory to the files worth reading, in a fixed order."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from labeler.errors import InputError
from labeler.ignoring import PathPatterns
from labeler.read.encoding import looks_like_text
from labeler.read.formats import format_of_name
from labeler.regular import read_regular

_IGNORE_FILES = (".gitignore", ".labelerignore")
_LARGEST_IGNORE_FILE = 100_000  # bytes
_PROBE_BYTES = 4096


class _Rules(NamedTuple):
    """Ignore patterns and the directory they count from (below the root, ending in `/`)."""

    base: str
    patterns: PathPatterns
    above: str = ""
    """Path of the root from the directory the patterns count from, if that is another one."""


def walk(
    root: str, excludes: tuple[str, ...] = (), exclude_base: str | None = None
) -> Iterator[str | InputError]:
    """Paths of the documents below `root`, sorted by name within each directory.

    Left out: hidden entries, what `excludes` or a `.gitignore` or `.labelerignore` names
    (their patterns count from the directory they stand in, those of `excludes` from
    `exclude_base`, the root if not given), links to directories, everything
    that is no regular file, and files that neither bear a known suffix nor look like text.
    What cannot be listed comes as an InputError, and the walk goes on.
    """
    try:
        rules = (_from_above(root, excludes, exclude_base),) if excludes else ()
    except InputError as error:
        yield error
        return
    # Of what waits: the path, the path below the root (a directory's ends in "/"), its rules.
    waiting: list[tuple[str, str, tuple[_Rules, ...]]] = [(root, "", rules)]
    here: tuple[_Rules, ...]
    while waiting:
        path, inside, here = waiting.pop()
        if inside and not inside.endswith("/"):
            if _is_document(path):
                yield path
            continue
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
            here += _rules_in(path, inside)
        except OSError as error:
            yield InputError(f"{path}: cannot be listed ({error.strerror}); check its permissions")
            continue
        except InputError as error:  # without its rules we cannot tell what was to be left out
            yield error
            continue
        for entry in entries:
            below = inside + entry.name
            if entry.is_dir(follow_symlinks=False):
                below += "/"
            elif not _is_regular(entry):
                continue
            if not entry.name.startswith(".") and not _is_excluded(below, here):
                waiting.append((entry.path, below, here))


def _is_regular(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _from_above(root: str, excludes: tuple[str, ...], base: str | None) -> _Rules:
    rules = _compile("", excludes, root)
    if base is None:
        return rules
    try:
        above = os.path.relpath(root, base or os.curdir).replace(os.sep, "/")
    except ValueError:  # another drive
        return rules
    return rules if above == os.curdir else rules._replace(above=f"{above}/")


def _compile(base: str, lines: Sequence[str], source: str) -> _Rules:
    try:
        return _Rules(base, PathPatterns(lines))
    except ValueError as error:
        raise InputError(f"{source}: an ignore pattern is wrong ({error}); mend it") from None


def _rules_in(directory: str, inside: str) -> tuple[_Rules, ...]:
    rules: list[_Rules] = []
    for name in _IGNORE_FILES:
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            try:
                data = read_regular(Path(path), _LARGEST_IGNORE_FILE)
            except OSError as error:
                raise InputError(
                    f"{path}: cannot be read ({error.strerror}), so nothing beside it is; mend it"
                ) from None
            rules.append(_compile(inside, data.decode("utf-8", "replace").splitlines(), path))
    return tuple(rules)


def _is_excluded(below: str, rules: tuple[_Rules, ...]) -> bool:
    """As in git: the innermost ignore file that says anything about a path decides."""
    for base, patterns, above in reversed(rules):
        verdict = patterns.verdict(above + below[len(base) :])
        if verdict is not None:
            return verdict
    return False


def _is_document(path: str) -> bool:
    if format_of_name(path) is not None:
        return True
    try:
        with open(path, "rb") as file:
            return looks_like_text(file.read(_PROBE_BYTES))
    except OSError:
        return True  # reading it will say what is wrong
