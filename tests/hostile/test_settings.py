"""What judges: configuration, rules, model, baseline and reports from somebody else."""

import os
import sys
from pathlib import Path

import pytest

from tests.hostile.limited import labeler, story

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory need Linux")

DEEP = "[" * 100_000 + "]" * 100_000
LONG_NUMBER = "9" * 5000
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
RULE = (
    "version: 1\nrules:\n  - {{id: en.x, title: T, label: ai_report, match: {{regex: '{}'}}, "
    "verdict: declared, examples: {{match: [x], no_match: [y]}}}}\n"
)

# Some builds of libyaml bound the depth themselves, and say it is "not valid YAML".
CASES = {
    "deep rules": ("--rules", "r.yaml", f"rules: {DEEP}\n", "r.yaml:1: n"),
    "a bomb of rules": ("--rules", "r.yaml", BOMB, "r.yaml:"),
    "rules with a tag": (
        "--rules",
        "r.yaml",
        "rules: !!python/object/apply:os.system [touch pwned]\n",
        "r.yaml:1: the tag tag:yaml.org,2002:python/object/apply:os.system is not supported",
    ),
    "a regex of deep groups": (
        "--rules",
        "r.yaml",
        RULE.format("(" * 5000 + "x" + ")" * 5000),
        "r.yaml:3: ",
    ),
    "a regex of great repeats": (
        "--rules",
        "r.yaml",
        RULE.format("((x{1000}){1000}){1000}"),
        "r.yaml:3: ",
    ),
    "a deep configuration": (
        "--config",
        "c.yaml",
        f"rules: {DEEP}\n",
        "c.yaml:1: n",
    ),
    "a configuration that is a bomb": ("--config", "c.yaml", BOMB, "c.yaml:"),
    "a configuration with a tag": (
        "--config",
        "c.yaml",
        "model: !!python/name:os.system\n",
        "c.yaml:1: the tag ",
    ),
    "deep TOML": ("--config", "c.toml", f"[tool.labeler]\nx = {DEEP}\n", "nested too deeply"),
    "a long number in TOML": (
        "--config",
        "c.toml",
        f"[tool.labeler]\nx = {LONG_NUMBER}\n",
        "not valid TOML",
    ),
    "a deep baseline": ("--baseline", "b.json", f'{{"x": {DEEP}}}', "b.json:1: not a baseline"),
    "a long number in a baseline": (
        "--baseline",
        "b.json",
        f'{{"version": {LONG_NUMBER}}}',
        "b.json:1: not a baseline",
    ),
    "a deep manifest": ("--model", "manifest.json", DEEP, "not a model manifest"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_setting_is_named_with_its_place(tmp_path: Path, case: str) -> None:
    option, name, text, says = CASES[case]
    (tmp_path / name).write_text(text, "utf-8")
    given = "." if option == "--model" else name
    done = labeler("scan", story(tmp_path), option, given, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert says in done.stderr
    assert done.stderr.startswith("labeler: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("option", ["--config", "--baseline", "--rules", "--model"])
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_settings_are_regular_files(tmp_path: Path, option: str, kind: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    given = folder / "manifest.json"
    if kind == "pipe":
        os.mkfifo(given)
    else:
        given.symlink_to("/dev/zero")
    done = labeler("scan", story(tmp_path), option, folder if option == "--model" else given)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"labeler: {given}: ")
    assert done.stderr.count("\n") == 1


def test_regexes_that_kill_backtracking_engines_take_no_time(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RULE.format("^(?:x+)+(?:x|xx)*x*x*x*x*x*$"), "utf-8")
    text = tmp_path / "text.txt"
    text.write_text("x" * 100_000 + "!", "utf-8")
    done = labeler("scan", text, "--rules", tmp_path / "r.yaml", "--format", "jsonl")

    assert (done.returncode, done.stderr) == (0, "")


REPORTS = {
    "a deep list": ("[" * 100_000, ""),  # too deep, or where the stack is larger, cut off
    "a deep report": (f'{{"schema_version": 1, "x": {DEEP}}}', "not a report"),
    "a long number": (f'{{"schema_version": {LONG_NUMBER}}}', "not a report"),
}


@pytest.mark.parametrize("case", REPORTS)
def test_a_bad_report_is_named(tmp_path: Path, case: str) -> None:
    path = tmp_path / "report.json"
    text, says = REPORTS[case]
    path.write_text(text, "utf-8")
    done = labeler("diff", path, path)

    assert (done.returncode, done.stdout) == (3, "")
    assert f"{path}:1: {says}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_reports_are_not_read_from_devices() -> None:
    done = labeler("diff", "/dev/zero", "/dev/zero")

    assert (done.returncode, done.stderr) == (
        3,
        "labeler: /dev/zero: a device; name a file of reports\n",
    )


def test_kept_rules_that_are_damaged_are_parsed_anew(tmp_path: Path) -> None:
    (tmp_path / "r.yaml").write_text(RULE.format("two ferries (?:ran|sank) on sunday"), "utf-8")
    own = {"env": {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "kept")}}
    command = ("scan", story(tmp_path), "--rules", tmp_path / "r.yaml")
    first = labeler(*command, **own)
    (kept,) = (tmp_path / "kept").rglob("*.json")
    sound = kept.read_bytes()
    kept.write_bytes(sound.replace(b"ran|sank", b"ran|(sank"))  # still JSON, but no regex
    second = labeler(*command, **own)

    assert "en.x" in first.stdout
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    assert kept.read_bytes() == sound
