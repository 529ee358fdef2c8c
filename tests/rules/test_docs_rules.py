"""The examples in docs/rules.md run."""

import re
from pathlib import Path

import pytest

from labeler.rules import load_pack
from labeler.rules.check import check_examples
from labeler.rules.lint import lint
from labeler.rules.schema import RuleSpec
from tests.rules.ruletools import parse

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


RULE_FILE, SHAPES, CHANGES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("rule_file", [RULE_FILE, SHAPES])
def test_the_examples_pass_their_own_examples_and_lint(rule_file: str) -> None:
    parsed = parse(rule_file)
    assert check_examples(parsed, parsed.pack.rules).notable == []
    assert lint(parsed, parsed.pack.rules) == []


def test_the_changes_apply_to_the_shipped_rules(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(CHANGES, encoding="utf-8")
    pack = load_pack([tmp_path / "own.yaml"])
    assert pack.rule("und.guard.button") is None
    label, statement = pack.rule("de.ai-image.label"), pack.rule("de.ai-image.statement")
    assert label is not None
    assert statement is not None
    assert (label.severity, statement.severity) == ("error", "warning")


@pytest.mark.parametrize("field", RuleSpec.__struct_fields__)
def test_every_field_of_a_rule_is_described(field: str) -> None:
    assert f"`{field}`" in PAGE
