"""What git says has changed: committed since a reference, staged, unstaged or untracked."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from labeler.errors import InputError, UsageError


def only_changed(
    files: Iterable[str | InputError], changed: frozenset[str]
) -> Iterator[str | InputError]:
    """Those of `files` that are among `changed`, and what is not there, for reading to say so."""
    real = cache(os.path.realpath)

    def is_changed(file: str) -> bool:
        return os.path.join(real(os.path.dirname(file)), os.path.basename(file)) in changed

    for file in files:
        if isinstance(file, InputError) or not os.path.isfile(file) or is_changed(file):
            yield file


def changed_files(paths: Sequence[str], reference: str) -> frozenset[str]:
    """Real paths of the changed files in the repositories that `paths` lie in.

    The branch that is checked out is compared with the commit at which it left `reference`, so
    that what others did there since does not count; without such a commit (a shallow clone),
    with `reference` itself. Raises UsageError where there is no repository, reference or git.
    """
    tops = {_top(path) for path in paths}
    return frozenset(
        os.path.join(top, os.fsdecode(name))
        for top in tops
        for name in _names(top, _base(top, reference))
    )


def _top(path: str) -> str:
    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise UsageError(
            f"{path}: --changed-since needs a git repository ({said[0].removeprefix('fatal: ')})"
        )
    return os.path.realpath(os.fsdecode(done.stdout.rstrip(b"\n")))


def _base(top: str, reference: str) -> str:
    wanted = f"{reference}^{{commit}}"
    done = _git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    if done.returncode:
        raise UsageError(
            f"--changed-since {reference}: {top} has no such commit; check the name, or fetch it "
            "(in CI: with the whole history)"
        )
    commit = done.stdout.decode().strip()
    fork_point = _git(top, "merge-base", commit, "HEAD")
    return fork_point.stdout.decode().strip() or commit


def _names(top: str, commit: str) -> list[bytes]:
    """Paths below `top` that are there and differ from the commit."""
    found: list[bytes] = []
    for command in (
        ("diff", "--name-only", "-z", "--diff-filter=d", "--no-ext-diff", commit, "--"),
        ("ls-files", "-z", "--others", "--exclude-standard"),
    ):
        done = _git(top, *command)
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise UsageError(f"{top}: git {command[0]} failed: {said}")
        found += filter(None, done.stdout.split(b"\0"))
    return found


def _git(folder: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(
            ["git", "-C", folder, *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise UsageError("--changed-since needs git, which is not installed") from None
