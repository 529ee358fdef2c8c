"""`labeler baseline` as a user meets it."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labeler import Labeler
from labeler.cli import main
from labeler.policy import Policy, audit
from labeler.policy.baseline import read_baseline
from labeler.policy.collect import EntryCollector

LEFTOVER = "As an AI language model, I cannot check the timetable of the ferry."
OTHER = "As an AI language model, I do not know when the museum opens on Sundays."
PROSE = "Two ferries ran across the bay on Sunday, and a third stayed in port because of the wind."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a text that a chatbot's leftovers stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LABELER_MODEL", raising=False)
    (tmp_path / ".git").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "ferry.txt").write_text(f"{LEFTOVER}\n\n{PROSE}\n")
    return tmp_path


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / ".labeler-baseline.json"


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(["baseline", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def known(file: Path) -> dict[str, tuple[str, str | None]]:
    """Status and path of the entries by rule and how their text begins."""
    return {
        f"{key.rule} {(entry.quote or '')[:28]}": (entry.status, entry.path)
        for key, entry in read_baseline(file).items()
    }


def test_create_writes_down_all_findings(capsys, file: Path) -> None:
    assert run(capsys, "create", "content") == (0, ".labeler-baseline.json: 1 known\n", "")
    assert known(file) == {
        "chatbot-residue As an AI language model, I c": ("todo", "content/ferry.txt")
    }


def test_create_leaves_a_file_that_is_there(capsys, file: Path) -> None:
    file.write_text("precious")
    message = (
        "labeler: .labeler-baseline.json: is there; `labeler baseline update` adds to it "
        "(or --force)\n"
    )
    assert run(capsys, "create") == (2, "", message)
    assert file.read_text() == "precious"
    assert run(capsys, "create", "--force")[0] == 0
    assert len(known(file)) == 1


def test_equal_texts_give_equal_bytes_wherever_they_stand(capsys, folder: Path, file: Path) -> None:
    run(capsys, "create", "content")
    before = file.read_bytes()
    text = folder / "content" / "ferry.txt"
    (folder / "content" / "moved.txt").write_text(f"{PROSE}\n\n{text.read_text()}")
    text.unlink()

    assert run(capsys, "update")[1] == ".labeler-baseline.json: 0 added, 1 known\n"
    assert file.read_bytes() == before


def test_many_files_are_scanned_by_all_cores_with_the_same_outcome(
    capsys, folder: Path, file: Path
) -> None:
    for number in range(70):  # more than one unit of work
        (folder / "content" / f"{number}.txt").write_text(
            f"As an AI language model, I cannot say who won game {number}.\n\n{PROSE}\n"
        )
    run(capsys, "create", "content")

    collector = EntryCollector(file)
    for report in Labeler().scan_path("content"):
        collector.write(audit(report, Policy()))
    assert read_baseline(file) == collector.entries
    assert len(collector.entries) == 71


def test_update_adds_what_is_new_and_keeps_decisions(
    capsys, monkeypatch, folder: Path, file: Path
) -> None:
    run(capsys, "create")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y agreed\n"))
    run(capsys, "audit")
    (folder / "museum.txt").write_text(OTHER)

    assert run(capsys, "update") == (0, ".labeler-baseline.json: 1 added, 2 known\n", "")
    assert known(file) == {
        "chatbot-residue As an AI language model, I c": ("accepted", "content/ferry.txt"),
        "chatbot-residue As an AI language model, I d": ("todo", "museum.txt"),
    }


def test_prune_drops_what_is_gone(capsys, folder: Path, file: Path) -> None:
    (folder / "museum.txt").write_text(OTHER)
    run(capsys, "create")
    (folder / "content" / "ferry.txt").write_text(PROSE)

    assert run(capsys, "prune") == (0, ".labeler-baseline.json: 1 dropped, 1 known\n", "")
    assert list(known(file)) == ["chatbot-residue As an AI language model, I d"]


def test_prune_changes_nothing_if_an_input_cannot_be_read(capsys, folder: Path, file: Path) -> None:
    run(capsys, "create")
    before = file.read_bytes()
    (folder / "content" / "ferry.txt").unlink()
    (folder / "empty.txt").write_text("")

    code, out, err = run(capsys, "prune", ".")
    assert (code, out) == (3, "")
    assert "empty.txt: empty; give a file with text in it" in err
    assert file.read_bytes() == before


@pytest.mark.parametrize("command", ["create", "update"])
def test_other_inputs_are_recorded_if_one_cannot_be_read(
    capsys, folder: Path, file: Path, command: str
) -> None:
    if command == "update":
        run(capsys, "create", "content")
    (folder / "empty.txt").write_text("")
    code, _, err = run(capsys, command, ".")
    assert (code, len(known(file))) == (3, 1)
    assert "empty.txt: empty" in err


@pytest.mark.parametrize("command", ["update", "prune", "audit"])
def test_without_a_file(capsys, folder: Path, command: str) -> None:
    message = (
        "labeler: .labeler-baseline.json: no such baseline; "
        "make it with `labeler baseline create`\n"
    )
    assert run(capsys, command) == (2, "", message)


def test_the_configuration_says_where_by_what_and_without_what(
    capsys, monkeypatch, folder: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 15 January 2027
    (folder / "ci").mkdir()
    (folder / "museum.txt").write_text(OTHER)
    (folder / ".labeler.yaml").write_text(
        "baseline: ci/known.json\n"
        "policy: {presets: [eu-ai-act-50]}\n"
        "suppressions:\n"
        "- {rule: undisclosed-residue, paths: [content/], reason: an interview}\n"
        "- {rule: '*', reason: old, expires: 2027-01-14}\n"
    )
    code, out, err = run(capsys, "create")

    assert (code, out) == (0, "ci/known.json: 1 known\n")
    assert err == (
        "labeler: the suppression of * (old) expired on 2027-01-14; "
        "renew it with a new date or remove it\n"
    )
    assert known(folder / "ci" / "known.json") == {
        "undisclosed-residue As an AI language model, I d": ("todo", "../museum.txt")
    }


def test_options_go_before_the_configuration(capsys, folder: Path) -> None:
    (folder / ".labeler.yaml").write_text("baseline: b.json\n")
    (folder / "ours.yaml").write_text("baseline: c.json\npolicy: {presets: []}\n")

    run(capsys, "create", "--baseline", "a.json", "--policy", "eu-ai-act-50")
    assert [key.rule for key in read_baseline(folder / "a.json")] == ["undisclosed-residue"]
    assert run(capsys, "create", "--config", "ours.yaml")[1] == "c.json: 0 known\n"


def test_beside_the_configuration_by_default(capsys, monkeypatch, folder: Path, file: Path) -> None:
    (folder / ".labeler.yaml").write_text("scan: {}\n")
    monkeypatch.chdir(folder / "content")
    assert run(capsys, "create") == (0, f"{file}: 1 known\n", "")


def test_a_wrong_configuration(capsys, folder: Path) -> None:
    (folder / ".labeler.yaml").write_text("model: [a]\n")
    message = "labeler: .labeler.yaml:1: `model`: must be text, not a list\n"
    assert run(capsys, "create") == (2, "", message)


def test_a_policy_that_is_none(capsys, folder: Path) -> None:
    message = "labeler: no --policy 'newsrom'; did you mean `newsroom`?\n"
    assert run(capsys, "create", "--policy", "newsrom") == (2, "", message)


def test_what_needs_review_is_known_on_demand(capsys, folder: Path, file: Path) -> None:
    run(capsys, "create", "--needs-review")
    rules = {key.rule for key in read_baseline(file)}
    assert rules == {"chatbot-residue", "needs-review"}


def test_audit_reads_answers_and_goes_on_where_it_stopped(
    capsys, monkeypatch, folder: Path, file: Path
) -> None:
    (folder / "museum.txt").write_text(OTHER)
    run(capsys, "create")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n quoted in an interview\nq\n"))
    code, out, err = run(capsys, "audit")
    assert (code, err) == (0, "")
    assert out == (
        "\n1 of 2: chatbot-residue in content/ferry.txt\n"
        f"    {LEFTOVER}\n"
        "\n2 of 2: chatbot-residue in museum.txt\n"
        f"    {OTHER}\n"
        ".labeler-baseline.json: 1 decided, 1 left\n"
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert "1 of 1: chatbot-residue in museum.txt" in run(capsys, "audit")[1]
    assert sorted(entry.status for entry in read_baseline(file).values()) == [
        "accepted",
        "false_positive",
    ]
    assert run(capsys, "audit")[1] == ".labeler-baseline.json: 0 decided, 0 left\n"


def test_a_wrong_answer_stops_the_audit_and_keeps_what_was_decided(
    capsys, monkeypatch, folder: Path, file: Path
) -> None:
    (folder / "museum.txt").write_text(OTHER)
    run(capsys, "create")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\nmaybe\n"))
    code, _, err = run(capsys, "audit")
    assert code == 2
    assert err.startswith("labeler: question 2: 'maybe' is no answer; y: right, and accepted; ")
    assert sum(entry.status == "accepted" for entry in read_baseline(file).values()) == 1


def test_on_a_terminal_a_killed_audit_loses_no_decision(capsys, folder: Path, file: Path) -> None:
    (folder / "museum.txt").write_text(OTHER)
    run(capsys, "create")
    terminal, other_end = pty.openpty()
    code = "import sys; from labeler.cli import main; sys.exit(main())"
    audit = subprocess.Popen(
        [sys.executable, "-c", code, "baseline", "audit"],
        cwd=folder,
        stdin=other_end,
        stdout=other_end,
        stderr=other_end,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.close(other_end)
    shown = _read_until(terminal, "[y: right, and accepted;")
    assert "1 of 2: chatbot-residue in content/ferry.txt" in shown
    os.write(terminal, b"maybe\n")  # a slip of the finger: it asks again
    _read_until(terminal, "[y: right, and accepted;")
    os.write(terminal, b"y an interview\n")
    _read_until(terminal, "2 of 2")
    audit.send_signal(signal.SIGKILL)
    audit.wait(timeout=30)
    os.close(terminal)

    entries = json.loads(file.read_text())
    assert [e for e in entries.values() if e != 1 and e.get("reason") == "an interview"] != []
    assert os.listdir(folder).count(file.name) == 1


def _read_until(terminal: int, wanted: str) -> str:
    shown, end = "", time.monotonic() + 30
    while wanted not in shown:
        assert time.monotonic() < end, shown
        shown += os.read(terminal, 1024).decode()
    return shown


def test_it_is_fit_for_a_pipe(folder: Path) -> None:
    """The real program, with answers from a pipe, as a script would run it."""
    code = "import sys; from labeler.cli import main; sys.exit(main())"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    def labeler(*arguments: str, stdin: str = "") -> str:
        done = subprocess.run(
            [sys.executable, "-c", code, "baseline", *arguments],
            cwd=folder,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    labeler("create")
    assert labeler("audit", stdin="y\n").endswith(": 1 decided, 0 left\n")
