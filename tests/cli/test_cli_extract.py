"""`labeler extract` as a user meets it: the article on stdout, troubles on stderr."""

import io
import json
import sys
from pathlib import Path

import pytest

from labeler.cli import main
from tests.cli.test_cli_scan import BAD_INPUTS
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE
from tests.extract.test_extract_article import HEADLINE, PAGE


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


def extract(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main(["extract", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_an_article_is_its_title_and_its_text(capsys, page):
    assert extract(capsys, page) == (
        0,
        f"{HEADLINE}\n\n{PROSE}\n\nOak from the mainland\n\n{OTHER_PROSE}\n\n"
        f"- The old planks are given away.\n- The lamps stay where they are.\n\n{THIRD_PROSE}\n",
        "",
    )


def test_markdown_keeps_headings_and_lists(capsys, page):
    code, out, _ = extract(capsys, page, "--format", "markdown")

    assert code == 0
    assert out.startswith(f"# {HEADLINE}\n\n{PROSE}\n\n## Oak from the mainland\n\n")
    assert "\n- The old planks are given away.\n- The lamps" in out


def test_json_tells_title_text_and_pieces_apart(capsys, page):
    _, out, _ = extract(capsys, page, "--format", "json")
    article = json.loads(out)

    assert list(article) == ["path", "title", "language", "text", "pieces"]
    assert article["path"] == str(page)
    assert article["title"] == HEADLINE
    assert article["text"].startswith(PROSE)
    assert {piece["label"] for piece in article["pieces"]} == {"human_article"}
    assert [piece["level"] for piece in article["pieces"] if piece["kind"] == "heading"] == [2]


def test_captions_are_kept_on_demand(capsys, page):
    assert "R. Moen" not in extract(capsys, page)[1]
    assert "Photo: R. Moen" in extract(capsys, page, "--captions")[1]


def test_several_articles_are_told_apart_by_their_paths(capsys, page):
    _, out, _ = extract(capsys, page, page)
    assert out.count(f"==> {page} <==\n{HEADLINE}\n") == 2

    _, out, _ = extract(capsys, page, page, "--format", "markdown")
    assert out.count(f"<!-- {page} -->\n\n# {HEADLINE}\n") == 2

    _, out, _ = extract(capsys, page, page, "--format", "json")
    assert [article["title"] for article in json.loads(out)] == [HEADLINE, HEADLINE]


def test_records_directories_and_standard_input(capsys, page, tmp_path, monkeypatch):
    records = tmp_path / "records.jsonl"
    text = f"{PROSE}\n\n{OTHER_PROSE}"
    records.write_text("".join(json.dumps({"text": text}) + "\n" for _ in range(2)), "utf-8")
    _, out, _ = extract(capsys, records)
    assert [line for line in out.splitlines() if line.startswith("==>")] == [
        f"==> {records}#1 <==",
        f"==> {records}#2 <==",
    ]

    _, out, _ = extract(capsys, tmp_path, "--format", "json")
    assert len(json.loads(out)) == 3

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    _, out, _ = extract(capsys, "-")
    assert out.startswith(f"{HEADLINE}\n")


def test_a_page_without_an_article_gives_nothing(capsys, tmp_path):
    wall = tmp_path / "wall.html"
    wall.write_text("<p>We use cookies.</p><button>Accept all</button>", "utf-8")

    assert extract(capsys, wall) == (0, "", "")
    _, out, _ = extract(capsys, wall, "--format", "json")
    assert json.loads(out)["pieces"] == []
    _, out, _ = extract(capsys, wall, wall, "--format", "json")
    assert len(json.loads(out)) == 2


def test_output_goes_to_a_file(capsys, page, tmp_path):
    target = tmp_path / "article.txt"
    assert extract(capsys, page, "--output", target) == (0, "", "")
    assert target.read_text("utf-8").startswith(HEADLINE)


def test_an_unknown_format_is_wrong_usage(capsys, page):
    code, out, err = extract(capsys, page, "--format", "pdf")

    assert (code, out) == (2, "")
    assert "'pdf'" in err
    assert "markdown" in err


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_named_and_the_others_are_extracted(capsys, page, tmp_path, name):
    bad = tmp_path / name
    bad.write_bytes(BAD_INPUTS[name])
    code, out, err = extract(capsys, bad, page)

    assert code == 3
    assert err.startswith(f"labeler: {bad}")
    assert err.count("\n") == 1
    assert HEADLINE in out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_nothing_readable_is_nothing_written(capsys, tmp_path, form):
    code, out, err = extract(capsys, tmp_path / "missing.html", "--format", form)

    assert (code, out) == (3, "")
    assert err.count("\n") == 1
