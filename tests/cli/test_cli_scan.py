"""`labeler scan` as a user meets it: reports on stdout, troubles on stderr, exit codes."""

import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from labeler.cli import main
from labeler.report.json_schema import report_schema

VALIDATOR = jsonschema.Draft202012Validator(report_schema())
STORY = "Two ferries ran on Sunday.\n\nA third stayed in port, its captain said.\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


def scan(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["scan", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_one_document_is_one_report(capsys, story):
    code, out, err = scan(capsys, story)

    assert (code, err) == (0, "")
    report = json.loads(out)
    VALIDATOR.validate(report)
    assert report["input"]["path"] == str(story)
    assert [STORY[s["span"]["start"] : s["span"]["end"]] for s in report["segments"]] == [
        s["text"] for s in report["segments"]
    ]


def test_equal_runs_give_equal_bytes(capsys, story):
    assert scan(capsys, story) == scan(capsys, story)


def test_several_documents_are_a_list(capsys, story, tmp_path):
    (tmp_path / "page.html").write_text("<p>Two ferries ran.</p>", "utf-8")

    assert len(json.loads(scan(capsys, story, story)[1])) == 2
    reports = json.loads(scan(capsys, tmp_path)[1])
    assert [Path(report["input"]["path"]).name for report in reports] == ["page.html", "story.txt"]
    for report in reports:
        VALIDATOR.validate(report)


def test_records_are_one_report_a_line(capsys, tmp_path):
    records = tmp_path / "records.jsonl"
    records.write_text('{"text": "One story."}\n{"text": "Another story."}\n', "utf-8")
    _, out, _ = scan(capsys, records, "--format", "jsonl")

    paths = [json.loads(line)["input"]["path"] for line in out.splitlines()]
    assert paths == [f"{records}#1", f"{records}#2"]


def test_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    code, out, _ = scan(capsys, "-")

    assert (code, json.loads(out)["input"]["path"]) == (0, "-")


def test_text_is_left_out_on_demand(capsys, story):
    segments = json.loads(scan(capsys, story, "--no-text")[1])["segments"]

    assert segments
    assert not any("text" in segment for segment in segments)


def test_text_format_is_plain_when_not_on_a_terminal(capsys, story):
    code, out, _ = scan(capsys, story, "--format", "text")

    assert code == 0
    assert "Two ferries" in out
    assert "\x1b" not in out


def test_output_goes_to_a_file(capsys, story, tmp_path):
    target = tmp_path / "report.json"
    code, out, err = scan(capsys, story, "--output", target)

    assert (code, out, err) == (0, "", "")
    VALIDATOR.validate(json.loads(target.read_bytes()))


BAD_INPUTS = {
    "empty.txt": b"",
    "blank.txt": b" \n\n",
    "binary.txt": bytes(range(256)) * 8,
    "zeros.txt": b"Two ferries\0ran on Sunday.",
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "deep.html": b"<div>" * 100_000 + b"<p>Text</p>",
    "bad.jsonl": b'{"text": "One."\n',
    "field.jsonl": b'{"body": "One."}\n',
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_named_and_the_others_are_reported(capsys, story, tmp_path, name):
    bad = tmp_path / name
    bad.write_bytes(BAD_INPUTS[name])
    code, out, err = scan(capsys, bad, story, "--format", "jsonl")

    assert code == 3
    assert err.startswith(f"labeler: {bad}")
    assert err.count("\n") == 1
    (report,) = map(json.loads, out.splitlines())
    assert report["input"]["path"] == str(story)
    VALIDATOR.validate(report)


def test_broken_encoding_is_named_with_its_place(capsys, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes("Zwei Fähren fuhren, übermütig schön.\n".encode() * 3 + b"\xff\xfe\n")
    code, out, err = scan(capsys, bad, "--encoding", "utf-8")

    assert (code, out) == (3, "")
    assert str(bad) in err
    assert "line 4" in err


@pytest.mark.parametrize("place", ["missing.txt", "hollow"])
def test_missing_file_and_hollow_directory(capsys, tmp_path, place):
    (tmp_path / "hollow").mkdir()
    code, _, err = scan(capsys, tmp_path / place)

    assert code == 3
    assert err.startswith(f"labeler: {tmp_path / place}: no ")
    assert err.count("\n") == 1


def test_a_bad_line_spares_the_other_records(capsys, tmp_path):
    records = tmp_path / "records.jsonl"
    records.write_text('{"text": "One story."}\n{oops\n{"text": "Another."}\n', "utf-8")
    code, out, err = scan(capsys, records, "--format", "jsonl")

    assert code == 3
    assert f"{records}, line 2" in err
    assert len(out.splitlines()) == 2


@pytest.mark.parametrize("option", ["--rules", "--model"])
def test_missing_rules_and_model_are_wrong_usage(capsys, story, tmp_path, option):
    code, out, err = scan(capsys, story, option, tmp_path / "nowhere")

    assert (code, out) == (2, "")
    assert "nowhere" in err
    assert err.count("\n") == 1


def test_explain_shows_one_segment(capsys, story):
    assert main(["explain", str(story), "--segment", "0"]) == 0
    assert "Two ferries ran on Sunday." in capsys.readouterr().out


def test_scanning_loads_only_what_it_needs(story):
    code = (
        "import sys; from labeler.cli import main; code = main(['scan', sys.argv[1]]);"
        "print(*sorted(sys.modules), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(story)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr

    loaded = set(done.stderr.split())
    unneeded = {"sklearn", "scipy", "joblib", "rich", "yaml", "jsonschema", "selectolax"}
    assert not {name.partition(".")[0] for name in loaded} & unneeded
    assert not {"labeler.cli.explain", "labeler.cli.rules", "labeler.cli.schema"} & loaded
