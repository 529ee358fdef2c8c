"""What a configuration may say, and the message for everything it may not."""

import datetime
from pathlib import Path

import pytest

from labeler.config import load_config
from labeler.errors import ConfigError
from labeler.policy.schema import Override, PolicyRule, Suppression, When

YAML = """\
scan: {exclude: [drafts/], encoding: cp932, text-field: body, media-type: text/html,
       same-site: true}
rules:
  paths: [rules]
  disable: ['zu.*']
  severity: {'*.ai-image.*': warning}
model: models/ours
policy:
  presets: [newsroom, dataset-cleaning]
  rules:
    - id: no-ai
      severity: error
      message: no AI text here
      when: {label: ai_report, basis: [declared, residue], min-confidence: 0.5}
  disable: [hidden-*]
  severity: {no-ai: note}
  limits: {mostly-boilerplate: 0.9}
  overrides:
    - {paths: [archive/], disable: ['*']}
  fail-on: [error, unreviewed]
baseline: known.json
suppressions:
  - rule: chatbot-residue
    paths: [interviews/*]
    content: 0123456789abcdef
    reason: quoted
    expires: 2027-01-31
"""
TOML = """\
[tool.other]
scan = 1

[tool.labeler]
model = "models/ours"
baseline = "known.json"

[tool.labeler.scan]
exclude = ["drafts/"]
encoding = "cp932"
text-field = "body"
media-type = "text/html"
same-site = true

[tool.labeler.rules]
paths = ["rules"]
disable = ["zu.*"]
severity = {"*.ai-image.*" = "warning"}

[tool.labeler.policy]
presets = ["newsroom", "dataset-cleaning"]
disable = ["hidden-*"]
severity.no-ai = "note"
limits = {mostly-boilerplate = 0.9}
fail-on = ["error", "unreviewed"]

[[tool.labeler.policy.rules]]
id = "no-ai"
severity = "error"
message = "no AI text here"
when = {label = "ai_report", basis = ["declared", "residue"], min-confidence = 0.5}

[[tool.labeler.policy.overrides]]
paths = ["archive/"]
disable = ["*"]

[[tool.labeler.suppressions]]
rule = "chatbot-residue"
paths = ["interviews/*"]
content = "0123456789abcdef"
reason = "quoted"
expires = 2027-01-31
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def load(folder: Path, text: str, name: str = ".labeler.yaml"):
    (folder / name).write_text(text, "utf-8")
    return load_config(Path("-"))


def refused(folder: Path, text: str, name: str = ".labeler.yaml") -> str:
    with pytest.raises(ConfigError) as error:
        load(folder, text, name)
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{name}:")


@pytest.mark.parametrize(("text", "name"), [(YAML, ".labeler.yaml"), (TOML, "pyproject.toml")])
def test_all_that_can_be_said(folder: Path, text: str, name: str) -> None:
    config = load(folder, text, name)

    assert config.scan.exclude == ("drafts/",)
    assert (config.scan.encoding, config.scan.text_field) == ("cp932", "body")
    assert (config.scan.media_type, config.scan.same_site) == ("text/html", True)
    assert (config.rules.paths, config.rules.disable) == (("rules",), ("zu.*",))
    assert config.rules.severity == {"*.ai-image.*": "warning"}
    assert (config.model, config.baseline) == ("models/ours", "known.json")
    policy = config.policy
    assert policy.presets == ("newsroom", "dataset-cleaning")
    assert policy.rules == (
        PolicyRule(
            id="no-ai",
            severity="error",
            message="no AI text here",
            when=When(label="ai_report", basis=("declared", "residue"), min_confidence=0.5),
        ),
    )
    assert (policy.disable, policy.severity) == (("hidden-*",), {"no-ai": "note"})
    assert policy.limits == {"mostly-boilerplate": 0.9}
    assert policy.overrides == (Override(paths=("archive/",), disable=("*",)),)
    assert policy.fail_on == ("error", "unreviewed")
    assert config.suppressions == (
        Suppression(
            rule="chatbot-residue",
            paths=("interviews/*",),
            content="0123456789abcdef",
            reason="quoted",
            expires=datetime.date(2027, 1, 31),
        ),
    )


@pytest.mark.parametrize("text", ["", "\n# nothing yet\n", "scan: {}\n"])
def test_an_empty_file_leaves_all_as_it_is(folder: Path, text: str) -> None:
    config = load(folder, text)
    assert (config.file, config.sha256) == (".labeler.yaml", None)


RULE = "policy:\n  rules:\n  - id: no-ai\n    severity: error\n    message: m\n    when: "


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("scna: {}", "1: `scna`: unknown key; did you mean `scan`?"),
        ("scan:\n  text_field: t", "2: `scan.text_field`: unknown key; did you mean `text-field`?"),
        (
            "scan: {}\nrules:\n  zzz: 1",
            "3: `rules.zzz`: unknown key; there are paths, disable, severity",
        ),
        ("scan: 3", "1: `scan`: must be a mapping, not a whole number"),
        ("scan:\n  exclude: a", "2: `scan.exclude`: must be a list, not text"),
        ("scan:\n  exclude: [a, 3]", "2: `scan.exclude[1]`: must be text, not a whole number"),
        (
            "scan:\n  encoding: no",
            "2: `scan.encoding`: must be text, not true or false; "
            "put words such as no, on, yes in quotes",
        ),
        ("scan:\n  encoding: klingon", "2: `scan.encoding`: no encoding 'klingon' is known; ..."),
        ("scan:\n  encoding: hex", "2: `scan.encoding`: no encoding 'hex' is known; ..."),
        ("scan:\n  same-site: 1", "2: `scan.same-site`: must be true or false, not a whole number"),
        (
            "scan:\n  media-type: html",
            "2: `scan.media-type`: no such value 'html'; did you mean `text/html`?",
        ),
        ("scan:\n  exclude: ['!']", "2: `scan.exclude[0]`: the pattern is wrong: ..."),
        ("scan:\n  exclude: [a, '[z-a]']", "2: `scan.exclude[1]`: the pattern is wrong: ..."),
        ("scan:\n  exclude: ['[[:x:]]']", "2: `scan.exclude[0]`: the pattern is wrong: ..."),
        (
            f"scan:\n  exclude: [{', '.join(f'f{number}' for number in range(8_000))}]",
            "2: `scan.exclude`: the patterns are too many or too long together: ...",
        ),
        (
            "rules:\n  severity:\n    a: note\n    b: bad",
            "4: `rules.severity.b`: no such value 'bad'; there are none, note, warning, error",
        ),
        (
            "policy:\n  presets: [newsrom]",
            "2: `policy.presets[0]`: no such value 'newsrom'; did you mean `newsroom`?",
        ),
        (
            "policy:\n  fail-on: [never]",
            "2: `policy.fail-on[0]`: no such value 'never'; "
            "there are note, warning, error, new, unreviewed",
        ),
        (
            "policy:\n  rules:\n  - id: no-ai",
            "3: `policy.rules[0]`: `severity` is missing; give it",
        ),
        (
            "policy:\n  rules:\n  - {id: No AI, severity: error, message: m, when: {}}",
            "3: `policy.rules[0].id`: must be text matching regex '^[a-z0-9]+(-[a-z0-9]+)*$'",
        ),
        (RULE + "{}", "6: `policy.rules[0].when`: no condition; a rule needs at least one"),
        (
            RULE + "{label: ai}",
            "6: `policy.rules[0].when.label`: no such value 'ai'; "
            "there are human_article, ai_report, image_caption, boilerplate",
        ),
        (
            RULE + "{label: [ai-report]}",
            "6: `policy.rules[0].when.label[0]`: no such value 'ai-report'; "
            "did you mean `ai_report`?",
        ),
        (
            RULE + "\n      min_confidence: 0.5",
            "7: `policy.rules[0].when.min_confidence`: unknown key; did you mean `min-confidence`?",
        ),
        (
            RULE + "\n      min-confidence: 50",
            "7: `policy.rules[0].when.min-confidence`: must be a number <= 1.0",
        ),
        (
            RULE + "{min-confidence: 0.9, max-confidence: 0.8}",
            "6: `policy.rules[0].when.max-confidence`: is below `min-confidence`; "
            "no segment can fit",
        ),
        (
            RULE + "{label: ai_report, share-above: 0.5, count-above: 3}",
            "6: `policy.rules[0].when.count-above`: `share-above` is there, too; keep one limit",
        ),
        (
            RULE + "{share-above: 0.5}",
            "6: `policy.rules[0].when.share-above`: of which segments? "
            "give a condition on them, such as `label`",
        ),
        (
            RULE + "{label: ai_report, share-of: ai_report}",
            "6: `policy.rules[0].when.share-of`: is for `share-above` and `share-below`; "
            "give one of them",
        ),
        (
            RULE + "{hidden-text: {severity: [error]}, label: ai_report}",
            "6: `policy.rules[0].when.label`: cannot stand beside `hidden-text`, "
            "which is about no segment; make two rules",
        ),
        (
            RULE + "{c2pa: {status: [broken]}}",
            "6: `policy.rules[0].when.c2pa.status[0]`: no such value 'broken'; there are ...",
        ),
        (
            RULE + "{label: ai_report}\n  - {id: no-ai, severity: note, message: m, when: "
            "{label: boilerplate}}",
            "7: `policy.rules[1].id`: the id no-ai is taken above; rename one",
        ),
        (
            "policy:\n  disable: [chatbot]",
            "2: `policy.disable[0]`: no policy rule 'chatbot'; did you mean `chatbot-residue`?",
        ),
        (
            "policy:\n  severity:\n    chatbot_residue: error",
            "3: `policy.severity.chatbot_residue`: no policy rule 'chatbot_residue'; "
            "did you mean `chatbot-residue`?",
        ),
        (
            "policy:\n  severity:\n    chatbot-residue: bad",
            "3: `policy.severity.chatbot-residue`: no such value 'bad'; "
            "there are note, warning, error",
        ),
        (
            "policy:\n  limits:\n    chatbot-residue: 3",
            "3: `policy.limits.chatbot-residue`: the rule chatbot-residue has no limit; "
            "`severity` and `disable` change it",
        ),
        (
            "policy:\n  limits:\n    mostly-boilerplate: 80",
            "3: `policy.limits.mostly-boilerplate`: `share-above` of mostly-boilerplate "
            "lies between 0 and 1",
        ),
        (
            "policy:\n  limits:\n    no-article: 0.5",
            "3: `policy.limits.no-article`: `count-below` of no-article is a whole number, "
            "not negative",
        ),
        (
            "policy:\n  limits:\n    mostly-boilerplate: much",
            "3: `policy.limits.mostly-boilerplate`: must be a number, not text",
        ),
        (
            "policy:\n  overrides:\n  - paths: []",
            "3: `policy.overrides[0].paths`: must be a list of length >= 1",
        ),
        (
            "policy:\n  overrides:\n  - paths: [a]\n    disable: [nothing]",
            "4: `policy.overrides[0].disable[0]`: no policy rule 'nothing'; ...",
        ),
        (
            "suppressions:\n- rule: chatbot-residue",
            "2: `suppressions[0]`: `reason` is missing; give it",
        ),
        (
            "suppressions:\n- rule: chatbot-residue\n  reason: ' '",
            "3: `suppressions[0].reason`: is blank; say why the finding is accepted",
        ),
        (
            "suppressions:\n- {rule: chatbot-residue, reason: ''}",
            "2: `suppressions[0].reason`: must be text of length >= 1",
        ),
        (
            "suppressions:\n- {rule: chatbot-*residue-, reason: r}",
            "2: `suppressions[0].rule`: no policy rule 'chatbot-*residue-'; "
            "did you mean `chatbot-residue`?",
        ),
        (
            "suppressions:\n- {rule: '*', reason: r, expires: soon}",
            "2: `suppressions[0].expires`: invalid RFC3339 encoded date",
        ),
        (
            "suppressions:\n- {rule: '*', reason: r, content: abc}",
            "2: `suppressions[0].content`: must be text matching regex '^[0-9a-f]{16}$'",
        ),
        ("- a\n- b", "1: a configuration is a mapping of scan, rules, model, policy, ..."),
        ("scan: {", "2: not valid YAML: ..."),
        ("scan: {}\nscan: {}", "2: `scan` is given twice; remove one"),
        ("model: !!python/object:os.system {}", "1: the tag ..."),
    ],
)
def test_what_is_wrong_in_yaml(folder: Path, text: str, problem: str) -> None:
    message = refused(folder, text)
    beginning = problem.removesuffix("...")
    assert (message if beginning == problem else message[: len(beginning)]) == beginning


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.labeler]\nscna = 1", "2: `scna`: unknown key; did you mean `scan`?"),
        (
            "[tool.labeler.scan]\nencoding = 3",
            "2: `scan.encoding`: must be text, not a whole number",
        ),
        (
            "[tool.labeler]\n\npolicy.presets = ['a']",
            "3: `policy.presets[0]`: no such value 'a'; "
            "there are default, eu-ai-act-50, newsroom, dataset-cleaning",
        ),
        (
            "[[tool.labeler.suppressions]]\nrule='*'\nreason='r'\n"
            "[[tool.labeler.suppressions]]\nrule = '*'\nreason = ''",
            "6: `suppressions[1].reason`: must be text of length >= 1",
        ),
        (
            "[[tool.labeler.policy.rules]]\nid = 'a'\nseverity = 'error'\nmessage = 'm'\n"
            "[tool.labeler.policy.rules.when]\nlabel = 'x'",
            "6: `policy.rules[0].when.label`: no such value 'x'; there are human_article, ...",
        ),
        (
            "[[tool.labeler.suppressions]]\nrule='*'\nreason='r'\nexpires=2027-01-31T10:00:00Z",
            "4: `suppressions[0].expires`: must be a date such as 2027-01-31, not datetime",
        ),
        (
            "[tool.labeler.policy.limits]\nno-article = inf",
            "2: `policy.limits.no-article`: `count-below` of no-article is a whole number, "
            "not negative",
        ),
        ("[tool.labeler]\nscan = ", "2: not valid TOML: ..."),
        ("[tool.labeler]\nscan = [", "2: not valid TOML: ..."),
    ],
)
def test_what_is_wrong_in_toml(folder: Path, text: str, problem: str) -> None:
    message = refused(folder, text, "pyproject.toml")
    beginning = problem.removesuffix("...")
    assert (message if beginning == problem else message[: len(beginning)]) == beginning


def named(path: Path) -> str:
    with pytest.raises(ConfigError) as error:
        load_config(Path("-"), path)
    return str(error.value)


def test_a_named_file_that_cannot_be_read(folder: Path) -> None:
    assert named(Path("none.yaml")) == "none.yaml: no such configuration file; check the path"
    assert named(folder / "..").endswith("cannot be read: Is a directory")
    (folder / "latin.yaml").write_bytes(b"model: \xe4")
    assert named(Path("latin.yaml")) == "latin.yaml: not UTF-8 (byte 7); save the file as UTF-8"


def test_a_named_toml_file_without_our_table(folder: Path) -> None:
    (folder / "pyproject.toml").write_text("[tool.ruff]\n")
    assert named(Path("pyproject.toml")) == (
        "pyproject.toml: no [tool.labeler] in it; add one, or name another file"
    )
