"""The compiled rules in the repository are those of the YAML files beside them."""

import shutil
from pathlib import Path

import pytest

from labeler.rules.compiled import COMPILED
from labeler.rules.load import write_compiled

RULES = Path(__file__).parents[2] / "rules"


def test_the_compiled_rules_were_written_after_the_last_change_of_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(RULES, tmp_path / "rules", ignore=shutil.ignore_patterns(COMPILED))
    monkeypatch.setattr("labeler.rules.load.shipped", lambda name: copy)
    assert write_compiled(copy).read_bytes() == (RULES / COMPILED).read_bytes()
