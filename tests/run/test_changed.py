"""`--changed-since`: what real git says has changed."""

import json
import subprocess
from pathlib import Path

import pytest

from labeler.cli import main


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Mira", "-c", "user.email=mira@example.org")
    return subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.fixture
def repository(tmp_path) -> Path:
    folder = tmp_path / "repo"
    (folder / "content").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for name in ("kept", "staged", "edited", "committed", "gone", "renamed"):
        (folder / "content" / f"{name}.txt").write_text(f"The {name} ferry ran on Sunday.\n")
    (folder / ".gitignore").write_text("ignored.txt\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    git(folder, "tag", "start")
    return folder


def change(repository: Path) -> None:
    """A change of every kind."""
    content = repository / "content"
    (content / "committed.txt").write_text("The committed ferry ran late.\n")
    git(repository, "mv", "content/renamed.txt", "content/moved é.txt")
    git(repository, "rm", "-q", "content/gone.txt")
    git(repository, "commit", "-q", "-a", "-m", "second")
    (content / "staged.txt").write_text("The staged ferry ran late.\n")
    git(repository, "add", ".")
    (content / "edited.txt").write_text("The edited ferry ran late.\n")
    (content / "untracked.txt").write_text("A ferry that nobody knows.\n")
    (content / "ignored.txt").write_text("A ferry to be ignored.\n")


def scanned(capsys, *arguments: object) -> list[str]:
    assert main(["scan", *map(str, arguments), "--format", "jsonl", "--no-cache"]) == 0
    reports = map(json.loads, capsys.readouterr().out.splitlines())
    return [Path(report["input"]["path"]).name for report in reports]


def test_every_kind_of_change_counts(capsys, repository):
    change(repository)

    assert scanned(capsys, repository / "content", "--changed-since", "start") == [
        "committed.txt",
        "edited.txt",
        "moved é.txt",
        "staged.txt",
        "untracked.txt",
    ]


def test_without_a_change_there_is_nothing_to_report(capsys, repository):
    assert scanned(capsys, repository, "--changed-since", "HEAD") == []
    assert main(["scan", str(repository), "--changed-since", "HEAD", "--no-cache"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_files_named_one_by_one_are_picked_too(capsys, repository, monkeypatch):
    change(repository)
    monkeypatch.chdir(repository / "content")

    assert scanned(capsys, "kept.txt", "edited.txt", "--changed-since", "start") == ["edited.txt"]


def test_what_others_did_on_the_other_branch_does_not_count(capsys, repository):
    git(repository, "checkout", "-q", "-b", "feature")
    (repository / "content" / "edited.txt").write_text("The edited ferry ran late.\n")
    git(repository, "commit", "-q", "-a", "-m", "mine")
    git(repository, "checkout", "-q", "main")
    (repository / "content" / "kept.txt").write_text("The kept ferry ran late.\n")
    git(repository, "commit", "-q", "-a", "-m", "theirs")
    git(repository, "checkout", "-q", "feature")

    assert scanned(capsys, repository, "--changed-since", "main") == ["edited.txt"]


def test_branches_without_a_common_commit_are_compared_as_they_are(capsys, repository):
    git(repository, "checkout", "-q", "--orphan", "other")
    (repository / "content" / "kept.txt").write_text("The kept ferry ran late.\n")
    git(repository, "commit", "-q", "-a", "-m", "unrelated")

    assert scanned(capsys, repository, "--changed-since", "main") == ["kept.txt"]


def test_a_repository_reached_by_a_link_is_the_same(capsys, repository, tmp_path):
    change(repository)
    (tmp_path / "link").symlink_to(repository)

    assert "edited.txt" in scanned(capsys, tmp_path / "link", "--changed-since", "start")


def complaint(capsys, *arguments: object) -> str:
    assert main(["scan", *map(str, arguments), "--no-cache"]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    return captured.err


def test_outside_of_a_repository(capsys, tmp_path):
    (tmp_path / "story.txt").write_text("Two ferries ran.\n")

    assert complaint(capsys, tmp_path / "story.txt", "--changed-since", "main").startswith(
        f"labeler: {tmp_path}/story.txt: --changed-since needs a git repository (not a git repo"
    )


@pytest.mark.parametrize("reference", ["nowhere", "--all", "HEAD:content"])
def test_an_unknown_reference(capsys, repository, reference):
    assert complaint(capsys, repository, f"--changed-since={reference}") == (
        f"labeler: --changed-since {reference}: {repository} has no such commit; check the name, "
        "or fetch it (in CI: with the whole history)\n"
    )


def test_without_git(capsys, repository, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert complaint(capsys, repository, "--changed-since", "start") == (
        "labeler: --changed-since needs git, which is not installed\n"
    )


def test_standard_input_has_no_history(capsys):
    assert complaint(capsys, "-", "--changed-since", "main") == (
        "labeler: --changed-since is about files; standard input has no history\n"
    )


def test_same_site_needs_all_documents(capsys, repository):
    said = complaint(capsys, repository, "--changed-since", "start", "--same-site")
    assert said == "labeler: --same-site looks at all documents; leave out --changed-since\n"
