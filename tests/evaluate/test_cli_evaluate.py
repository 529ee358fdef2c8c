"""`labeler evaluate` from the command line."""

import json
from pathlib import Path

import pytest

from benchmarks.made import made_gold_pages, made_gold_texts
from labeler.classifier.gold import GoldPage
from labeler.cli import main
from tests.evaluate.made import gold, write_lines


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small files of gold data."""
    made = tmp_path_factory.mktemp("gold")
    write_lines(made / "pages.jsonl", made_gold_pages(4))
    write_lines(made / "texts.jsonl", made_gold_texts(2))
    write_lines(made / "people.jsonl", [t for t in made_gold_texts(3) if t.label == "human"])
    return made


def test_pages_are_measured_as_text_and_as_html(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures.json"
    assert main(["evaluate", "pages", str(folder / "pages.jsonl"), "--json", str(figures)]) == 0
    shown = capsys.readouterr().out
    assert "text dumps, 4 pages" in shown
    assert "HTML, 4 pages" in shown
    assert "F1 by language" in shown
    found = json.loads(figures.read_text("utf-8"))
    assert set(found) == {"text", "html"}
    assert found["html"]["all"]["segments"]["boilerplate"]["gold"] == 40


def test_one_mode_can_be_chosen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "pages", str(folder / "pages.jsonl"), "--mode", "text"]) == 0
    assert "HTML" not in capsys.readouterr().out


def test_texts_are_measured_by_the_groupings_asked_for(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures.json"
    command = ["evaluate", "authorship", str(folder / "texts.jsonl"), "--by", "source+lang,domain"]
    assert main([*command, "--per", "1", "--json", str(figures)]) == 0
    shown = capsys.readouterr().out
    assert "by source+lang" in shown
    assert "made3/en" in shown
    found = json.loads(figures.read_text("utf-8"))
    assert (found["all"]["human"], found["all"]["ai"]) == (4, 4)
    assert list(found["by"]) == ["source+lang", "domain"]


def test_texts_by_people_alone_show_false_accusations(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "authorship", "--human", str(folder / "people.jsonl")]) == 0
    whole = capsys.readouterr().out.splitlines()[2].split()
    assert whole[:4] == ["all", "12", "0", "-"]


def test_a_plot_is_drawn_beside_the_tables(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = tmp_path / "plot.svg"
    texts = str(folder / "texts.jsonl")
    assert main(["evaluate", "authorship", texts, "--plot", str(plot)]) == 0
    assert "by source+lang" in capsys.readouterr().out
    assert plot.read_text("utf-8").startswith("<svg")


def complaint(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that a wrong use ends with."""
    assert main(["evaluate", *command]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_a_wrong_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "pages.jsonl"
    write_lines(wrong, made_gold_pages(1))
    wrong.write_text(wrong.read_text("utf-8") + '{"page_id": "b", "segments": 3}\n', "utf-8")
    assert f"{wrong}:2: not a gold page" in complaint(["pages", str(wrong)], capsys)


def test_a_wrong_label_of_a_text_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "texts.jsonl"
    wrong.write_text('{"text": "One ferry sailed.", "label": "robot"}\n', "utf-8")
    assert f"{wrong}:1: not a gold text" in complaint(["authorship", str(wrong)], capsys)


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "gone.jsonl: no such file" in complaint(["pages", "gone.jsonl"], capsys)


def test_authorship_without_texts_says_what_to_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert "name a FILE or give --human FILE" in complaint(["authorship"], capsys)


def test_a_plot_of_one_side_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people, plot = str(folder / "people.jsonl"), tmp_path / "plot.svg"
    said = complaint(["authorship", "--human", people, "--plot", str(plot)], capsys)
    assert "no ai texts to plot" in said
    assert not plot.exists()


def test_an_unknown_mode_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["pages", str(folder / "pages.jsonl"), "--mode", "pdf"]
    assert "no mode 'pdf'; there are text, html, both" in complaint(command, capsys)


def test_an_unknown_field_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["authorship", str(folder / "texts.jsonl"), "--by", "source,colour"]
    assert "no field 'colour'" in complaint(command, capsys)


def test_pages_without_html_cannot_be_measured_as_html(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = write_lines(tmp_path / "bare.jsonl", [GoldPage("a", gold(("One", "article")))])
    said = complaint(["pages", str(bare), "--mode", "html"], capsys)
    assert "bare.jsonl: no gold pages with `html`" in said


def test_a_file_of_mixed_texts_alone_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text('{"text": "One", "label": "ai", "mixed": true}\n', "utf-8")
    assert "no texts to evaluate on" in complaint(["authorship", str(mixed)], capsys)
