"""A page that is about AI is not taken for one made by it."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml

from labeler import Labeler
from labeler.report.schema import Report

HERE = Path(__file__).parent
ABOUT = sorted(path for path in (HERE / "about_ai").iterdir() if path.name != "README.md")
DISCLOSED = sorted((HERE / "disclosed").iterdir())
ACCUSED = {
    "003.en.html": "an example of a wording in a block quote below a heading",
    "032.es.txt": "a headline on a newspaper made by AI",
    "133.ru.html": "an entry's title: Machine translation",
    "136.ja.txt": "a book's description: what if a machine translated it",
    "140.ko.txt": "machine translation as the subject",
    "201.en.txt": "a joke in a comment",
    "220.en.txt": "a guideline's short form, on what a chatbot wrote",
    "224.de.txt": "the headline of a column",
    "231.es.txt": "a simile: a match as if AI had written it",
    "240.pt.html": "a heading of house rules",
    "241.pt.txt": "a joke in a comment, in a chatbot's words",
    "242.nl.txt": "the headline of a column",
    "243.nl.html": "an example of a thesis in a block quote",
    "326.fr.txt": "machine translation as a subject of a council",
    "350.ja.txt": "rules for a contest: a text used as it is or changed in parts",
    "406.en.txt": "a chatbot's words in a story",
    "409.en.txt": "we asked a chatbot, and threw it away",
    "419.de.txt": "a joke, after the speaker's name",
    "447.ru.html": "a joke, after the speaker's name",
    "448.ru.txt": "an interview: they asked a chatbot to write",
    "453.ja.txt": "machine translation of mails as a service",
    "536.fr.html": "a station's bulletins that are automatic, below an article",
    "559.uk.txt": "a station's bulletins that are automatic, in an article",
}
"""Wrongly, and why; each is a fault that is known."""


class Note(msgspec.Struct, frozen=True):
    """What a page discloses, in which words."""

    file: str
    note: str
    scope: str
    degree: str
    about_ai: bool
    covers: tuple[str, ...] | None = None
    """How each paragraph begins that the note speaks of; `all` for a whole page."""
    missed: bool = False


NOTES = msgspec.convert(yaml.safe_load((HERE / "disclosed.yaml").read_text("utf-8")), list[Note])
SPREADS = {
    "419.en.html": "the heading of the box is taken for its first paragraph",
    "435.fr.txt": "the poster's picture is taken for the article, menu words stand on its line",
}
"""Notes of which more is accused than what they speak of, and why; known faults."""
OTHER_NOTES = {"319.en.txt": "its show notes are taken for a note on the whole page"}


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
    found = any(e.role == "disclosure" and e.verdict == "declared" for e in evidence)
    notes = [note for note in NOTES if note.file == path.name]
    assert found or (notes and all(note.missed for note in notes))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: f"{note.file}-{note.scope}")
def test_the_line_that_discloses_is_found_but_for_those_known_to_be_missed(note: Note) -> None:
    words = " ".join(note.note.split())
    declared = [
        " ".join(str(segment.text).split())
        for segment in report_on(HERE / "disclosed" / note.file).segments
        if any(e.role == "disclosure" and e.verdict == "declared" for e in segment.evidence)
    ]
    assert any(words[:30] in text or text in words for text in declared) != note.missed


@pytest.mark.parametrize(
    "note",
    [n for n in NOTES if n.scope == "summary" and not n.missed],
    ids=lambda note: note.file,
)
def test_a_note_on_a_summary_leaves_most_of_the_article_alone(note: Note) -> None:
    segments = report_on(HERE / "disclosed" / note.file).segments
    accused = [s for s in segments if s.label == "ai_report"]
    assert len(accused) <= 4 or note.file in OTHER_NOTES


@pytest.mark.parametrize(
    "note",
    [n for n in NOTES if n.covers is not None and "all" not in n.covers],
    ids=lambda note: note.file,
)
def test_a_note_accuses_what_it_speaks_of_and_nothing_else(note: Note) -> None:
    begins = [" ".join(begin.split())[:30] for begin in note.covers or ()]
    accused = [
        " ".join(segment.text.split())
        for segment in report_on(HERE / "disclosed" / note.file).segments
        if segment.label == "ai_report"
    ]
    others = [
        text
        for text in accused
        if text not in note.note
        and note.note not in text
        and not any(begin in text or text[:30] in begin for begin in begins)
    ]
    assert bool(others) == (note.file in SPREADS), others
    assert accused or not begins
