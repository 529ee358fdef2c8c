"""Examples are tried against the whole pack, and what they were expected to do is told."""

from pathlib import Path

import pytest

from labeler.rules.check import check_examples, example_document, load_for_check
from labeler.rules.schema import Example
from tests.rules.ruletools import EXAMPLES, parse


def outcomes(examples: str, match: str = "{phrase: by ai}", others: str = "") -> list[str]:
    rule = f"id: en.a, label: ai_report, verdict: declared, match: {match}, examples: {examples}"
    parsed = parse(f"version: 1\nrules:\n  - {{{rule}}}\n{others}")
    checked = check_examples(parsed, parsed.pack.rules[:1])
    return [f"{r.outcome}: {r.text}" + (f" {r.note}" if r.note else "") for r in checked.notable]


@pytest.mark.parametrize(
    ("examples", "notable"),
    [
        ("{match: [By AI.], no_match: [by air]}", []),
        ("{match: [by air], no_match: [none]}", ["missed: by air"]),
        ("{match: [by ai], no_match: [It is by AI]}", ["false_hit: It is by AI"]),
        ("{match: [by ai], no_match: [x], todo_match: [AI did]}", ["todo: AI did"]),
        ("{match: [by ai], no_match: [x], todo_match: [by ai]}", ["todo_passes: by ai"]),
        ('{match: [{text: "One.\\n\\nBy AI"}], no_match: [{text: x}]}', []),
    ],
)
def test_examples_say_whether_their_rule_hits(examples: str, notable: list[str]) -> None:
    assert outcomes(examples) == notable


def test_a_guard_s_veto_is_told() -> None:
    guard = (
        "  - {id: en.g, role: guard, match: {phrase: not}, examples: {match: [x], no_match: [y]}}"
    )
    examples = "{match: [not by ai], no_match: [never, not made by AI]}"
    assert outcomes(examples, others=guard) == ["missed: not by ai vetoed by en.g"]


def test_a_fallback_is_tried_without_the_rules_it_yields_to() -> None:
    fallback = (
        "id: en.f, label: ai_report, verdict: declared, priority: -1, match: {phrase: ai},"
        " examples: {match: [by ai], no_match: [never by ai]}"
    )
    guard = "id: en.g, role: guard, match: {phrase: never}"
    known = "id: en.a, label: ai_report, verdict: declared, match: {phrase: by ai}"
    parsed = parse(
        f"version: 1\nrules:\n  - {{{fallback}}}\n"
        f"  - {{{known}, {EXAMPLES}}}\n  - {{{guard}, {EXAMPLES}}}"
    )
    rules = [rule for rule in parsed.pack.rules if rule.id == "en.f"]
    assert check_examples(parsed, rules).notable == []


def test_an_example_may_have_markup_and_kind() -> None:
    examples = "{match: [{text: a, tag: figure, tokens: [credit]}], no_match: [{text: a, tag: p}]}"
    assert outcomes(examples, "{html: {class_regex: credit}}") == []
    document, segments = example_document(Example("Title", kind="heading"))
    assert (document.media_type, segments[0].kind) == ("text/plain", "heading")


def test_paragraphs_are_apart_by_blank_lines() -> None:
    text = "\n One\nline \n \t\nTwo\r\n\r\n三\n"
    assert [s.text for s in example_document(Example(text))[1]] == ["One\nline", "Two", "三"]


def test_only_the_rules_of_the_paths_given_are_checked(tmp_path: Path) -> None:
    entry = f"label: ai_report, weight: 1.0, match: {{phrase: foo}}, {EXAMPLES}"
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"version: 1\nrules: [{{id: en.{name}, {entry}}}]")
    assert [r.id for r in load_for_check([tmp_path / "b.yaml"])[1]] == ["en.b"]
    assert [r.id for r in load_for_check([tmp_path])[1]] == ["en.a", "en.b"]
