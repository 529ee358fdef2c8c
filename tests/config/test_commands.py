"""`explain` and `extract` go by the configuration and the headers that `scan` goes by."""

from pathlib import Path

import pytest

from labeler.cli import main

LABEL = "Written by AI"
PROSE = (
    "The harbour office counted forty boats on Monday. Two of them had lost their moorings in the "
    "storm, and a third lay on the sand until the evening tide took it off again."
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    path = tmp_path / "story.txt"
    path.write_text(f"{LABEL}\n\n{PROSE}\n", "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(list(map(str, arguments))) == 0
    return capsys.readouterr().out


def configure(story: Path, text: str) -> None:
    (story.parent / ".labeler.yaml").write_text(text, "utf-8")


def test_explain_leaves_out_the_rules_that_the_configuration_disables(capsys, story):
    assert "en.ai-text.label" in run(capsys, "explain", story, "--segment", 0)

    configure(story, "rules: {disable: [en.ai-text.label]}\n")

    assert "en.ai-text.label" not in run(capsys, "explain", story, "--segment", 0)


def test_a_named_configuration_takes_the_place_of_the_one_that_is_found(capsys, story, tmp_path):
    configure(story, "rules: {disable: [en.ai-text.label]}\n")
    other = tmp_path / "other.yaml"
    other.write_text("{}\n", "utf-8")

    explained = run(capsys, "explain", story, "--segment", 0, "--config", other)

    assert "en.ai-text.label" in explained


def test_extract_leaves_out_what_the_configuration_excludes(capsys, story):
    (story.parent / "draft.txt").write_text(f"{PROSE.upper()}\n\n{PROSE.upper()}\n", "utf-8")
    assert "draft.txt" in run(capsys, "extract", story.parent)

    configure(story, "scan: {exclude: [draft.*]}\n")

    assert "draft.txt" not in run(capsys, "extract", story.parent)


def test_a_rule_that_there_is_not_is_told_with_the_file(capsys, story):
    configure(story, "rules: {disable: [xx.nothing]}\n")

    assert main(["scan", str(story)]) == 2
    said = f"labeler: {story.parent}/.labeler.yaml: rules: no rule xx.nothing; "
    assert capsys.readouterr().err.startswith(said)


def test_a_wrong_configuration_is_told_in_one_line(capsys, story):
    configure(story, "scan: {exclud: [draft.*]}\n")

    for command in (["explain", story, "--segment", 0], ["extract", story]):
        assert main(list(map(str, command))) == 2
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("command", [["explain", "--segment", "0"], ["extract"]])
def test_headers_tell_the_encoding_of_a_page(capsys, tmp_path, command):
    page, headers = tmp_path / "page.html", tmp_path / "page.headers"
    words = "Ветер стих только к вечеру, и рыбаки вышли в море. " * 4
    page.write_bytes(f"<html><body><article><p>{words}</p></article></body></html>".encode("cp866"))
    headers.write_text("HTTP/1.1 200 OK\nContent-Type: text/html; charset=cp866\n", "utf-8")

    assert "рыбаки вышли" in run(capsys, *command, page, "--headers", headers)
