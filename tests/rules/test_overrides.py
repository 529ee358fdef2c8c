"""Users switch rules off and set severities without touching the rules' files."""

import pickle
import time
from pathlib import Path

import pytest

from labeler.errors import RuleError
from labeler.rules import Overrides, RulePack, load_pack
from labeler.rules.load import write_compiled

RULES = """\
version: 1
defaults: {label: ai_report, role: disclosure, verdict: declared, severity: note}
rules:
  - {id: en.text.label, match: {phrase: text by ai}, examples: {match: [text by ai], no_match: [y]}}
  - {id: en.text.line, match: {phrase: line by ai}, examples: {match: [line by ai], no_match: [y]}}
  - {id: de.text.label, match: {phrase: von ki}, examples: {match: [von ki], no_match: [y]}}
"""


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules directory that stands for the shipped one."""
    directory = tmp_path / "shipped"
    directory.mkdir()
    (directory / "rules.yaml").write_text(RULES)
    monkeypatch.setattr("labeler.rules.load.shipped", lambda name: directory)
    return directory


def severities(pack: RulePack) -> dict[str, str]:
    return {rule.id: rule.severity for rule in pack.rules}


def test_rules_are_disabled_by_id_and_by_glob() -> None:
    assert [r.id for r in load_pack(overrides=Overrides(("en.text.line",))).rules] == [
        "en.text.label",
        "de.text.label",
    ]
    assert load_pack(overrides=Overrides(("en.*", "de.*"))).rules == ()


def test_the_more_specific_severity_holds_in_whatever_order_they_stand() -> None:
    severity = {"en.text.line": "error", "*": "none", "en.*": "warning"}
    pack = load_pack(overrides=Overrides(severity=severity))  # type: ignore[arg-type]
    assert severities(pack) == {
        "en.text.label": "warning",
        "en.text.line": "error",
        "de.text.label": "none",
    }


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (Overrides(("en.text.lable",)), "no rule en.text.lable; did you mean en.text.label?"),
        (Overrides(severity={"fr.*": "error"}), "no rule fr.*; `labeler rules list` names them"),
    ],
)
def test_an_override_that_fits_no_rule_is_an_error(overrides: Overrides, message: str) -> None:
    with pytest.raises(RuleError) as raised:
        load_pack(overrides=overrides)
    assert str(raised.value).startswith(f"the given overrides: {message}")


def test_overrides_change_the_hash_of_the_pack_whatever_their_order() -> None:
    one = load_pack(overrides=Overrides(severity={"en.*": "error", "de.*": "none"}))
    same = load_pack(overrides=Overrides(severity={"de.*": "none", "en.*": "error"}))
    other = load_pack(overrides=Overrides(severity={"de.*": "none"}))
    assert len({one.sha256, same.sha256, other.sha256, load_pack().sha256}) == 3


def test_overrides_can_be_sent_to_another_process() -> None:
    overrides = Overrides(("en.*",), {"de.*": "error"})
    assert pickle.loads(pickle.dumps(overrides)) == overrides


OWN = """\
version: 1
disable: [en.text.l*]
severity: {de.text.label: error, en.own: warning}
rules:
  - {id: en.own, label: boilerplate, weight: 1, match: {phrase: our words},
     examples: {match: [our words], no_match: [y]}}
"""


def test_a_rule_file_extends_disables_and_overrides(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN)
    assert severities(load_pack([tmp_path / "own.yaml"])) == {
        "de.text.label": "error",
        "en.own": "warning",
    }


def test_given_overrides_go_before_those_in_rule_files(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN)
    pack = load_pack([tmp_path / "own.yaml"], Overrides(severity={"de.*": "none"}))
    assert severities(pack)["de.text.label"] == "none"


def test_a_rule_file_may_hold_overrides_alone(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("version: 1\ndisable: [en.*]\n")
    assert [rule.id for rule in load_pack([tmp_path / "own.yaml"]).rules] == ["de.text.label"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("disable: [fr.*]", "own.yaml:2: disable: no rule fr.*; `labeler rules list` names them"),
        ("severity: {en.text.labl: note}", "own.yaml:2: severity: no rule en.text.labl; did you"),
        ("severity: {en.*: fatal}", "own.yaml:2: `severity[...]`: invalid enum value 'fatal'"),
        ("severity: [en.*]", "own.yaml:2: `severity` must be a mapping"),
        ("disable: [5]", "own.yaml:2: `disable[0]`: expected `str`, got `int`"),
    ],
)
def test_wrong_overrides_in_a_rule_file_are_errors_with_their_line(
    tmp_path: Path, line: str, message: str
) -> None:
    (tmp_path / "own.yaml").write_text(f"version: 1\n{line}\n")
    with pytest.raises(RuleError) as raised:
        load_pack([tmp_path / "own.yaml"])
    assert str(raised.value).startswith(f"{tmp_path}/{message}")


def test_a_directory_of_the_user_s_loads_from_its_compiled_rules(
    tmp_path: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text(OWN)
    from_yaml = load_pack([own])
    write_compiled(own)
    write_compiled(shipped)
    monkeypatch.setattr("labeler.rules.parse.parse_files", None)
    compiled = load_pack([own])
    assert compiled.rules == from_yaml.rules
    assert compiled.sha256 == from_yaml.sha256


def test_compiled_rules_of_the_user_s_go_out_of_use_when_their_yaml_changes(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "own.yaml").write_text(OWN)
    write_compiled(own)
    (own / "own.yaml").write_text(OWN.replace("en.own", "en.renamed"))
    assert load_pack([own]).rule("en.renamed") is not None


def test_an_id_taken_by_another_directory_is_an_error_compiled_or_not(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.yaml").write_text(OWN.replace("disable: [en.text.l*]\n", ""))
    write_compiled(tmp_path / "two")
    with pytest.raises(RuleError, match=r"two/own\.yaml:4: rule en\.own: .* at .*one/own\.yaml"):
        load_pack([tmp_path / "one", tmp_path / "two"])


def test_a_directory_on_top_of_the_shipped_rules_does_not_make_them_be_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    (tmp_path / "own.yaml").write_text(
        OWN.replace("disable: [en.text.l*]\n", "").replace("de.text.label: error, ", "")
    )
    start = time.process_time()
    pack = load_pack([tmp_path / "own.yaml"])
    assert len(pack.rules) > 1000
    assert time.process_time() - start < 2  # the shipped YAML takes ten times as long
