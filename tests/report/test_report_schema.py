"""The published JSON Schema holds for every report, and holds reports to the contract."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from labeler.document import Signal
from labeler.provenance import inspect
from labeler.report.encode import encode
from labeler.report.json_schema import report_schema, schema_text
from labeler.report.schema import Report
from tests.report.made import TOOL, build_report, disclosed_report, document, report_on, window

PUBLISHED = Path(__file__).parents[2] / "docs" / "report.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(report_schema())


def signed_report() -> Report:
    """A report on a document with every kind of machine evidence."""
    page = msgspec.structs.replace(
        document("-----BEGIN C2PA MANIFEST-----\nA fine day\u200b." + "\U000e0041\U000e0042"),
        signals=(
            Signal("meta:ai-disclosure", "ai-generated"),
            Signal("header:AI-Disclosure", "mode=ai-originated"),
            Signal("link:c2pa-manifest", "https://example.org/m.c2pa"),
        ),
        problems=("1 JSON-LD script(s) are no JSON",),
    )
    return build_report(page, window([], []), TOOL, inspect(page))


REPORTS = [disclosed_report(), signed_report(), report_on(""), report_on("漢字\n\nText")]


def test_published_schema_is_current():
    assert PUBLISHED.read_text("utf-8") == schema_text(), (
        "run: labeler schema > docs/report.schema.json"
    )


def test_schema_is_valid_itself():
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize("report", REPORTS)
def test_reports_follow_the_schema(report):
    VALIDATOR.validate(json.loads(encode(report)))


@pytest.mark.parametrize("report", REPORTS)
def test_reports_can_be_read_back(report):
    assert msgspec.json.decode(encode(report), type=Report) == report


def test_keys_stand_in_the_order_of_the_contract():
    assert list(json.loads(encode(disclosed_report()))) == [
        "schema_version",
        "tool",
        "input",
        "document",
        "segments",
        "summary",
        "findings",
        "errors",
    ]


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [
        ((), "extra", 1),
        (("segments", 0), "extra", 1),
        (("segments", 0, "span"), "extra", 1),
        (("segments", 0), "label", "robot"),
        (("segments", 0), "confidence", 1.5),
        (("segments", 0), "text", None),
        (("segments", 0), "id", "12"),
        (("tool",), "rules_sha256", "short"),
    ],
)
def test_schema_refuses_what_is_not_in_the_contract(place, key, value):
    report = json.loads(encode(disclosed_report()))
    target = report
    for step in place:
        target = target[step]
    target[key] = value

    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(report)


@pytest.mark.parametrize("key", ["scores", "needs_review", "governed_by", "evidence", "conflicts"])
def test_schema_asks_for_the_keys_every_segment_has(key):
    report = json.loads(encode(disclosed_report()))
    del report["segments"][0][key]

    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(report)
