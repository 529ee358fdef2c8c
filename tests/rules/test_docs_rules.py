"""The example in docs/rules.md runs."""

import re
from pathlib import Path

import pytest

from labeler.rules.check import check_examples
from labeler.rules.lint import lint
from labeler.rules.schema import RuleSpec
from tests.rules.ruletools import parse

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_the_example_passes_its_own_examples_and_lint() -> None:
    (yaml,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    parsed = parse(yaml)
    assert check_examples(parsed, parsed.pack.rules).notable == []
    assert lint(parsed, parsed.pack.rules) == []


@pytest.mark.parametrize("field", RuleSpec.__struct_fields__)
def test_every_field_of_a_rule_is_described(field: str) -> None:
    assert f"`{field}`" in PAGE
