"""`--format csv`: a row for each segment that no spreadsheet runs."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.report.csv import COLUMNS
from tests.report.found import streamed, written
from tests.report.made import disclosed_report, report_on

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"
GUARDED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")


def rows(*reports: Any, **sink: Any) -> list[dict[str, str]]:
    text = written("csv", *reports, **sink)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def with_text(text: str):
    report = report_on("One.")
    segment = msgspec.structs.replace(report.segments[0], text=text)
    return msgspec.structs.replace(report, segments=(segment,))


def test_a_segment_is_a_row():
    report = disclosed_report()
    marker, governed, waiting = rows(report)

    assert governed["document"] == "page.txt"
    assert governed["document_sha256"] == report.input.sha256
    assert (governed["label"], governed["confidence"]) == ("ai_report", "0.97")
    assert (governed["basis"], governed["aspect"]) == ("declared", "full")
    assert (governed["start"], governed["end"], governed["line"]) == ("21", "47", "2")
    assert governed["text"] == "Two ferries ran on Sunday."
    assert marker["governs"] == governed["id"]
    assert governed["governed_by"] == marker["id"]
    assert (waiting["needs_review"], governed["needs_review"]) == ("true", "false")
    assert waiting["review_reason"] == "two heads disagree"
    assert governed["digital_source_type"].endswith("/trainedAlgorithmicMedia")


def test_columns_are_named_once_however_many_documents():
    text = written("csv", report_on("One."), report_on("Two."))

    assert text.split("\r\n")[0] == ",".join(COLUMNS)
    assert text.count("document_sha256") == 1
    assert written("csv") == ",".join(COLUMNS) + "\r\n"


def test_columns_are_documented():
    documented = re.findall(r"^\| `(\w+)`", DOCS.read_text("utf-8").split("## `csv`")[1], re.M)

    assert tuple(documented[: len(COLUMNS)]) == COLUMNS


def test_text_can_be_left_out():
    (row,) = rows(report_on("One."), include_text=False)

    assert list(row) == list(COLUMNS[:-1])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'="])
def test_no_cell_begins_like_a_formula(start):
    (row,) = rows(with_text(f"{start}cmd|' /C calc'!A0"))

    assert row["text"] == f"'{start}cmd|' /C calc'!A0"


def test_an_apostrophe_alone_stays_as_it_is():
    (row,) = rows(with_text("'Twas the night"))

    assert row["text"] == "'Twas the night"


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("=+-@'\"\r\n\t,;\x00"), min_size=1))
def test_any_text_is_read_as_it_was(text):
    (row,) = rows(with_text(text))

    assert unguarded(row["text"]) == text.replace("\0", "\ufffd")
    assert row["text"][0] not in "=+-@\t\r\n"


def test_half_characters_become_replacement_characters():
    (row,) = rows(with_text("odd \ud800 end"))

    assert row["text"] == "odd \ufffd end"


def test_a_stream_gives_the_same_rows():
    assert rows(streamed("One.\nTwo.")) == rows(report_on("One.\nTwo."))
