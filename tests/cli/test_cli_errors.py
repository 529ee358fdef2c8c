"""Wrong use of the command line: one line on stderr, the exit code of the contract."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

import labeler.cli
from labeler.cli import main
from labeler.errors import DataError, InputError, ModelError, RuleError, UsageError


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """A command `fail` that raises what the test puts in the list."""
    errors: list[BaseException] = []

    def fail() -> None:
        raise errors[0]

    monkeypatch.setitem(labeler.cli.COMMANDS, "fail", f"{__name__}:fail")
    monkeypatch.setattr(sys.modules[__name__], "fail", fail, raising=False)
    return errors


def one_error_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("labeler: ")
    return captured.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("a.txt: no such file"), 3),
        (UsageError("no format 'x'"), 2),
        (RuleError("r.yaml: line 3: unknown key"), 2),
        (ModelError("models/m: wrong checksum"), 2),
        (DataError("d.jsonl: line 1: no label"), 2),
    ],
)
def test_errors_on_purpose_have_their_exit_codes(failing, capsys, error, code):
    failing.append(error)

    assert main(["fail"]) == code
    assert str(error) in one_error_line(capsys)


def test_an_error_inside_labeler_is_one_line_and_says_how_to_see_more(failing, capsys):
    failing.append(ZeroDivisionError("division by zero"))

    assert main(["fail"]) == 70
    message = one_error_line(capsys)
    assert "ZeroDivisionError: division by zero" in message
    assert "LABELER_TRACEBACK=1" in message


def test_the_traceback_is_there_when_asked_for(failing, monkeypatch):
    failing.append(ZeroDivisionError())
    monkeypatch.setenv("LABELER_TRACEBACK", "1")

    with pytest.raises(ZeroDivisionError):
        main(["fail"])


def test_messages_cannot_steer_the_terminal(failing, capsys):
    failing.append(InputError("\x1b[2Jx.txt:\nno such file"))

    main(["fail"])
    assert one_error_line(capsys) == "labeler: [2Jx.txt: no such file\n"


def test_interruption_is_quiet(failing, capsys):
    failing.append(KeyboardInterrupt())

    assert main(["fail"]) == 130
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["scna"], "no command 'scna'; there are scan, "),
        (["scan"], "PATH"),
        (["scan", "--nonsense", "x.txt"], "--nonsense"),
        (["scan", "x.txt", "--format", "xml"], "no format 'xml'; there are json, jsonl, text"),
        (["scan", "x.txt", "--media-type", "image/png"], "there are text/plain, text/html"),
        (["explain", "x.txt"], "--segment"),
    ],
)
def test_wrong_usage_names_the_mistake(capsys, arguments, says):
    assert main(arguments) == 2
    assert says in one_error_line(capsys)


@pytest.mark.parametrize("command", [("scan",), ("extract",), ("explain", "--segment", "0")])
def test_a_name_that_no_file_can_have_is_no_error_inside_labeler(capsys, command):
    assert main([*command, "x" * 300]) == 3
    assert "x: cannot be read (File name too long)" in capsys.readouterr().err


def test_what_cannot_be_looked_at_is_named(failing, capsys):
    failing.append(PermissionError(13, "Permission denied", "/root/report.json"))

    assert main(["fail"]) == 2
    assert one_error_line(capsys) == (
        "labeler: /root/report.json: Permission denied; check the path and its permissions\n"
    )


def test_no_arguments_show_the_help(capsys):
    assert main([]) == 0
    assert "scan" in capsys.readouterr().out


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("labeler 0.")


@pytest.mark.parametrize("command", list(labeler.cli.COMMANDS))
def test_every_command_has_help(capsys, command):
    assert main([command, "--help"]) == 0
    assert f"Usage: labeler {command}" in capsys.readouterr().out


def test_schema_prints_the_json_schema(capsys):
    assert main(["schema"]) == 0
    assert '"https://json-schema.org/draft/2020-12/schema"' in capsys.readouterr().out


def test_the_module_ends_as_the_command_does():
    command = [sys.executable, "-m", "labeler", "scan", "nowhere.txt"]

    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 3


@pytest.mark.skipif(not hasattr(os, "pipe"), reason="needs a pipe")
def test_a_reader_that_goes_away_is_no_error():
    code = "from labeler.cli import main; import sys; sys.exit(main(['schema']))"
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdout=write_end,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(write_end)

    assert (done.returncode, done.stderr) == (141, "")
