"""`--format sarif` follows the standard and says where findings stand."""

import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.errors import InputError
from labeler.report.sarif import SarifWriter
from labeler.report.schema import Report
from labeler.report.writer import Sink
from tests.report.found import (
    RULES,
    about_document,
    as_page,
    finding,
    objected_to,
    streamed,
    with_findings,
    written,
)
from tests.report.made import disclosed_report, report_on

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
TEXTS = st.text(st.characters() | st.sampled_from("\r\n\t {}[]()%\ud800\u202e👩"), min_size=1)


def run_of(*reports: Any, **sink: Any) -> dict[str, Any]:
    log = json.loads(written("sarif", *reports, **sink))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    return run


def results_of(*reports: Any, **sink: Any) -> list[dict[str, Any]]:
    return run_of(*reports, **sink)["results"]


def region_of(result: dict[str, Any]) -> dict[str, Any]:
    return result["locations"][0]["physicalLocation"]["region"]


def uri_of_result(result: dict[str, Any]) -> str:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(
    "reports",
    [
        [],
        [report_on("")],
        [objected_to("One.\nTwo."), objected_to("Three.", path="b.md")],
        [with_findings(report_on("One."), about_document(report_on("One.")))],
        [as_page(objected_to("One."))],
        [objected_to("One.", status="suppressed", justification="quoted")],
        [with_findings(disclosed_report(), *map(finding, disclosed_report().segments))],
    ],
)
def test_the_log_follows_the_standard(reports):
    run = run_of(*reports)

    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["name"] == "labeler"
    assert run["invocations"] == [{"executionSuccessful": True}]


@given(TEXTS, TEXTS)
def test_any_text_can_be_told_of(message, path):
    (result,) = results_of(objected_to("One.", path=path, message=message))

    told = message.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert result["message"]["text"] == told.replace("](", "] (")


def test_a_region_has_lines_columns_offset_and_text():
    (_, result) = results_of(objected_to("👩‍🔬 first\n\nzwölf Boote"))

    assert region_of(result) == {
        "startLine": 3,
        "startColumn": 1,
        "endLine": 3,
        "endColumn": 12,
        "charOffset": 11,
        "charLength": 11,
        "snippet": {"text": "zwölf Boote"},
    }


@given(st.text(st.sampled_from("ab é漢😀\u0301א\r\n"), max_size=40))
def test_regions_are_of_the_text(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for result in results_of(objected_to(text)):
        region = region_of(result)
        start, length = region["charOffset"], region["charLength"]
        assert text[start : start + length] == region["snippet"]["text"]
        first, last = region["startLine"], region["endLine"]
        assert min(first, last, region["startColumn"], region["endColumn"]) >= 1
        between = lines[first - 1 : last]
        between[-1] = between[-1][: region["endColumn"] - 1]
        between[0] = between[0][region["startColumn"] - 1 :]
        normalised = region["snippet"]["text"].replace("\r\n", "\n").replace("\r", "\n")
        assert "\n".join(between) == normalised


def test_text_can_be_left_out():
    (result,) = results_of(objected_to("One."), include_text=False)

    assert "snippet" not in region_of(result)


def test_a_finding_about_the_document_has_no_region():
    (result,) = results_of(with_findings(report_on("One."), about_document(report_on("One."))))

    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "rank" not in result


def test_a_finding_on_a_page_names_the_element_and_no_line_of_its_markup():
    (result,) = results_of(as_page(objected_to("One.")))

    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [
        {"fullyQualifiedName": "html/body/p[1]", "kind": "element"}
    ]


def test_a_finding_in_a_record_names_its_line_of_the_file():
    (result,) = results_of(objected_to("One.", path="news.jsonl#12"))

    assert uri_of_result(result) == "news.jsonl"
    assert region_of(result)["startLine"] == 12


def test_a_finding_in_a_web_archive_names_the_archive():
    (result,) = results_of(objected_to("One.", path="a/crawl.warc.gz#urn:uuid:00e2-f1"))

    assert uri_of_result(result) == "a/crawl.warc.gz"
    assert "region" not in result["locations"][0]["physicalLocation"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("docs/a.txt", "docs/a.txt"),
        ("./docs//b/../a.txt", "docs/a.txt"),
        ("a b#c?.md", "a%20b%23c%3F.md"),
        ("C:drive.txt", "C%3Adrive.txt"),
        ("zwölf/漢.txt", "zw%C3%B6lf/%E6%BC%A2.txt"),
        ("caf\udce9.txt", "caf%E9.txt"),
        ("100%.txt", "100%25.txt"),
        ("-", "-"),
    ],
)
def test_uris_are_relative_and_encoded(path, uri):
    (result,) = results_of(objected_to("One.", path=path))

    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_an_absolute_path_below_the_directory_is_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    inside, outside = results_of(
        objected_to("One.", path=str(tmp_path / "in.txt")),
        objected_to("One.", path=str(tmp_path.parent / "out side.txt")),
    )

    assert uri_of_result(inside) == "in.txt"
    assert uri_of_result(outside) == (tmp_path.parent / "out side.txt").as_uri()


