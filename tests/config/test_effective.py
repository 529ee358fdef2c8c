"""The command line over the file, and the hash of what that comes to."""

from pathlib import Path

import pytest

from labeler.config import CommandLine, Config, effective, load_config
from labeler.errors import UsageError

FILE = """\
scan: {encoding: cp932, exclude: [drafts/]}
rules: {paths: [rules]}
policy:
  presets: [newsroom]
  fail-on: [error]
"""


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".labeler.yaml").write_text(FILE)
    return load_config(Path("-"))


def test_what_is_not_given_stays(config: Config) -> None:
    assert effective(config, CommandLine()) == config


def test_each_option_replaces_its_value_and_no_other(config: Config) -> None:
    given = CommandLine(
        encoding="utf-8", presets=("eu-ai-act-50",), fail_on=("new",), baseline="b", rules=("mine",)
    )
    result = effective(config, given)

    assert (result.scan.encoding, result.scan.exclude) == ("utf-8", ("drafts/",))
    assert (result.policy.presets, result.policy.fail_on) == (("eu-ai-act-50",), ("new",))
    assert (result.baseline, result.rules.paths) == ("b", ("mine",))
    assert result.places == {
        "scan": ".labeler.yaml:1",
        "scan.encoding": "command line",
        "scan.exclude": ".labeler.yaml:1",
        "rules": ".labeler.yaml:2",
        "rules.paths": "command line",
        "policy": ".labeler.yaml:4",
        "policy.presets": "command line",
        "policy.fail-on": "command line",
        "baseline": "command line",
    }


def test_a_policy_or_criterion_that_is_none(config: Config) -> None:
    with pytest.raises(UsageError) as error:
        effective(config, CommandLine(presets=("newsrom",)))
    assert str(error.value) == "no --policy 'newsrom'; did you mean `newsroom`?"
    with pytest.raises(UsageError) as error:
        effective(config, CommandLine(fail_on=("x",)))
    assert str(error.value) == ("no --fail-on 'x'; there are note, warning, error, new, unreviewed")


def test_the_hash_is_of_what_changes_labels_or_findings(config: Config) -> None:
    same = [
        CommandLine(),
        CommandLine(exclude=("x",)),
        CommandLine(baseline="b"),
        CommandLine(rules=("mine",)),  # the report has a hash of the rules themselves
        CommandLine(fail_on=("warning",)),
    ]
    others = [
        CommandLine(encoding="utf-8"),
        CommandLine(same_site=True),
        CommandLine(presets=("dataset-cleaning",)),
        CommandLine(fail_on=("unreviewed",)),  # brings a rule along
    ]
    assert {effective(config, given).sha256 for given in same} == {config.sha256}
    hashes = [effective(config, given).sha256 for given in others]
    assert len({config.sha256, *hashes}) == len(others) + 1


def test_the_hash_does_not_depend_on_the_place_or_the_form_of_the_file(
    config: Config, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "pyproject.toml").write_text(
        "[tool.labeler]\npolicy = {presets = ['newsroom']}\nscan.encoding = 'cp932'\n"
    )
    assert load_config(tmp_path / "elsewhere").sha256 == config.sha256


def test_without_a_configuration_there_is_no_hash() -> None:
    assert Config().sha256 is None
    assert effective(Config(), CommandLine(exclude=("x",))).sha256 is None
