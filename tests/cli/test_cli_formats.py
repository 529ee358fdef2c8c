"""Several formats from one scan."""

import json
from pathlib import Path

import pytest

from labeler.cli import main
from labeler.cli.formats import Wanted, wanted_formats
from labeler.errors import UsageError


@pytest.fixture
def story(tmp_path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Two ferries ran on Sunday.\n", "utf-8")
    return path


def test_each_format_goes_to_its_file(capsys, story, tmp_path):
    sarif, lines = tmp_path / "a.sarif", tmp_path / "a.jsonl"
    arguments = ["--format", f"sarif={sarif}", "--format", "text", "--format", f"jsonl={lines}"]
    assert main(["scan", str(story), *arguments]) == 0

    assert "Two ferries" in capsys.readouterr().out
    assert json.loads(sarif.read_bytes())["version"] == "2.1.0"
    assert json.loads(lines.read_bytes())["input"]["path"] == str(story)


def test_formats_and_outputs_may_be_given_in_turn(capsys, story, tmp_path):
    arguments = []
    for name in ("json", "csv"):
        arguments += ["--format", name, "--output", str(tmp_path / f"out.{name}")]
    assert main(["scan", str(story), *arguments]) == 0

    assert capsys.readouterr().out == ""
    assert json.loads((tmp_path / "out.json").read_bytes())
    assert (tmp_path / "out.csv").read_bytes()


def test_a_huge_document_reaches_every_format(tmp_path):
    huge = tmp_path / "huge.txt"
    huge.write_text("a\n\n" * 20_050, "utf-8")
    one, two = tmp_path / "one.jsonl", tmp_path / "two.json"
    assert main(["scan", str(huge), "--format", f"jsonl={one}", "--format", f"json={two}"]) == 0

    assert len(json.loads(one.read_bytes())["segments"]) == 20_050
    assert json.loads(one.read_bytes()) == json.loads(two.read_bytes())


def test_no_file_appears_if_one_cannot_be_written(capsys, story, tmp_path):
    fine = tmp_path / "fine.json"
    arguments = ["--format", f"json={fine}", "--format", f"csv={tmp_path}/missing/x.csv"]
    assert main(["scan", str(story), *arguments]) == 2

    assert "missing/x.csv: cannot be written" in capsys.readouterr().err
    assert not fine.exists()


def test_one_format_goes_to_standard_output_or_to_the_output():
    assert wanted_formats(["json"], []) == [Wanted("json", None)]
    assert wanted_formats(["json"], [Path("a")]) == [Wanted("json", Path("a"))]
    assert wanted_formats(["text", "csv=b"], [Path("a")]) == [
        Wanted("text", Path("a")),
        Wanted("csv", Path("b")),
    ]


@pytest.mark.parametrize(
    ("formats", "outputs", "message"),
    [
        (["text", "json"], [], "text and json both go to standard output; give each format its "),
        (["text=a", "json=./a"], [], "text and json both go to a; give each format its file, as"),
        (["text", "json"], [Path("a")], "1 --output for 2 formats; give each format its file"),
        (["text=a"], [Path("b")], "1 --output for 0 formats; give each format its file"),
        (["=a"], [], "--format =a: give a format, or a format and a file: NAME=FILE"),
        (["text="], [], "--format text=: give a format, or a format and a file: NAME=FILE"),
    ],
)
def test_what_does_not_come_out_even(formats, outputs, message):
    with pytest.raises(UsageError) as caught:
        wanted_formats(formats, outputs)
    assert str(caught.value).startswith(message)


def test_an_unknown_format(capsys, story):
    assert main(["scan", str(story), "--format", "jsno=a"]) == 2
    assert capsys.readouterr().err.startswith("labeler: no format 'jsno'; there are json, ")