def fingerprints_of(*reports: Report) -> list[str]:
    return [r["partialFingerprints"]["labelerFinding/v1"] for r in results_of(*reports)]


def test_fingerprints_stay_when_text_moves_and_change_when_it_does():
    before = fingerprints_of(objected_to("First.\nSecond."))
    moved = fingerprints_of(objected_to("New.\n\nSecond.\nFirst."))
    changed = fingerprints_of(objected_to("First!\nSecond."))

    assert moved[1:] == before[::-1]
    assert changed[1] == before[1]
    assert changed[0] != before[0]


def test_fingerprints_of_equal_texts_differ():
    assert len(set(fingerprints_of(objected_to("Same.\nSame.\nSame.")))) == 3


def test_fingerprints_differ_by_rule():
    report = report_on("One.")
    (segment,) = report.segments
    both = with_findings(report, finding(segment), finding(segment, rule="residue"))

    assert len(set(fingerprints_of(both))) == 2


def test_the_state_of_a_finding_is_told():
    new, known, suppressed = results_of(
        objected_to("One."),
        objected_to("One.", status="unchanged"),
        objected_to("One.", status="suppressed", justification="a quotation"),
    )

    assert [r["baselineState"] for r in (new, known, suppressed)] == [
        "new",
        "unchanged",
        "unchanged",
    ]
    assert new["suppressions"] == known["suppressions"] == []
    assert suppressed["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "a quotation"}
    ]


@pytest.mark.parametrize("severity", ["note", "warning", "error"])
def test_severity_is_the_level(severity):
    (result,) = results_of(objected_to("One.", severity=severity))

    assert result["level"] == severity
    assert result["rank"] == 87.65
    assert "kind" not in result


def test_a_note_about_what_a_person_should_look_at_is_a_review():
    report = disclosed_report()
    waiting = report.segments[2]
    note, warning = results_of(
        with_findings(report, finding(waiting, severity="note"), finding(waiting))
    )

    assert (note["kind"], note["level"]) == ("review", "none")
    assert "kind" not in warning
    assert warning["level"] == "warning"
    told = {"needsReview": True, "reviewReason": "two heads disagree"}
    assert note["properties"] == warning["properties"] == told


def test_rules_are_described_once():
    run = run_of(objected_to("One.\nTwo."), objected_to("Three.", rule="residue"))

    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["undisclosed-ai", "residue"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0, 1]
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "warning"}


def test_rules_of_the_policy_are_described_even_without_findings():
    run = run_of(objected_to("One."), rules=RULES)

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    assert rules[0]["shortDescription"] == {"text": RULES[0].message}
    assert run["results"][0]["ruleIndex"] == 1


def test_declared_origins_refer_to_the_vocabulary():
    report = disclosed_report()
    run = run_of(with_findings(report, *map(finding, report.segments)))

    (taxonomy,) = run["taxonomies"]
    assert [taxon["id"] for taxon in taxonomy["taxa"]] == ["trainedAlgorithmicMedia"]
    assert run["tool"]["driver"]["supportedTaxonomies"] == [{"name": taxonomy["name"], "index": 0}]
    assert [result.get("taxa") for result in run["results"]] == [
        None,
        [
            {
                "id": "trainedAlgorithmicMedia",
                "index": 0,
                "toolComponent": {"name": taxonomy["name"], "index": 0},
            }
        ],
        None,
    ]


def test_without_declared_origins_there_is_no_taxonomy():
    assert "taxonomies" not in run_of(objected_to("One."))


def test_hashes_of_what_decided_are_told():
    assert run_of(report_on("One."))["tool"]["driver"]["properties"] == {
        "rulesSha256": "a" * 64,
        "modelSha256": "b" * 64,
    }


def test_what_could_not_be_read_is_told():
    stream = io.BytesIO()
    writer = SarifWriter(Sink(stream))
    writer.write_error(InputError("gone.txt: cannot be read: No such file"))
    writer.write(msgspec.structs.replace(report_on("One."), errors=("cut short",)))
    writer.close()

    log = json.loads(stream.getvalue())
    VALIDATOR.validate(log)
    assert log["runs"][0]["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {"text": "gone.txt: cannot be read: No such file"},
                },
                {"level": "warning", "message": {"text": "page.txt: cut short"}},
            ],
        }
    ]


def test_a_message_cannot_make_a_link():
    (result,) = results_of(objected_to("One.", message="see [here](https://example.org)"))

    assert result["message"]["text"] == "see [here] (https://example.org)"


def test_a_stream_gives_the_same_results():
    text = "One.\nTwo.\nOne."

    assert results_of(streamed(text)) == results_of(objected_to(text))


def test_equal_reports_give_equal_bytes():
    assert written("sarif", objected_to("One.")) == written("sarif", objected_to("One."))
