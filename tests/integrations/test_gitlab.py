"""The GitLab job: valid for GitLab, and its script writes a Code Quality report."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.made import LABELER, PLAIN, RESIDUE, ROOT, bash, tool

TEMPLATE = ROOT / "integrations" / "gitlab" / "labeler.gitlab-ci.yml"
CI: dict[str, Any] = yaml.safe_load(TEMPLATE.read_text("utf-8"))


def run(part: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of one of the job's scripts one after the other."""
    return bash("\n".join(CI["labeler"][part]), folder, CI["variables"] | variables)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with two texts and an installed labeler."""
    (tmp_path / "bad.txt").write_text(RESIDUE)
    (tmp_path / "good.txt").write_text(PLAIN)
    binary = tmp_path / ".cache" / "venv" / "bin"
    binary.mkdir(parents=True)
    (binary / "labeler").symlink_to(LABELER)
    return tmp_path


def test_the_job_follows_gitlab_s_schema() -> None:
    tool(
        *("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"),
        *("--data-transform", "gitlab-ci", TEMPLATE),
    )


def test_findings_fail_the_job_and_stand_in_its_report(folder: Path) -> None:
    done = run("script", folder)
    assert done.returncode == 1, done.stderr
    assert "`bad.txt:3`" in done.stdout
    name = CI["labeler"]["artifacts"]["reports"]["codequality"]
    (finding,) = json.loads((folder / name).read_text("utf-8"))
    assert finding["check_name"] == "chatbot-residue"
    assert finding["location"]["path"] == "bad.txt"


def test_the_variables_choose_paths_and_what_fails(folder: Path) -> None:
    assert run("script", folder, LABELER_FAIL_ON="error").returncode == 0
    assert run("script", folder, LABELER_PATHS="good.txt").returncode == 0
    assert run("script", folder, LABELER_OPTIONS="--exclude bad.txt --no-text").returncode == 0


def test_the_configuration_says_what_is_left_out(folder: Path) -> None:
    (folder / ".labeler.yaml").write_text("scan: {exclude: [bad.txt]}\n")
    assert run("script", folder).returncode == 0


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_job_installs_the_package_it_names(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(PLAIN)
    (tmp_path / ".cache").mkdir()
    script = "\n".join([*CI["labeler"]["before_script"], *CI["labeler"]["script"]])
    python = {"PATH": f"{LABELER.parent}:/usr/local/bin:/usr/bin:/bin"}
    done = bash(script, tmp_path, CI["variables"] | python | {"LABELER_PACKAGE": str(ROOT)})
    assert done.returncode == 0, done.stderr
