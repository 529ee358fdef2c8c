"""`labeler corrections`, from the command line."""

import json
from pathlib import Path

import msgspec
import pytest

from labeler import Labeler
from labeler.cli import main
from labeler.corrections import Decision
from labeler.corrections.log import CorrectionsLog
from labeler.policy.baseline import Entry, Key, read_baseline, write_baseline
from labeler.report.schema import Finding, Report
from tests.corrections.made import said
from tests.html.made import found_report
from tests.report.made import disclosed_report


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report and, where `labeler` looks for it, no corrections yet."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def keep(report: Report, *decisions: Decision) -> None:
    Path("report.json").write_bytes(msgspec.json.encode(report))
    log = CorrectionsLog(Path(".labeler-corrections.jsonl"))
    for one in decisions:
        log.append(one)


def test_stats_tell_each_rules_precision_and_where_it_was_wrong(given, capsysbinary):
    report = disclosed_report()
    keep(report, said(report, 0, "human_article"), said(report, 1, "ai_report"))

    assert main(["corrections", "stats", "report.json", "--format", "json"]) == 0

    found = json.loads(capsysbinary.readouterr().out)
    assert (found["segments"], found["accepted"], found["changed"]) == (2, 1, 1)
    (rule,) = found["rules"]
    assert (rule["rule"], rule["right"], rule["wrong"]) == ("en.ai.test-marker", 0, 1)
    assert rule["wrong_instances"] == [
        {"place": "page.txt:1", "label": "human_article", "quote": "Written by a machine"}
    ]


@pytest.mark.parametrize(
    ("label", "right"), [("boilerplate", 1), ("ai_report", 1), ("human_article", 0)]
)
def test_a_disclosure_is_right_on_its_own_line_too(given, capsysbinary, label, right):
    report = Labeler().scan_text("Written by AI\n\nThe tide stood at two metres ten on Monday.\n")
    keep(report, said(report, 0, label))

    assert main(["corrections", "stats", "report.json", "--format", "json"]) == 0

    rules = json.loads(capsysbinary.readouterr().out)["rules"]
    assert {rule["right"] for rule in rules} == {right}


def test_stats_can_be_read(given, capsysbinary):
    report = disclosed_report()
    keep(report, said(report, 1, "ai_report"), said(report, 1, "human_article", "ben"))

    assert main(["corrections", "stats", "report.json"]) == 0

    out = capsysbinary.readouterr().out.decode()
    assert "1 segments decided in 1 documents: 0 accepted, 0 changed, 1 open" in out
    assert "ana and ben: the same on 0 of 1, kappa 0.00" in out


@pytest.mark.parametrize(
    "name", ["label-studio", "prodigy", "argilla", "webanno", "corpus", "pages", "texts"]
)
def test_every_format_is_json(given, capsysbinary, name):
    report = disclosed_report()
    keep(report, said(report, 1, "ai_report"))

    assert main(["corrections", "export", "report.json", "--format", name]) == 0

    out = capsysbinary.readouterr().out
    records = json.loads(out) if out.startswith(b"[") else [json.loads(x) for x in out.splitlines()]
    assert len(records) == 1


def test_the_corpus_is_what_rules_are_tested_on(given, capsysbinary):
    report = disclosed_report()
    keep(report, said(report, 0, "boilerplate"), said(report, 2, "human_article"))
    arguments = ["corrections", "export", "report.json", "--format", "corpus"]

    assert main([*arguments, "--output", "corpus.jsonl"]) == 0

    assert main(["rules", "test", "--corpus", "corpus.jsonl"]) == 0
    assert b"2 segments" in capsysbinary.readouterr().out


def finding(report: Report, index: int, rule: str) -> Finding:
    one = report.segments[index]
    return Finding(
        rule=rule, severity="note", message="m", content=one.id[:16], segment=one.id, quote="q"
    )


def test_findings_on_what_was_relabelled_are_false_positives(given, capsysbinary):
    report = found_report()
    keep(report, said(report, 1, "human_article"))

    assert main(["corrections", "apply", "report.json", "--baseline", "b.json"]) == 0

    ((key, entry),) = read_baseline(Path("b.json")).items()
    assert key == Key(report.segments[1].id[:16], "undisclosed-ai")
    assert (entry.status, entry.reason) == ("false_positive", "reviewed by ana: human_article")
    assert b"b.json: 1 decided, 1 entries" in capsysbinary.readouterr().out


def test_confirmed_ai_text_stays_a_finding_and_a_look_that_was_taken_does_not(given):
    report = disclosed_report()
    asked = (finding(report, 1, "undisclosed-ai"), finding(report, 1, "needs-review"))
    report = msgspec.structs.replace(report, findings=asked)
    keep(report, said(report, 1, "ai_report"))

    assert main(["corrections", "apply", "report.json", "--baseline", "b.json"]) == 0

    ((key, entry),) = read_baseline(Path("b.json")).items()
    assert (key.rule, entry.status) == ("needs-review", "accepted")


def test_what_a_person_wrote_into_the_baseline_stays(given):
    report = found_report()
    keep(report, said(report, 1, "human_article"))
    key = Key(report.segments[1].id[:16], "undisclosed-ai")
    write_baseline(Path("b.json"), {key: Entry(status="accepted", reason="the desk's decision")})

    assert main(["corrections", "apply", "report.json", "--baseline", "b.json"]) == 0

    assert read_baseline(Path("b.json"))[key].reason == "the desk's decision"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["stats", "report.json"], 2, ".labeler-corrections.jsonl: no such corrections"),
        (
            ["export", "report.json", "--format", "brat"],
            2,
            "no format 'brat'; there are label-studio",
        ),
        (["stats", "report.json", "--format", "xml"], 2, "no format 'xml'; there are text, json"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(given, capsysbinary, arguments, code, message):
    Path("report.json").write_bytes(msgspec.json.encode(disclosed_report()))

    assert main(["corrections", *arguments]) == code

    (line,) = capsysbinary.readouterr().err.decode().splitlines()
    assert line.startswith(f"labeler: {message}")


def test_missing_reports_are_named(given, capsysbinary):
    keep(disclosed_report(), said(disclosed_report(), 1, "ai_report"))

    assert main(["corrections", "stats", "gone.json"]) == 3

    assert b"gone.json: no such report" in capsysbinary.readouterr().err
