"""`--format gitlab`: a Code Quality report."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.found import (
    about_document,
    as_page,
    objected_to,
    streamed,
    with_findings,
    written,
)
from tests.report.made import report_on


def issues(*reports: Any) -> list[dict[str, Any]]:
    return json.loads(written("gitlab", *reports))


def test_an_issue_has_what_gitlab_asks_for():
    (issue,) = issues(objected_to("\n\nTwo boats.", path="./a/b.md"))

    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "AI text without a disclosure",
        "check_name": "undisclosed-ai",
        "severity": "minor",
        "location": {"path": "a/b.md", "lines": {"begin": 3, "end": 3}},
    }


@pytest.mark.parametrize(
    ("severity", "told"), [("note", "info"), ("warning", "minor"), ("error", "major")]
)
def test_severities_are_those_of_gitlab(severity, told):
    (issue,) = issues(objected_to("One.", severity=severity))

    assert issue["severity"] == told


def test_without_findings_the_list_is_empty():
    assert issues() == issues(report_on("One.")) == []


def test_accepted_findings_are_left_out():
    assert issues(*(objected_to("One.", status=s) for s in ("unchanged", "suppressed"))) == []


def test_fingerprints_differ_within_and_between_files():
    reports = [objected_to("Same.\nSame.", path=path) for path in ("a.txt", "b.txt")]

    assert len({issue["fingerprint"] for issue in issues(*reports)}) == 4


def test_fingerprints_stay_when_text_moves_and_when_its_like_is_accepted():
    first, second = issues(objected_to("First.\nSecond."))
    moved = issues(objected_to("New.\n\nSecond.\nFirst."))

    assert [issue["fingerprint"] for issue in moved[1:]] == [
        second["fingerprint"],
        first["fingerprint"],
    ]


@pytest.mark.parametrize("made", [as_page, lambda r: with_findings(r, about_document(r))])
def test_what_has_no_line_of_the_file_stands_at_its_beginning(made):
    (issue,) = issues(made(objected_to("One.\n")))

    assert issue["location"]["lines"] == {"begin": 1, "end": 1}


def test_a_line_end_at_the_end_is_not_another_line():
    (issue,) = issues(objected_to("One.", end_line=3, end_column=1))

    assert issue["location"]["lines"] == {"begin": 1, "end": 2}


@given(st.text(), st.text(min_size=1))
def test_any_text_can_be_told_of(message, path):
    (issue,) = issues(objected_to("One.", message=message, path=path))

    assert issue["description"] == message


def test_a_stream_gives_the_same_issues():
    assert issues(streamed("One.\nTwo.\nOne.")) == issues(objected_to("One.\nTwo.\nOne."))
