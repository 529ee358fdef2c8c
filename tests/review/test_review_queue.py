"""Which segments the queue holds, and in which order."""

import sqlite3
from pathlib import Path

import msgspec
import pytest

from labeler.corrections.log import CorrectionsLog
from labeler.report.schema import Finding, Report, ReportSegment, Scores
from labeler.review.desk import Ask, Desk
from labeler.review.index import build_index
from labeler.review.queue import Filters, choices, count, filters_of, items
from tests.report.made import disclosed_report, report_on

LINES = (
    "A sure line about ferries.",
    "A close call on the harbour.",
    "The report asks about this one.",
    "Evidence in conflict here.",
    "An error of the policy.",
    "A note of the policy.",
    "渡し船は日曜日に三便あった。",
)
MARKER, RAN, STAYED = (
    "Written by a machine",
    "Two ferries ran on Sunday.",
    "A third\u200b stayed in port.",
)
"""Of the other report: the second in conflict, the third in need of review and close."""
SURE, CLOSE, ASKED, CONFLICT, ERROR, NOTE, JAPANESE = range(len(LINES))


def changed(segment: ReportSegment) -> ReportSegment:
    changes: dict[int, dict[str, object]] = {
        CLOSE: {"confidence": 0.5, "scores": scores(0.5, 0.45)},
        ASKED: {"needs_review": True, "review_reason": "two readings"},
        CONFLICT: {"conflicts": ("a rule says otherwise",)},
        JAPANESE: {"language": "ja", "confidence": 0.7},
    }
    return msgspec.structs.replace(segment, **changes.get(segment.index, {}))


def scores(human: float, ai: float) -> Scores:
    return Scores(human, ai, 0.0, round(1 - human - ai, 4))


def finding(segment: ReportSegment, severity: str) -> Finding:
    return Finding(
        rule="undisclosed-ai", severity=severity, message=f"an {severity}",  # type: ignore[arg-type]
        content=segment.id[:16], segment=segment.id, quote="",
    )  # fmt: skip


def report() -> Report:
    made = report_on("\n".join(LINES), path="news/Ferries.txt")
    findings = (finding(made.segments[ERROR], "error"), finding(made.segments[NOTE], "note"))
    segments = tuple(changed(one) for one in made.segments)
    return msgspec.structs.replace(made, segments=segments, findings=findings)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    file = tmp_path / "reports.jsonl"
    file.write_bytes(b"\n".join(map(msgspec.json.encode, (report(), disclosed_report()))))
    corrections = tmp_path / "c.jsonl"
    return Desk(build_index([file], corrections), CorrectionsLog(corrections))


def shown(index: sqlite3.Connection, query: str = "", reviewer: str = "ana") -> list[str]:
    """The texts of the queue that an address asks for."""
    parts = dict(part.split("=") for part in query.split("&") if part)
    filters = filters_of(parts)
    found = [one.text for one in items(index, reviewer, filters)]
    assert count(index, reviewer, filters) == len(found)
    return found


def test_what_needs_a_person_most_comes_first(desk: Desk):
    assert shown(desk.index) == [
        STAYED, LINES[ASKED], LINES[ERROR], LINES[CONFLICT], RAN, LINES[NOTE], LINES[CLOSE],
    ]  # fmt: skip
    assert LINES[SURE] not in shown(desk.index)


def test_the_order_can_be_that_of_the_documents_or_of_confidence(desk: Desk):
    assert shown(desk.index, "sort=document")[:2] == [LINES[CLOSE], LINES[ASKED]]
    assert shown(desk.index, "sort=confidence&need=all")[0] == LINES[CLOSE]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("need=review", [LINES[ASKED], STAYED]),
        ("need=conflict", [LINES[CONFLICT], RAN]),
        ("need=finding", [LINES[ERROR], LINES[NOTE]]),
        ("need=close", [LINES[CLOSE], STAYED]),
        ("need=all&label=boilerplate", [MARKER]),
        ("need=all&basis=declared&label=ai_report", [RAN]),
        ("need=all&rule=en.ai.test-marker&sort=document", [
            MARKER, RAN]),
        ("need=all&language=ja", [LINES[JAPANESE]]),
        ("need=all&sureness=low&document=1", [LINES[CLOSE]]),
        ("need=all&sureness=middle&language=ja", [LINES[JAPANESE]]),
        ("need=all&sureness=high", [MARKER, RAN]),
        ("need=all&q=HARBOUR", [LINES[CLOSE]]),
        ("need=all&q=日曜日", [LINES[JAPANESE]]),
        ("need=all&q=no such words", []),
        ("label=robot&page=x&status=gone&need=conflict", [LINES[CONFLICT], RAN]),
    ],
)  # fmt: skip
def test_a_filter_leaves_what_it_names(desk: Desk, query: str, left: list[str]):
    assert sorted(shown(desk.index, query)) == sorted(left)


def test_the_search_looks_into_paths_too(desk: Desk):
    assert len(shown(desk.index, "need=all&q=news/Ferries")) == len(LINES)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("harbour close", [LINES[CLOSE]]),
        ("close ferries.TXT", [LINES[CLOSE]]),
        ('"close call on"', [LINES[CLOSE]]),
        ('"call close"', []),
        ("third stayed", [STAYED]),
        ("th\u200bird ＳＴＡＹＥＤ", [STAYED]),
        ("渡し船 三便", [LINES[JAPANESE]]),
        ("50% ' OR 1=1 --", []),
        ('"', []),
    ],
)
def test_all_words_and_phrases_are_sought_whatever_form_they_have(
    desk: Desk, sought: str, found: list[str]
):
    filters = Filters(need="all", q=sought)

    assert [one.text for one in items(desk.index, "ana", filters)] == found


def test_status_tells_what_is_decided_unsure_and_disputed(desk: Desk):
    rows = {one.text: one.row for one in items(desk.index, "ana", Filters(need="all"))}
    desk.decide("ana", rows[LINES[SURE]], Ask("label", "ai_report"))
    desk.decide("ana", rows[LINES[CLOSE]], Ask("unsure"))
    desk.decide("ben", rows[LINES[SURE]], Ask("label"))

    assert LINES[CLOSE] not in shown(desk.index)
    assert LINES[CLOSE] in shown(desk.index, reviewer="ben")
    assert sorted(shown(desk.index, "status=done")) == sorted([LINES[SURE], LINES[CLOSE]])
    assert shown(desk.index, "status=unsure") == [LINES[CLOSE]]
    assert shown(desk.index, "status=disputed") == [LINES[SURE]]
    assert len(shown(desk.index, "status=any")) == len(rows)


def test_each_choice_of_a_filter_says_how_much_it_leaves(desk: Desk):
    all_ = Filters(need="all")

    labels = dict(choices(desk.index, "ana", all_, "label"))

    assert labels == {"human_article": len(LINES) + 1, "ai_report": 1, "boilerplate": 1}
    assert dict(choices(desk.index, "ana", all_, "rule")) == {"en.ai.test-marker": 2}
    assert dict(choices(desk.index, "ana", all_, "language"))["ja"] == 1
    for name, number in labels.items():
        assert len(shown(desk.index, f"need=all&label={name}")) == number


def test_every_segment_stands_between_its_neighbours(desk: Desk):
    (one,) = items(desk.index, "ana", Filters(need="conflict", label="human_article"))

    assert (one.before, one.after) == (LINES[ASKED], LINES[ERROR])
