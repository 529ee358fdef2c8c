"""Which segments a rule objects to: all of its conditions must hold."""

from typing import Any

import pytest

from labeler.policy.schema import When
from tests.policy.made import evidence, findings, report, rule, segment

AI = {"label": "ai_report", "basis": "inferred", "confidence": 0.95}


def objected(when: When, *segments: Any) -> list[str]:
    """Texts of the segments that a rule with `when` objects to."""
    return [f.quote or "" for f in findings(report(*segments), rule(when))]


@pytest.mark.parametrize(
    ("when", "fitting", "other"),
    [
        (When(label="ai_report"), {"label": "ai_report"}, {"label": "boilerplate"}),
        (When(label=("ai_report", "boilerplate")), {"label": "boilerplate"}, {}),
        (When(basis="residue"), {"basis": "residue"}, {"basis": "inferred"}),
        (When(role="disclosure"), {"role": "disclosure"}, {"role": None}),
        (When(aspect=("full", "summary")), {"aspect": "summary"}, {"aspect": "edited"}),
        (When(kind="heading"), {"kind": "heading"}, {"kind": "paragraph"}),
        (When(language="zh"), {"language": "zh"}, {"language": "en"}),
        (When(language="zh"), {"language": "zh-Hant"}, {"language": "zhx"}),
        (When(language="und"), {"language": None}, {"language": "en"}),
        (When(min_confidence=0.8), {"confidence": 0.8}, {"confidence": 0.79}),
        (When(max_confidence=0.8), {"confidence": 0.8}, {"confidence": 0.81}),
        (When(min_characters=8), {"text": "eight ch"}, {"text": "seven c"}),
        (When(governs=True), {"governs": ("x-1",)}, {"governs": ()}),
        (When(governs=False), {"governs": ()}, {"governs": ("x-1",)}),
        (When(needs_review=True), {"needs_review": True}, {"needs_review": False}),
        (When(conflicts=True), {"conflicts": ("byline",)}, {"conflicts": ()}),
        (
            When(evidence="*.ai-image.*"),
            {"evidence": (evidence("de.ai-image.label"),)},
            {"evidence": (evidence("de.ai-text.label"),)},
        ),
        (
            When(evidence=("de.ours", "fr.ours")),
            {"evidence": (evidence("en.other"), evidence("fr.ours"))},
            {"evidence": (evidence("de.ours.too"),)},
        ),
    ],
)
def test_each_condition(when: When, fitting: dict[str, Any], other: dict[str, Any]) -> None:
    fitting, other = ({"text": "some text", **fields} for fields in (fitting, other))
    assert objected(when, segment(**fitting), segment(**other)) == [fitting["text"]]


def test_all_conditions_must_hold() -> None:
    when = When(label="ai_report", basis="inferred", min_confidence=0.9)

    assert objected(when, segment("all three", **AI)) == ["all three"]
    for without in ({"label": "boilerplate"}, {"basis": "declared"}, {"confidence": 0.5}):
        assert objected(when, segment(**{**AI, **without})) == []


def test_evidence_is_that_of_the_segment_not_of_the_disclosure_that_governs_it() -> None:
    governed = segment(evidence=(evidence("en.ai-text.label", marker="0123456789abcdef-1"),))

    assert objected(When(evidence="en.ai-text.label"), governed) == []
    assert objected(When(evidence="en.*"), governed) == []


def test_a_rule_may_object_once_a_document() -> None:
    when = When(label="ai_report")
    page = report(segment("first", **AI), segment("second", **AI))

    assert [f.quote for f in findings(page, rule(when, once=True))] == ["first"]
    assert [f.quote for f in findings(page, rule(when))] == ["first", "second"]


def test_several_rules_may_object_to_one_segment() -> None:
    found = findings(
        report(segment(**AI)),
        rule(When(label="ai_report"), id="one"),
        rule(When(basis="inferred"), id="other", severity="error"),
    )
    assert [(f.rule, f.severity) for f in found] == [("one", "warning"), ("other", "error")]
