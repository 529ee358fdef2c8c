"""Rules in force: presets, a user's own, and what adjusts them, everywhere or by path."""

import pickle
from pathlib import Path

import pytest

from labeler.policy import audit, build_policy
from labeler.policy.default import DEFAULT
from labeler.policy.policy import rules_in_force
from labeler.policy.schema import Override, PolicySection, When
from labeler.policy.severities import rules_on_hits
from labeler.rules.leaf import Leaf
from labeler.rules.schema import Node, Rule
from tests.policy.made import evidence, report, rule, segment

OWN = rule(When(label="ai_report"), id="no-ai", severity="warning")
SHARE = rule(When(label="ai_report", share_above=0.5), id="little-ai")
FEW = rule(When(label="ai_report", count_above=1), id="few-ai")
AI_PAGE = (segment("first", label="ai_report"), segment("second", label="ai_report"))


def ids(section: PolicySection) -> list[str]:
    return [rule.id for rule in rules_in_force(section)]


def test_without_configuration_only_facts_in_the_text_are_objected_to() -> None:
    """Never statistics: no default rule can meet a text that is called AI on them alone."""
    assert rules_in_force(PolicySection()) == DEFAULT
    accused = segment(label="ai_report", basis="inferred", confidence=0.99, needs_review=True)
    assert audit(report(accused), build_policy(PolicySection())).findings == ()


def test_own_rules_stand_beside_the_default_ones_and_replace_those_of_the_same_id() -> None:
    assert ids(PolicySection(rules=(OWN,))) == [*(r.id for r in DEFAULT), "no-ai"]
    mine = rule(When(basis="residue"), id="chatbot-residue", severity="error")
    assert mine in rules_in_force(PolicySection(rules=(mine,)))
    assert len(rules_in_force(PolicySection(rules=(mine,)))) == len(DEFAULT)


def test_presets_replace_the_default_and_later_ones_win() -> None:
    assert ids(PolicySection(presets=())) == []
    both = {r.id: r for r in rules_in_force(PolicySection(presets=("newsroom", "eu-ai-act-50")))}
    assert both["undisclosed-ai"].severity == "note"
    assert both["chatbot-residue"].severity == "error"


def test_rules_are_switched_off_by_glob_and_changed_by_id() -> None:
    section = PolicySection(
        presets=(),
        rules=(OWN, SHARE, FEW),
        disable=("no-*",),
        severity={"few-ai": "error"},
        limits={"few-ai": 3.0, "little-ai": 0.9},
    )
    share, few = rules_in_force(section)
    assert (share.when.share_above, share.severity) == (0.9, "warning")
    assert (few.when.count_above, few.severity) == (3, "error")


def test_unreviewed_brings_its_rule_along() -> None:
    assert ids(PolicySection(presets=(), fail_on=("unreviewed",))) == ["needs-review"]
    assert ids(PolicySection(presets=(), fail_on=("new",))) == []
    own = rule(When(needs_review=True), id="needs-review", severity="error")
    assert rules_in_force(PolicySection(presets=(), rules=(own,), fail_on=("unreviewed",))) == (
        own,
    )


@pytest.mark.parametrize(
    ("path", "severities"),
    [
        ("site/archive/2019.html", ["note", "note"]),
        ("site/archive/new/today.html", ["error", "error"]),
        ("site/archive/records.jsonl#7", ["note", "note"]),
        ("site/drafts/crawl.warc.gz#urn:uuid:00e2", []),
        ("site/news/today.html", ["warning", "warning"]),
        ("site/legal/terms.md", []),
        ("archive/new/today.html", ["note", "note"]),  # outside: only what counts from anywhere
        ("-", ["warning", "warning"]),
    ],
)
def test_overrides_hold_by_path_and_the_later_wins(path: str, severities: list[str]) -> None:
    section = PolicySection(
        presets=(),
        rules=(OWN,),
        overrides=(
            Override(paths=("archive/",), severity={"no-ai": "note"}),
            Override(paths=("/archive/new/*",), severity={"no-ai": "error"}),
            Override(paths=("*.md", "*.warc.gz"), disable=("*",)),
        ),
    )
    found = audit(report(*AI_PAGE, path=path), build_policy(section, "site")).findings
    assert [finding.severity for finding in found] == severities


def test_patterns_count_from_the_configuration_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / "archive").mkdir(parents=True)
    override = Override(paths=("/archive/*",), disable=("*",))
    section = PolicySection(presets=(), rules=(OWN,), overrides=(override,))

    monkeypatch.chdir(tmp_path / "site" / "archive")
    for base, path in [("..", "a.txt"), (str(tmp_path / "site"), str(Path.cwd() / "a.txt"))]:
        assert audit(report(*AI_PAGE, path=path), build_policy(section, base)).findings == ()


def test_a_policy_can_be_sent_to_another_process() -> None:
    override = Override(paths=("*.md",), limits={"little-ai": 1.0})
    section = PolicySection(presets=(), rules=(SHARE,), overrides=(override,))
    policy = build_policy(section, "site")
    policy.rules_for("site/a.md")
    sent = pickle.loads(pickle.dumps(policy))

    for path, number in [("site/a.md", 0), ("site/a.txt", 1)]:
        assert len(audit(report(*AI_PAGE, path=path), sent).findings) == number


def pack_rule(rule_id: str, severity: str, role: str = "disclosure") -> Rule:
    return Rule(id=rule_id, role=role, match=Node(leaf=Leaf.of("x")), severity=severity)


def test_hits_of_severe_rules_of_a_pack_are_findings() -> None:
    made = rules_on_hits(
        [
            pack_rule("en.ours.bad", "error"),
            pack_rule("en.ours.odd", "warning"),
            pack_rule("en.ours.fine", "note"),
            pack_rule("en.residue.left", "error", role="residue"),
        ]
    )
    hit = segment(evidence=tuple(evidence(f"en.ours.{name}") for name in ("bad", "odd", "fine")))
    policy = build_policy(PolicySection(presets=()), severe=made)

    assert [(f.rule, f.severity, f.message) for f in audit(report(hit), policy).findings] == [
        ("rule-warning", "warning", "found by a rule of severity warning (en.ours.odd)"),
        ("rule-error", "error", "found by a rule of severity error (en.ours.bad)"),
    ]
    quiet = build_policy(PolicySection(presets=(), disable=("rule-*",)), severe=made)
    assert audit(report(hit), quiet).findings == ()


def test_packs_without_severe_rules_object_to_nothing() -> None:
    assert rules_on_hits([pack_rule("en.ours.fine", "note")]) == ()
