"""Branches that add to a baseline, merged by git itself."""

import os
import random
import subprocess
from pathlib import Path

import pytest

from labeler.errors import ConfigError
from labeler.policy.baseline import Entry, Key, read_baseline, write_baseline

ENVIRONMENT = {
    **os.environ,
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "test"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "test@labeler.invalid"),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


class Repository:
    """A repository with one baseline in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / ".labeler-baseline.json"
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, fails: bool = False) -> None:
        done = subprocess.run(["git", *arguments], cwd=self.path, env=ENVIRONMENT, check=False)
        assert (done.returncode != 0) is fails

    def commit(self, entries: dict[Key, Entry]) -> None:
        write_baseline(self.file, entries)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "baseline")

    def merge(self, ours: dict[Key, Entry], theirs: dict[Key, Entry], *, fails=False) -> None:
        """Commit each to a branch of its own and merge the one into the other."""
        self.git("checkout", "-q", "-b", "theirs")
        self.commit(theirs)
        self.git("checkout", "-q", "main")
        self.commit(ours)
        self.git("merge", "-q", "-m", "merge", "theirs", fails=fails)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def entries(seed: int, number: int) -> dict[Key, Entry]:
    made = random.Random(seed)
    return {
        Key(f"{made.getrandbits(64):016x}", "chatbot-residue"): Entry(path=f"{seed}.txt")
        for _ in range(number)
    }


def test_branches_that_add_entries_merge(repository: Repository) -> None:
    known, ours, theirs = entries(1, 200), entries(2, 3), entries(3, 3)
    repository.commit(known)
    repository.merge(known | ours, known | theirs)

    assert read_baseline(repository.file) == known | ours | theirs


def test_branches_that_add_and_prune_merge(repository: Repository) -> None:
    known = entries(1, 200)
    pruned = dict(sorted(known.items())[50:])
    repository.commit(known)
    added = {Key("ff" * 8, "no-ai"): Entry()}
    repository.merge(pruned, known | added)

    assert read_baseline(repository.file) == pruned | added


def test_with_the_union_driver_even_the_same_place_merges(repository: Repository) -> None:
    """As docs/policy.md recommends: two branches add to an empty baseline."""
    (repository.path / ".gitattributes").write_text(".labeler-baseline.json merge=union\n")
    repository.commit({})
    ours, theirs = entries(2, 20), entries(3, 20)
    repository.merge(ours, theirs)

    assert read_baseline(repository.file) == ours | theirs


def test_without_it_the_conflict_is_named_and_easy_to_mend(repository: Repository) -> None:
    repository.commit({})
    ours, theirs = entries(2, 20), entries(3, 20)
    repository.merge(ours, theirs, fails=True)

    with pytest.raises(ConfigError, match=r"json:2: a git merge stopped here; keep the entries"):
        read_baseline(repository.file)
    lines = repository.file.read_text().splitlines(keepends=True)
    markers = ("<<<<<<<", "=======", ">>>>>>>")
    repository.file.write_text("".join(x for x in lines if not x.startswith(markers)))
    assert read_baseline(repository.file) == ours | theirs


def test_entries_move_with_their_text_without_a_change_to_the_file(repository: Repository) -> None:
    known = entries(1, 10)
    repository.commit(known)
    before = repository.file.read_bytes()
    write_baseline(repository.file, dict(reversed(known.items())))
    assert repository.file.read_bytes() == before
