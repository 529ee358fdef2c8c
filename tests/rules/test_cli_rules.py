from pathlib import Path

import pytest
from typer.testing import CliRunner

from labeler.cli.rules import app

RULE = """\
version: 1
rules:
  - id: en.made
    title: Made by AI
    label: ai_report
    languages: [en]
    match: {regex: '^made by ai'}
    verdict: declared
    examples: {match: [made by ai], no_match: [y]}
"""


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.yaml").write_text(RULE)
    for module in ("load", "check"):
        monkeypatch.setattr(f"labeler.rules.{module}.shipped", lambda name: tmp_path)
    monkeypatch.setattr("labeler.locate.shipped", lambda name: tmp_path)
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_list_names_the_rules(shipped: Path) -> None:
    line = "en.made\tdisclosure\tai_report\tdeclared\tstable\tMade by AI\n"
    assert run("list") == (0, line, "")
    assert run("list", "--language", "en", "--role", "disclosure") == (0, line, "")
    assert run("list", "--language", "de") == (0, "", "")
    assert run("list", "--role", "guard") == (0, "", "")


def test_show_prints_one_rule(shipped: Path) -> None:
    code, out, _ = run("show", "en.made")
    assert code == 0
    assert "id: en.made\n" in out
    assert "pattern: ^made by ai\n" in out


def test_show_of_an_unknown_rule(shipped: Path) -> None:
    message = "labeler: no rule en.none; `labeler rules list` names them all\n"
    assert run("show", "en.none") == (2, "", message)


def test_test_passes_when_examples_behave(shipped: Path) -> None:
    assert run("test") == (0, "1 rules, 2 examples, 0 failed\n", "")


def test_test_names_the_examples_that_do_not(shipped: Path) -> None:
    path = shipped / "a.yaml"
    path.write_text(RULE.replace("no_match: [y]", "no_match: [made by ai], todo_match: [z]"))
    assert run("test", str(path)) == (
        1,
        f"{path}:3: en.made: matches, but must not: 'made by ai'\n"
        f"{path}:3: en.made: known gap: 'z'\n"
        "1 rules, 3 examples, 1 failed\n",
        "",
    )


def test_lint_fails_on_errors_alone(shipped: Path) -> None:
    assert run("lint") == (0, "1 rules, 0 errors, 0 warnings\n", "")
    (shipped / "a.yaml").write_text(RULE.replace("^made by", "^Made by"))
    code, out, _ = run("lint")
    assert code == 1
    assert "a.yaml:3: error: en.made: " in out


def test_compile_writes_the_compiled_rules(shipped: Path) -> None:
    assert run("compile") == (0, f"{shipped / 'compiled.json'}\n", "")
    assert (shipped / "compiled.json").is_file()


@pytest.mark.parametrize("command", ["list", "show en.made", "test", "lint", "compile"])
def test_a_wrong_rule_file_is_named_on_stderr(shipped: Path, command: str) -> None:
    (shipped / "a.yaml").write_text(RULE.replace("verdict", "verdikt"))
    code, out, err = run(*command.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"labeler: {shipped / 'a.yaml'}:8: rule en.made: unknown key `verdikt`")
    assert err.count("\n") == 1
