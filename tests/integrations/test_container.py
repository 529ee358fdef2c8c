"""The container image: linted always, built where an engine runs."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.integrations.made import RESIDUE, ROOT, tool

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def test_hadolint_finds_nothing() -> None:
    assert tool("hadolint", "Dockerfile") == ""


def test_it_does_not_run_as_root_and_its_base_is_pinned() -> None:
    user = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert user
    assert user[-1] not in ("root", "0")
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(bases) == 2
    assert all(re.fullmatch(r"python:\d+\.\d+-slim-\w+", base) for base in bases)


def test_all_that_is_copied_exists_and_is_not_ignored() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    }
    let_in = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)


def engine() -> str | None:
    """The container engine that runs here, if one does."""
    for name in ("docker", "podman"):
        path = shutil.which(name)
        if path and subprocess.run([path, "info"], capture_output=True).returncode == 0:
            return path
    return None


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_image_scans_without_rights(tmp_path: Path) -> None:
    found = engine()
    if found is None:
        pytest.skip("no container engine runs here")
    tag = "labeler:test"
    subprocess.run([found, "build", "--quiet", "--tag", tag, ROOT], check=True, timeout=900)
    (tmp_path / "bad.txt").write_text(RESIDUE)
    confined = [
        "--rm",
        "--read-only",
        "--cap-drop=ALL",
        "--network=none",
        "-v",
        f"{tmp_path}:/data:ro",
    ]
    done = subprocess.run(
        [found, "run", *confined, tag, "scan", ".", "--fail-on", "warning", "--no-cache"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "chatbot" in done.stdout
