"""docs/policy.md and docs/configuration.md say what is so."""

import re
from pathlib import Path

import msgspec
import pytest

from labeler.config import load_config
from labeler.config.schema import ConfigFile
from labeler.policy.baseline import read_baseline
from labeler.policy.default import DEFAULT
from labeler.policy.presets import load_preset
from labeler.policy.schema import PolicyRule, When

DOCS = Path(__file__).parents[2] / "docs"
POLICY = (DOCS / "policy.md").read_text("utf-8")
CONFIGURATION = (DOCS / "configuration.md").read_text("utf-8")


def examples(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def rows(rules: tuple[PolicyRule, ...], words: str = "") -> list[str]:
    return [f"| `{rule.id}` | {rule.severity} | {words or rule.message}" for rule in rules]


@pytest.mark.parametrize("name", ["newsroom", "eu-ai-act-50", "dataset-cleaning"])
def test_each_preset_is_described_with_its_rules_and_claims(name: str) -> None:
    section = POLICY.split(f"### `{name}`\n")[1].split("\n## ")[0].split("\n### ")[0]
    preset = load_preset(name)

    assert f"{preset.title}.\n" in section
    rules, claims = section.split("It claims, where nothing is found:\n")
    claimed, not_claimed = claims.split("It does not claim:\n")
    assert [row.removesuffix(" |") for row in rules.splitlines() if "| `" in row] == rows(
        preset.rules
    )
    assert re.findall("^- (.*)$", claimed, re.MULTILINE) == list(preset.claims)
    assert re.findall("^- (.*)$", not_claimed, re.MULTILINE) == list(preset.does_not_claim)


def test_the_default_is_described() -> None:
    described = re.findall(r"\| `([a-z-]+)` \| (note|warning|error) \|", POLICY.split("## Pre")[0])
    assert described == [(rule.id, rule.severity) for rule in DEFAULT]


def test_every_condition_is_described() -> None:
    section = POLICY.split("## Your own rules")[1].split("## Baseline")[0]
    described = {
        key for cell in re.findall(r"^\| (`.*?`) \|", section, re.M) for key in cell.split(", ")
    }
    assert described == {f"`{field.encode_name}`" for field in msgspec.structs.fields(When)}


def test_every_key_is_described() -> None:
    for section in msgspec.structs.fields(ConfigFile):
        if isinstance(section.default, msgspec.Struct):
            for field in msgspec.structs.fields(type(section.default)):
                assert re.search(rf"`(?:{section.name})?\.{field.encode_name}`", CONFIGURATION)
        else:
            assert f"| `{section.encode_name}` |" in CONFIGURATION


@pytest.mark.parametrize("text", examples(POLICY, "yaml") + examples(CONFIGURATION, "yaml"))
def test_yaml_examples_are_configurations(tmp_path: Path, text: str) -> None:
    (tmp_path / ".labeler.yaml").write_text(text, "utf-8")
    assert load_config(tmp_path).file is not None


@pytest.mark.parametrize("text", examples(CONFIGURATION, "toml"))
def test_toml_examples_are_configurations(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    assert load_config(tmp_path).policy.presets == ("newsroom",)


def test_the_example_of_a_baseline_is_one(tmp_path: Path) -> None:
    (example,) = examples(POLICY, "json")
    (tmp_path / "known.json").write_text(example, "utf-8")
    assert len(read_baseline(tmp_path / "known.json")) == 2
