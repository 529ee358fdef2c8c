"""`labeler config`: what holds and why, and a schema for editors."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from labeler.cli import main
from labeler.config import load_config
from labeler.config.json_schema import config_schema
from tests.config.test_load import YAML

VALIDATOR = jsonschema.Draft202012Validator(config_schema())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["config", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_every_value_is_shown_with_its_place(capsys, folder: Path) -> None:
    (folder / ".labeler.yaml").write_text(
        "scan:\n  encoding: cp932\n"
        "policy:\n  presets: [default]\n  fail-on: [unreviewed]\n"
        "  rules:\n  - {id: no-ai, severity: error, message: none here, when: {label: ai_report}}\n"
    )
    code, out, err = run(capsys, "show")

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert "  encoding: cp932  # .labeler.yaml:2" in lines
    assert "  same-site: false  # default" in lines
    assert "  presets: [default]  # .labeler.yaml:4" in lines
    rules = [line for line in lines if line.startswith("    - {id: ")]
    assert [line.rpartition("  # ")[2] for line in rules] == [
        *["preset default"] * 3,
        ".labeler.yaml:7",
        "fail-on unreviewed",
    ]
    assert "baseline: null  # default" in lines


def test_without_a_file_all_is_default(capsys, folder: Path) -> None:
    code, out, _ = run(capsys, "show")
    assert code == 0
    places = {line.rpartition("  # ")[2] for line in out.splitlines() if "  # " in line}
    assert places == {"default", "in force", "preset default"}


def test_what_is_shown_is_a_configuration_that_means_the_same(capsys, folder: Path) -> None:
    (folder / ".labeler.yaml").write_text(YAML)
    _, out, _ = run(capsys, "show", ".")
    before = load_config(Path("-"))
    (folder / ".labeler.yaml").write_text(out)

    after = load_config(Path("-"))
    assert after.sha256 == before.sha256
    assert (after.scan, after.rules, after.model) == (before.scan, before.rules, before.model)


def test_a_named_file_is_shown(capsys, folder: Path) -> None:
    (folder / "ours.yaml").write_text("model: ours\n")
    assert "model: ours  # ours.yaml:1" in run(capsys, "show", "--config", "ours.yaml")[1]


def test_an_error_is_one_line_and_exit_code_2(capsys, folder: Path) -> None:
    (folder / ".labeler.yaml").write_text("scan:\n  encodng: cp932\n")
    assert run(capsys, "show") == (
        2,
        "",
        "labeler: .labeler.yaml:2: `scan.encodng`: unknown key; did you mean `encoding`?\n",
    )


def test_the_schema_is_printed_and_published(capsys) -> None:
    code, out, _ = run(capsys, "schema")
    assert code == 0
    assert json.loads(out)["title"] == "labeler configuration"
    published = Path(__file__).parents[2] / "docs" / "config.schema.json"
    assert published.read_text("utf-8") == out


@pytest.mark.parametrize(
    "wrong", ["scna: {}", "scan: {encoding: 3}", "policy: {fail-on: [x]}", "suppressions: [{}]"]
)
def test_the_schema_knows_right_from_wrong(wrong: str) -> None:
    jsonschema.Draft202012Validator.check_schema(config_schema())
    VALIDATOR.validate(yaml.safe_load(YAML.replace("2027-01-31", "'2027-01-31'")))
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(yaml.safe_load(wrong))
