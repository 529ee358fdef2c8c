"""`labeler explain` finds the document and the segment that are meant."""

import pytest

from labeler.cli.explain import find_segment, only_report
from labeler.errors import InputError, UsageError
from tests.report.made import disclosed_report, report_on


def test_segment_by_index_and_by_start_of_its_id():
    report = disclosed_report()
    wanted = report.segments[1]

    assert find_segment(report, "1") is wanted
    assert find_segment(report, wanted.id) is wanted
    assert find_segment(report, wanted.id[:6]) is wanted


@pytest.mark.parametrize(
    ("wanted", "says"),
    [("3", "indices go from 0 to 2"), ("zz", "no segment 'zz'"), ("", "3 segments have an id")],
)
def test_segment_that_is_not_there_or_not_alone(wanted, says):
    with pytest.raises(UsageError, match=says):
        find_segment(disclosed_report(), wanted)


def test_document_without_segments():
    with pytest.raises(UsageError, match="the document has none"):
        find_segment(report_on(""), "0")


def test_the_one_document_of_a_file():
    report = report_on("One.")

    assert only_report([report], "page.txt") is report


def test_a_record_among_several():
    reports = [report_on("One.", path="d.jsonl#1"), report_on("Two.", path="d.jsonl#2")]

    assert only_report(reports, "d.jsonl#2") is reports[1]


def test_a_record_after_a_bad_one():
    good = report_on("Two.", path="d.jsonl#2")

    assert only_report([InputError("d.jsonl, line 1: not JSON"), good], "d.jsonl#2") is good


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("d.jsonl", "holds 2 documents; name one, such as d.jsonl#2"),
        ("d.jsonl#9", "no such record"),
    ],
)
def test_which_record_is_meant_must_be_clear(file, says):
    reports = [report_on("One.", path="d.jsonl#1"), report_on("Two.", path="d.jsonl#2")]

    with pytest.raises(UsageError, match=says):
        only_report(reports, file)


def test_unreadable_document():
    with pytest.raises(InputError, match="no such file"):
        only_report([InputError("page.txt: no such file")], "page.txt")
