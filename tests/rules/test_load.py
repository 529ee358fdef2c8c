"""Rules are read from YAML, from what was compiled ahead, or from both, and are the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from labeler.errors import RuleError
from labeler.locate import shipped
from labeler.rules import load
from labeler.rules.compiled import COMPILED, Compiled, read_compiled
from labeler.rules.files import find_files, sha256_of
from labeler.rules.load import load_pack, write_compiled
from labeler.rules.parse import parse_files

RULE = """\
version: 1
gate: [ai]
fragments: {made: '(?:made|written)'}
rules:
  - id: en.ID
    title: Made by AI
    label: ai_report
    match: {any: [{regex: '{{made}} by ai'}, {html: {tag: [aside]}}], not: [{phrase: never}]}
    where: {max_chars: 90, position: {from_start: 2}, neighbours: {next: {min_chars: 3}}}
    scope: {target: next, max_segments: 3}
    verdict: declared
    references: [seen here, {url: 'https://example.org', quote: made by ai}]
    examples: {match: [made by ai], no_match: [y]}
"""


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules directory that stands for the shipped one."""
    shipped = tmp_path / "shipped"
    (shipped / "disclosure").mkdir(parents=True)
    (shipped / "disclosure" / "en.yaml").write_text(RULE.replace("ID", "shipped"))
    monkeypatch.setattr(load, "shipped", lambda name: shipped)
    return shipped


def test_compiled_rules_are_the_rules_of_the_yaml(directory: Path) -> None:
    from_yaml = load_pack()
    write_compiled(directory)
    compiled = load_pack()
    assert compiled.rules == from_yaml.rules
    assert compiled.sha256 == from_yaml.sha256 == sha256_of(find_files(directory))
    assert compiled.rules[0].file == "disclosure/en.yaml"


def test_compiled_rules_spare_the_yaml(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_compiled(directory)
    monkeypatch.setattr("labeler.rules.parse.parse_files", None)
    assert len(load_pack().rules) == 1


@pytest.mark.parametrize("damage", [b"{", b"{}", b'{"format": 0, "sha256": ""}'])
def test_compiled_rules_that_do_not_fit_are_not_used(directory: Path, damage: bytes) -> None:
    (directory / COMPILED).write_bytes(damage)
    assert len(load_pack().rules) == 1


def test_a_changed_file_puts_compiled_rules_out_of_use(directory: Path) -> None:
    write_compiled(directory)
    (directory / "more.yaml").write_text(RULE.replace("ID", "more"))
    assert [rule.id for rule in load_pack().rules] == ["en.shipped", "en.more"]


def test_rules_of_the_user_s_come_on_top(directory: Path, tmp_path: Path) -> None:
    write_compiled(directory)
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.yaml").write_text(RULE.replace("ID", "mine"))
    pack = load_pack([own])
    assert [rule.id for rule in pack.rules] == ["en.shipped", "en.mine"]
    assert load_pack([own / "mine.yaml"]).rules == pack.rules
    assert pack.sha256 != load_pack().sha256


def test_rules_of_the_user_s_may_not_take_a_shipped_id(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(RULE.replace("ID", "shipped"))
    with pytest.raises(
        RuleError, match=r"mine\.yaml:5: rule en\.shipped: the id is taken at .*en\.yaml; "
    ):
        load_pack([tmp_path / "mine.yaml"])


def test_the_user_s_files_know_the_shipped_fragments(directory: Path, tmp_path: Path) -> None:
    (directory / "fragments.yaml").write_text("version: 1\nfragments: {shared: made by ai}")
    (tmp_path / "mine.yaml").write_text(
        RULE.replace("ID", "mine").replace("{{made}} by ai", "{{shared}}")
    )
    assert load_pack([tmp_path / "mine.yaml"]).rule("en.mine") is not None


def test_the_shipped_compiled_rules_are_up_to_date() -> None:
    """If this fails: `labeler rules compile`."""
    files = find_files(shipped("rules"))
    assert read_compiled(shipped("rules") / COMPILED, sha256_of(files)) == Compiled(
        parse_files(files).pack.rules
    )


def test_scans_import_neither_yaml_nor_its_parser() -> None:
    code = (
        "import sys, labeler.rules as r; print({'yaml', 'labeler.rules.parse'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
