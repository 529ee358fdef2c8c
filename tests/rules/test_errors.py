"""Every mistake in a rule file is named with its file, line, rule and mend."""

# ruff: noqa: E501 - the table has one mistake a line

from pathlib import Path

import pytest

from labeler.errors import RuleError
from labeler.rules.files import find_files
from labeler.rules.parse import parse_files
from tests.rules.ruletools import parse

RULE = """\
version: 1
rules:
  - id: de.ai-report.label
    label: ai_report
    match: {phrase: KI-generiert}
    verdict: declared
    examples: {match: [KI-generiert], no_match: [Kino]}
"""


def error_of(yaml: str, **others: str) -> str:
    with pytest.raises(RuleError) as caught:
        parse(yaml, **others)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_the_rule_these_tests_break_is_right() -> None:
    assert parse(RULE).pack.rule("de.ai-report.label") is not None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("verdict: declared", "verdikt: declared", "pack.yaml:6: rule de.ai-report.label: unknown key `verdikt`"),
        ("verdict: declared", "verdict: certain", "pack.yaml:6: rule de.ai-report.label: `verdict`: invalid enum value 'certain'"),
        ("verdict: declared", "where: {max_char: 3}\n    verdict: declared", "pack.yaml:6: rule de.ai-report.label: unknown key `max_char`"),
        ("verdict: declared", "where: {max_chars: many}\n    verdict: declared", "`where.max_chars`: expected `int | null`, got `str`"),
        ("verdict: declared", "where: {min_coverage: 7}\n    verdict: declared", "min_coverage must lie between 0 and 1"),
        ("verdict: declared", "where: {min_chars: 9, max_chars: 3}\n    verdict: declared", "max_chars must be positive and not below min_chars"),
        ("verdict: declared", "where: {html: {}}\n    verdict: declared", "give `tag`, `class_regex` or both"),
        ("verdict: declared", "where: {html: {class_regex: '('}}\n    verdict: declared", "RE2 refuses the regex"),
        ("verdict: declared", "where: {page: {regex: '('}}\n    verdict: declared", "RE2 refuses the regex"),
        ("verdict: declared", "where: {neighbours: {next: {regex: '('}}}\n    verdict: declared", "RE2 refuses the regex"),
        ("verdict: declared", "scope: {inherit_confidence: 2}\n    verdict: declared", "inherit_confidence must lie in 0 to 1"),
        ("verdict: declared", "scope: {max_segments: 0}\n    verdict: declared", "max_segments must be at least 1"),
        ("verdict: declared", "languages: [no]\n    verdict: declared", "put YAML words such as no, on, yes in quotes"),
        ("verdict: declared", "severity: note", "neither verdict nor weight"),
        ("verdict: declared", "verdict: declared\n    weight: 2.0", "verdict and weight exclude each other"),
        ("verdict: declared", "weight: .inf", "not a plain decimal number"),
        ("verdict: declared", "weight: 1.0e+999", "the weight must be a finite number"),
        ("verdict: declared", "role: guard\n    verdict: declared", "a guard has neither verdict nor weight"),
        ("    label: ai_report\n", "", "`label` is missing"),
        ("id: de.ai-report.label", "id: German label", "the id must look like"),
        ("  - id: de.ai-report.label\n    label", "  - label", "pack.yaml:3: rule ?: `id` is missing"),
        ("    match: {phrase: KI-generiert}\n", "", "`match` is missing"),
        ("{phrase: KI-generiert}", "{shape: '<agent>'}", "unknown class of words agent; define it under `words:`"),
        ("{phrase: KI-generiert}", "{words: [agent]}", "unknown class of words agent; define it under `words:`"),
        ("{phrase: KI-generiert}", "{shape: 'ki <>'}", "pack.yaml:5: rule de.ai-report.label: the letter 'k' in a shape; give words a class"),
        ("{phrase: KI-generiert}", "{shape: '{{by}}'}", "unknown shape by; define it under `shapes:`"),
        ("{phrase: KI-generiert}", "{shape: '<>'}", "the file has no classes of words; define some under `words:`"),
        ("rules:", "words: {agent: 'KI,, AI'}\nrules:", "pack.yaml:2: words agent: '' is no word"),
        ("rules:", "words: {agent: 'GPT-4'}\nrules:", "words agent: 'gpt-4' is no word"),
        ("rules:", "words: {agent: 'K*I'}\nrules:", "words agent: 'k*i' is no word"),
        ("rules:", "words: {agent: [KI]}\nrules:", "words agent: must be text: words parted by commas"),
        ("rules:", "shapes: {a: '{{b}}', b: '{{a}}'}\nrules:", "shape a: refers to itself (a > b > a); break the circle"),
        ("{phrase: KI-generiert}", "{regex: '(?=ki)'}", "pack.yaml:5: rule de.ai-report.label: RE2 refuses the regex"),
        ("{phrase: KI-generiert}", "{regex: 'k*'}", "matches the empty string"),
        ("{phrase: KI-generiert}", "{phrase: '\u200b'}", "the phrase is empty"),
        ("{phrase: KI-generiert}", "{regex: '{{de.ki}}'}", "unknown fragment de.ki"),
        ("{phrase: KI-generiert}", "{ref: de.ki}", "pack.yaml:5: rule de.ai-report.label: unknown fragment de.ki"),
        ("{phrase: KI-generiert}", "{phrase: a, regex: b}", "needs exactly one of phrase, regex"),
        ("{phrase: KI-generiert}", "{phrase: a, any: [{phrase: b}]}", "needs exactly one of phrase"),
        ("{phrase: KI-generiert}", "{any: []}", "needs exactly one of phrase"),
        ("{phrase: KI-generiert}", "{not: [{phrase: a}]}", "`not` alone matches nothing"),
        ("{phrase: KI-generiert}", "{hidden: tags}", "leaf `hidden` is not supported"),
        ("{phrase: KI-generiert}", "{any: [{header: AI-Disclosure}]}", "leaf `header` is not supported"),
        ("match: [KI-generiert], ", "", "pack.yaml:7: rule de.ai-report.label: no `match` example"),
        (", no_match: [Kino]", "", "no `no_match` example"),
        ("version: 1", "version: 2", "pack.yaml:1: `version: 1` is missing"),
        ("version: 1", "version: 1\nrule: []", "pack.yaml:2: unknown key `rule`"),
        ("version: 1", "version: 1\ngate: ki", "pack.yaml:2: `gate` must be a list"),
        ("version: 1", "version: 1\ngate: [1]", "pack.yaml:2: a gate literal must be text"),
        ("version: 1", "version: 1\ndefaults: {id: a.b}", "pack.yaml:2: `id` cannot be a default"),
        ("version: 1", "version: 1\nfragments: {a: [b]}", "pack.yaml:2: fragment a: must be a regex"),
        ("version: 1", "version: 1\nfragments: {a: '('}", "pack.yaml:2: fragment a: RE2 refuses"),
        ("version: 1", "version: 1\nfragments: {a: 'x{{b}}', b: 'y{{a}}'}", "refers to itself (a > b > a)"),
        ("version: 1", "version: 1\nfragments: {a: 'x{{b}}'}", "fragment a: unknown fragment b"),
        ("KI-generiert}", "!!python/object:os.system x}", "pack.yaml:5: the tag tag:yaml.org,2002:python/object:os.system is not supported"),
        ("KI-generiert}", "!mine x}", "the tag !mine is not supported"),
        ("label: ai_report", "label: ai_report\n    label: ai_report", "pack.yaml:5: `label` is given twice"),
        ("label: ai_report", "label: *other", "not valid YAML"),
        ("label: ai_report", "title: Our mark: AI", "put quotes around a text with a colon"),
        ("label: ai_report", "<<: {label: ai_report}", "merge keys (<<) are not supported"),
        ("label: ai_report", "label: ai_report\n    3: x", "keys must be text"),
        ("label: ai_report", "label: ai_report\n    priority: 0x1f", "not a plain decimal number"),
        ("match: {phrase: KI-generiert}", "match: &m {any: [*m]}", "an alias refers to the node that contains it"),
        ("version: 1", "version: 1\nversion: [", "not valid YAML"),
        ("  - id", "  - just text\n  - id", "pack.yaml:3: rule ?: a rule must be a mapping"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(old: str, new: str, message: str) -> None:
    assert old in RULE
    assert message in error_of(RULE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("", "pack.yaml:1: empty"),
        ("- 1", "pack.yaml:1: a rule file is a mapping"),
        ("version: 1", "pack.yaml:1: no rules"),
        ("version: 1\nrules: []\n--- {}", "not valid YAML: but found another document"),
        ("[" * 300 + "]" * 300, "pack.yaml:1: nested too deeply"),
    ],
)
def test_a_file_that_is_no_rule_file_is_named(yaml: str, message: str) -> None:
    assert message in error_of(yaml)


