"""The user's rules are parsed once, and then read from the user's cache directory."""

import os
import shutil
from pathlib import Path

import pytest

from labeler.errors import RuleError
from labeler.rules import RulePack, load_pack
from labeler.rules.kept import _MOST_KEPT, kept_in

RULES = """\
version: 1
gate: [ai]
rules:
  - id: en.mine
    title: Made by AI
    label: ai_report
    match: {phrase: NAME made by ai}
    verdict: declared
    examples: {match: [NAME made by ai], no_match: [y]}
severity: {GLOB: error}
"""


@pytest.fixture(autouse=True)
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    return home


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    write(folder)
    return folder


def write(folder: Path, name: str = "all", glob: str = "en.mine") -> None:
    text = RULES.replace("NAME", name).replace("GLOB", glob)
    (folder / "mine.yaml").write_text(text, encoding="utf-8")


def entries() -> list[Path]:
    return sorted(kept_in().iterdir()) if kept_in().exists() else []


def load_without_parser(own: Path, monkeypatch: pytest.MonkeyPatch) -> RulePack:
    with monkeypatch.context() as patch:
        patch.setattr("labeler.rules.parse.parse_files", None)
        return load_pack([own])


def test_rules_are_parsed_once(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = load_pack([own])
    kept = load_without_parser(own, monkeypatch)
    assert kept.rules == parsed.rules
    assert kept.sha256 == parsed.sha256
    rule = kept.rule("en.mine")
    assert rule is not None
    assert rule.severity == "error"


def test_a_change_of_the_rules_is_seen(own: Path) -> None:
    load_pack([own])
    write(own, "none")
    rule = load_pack([own]).rule("en.mine")
    assert rule is not None
    assert "none" in str(rule.match.pattern)
    assert len(entries()) == 2


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": 0}'])
def test_damaged_entries_are_as_if_not_there(own: Path, damage: bytes) -> None:
    rules = load_pack([own]).rules
    (entry,) = entries()
    entry.write_bytes(damage)
    assert load_pack([own]).rules == rules
    assert entry.read_bytes() != damage


def test_the_directory_may_be_deleted(own: Path, cache_home: Path) -> None:
    rules = load_pack([own]).rules
    shutil.rmtree(cache_home)
    assert load_pack([own]).rules == rules
    assert len(entries()) == 1


def test_a_directory_that_cannot_be_made_costs_only_time(own: Path, cache_home: Path) -> None:
    cache_home.write_text("a file")
    assert load_pack([own]).rule("en.mine") is not None
    assert cache_home.read_text() == "a file"


def test_nothing_unfinished_stays(own: Path) -> None:
    load_pack([own])
    assert [entry.suffix for entry in entries()] == [".json"]


def test_entries_longest_not_used_are_removed(own: Path) -> None:
    kept_in().mkdir(parents=True)
    for age in range(_MOST_KEPT + 5):
        old = kept_in() / f"{age:040d}.json"
        old.write_text("{}")
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    load_pack([own])
    names = {entry.stem for entry in entries()}
    assert len(names) == _MOST_KEPT
    assert f"{0:040d}" in names
    assert f"{_MOST_KEPT + 4:040d}" not in names


def test_an_id_that_is_taken_is_an_error_with_kept_rules_too(own: Path, tmp_path: Path) -> None:
    load_pack([own])
    other = tmp_path / "other"
    shutil.copytree(own, other)
    load_pack([other])
    with pytest.raises(
        RuleError, match=r"other/mine\.yaml:4: rule en\.mine: the id is taken at .*own"
    ):
        load_pack([own, other])


def test_errors_name_the_file_that_is_read(own: Path, tmp_path: Path) -> None:
    write(own, glob="no.such")
    for folder in (own, tmp_path / "moved"):
        if folder != own:
            shutil.move(own, folder)
        with pytest.raises(RuleError, match=rf"{folder}/mine\.yaml:10: severity"):
            load_pack([folder])


def test_the_directory_is_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert kept_in().is_absolute()
