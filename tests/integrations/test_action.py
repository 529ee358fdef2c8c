"""The GitHub Action: its steps run here as a runner would run them."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.integrations.made import LABELER, PLAIN, RESIDUE, ROOT, bash, tool

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
DEFAULTS = {name: value["default"] for name, value in ACTION["inputs"].items()}


def filled_in(value: str, inputs: dict[str, str]) -> str:
    """An expression of the action replaced by its value."""
    value = value.replace("${{ github.action_path }}", str(ROOT))
    return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda found: inputs[found[1]], value)


def run(step: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Run one of the shell steps with inputs (`fail_on` for `fail-on`) in a folder."""
    inputs = DEFAULTS | {name.replace("_", "-"): value for name, value in given.items()}
    environment = {k: filled_in(v, inputs) for k, v in STEPS[step]["env"].items()}
    runner = {
        "GITHUB_OUTPUT": str(folder.parent / "output"),
        "GITHUB_STEP_SUMMARY": str(folder.parent / "summary.md"),
        "GITHUB_WORKSPACE": str(folder),
        "RUNNER_TEMP": str(folder.parent / "temp"),
    }
    return bash(STEPS[step]["run"], folder, environment | runner)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with two texts, and beside it an installed labeler."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / "bad.txt").write_text(RESIDUE)
    (folder / "good.txt").write_text(PLAIN)
    binary = tmp_path / "temp" / "labeler" / "bin"
    binary.mkdir(parents=True)
    (binary / "labeler").symlink_to(LABELER)
    return folder


def test_findings_are_annotated_and_fail_the_step(folder: Path) -> None:
    done = run("Scan", folder)
    assert done.returncode == 1
    assert done.stdout.startswith("::warning file=bad.txt,line=3,")
    assert "chatbot-residue" in (folder.parent / "summary.md").read_text("utf-8")


def test_a_clean_tree_passes(folder: Path) -> None:
    (folder / "bad.txt").unlink()
    done = run("Scan", folder)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(("fail_on", "code"), [("", 0), ("error", 0), ("error\nnew", 1)])
def test_what_fails_is_the_user_s_choice(folder: Path, fail_on: str, code: int) -> None:
    assert run("Scan", folder, fail_on=fail_on).returncode == code


def test_a_sarif_file_is_written_and_named(folder: Path) -> None:
    assert run("Scan", folder, sarif="out.sarif").returncode == 1
    (results,) = json.loads((folder / "out.sarif").read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in results["results"]] == ["chatbot-residue"]
    assert (folder.parent / "output").read_text() == "sarif=out.sarif\n"


def test_uploading_needs_no_name_for_the_file(folder: Path) -> None:
    run("Scan", folder, upload_sarif="true")
    written = (folder.parent / "output").read_text().removeprefix("sarif=").strip()
    assert Path(written).is_file()
    assert "steps.scan.outputs.sarif" in STEPS["Upload"]["with"]["sarif_file"]
    assert "!cancelled()" in STEPS["Upload"]["if"]


def test_configuration_and_baseline_are_passed_on(folder: Path) -> None:
    (folder / "own.yaml").write_text("policy: {presets: [default]}\n")
    subprocess.run(
        [LABELER, "baseline", "create", "--baseline", "known.json", "."], cwd=folder, check=True
    )
    done = run("Scan", folder, config="own.yaml", baseline="known.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert run("Scan", folder, config="missing.yaml").returncode == 2


def test_paths_are_paths_whatever_is_in_them(folder: Path) -> None:
    hostile = "a b; $(touch hacked) `touch hacked` 'x'.txt"
    (folder / hostile).write_text(RESIDUE)
    (folder / "-rf.txt").write_text(PLAIN)
    done = run("Scan", folder, paths=f"{hostile}\n-rf.txt\n")
    assert done.returncode == 1
    assert done.stdout.count("::warning") == 1
    assert not (folder / "hacked").exists()


@pytest.mark.parametrize("version", ["0.1; touch hacked", "--upgrade", "git+https://example.org"])
def test_a_version_is_nothing_but_a_version(folder: Path, version: str) -> None:
    done = run("Install labeler", folder, version=version)
    assert (done.returncode, done.stdout) == (
        2,
        "::error::version must be a version such as 0.1.0\n",
    )


def test_no_script_holds_an_expression() -> None:
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def test_every_input_is_described_and_used() -> None:
    used = set(re.findall(r"inputs\.([a-z-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(DEFAULTS)
    docs = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert [name for name in DEFAULTS if f"`{name}`" not in docs] == []


def test_zizmor_and_the_schema_of_actions_find_nothing() -> None:
    assert "No findings to report" in tool("zizmor", "--offline", "--no-progress", "action.yml")
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")


@pytest.mark.slow
@pytest.mark.xdist_group("wheel")
def test_the_action_installs_what_it_stands_beside(folder: Path) -> None:
    (folder.parent / "temp" / "labeler" / "bin" / "labeler").unlink()
    done = run("Install labeler", folder)
    assert done.returncode == 0, done.stderr
    assert run("Scan", folder).stdout.startswith("::warning file=bad.txt,line=3,")
