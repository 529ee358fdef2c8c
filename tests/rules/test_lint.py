"""What is likely wrong with a rule is named; what is sound or confined is not."""

import pytest

from labeler.rules.lint import lint
from tests.rules.ruletools import EXAMPLES, parse


def findings(rule: str, head: str = "") -> list[tuple[str, str]]:
    if "examples" not in rule:
        rule += f", {EXAMPLES}"
    parsed = parse(f"version: 1\n{head}\nrules:\n  - {{id: de.a, label: ai_report, {rule}}}\n")
    return [(f.level, f.problem) for f in lint(parsed, parsed.pack.rules)]


def test_a_sound_rule_passes() -> None:
    assert findings(r"weight: 1.0, match: {regex: '^bild: [^\p{L}]?ki-generiert$'}") == []


@pytest.mark.parametrize(
    ("rule", "level", "problem"),
    [
        ("weight: 1.0, match: {regex: 'KI-bild'}", "error", "write 'K' as 'k', 'I' as 'i'"),
        ("weight: 1.0, match: {regex: 'ki：bild'}", "error", "write '：' as ':'"),
        ("weight: 1.0, match: {regex: 'ki-groß'}", "error", "write 'ß' as 'ss'"),
        ("weight: 1.0, match: {regex: 'ki\u00a0bild'}", "error", "write '\\xa0' as ' '"),
        ("weight: 1.0, match: {regex: 'ki[：x]bild'}", "warning", "in a class of"),
        (r"weight: 1.0, match: {regex: '\bki-|foo'}", "warning", r"\b knows ASCII only"),
        (r"weight: 1.0, languages: [ar], match: {regex: 'foo\d'}", "warning", r"\d knows ASCII"),
        ("weight: 1.0, match: {regex: '(?i)KI-bild'}", "warning", "(?i) is not needed"),
        (r"weight: 1.0, match: {regex: '\b|foo'}", "error", "can match nothing at all"),
        ("verdict: declared, match: {phrase: KI-Bild}", "warning", "short and not anchored"),
        (r"weight: 1.0, match: {regex: '\d+'}", "warning", "it runs on every segment"),
        ("weight: 1.0, match: {any: [{phrase: ab}, {phrase: AB}]}", "warning", "is given twice"),
    ],
)
def test_what_is_likely_wrong_is_named(rule: str, level: str, problem: str) -> None:
    found = findings(rule if "languages" in rule else f"{rule}, languages: [de]")
    assert [(lv, problem in text) for lv, text in found if problem in text] == [(level, True)]


@pytest.mark.parametrize(
    "rule",
    [
        "verdict: declared, where: {max_chars: 40}, match: {phrase: KI-Bild}",
        "verdict: declared, where: {min_coverage: 0.6}, match: {phrase: KI-Bild}",
        r"verdict: declared, match: {regex: '^ki-bild'}",
        r"verdict: declared, match: {regex: 'ki-bild[^\p{L}]*$'}",
        "verdict: declared, match: {phrase: Dieser Beitrag wurde von KI verfasst}",
        r"weight: 1.0, where: {max_chars: 40}, match: {regex: '\d+'}",
        r"weight: 1.0, languages: [en], match: {regex: '\bai-'}",
    ],
)
def test_what_is_confined_is_no_cause_for_worry(rule: str) -> None:
    assert findings(rule) == []


def test_an_example_behind_a_closed_gate_is_an_error() -> None:
    rule = "weight: 1.0, match: {phrase: foo}, examples: {match: [foo, foo ki], no_match: [y]}"
    assert findings(rule, head="gate: [KI]") == [
        ("error", "no gate literal of the file is in the example 'foo'")
    ]


def test_a_rule_that_repeats_another_is_named_with_it() -> None:
    entry = (
        "label: ai_report, weight: 1.0, match: {phrase: foo}, examples: {match: [x], no_match: [y]}"
    )
    parsed = parse(f"version: 1\nrules: [{{id: de.a, {entry}}}, {{id: de.b, {entry}}}]")
    (finding,) = lint(parsed, parsed.pack.rules)
    assert (finding.rule, finding.problem) == ("de.b", "matches the same as de.a; remove one")
