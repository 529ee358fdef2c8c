"""The configurations in docs/ci.md fit what they configure. (Its hook and commands: tests/site.)"""

from pathlib import Path
from typing import Any

import yaml

from labeler.config import load_config
from tests.integrations.made import ROOT, tool
from tests.site.snippets import snippets

CODE = [
    found.code
    for found in snippets((ROOT / "docs" / "ci.md").read_text("utf-8"))
    if found.language == "yaml"
]
OWN, _, HOOK, WORKFLOW, GITLAB = (yaml.safe_load(code) for code in CODE)


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_the_configuration_loads(tmp_path: Path) -> None:
    (tmp_path / ".labeler.yaml").write_text(CODE[0], "utf-8")
    config = load_config(tmp_path / ".labeler.yaml")
    assert OWN["policy"]["fail-on"] == list(config.policy.fail_on)


def test_the_hook_is_one_of_ours() -> None:
    (hook,) = HOOK["repos"][0]["hooks"]
    assert hook["id"] in {ours["id"] for ours in read(".pre-commit-hooks.yaml")}


def test_the_workflow_is_valid_and_gives_inputs_that_the_action_has(tmp_path: Path) -> None:
    steps = WORKFLOW["jobs"]["labeler"]["steps"]
    assert set(steps[-1]["with"]) <= set(read("action.yml")["inputs"])
    workflow = tmp_path / "labeler.yml"
    workflow.write_text(CODE[3], "utf-8")
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(workflow))


def test_the_variables_for_gitlab_are_those_of_the_template() -> None:
    (included,) = GITLAB["include"]
    assert set(GITLAB["variables"]) <= set(read(included["file"])["variables"])
