"""The hook, run by pre-commit itself on a repository with texts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integrations.made import PLAIN, RESIDUE, commit_all, copy_of_the_checkout, tool


def test_pre_commit_accepts_the_manifest() -> None:
    tool("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_hook_stops_a_commit_with_findings_and_lets_others_pass(tmp_path: Path) -> None:
    hooks = copy_of_the_checkout(tmp_path / "labeler")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "bad.md").write_text(RESIDUE)
    (texts / "good.txt").write_text(PLAIN)
    (texts / "code.py").write_text(f"'''{RESIDUE}'''\n")
    (texts / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {head_of(hooks)}\n  hooks: [{{id: labeler}}]\n"
    )
    commit_all(texts)

    failed = pre_commit(texts)
    assert failed.returncode == 1, failed.stderr
    assert "exit code: 1" in failed.stdout
    assert "`bad.md:3`" in failed.stdout
    assert "code.py" not in failed.stdout

    (texts / "bad.md").write_text(PLAIN)
    passed = pre_commit(texts)
    assert passed.returncode == 0, passed.stdout
    assert "Passed" in passed.stdout


def head_of(repository: Path) -> str:
    found = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=repository, capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def pre_commit(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("pre-commit")
    return subprocess.run(
        [command, "run", "--all-files", "--color", "never"],
        cwd=folder,
        env=os.environ | {"PRE_COMMIT_HOME": str(folder.parent / "pre-commit")},
        capture_output=True,
        text=True,
        timeout=600,
    )
