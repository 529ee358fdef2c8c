"""`labeler scan` with a policy: what is reported, and how the run ends."""

import json
from pathlib import Path

import pytest

from labeler import scanner
from labeler.cli import main

LEFTOVER = "As an AI language model, I cannot check the timetable of the ferry."
PROSE = "Two ferries ran across the bay on Sunday, and a third stayed in port because of the wind."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a clean text and one with a chatbot's leftovers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "clean.txt").write_text(f"{PROSE}\n")
    (tmp_path / "leftover.txt").write_text(f"{LEFTOVER}\n\n{PROSE}\n")
    return tmp_path


def scan(capsys, *arguments: str) -> tuple[int, list[tuple[str, str, str]], str]:
    """Exit code, rule, severity and status of the findings, and what stands on stderr."""
    code = main(["scan", *arguments, "--format", "jsonl", "--no-cache"])
    captured = capsys.readouterr()
    reports = [json.loads(line) for line in captured.out.splitlines()]
    found = [
        (f["rule"], f["severity"], f.get("status", "new")) for r in reports for f in r["findings"]
    ]
    return code, found, captured.err


def test_by_default_findings_are_reported_and_nothing_fails(capsys, folder: Path) -> None:
    warned = [("chatbot-residue", "warning", "new")]
    assert scan(capsys, ".") == (0, warned, "")
    assert scan(capsys, "clean.txt") == (0, [], "")


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [(["note"], 1), (["warning"], 1), (["error"], 0), (["error", "new"], 1), (["unreviewed"], 1)],
)
def test_fail_on(capsys, folder: Path, fail_on: list[str], code: int) -> None:
    options = [option for criterion in fail_on for option in ("--fail-on", criterion)]
    assert scan(capsys, ".", *options)[0] == code
    assert scan(capsys, "clean.txt", *options)[0] == 0


def test_a_preset_of_the_command_line_goes_before_the_file(capsys, folder: Path) -> None:
    (folder / ".labeler.yaml").write_text("policy: {presets: [newsroom], fail-on: [error]}\n")
    assert scan(capsys, ".")[:2] == (1, [("chatbot-residue", "error", "new")])
    assert scan(capsys, ".", "--policy", "default")[:2] == (
        0,
        [("chatbot-residue", "warning", "new")],
    )


def test_what_the_baseline_knows_does_not_fail(capsys, folder: Path) -> None:
    main(["baseline", "create"])
    capsys.readouterr()
    options = ("--baseline", ".labeler-baseline.json", "--fail-on", "new")

    assert scan(capsys, ".", *options)[:2] == (0, [("chatbot-residue", "warning", "unchanged")])
    (folder / "leftover.txt").write_text(LEFTOVER.replace("ferry", "bus"))
    assert scan(capsys, ".", *options)[:2] == (1, [("chatbot-residue", "warning", "new")])


def test_what_is_suppressed_does_not_fail_until_it_expires(
    capsys, monkeypatch, folder: Path
) -> None:
    (folder / ".labeler.yaml").write_text(
        "suppressions:\n"
        "- {rule: chatbot-residue, paths: [leftover.txt], reason: quotes, expires: 2027-01-15}\n"
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 15 January 2027
    assert scan(capsys, ".", "--fail-on", "new") == (
        0,
        [("chatbot-residue", "warning", "suppressed")],
        "",
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800086400")
    assert scan(capsys, ".", "--fail-on", "new") == (
        1,
        [("chatbot-residue", "warning", "new")],
        "labeler: the suppression of chatbot-residue (quotes) expired on 2027-01-15; "
        "renew it with a new date or remove it\n",
    )


def test_hits_of_rules_made_severe_are_findings(capsys, folder: Path) -> None:
    (folder / "page.txt").write_text(f"AI-generated report\n\n{PROSE}\n")
    (folder / ".labeler.yaml").write_text("rules: {severity: {'en.ai-*': error}}\n")
    assert scan(capsys, "page.txt", "--fail-on", "error")[:2] == (
        1,
        [("rule-error", "error", "new")],
    )


def test_a_huge_document_is_judged_too(capsys, monkeypatch, folder: Path) -> None:
    """It is labelled in windows and written while it is made."""
    monkeypatch.setattr(scanner, "_WINDOW", 50)
    paragraphs = [f"The ferry of {n} o'clock was {n % 60} minutes late." for n in range(170)]
    (folder / "huge.txt").write_text("\n\n".join([*paragraphs, LEFTOVER]))
    code, found, _ = scan(capsys, "huge.txt", "--fail-on", "warning", "--no-text")
    assert (code, found) == (1, [("chatbot-residue", "warning", "new")])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fail-on", "warn"), "no --fail-on 'warn'; did you mean `warning`?"),
        (("--policy", "eu"), "no --policy 'eu'; there are default, eu-ai-act-50, newsroom, "),
        (("--config", "none.yaml"), "none.yaml: no such configuration file; check the path"),
        (
            ("--baseline", "none.json"),
            "none.json: no such baseline; make it with `labeler baseline create`",
        ),
    ],
)
def test_what_does_not_exist_is_wrong_usage(capsys, folder: Path, arguments, message) -> None:
    code, found, err = scan(capsys, ".", *arguments)
    assert (code, found) == (2, [])
    assert err.startswith(f"labeler: {message}")


def test_an_input_that_cannot_be_read_goes_before_findings(capsys, folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    code, found, err = scan(capsys, ".", "--fail-on", "note")
    assert (code, len(found)) == (3, 1)
    assert "empty.txt: empty" in err
