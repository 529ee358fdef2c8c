"""A page that is about AI is not taken for one made by it."""

from functools import cache
from pathlib import Path

import pytest

from labeler import Labeler
from labeler.report.schema import Report

HERE = Path(__file__).parent
ABOUT = sorted(path for path in (HERE / "about_ai").iterdir() if path.name != "README.md")
DISCLOSED = sorted((HERE / "disclosed").iterdir())
ACCUSED = {
    "003.en.html": "an example of a wording in a block quote below a heading",
    "032.es.txt": "a headline on a newspaper made by AI",
    "049.ru.txt": "an answer in an interview: we asked a neural network to write",
    "105.en.txt": "a joke in a forum, in a chatbot's words",
    "133.ru.html": "an entry's title: Machine translation",
    "136.ja.txt": "a book's description: what if a machine translated it",
    "139.ko.txt": "a teaser on signs that are translated automatically",
}
"""Wrongly, and why; each is a fault that is known."""


@cache
def labeler() -> Labeler:
    return Labeler()


def report_on(path: Path) -> Report:
    (report,) = labeler().scan_path(path)
    return report


@pytest.mark.parametrize("path", ABOUT, ids=lambda path: path.name)
def test_no_part_of_it_is_called_ai_made(path: Path) -> None:
    accused = [s for s in report_on(path).segments if s.label == "ai_report"]
    assert bool(accused) == (path.name in ACCUSED), ACCUSED.get(path.name)


@pytest.mark.parametrize("path", DISCLOSED, ids=lambda path: path.name)
def test_a_disclosure_on_a_page_of_any_kind_is_found(path: Path) -> None:
    evidence = [e for s in report_on(path).segments for e in s.evidence]
    assert any(e.role == "disclosure" and e.verdict == "declared" for e in evidence)