def test_an_id_given_twice_names_both_places() -> None:
    message = error_of(RULE, other=RULE)
    assert message.startswith(
        "other.yaml:3: rule de.ai-report.label: the id is taken at pack.yaml:3"
    )


def test_a_fragment_given_twice_names_both_places() -> None:
    shared = "version: 1\nfragments: {a: x}"
    message = error_of(RULE.replace("version: 1", shared), fragments=shared)
    assert message.startswith("pack.yaml:2: fragment a: the name is taken at fragments.yaml:2")


def test_too_many_aliases_are_refused() -> None:
    aliases = ", ".join(["*a"] * 65)
    yaml = RULE.replace("[KI-generiert]", f"[&a KI-generiert, {aliases}]")
    assert "more than 64 aliases" in error_of(yaml)


def test_a_line_in_the_defaults_is_named_as_the_rule_that_takes_them() -> None:
    yaml = RULE.replace("version: 1", "version: 1\ndefaults: {status: done}")
    assert "rule de.ai-report.label: `status`: invalid enum value 'done'" in error_of(yaml)


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such file or directory; give a rule file"):
        find_files(tmp_path / "none")


def test_a_directory_without_rule_files(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"no \.yaml file in it"):
        find_files(tmp_path)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"version: 1 # \xff")
    with pytest.raises(RuleError, match=r"a\.yaml: not UTF-8 \(byte 13\); save the file as UTF-8"):
        parse_files(find_files(tmp_path))
