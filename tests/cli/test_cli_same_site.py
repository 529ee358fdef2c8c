"""`--same-site`: what several pages of a run share is boilerplate."""

import io
import json
import sys
from pathlib import Path

import pytest

from labeler.cli import main
from tests.extract.made import OTHER_PROSE, PROSE, THIRD_PROSE

NOTE = "Island Post is written by five people in a shed at the northern quay since 1911."


@pytest.fixture
def site(tmp_path: Path) -> list[str]:
    paths = []
    for number, text in enumerate((PROSE, OTHER_PROSE, THIRD_PROSE)):
        path = tmp_path / f"{number}.html"
        path.write_text(f"<main><p>{text}</p><p>{NOTE}</p></main>", "utf-8")
        paths.append(str(path))
    return paths


def notes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main(["scan", *arguments, "--format", "jsonl"]) == 0
    reports = map(json.loads, capsys.readouterr().out.splitlines())
    return [s for report in reports for s in report["segments"] if s["text"] == NOTE]


def test_a_shared_block_is_less_likely_article_and_says_why(capsys, site):
    alone, together = notes(capsys, *site), notes(capsys, *site, "--same-site")

    assert len(alone) == len(together) == 3
    for before, after in zip(alone, together, strict=True):
        assert after["scores"]["boilerplate"] > before["scores"]["boilerplate"]
        said = [e for e in after["evidence"] if e["name"] == "same_site"]
        assert [e["message"] for e in said] == ["stands on 2 other pages of this run"]
        assert not any(e["name"] == "same_site" for e in before["evidence"])


def test_records_from_standard_input_are_read_twice(capsys, monkeypatch):
    lines = "".join(
        json.dumps({"text": f"{text}\n\n{NOTE}"}) + "\n" for text in (PROSE, OTHER_PROSE)
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    found = notes(capsys, "-", "--text-field", "text", "--same-site")

    assert len(found) == 2
    assert all(any(e["name"] == "same_site" for e in note["evidence"]) for note in found)


def test_extract_takes_it_too(capsys, site):
    assert main(["extract", *site, "--same-site", "--format", "json"]) == 0
    articles = json.loads(capsys.readouterr().out)

    assert [article["text"].split("\n")[0] for article in articles] == [
        PROSE,
        OTHER_PROSE,
        THIRD_PROSE,
    ]
