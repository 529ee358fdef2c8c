"""`labeler rules` as its user meets it: what each command prints, writes and ends with."""

import json
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
import yaml

from labeler import locate
from labeler.cli import main
from labeler.rules.json_schema import rules_schema, schema_text

Run = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).parents[2]

RULE = """\
version: 1
rules:
  - id: en.made
    title: Made by AI
    label: ai_report
    languages: [en]
    match: {regex: '^made by ai'}
    verdict: declared
    examples: {match: [made by ai], no_match: [y]}
"""


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules directory that stands for the shipped one."""
    directory, real = tmp_path / "shipped", locate.shipped
    directory.mkdir()
    (directory / "a.yaml").write_text(RULE)
    for module in ("rules.load", "rules.check", "locate"):
        monkeypatch.setattr(
            f"labeler.{module}.shipped", lambda name: directory if name == "rules" else real(name)
        )
    return directory


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["rules", *map(str, arguments)])
        return code, *capsys.readouterr()

    return run


def test_list_names_the_rules(shipped: Path, run: Run) -> None:
    line = "en.made\tdisclosure\tai_report\tdeclared\tstable\tMade by AI\n"
    assert run("list") == (0, line, "")
    assert run("list", "--language", "en", "--role", "disclosure") == (0, line, "")
    assert run("list", "--language", "de") == (0, "", "")
    code, _, err = run("list", "--role", "disclosures")
    assert (code, err[:55]) == (2, "labeler: no role 'disclosures'; there are disclosure, b")
    assert run("list", "--role", "guard") == (0, "", "")


def test_show_prints_one_rule(shipped: Path, run: Run) -> None:
    code, out, _ = run("show", "en.made")
    assert code == 0
    assert "id: en.made\n" in out
    assert "pattern: ^made by ai\n" in out


def test_show_names_the_file_whose_words_a_shape_is_about(run: Run, tmp_path: Path) -> None:
    own = """
        version: 1
        words: {agent: robot*, made: written}
        rules:
          - id: en.own
            label: ai_report
            weight: 1.0
            match: {shape: '<made> <agent>'}
            examples: {match: [written robots], no_match: [x]}
    """
    (tmp_path / "own.yaml").write_text(textwrap.dedent(own), encoding="utf-8")
    code, out, _ = run("show", "en.own", "--rules", tmp_path / "own.yaml")
    assert code == 0
    assert "lexicon: the words of own.yaml" in out


def test_show_of_an_unknown_rule(shipped: Path, run: Run) -> None:
    message = (
        "labeler: no rule en.none; `labeler rules list` names them all, "
        "and `--rules DIR` adds yours\n"
    )
    assert run("show", "en.none") == (2, "", message)


def test_test_passes_when_examples_behave(shipped: Path, run: Run) -> None:
    assert run("test") == (0, "1 rules, 2 examples, 0 failed\n", "")


def test_test_names_the_examples_that_do_not(shipped: Path, run: Run) -> None:
    path = shipped / "a.yaml"
    path.write_text(RULE.replace("no_match: [y]", "no_match: [made by ai], todo_match: [z]"))
    assert run("test", str(path)) == (
        1,
        f"{path}:3: en.made: matches, but must not: 'made by ai'\n"
        f"{path}:3: en.made: known gap: 'z'\n"
        "1 rules, 3 examples, 1 failed\n",
        "",
    )


def test_lint_fails_on_errors_alone(shipped: Path, run: Run) -> None:
    assert run("lint") == (0, "1 rules, 0 errors, 0 warnings\n", "")
    (shipped / "a.yaml").write_text(RULE.replace("^made by", "^Made by"))
    code, out, _ = run("lint")
    assert code == 1
    assert "a.yaml:3: error: en.made: " in out


def test_compile_writes_the_compiled_rules(shipped: Path, run: Run) -> None:
    assert run("compile") == (0, f"{shipped / 'compiled.json'}\n", "")
    assert (shipped / "compiled.json").is_file()


@pytest.mark.parametrize("command", ["test", "lint"])
def test_compiled_rules_are_not_parsed_again_unless_a_file_is_another(
    shipped: Path, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    straight = run(command)
    run("compile")
    with monkeypatch.context() as patched:
        patched.setattr("labeler.rules.check.parse_files", None)
        assert run(command) == straight

    (shipped / "a.yaml").write_text(RULE.replace("match: [made by ai]", "match: [by hand]"))
    assert "by hand" in run("test")[1]


def test_long_commands_tell_how_far_they_are(
    shipped: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []

    @contextmanager
    def bar(doing: str, things: str, count: Callable[[], int]) -> Iterator[Callable[[], None]]:
        done: list[None] = []
        yield lambda: done.append(None)
        told.append((f"{doing}, {things}", len(done), count()))

    monkeypatch.setattr("labeler.cli.rules.progress_bar", bar)
    (tmp_path / "gold.jsonl").write_text('{"text": "Made by AI.", "label": "ai_report"}\n' * 3)
    for command in (["test"], ["lint"], ["test", "--corpus", tmp_path / "gold.jsonl"], ["compile"]):
        assert run(*command)[0] == 0
    assert told == [
        ("reading rules, files", 1, 1),
        ("running examples, rules", 1, 1),
        ("reading rules, files", 1, 1),
        ("looking at rules, rules", 1, 1),
        ("measuring, documents", 3, 3),
        ("reading rules, files", 1, 1),
    ]


@pytest.mark.parametrize("command", ["list", "show en.made", "test", "lint", "compile"])
def test_a_wrong_rule_file_is_named_on_stderr(shipped: Path, run: Run, command: str) -> None:
    (shipped / "a.yaml").write_text(RULE.replace("verdict", "verdikt"))
    code, out, err = run(*command.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"labeler: {shipped / 'a.yaml'}:8: rule en.made: unknown key `verdikt`")
    assert err.count("\n") == 1


def test_list_and_show_know_the_user_s_rules(shipped: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(RULE.replace("en.made", "en.own"))
    assert "en.own\t" in run("list", "--rules", tmp_path / "own.yaml")[1]
    assert run("show", "en.own", "--rules", tmp_path / "own.yaml")[0] == 0


EXPECTING = RULE.replace(
    "match: [made by ai], no", "match: [{text: made by ai, expect: [LABELS]}], no"
)


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        ("boilerplate, boilerplate", "`expect` has 2 labels for 1 paragraphs"),
        ("human_article", "paragraph 1 is boilerplate, not human_article"),
    ],
)
def test_test_holds_examples_to_the_labels_they_expect(
    shipped: Path, run: Run, labels: str, problem: str
) -> None:
    (shipped / "a.yaml").write_text(EXPECTING.replace("LABELS", labels))
    line = f"{shipped / 'a.yaml'}:3: en.made: is labelled otherwise ({problem}): 'made by ai'\n"
    assert run("test") == (1, line + "1 rules, 2 examples, 1 failed\n", "")
    (shipped / "a.yaml").write_text(EXPECTING.replace("LABELS", "boilerplate"))
    assert run("test") == (0, "1 rules, 2 examples, 0 failed\n", "")


def test_test_flags_known_gaps_that_are_closed(shipped: Path, run: Run) -> None:
    (shipped / "a.yaml").write_text(RULE.replace("[y]", "[y], todo_match: [made by ai again]"))
    code, out, _ = run("test")
    assert code == 0
    assert "en.made: known gap that is closed: move it to `match`: 'made by ai again'" in out


def test_test_prints_json(shipped: Path, run: Run) -> None:
    (shipped / "a.yaml").write_text(RULE.replace("[y]", "[made by ai]"))
    code, out, _ = run("test", "--format", "json")
    assert code == 1
    (result,) = json.loads(out)["notable"]
    assert (result["rule"], result["outcome"], result["text"]) == (
        "en.made",
        "false_hit",
        "made by ai",
    )


def test_test_knows_two_formats(run: Run) -> None:
    message = "labeler: no format 'xml'; there are text, json\n"
    assert run("test", "--format", "xml") == (2, "", message)


def test_a_new_rule_loads_and_asks_to_be_filled_in(shipped: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    assert run("new", "en.our-paper.marker", "--file", file) == (
        0,
        f"{file}\n",
        f"Fill in en.our-paper.marker, then run: labeler rules test {file}\n",
    )
    code, out, _ = run("test", file)
    assert code == 1
    assert "does not match: 'A sentence that must match.'" in out
    file.write_text(file.read_text().replace("words to find", "a sentence that must match"))
    assert run("test", file) == (0, "1 rules, 2 examples, 0 failed\n", "")


def test_a_new_rule_s_folder_is_made(shipped: Path, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "our-rules" / "marks.yaml"
    assert run("new", "en.our-paper.marker", "--file", file)[0] == 0
    assert file.is_file()


@pytest.mark.parametrize("label", ["ai_report", "image_caption", "boilerplate", "human_article"])
def test_a_new_rule_speaks_for_the_label_asked_for(
    shipped: Path, run: Run, tmp_path: Path, label: str
) -> None:
    file = tmp_path / "own.yaml"
    assert run("new", "no.own", "--file", file, "--label", label)[0] == 0
    assert (
        f"no.own\t{'disclosure' if label == 'ai_report' else ''}" in run("list", "--rules", file)[1]
    )
    assert run("lint", file)[0] == 0


@pytest.mark.parametrize("rules", ["- {ENTRY}\n", "    # a comment\n\n    - {ENTRY}", "[]\n"])
def test_a_new_rule_goes_to_the_end_of_a_file(
    shipped: Path, run: Run, tmp_path: Path, rules: str
) -> None:
    entry = "id: en.first, label: boilerplate, weight: 1, match: {phrase: x},"
    entry += " examples: {match: [x], no_match: [y]}"
    file = tmp_path / "own.yaml"
    file.write_text("version: 1\nrules:\n" + rules.replace("ENTRY", entry))
    code, _, err = run("new", "en.second", "--file", file)
    if rules.startswith("["):
        assert (code, err.count("\n")) == (2, 1)
        assert file.read_text() == "version: 1\nrules:\n[]\n"
        return
    assert code == 0
    loaded = yaml.safe_load(file.read_text())
    assert [rule["id"] for rule in loaded["rules"]] == ["en.first", "en.second"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["en.made"], "en.made: the id is taken in a.yaml; choose another"),
        (["en.own"], "en.own: the id is taken in OWN; choose another"),
        (["Made"], "Made: the id must look like `de.ai-report.marker` (language, then names)"),
        (["en.new", "--label", "ai"], "no label 'ai'; there are human_article, ai_report, image_"),
    ],
)
def test_new_refuses_wrong_ids_and_those_that_are_taken(
    shipped: Path, run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(RULE.replace("en.made", "en.own"))
    code, out, err = run("new", *arguments, "--file", file)
    assert (code, out) == (2, "")
    assert err.startswith(f"labeler: {message.replace('OWN', str(file))}")
    assert file.read_text() == RULE.replace("en.made", "en.own")


def test_new_refuses_a_file_whose_rules_are_not_its_end(
    shipped: Path, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "own.yaml"
    text = RULE.replace("en.made", "en.own") + "fragments: {x: made}\n"
    file.write_text(text)
    code, _, err = run("new", "en.new", "--file", file)
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith(f"labeler: {file}")
    assert file.read_text() == text


def test_the_published_schema_is_current(run: Run) -> None:
    published = ROOT / "docs" / "rules.schema.json"
    assert published.read_text("utf-8") == schema_text(), (
        "run: labeler rules schema > docs/rules.schema.json"
    )
    assert run("schema")[1] == schema_text()


@pytest.mark.parametrize(
    "path",
    ["disclosure/en.yaml", "boilerplate/und.yaml", "captions/und.yaml", "guards.yaml"],
)
def test_rule_files_follow_the_schema(path: str) -> None:
    loaded = yaml.load((ROOT / "rules" / path).read_text("utf-8"), yaml.CSafeLoader)
    jsonschema.Draft202012Validator(rules_schema()).validate(loaded)


@pytest.mark.parametrize(
    "wrong",
    [
        RULE.replace("verdict", "verdikt"),
        RULE.replace("ai_report", "ai"),
        RULE.replace("en.made", "Made"),
        RULE.replace("version: 1", "version: 2"),
        RULE + "disabled: [en.x]\n",
        RULE + "severity: {en.x: fatal}\n",
    ],
)
def test_the_schema_finds_what_the_parser_refuses(wrong: str) -> None:
    validator = jsonschema.Draft202012Validator(rules_schema())
    assert validator.is_valid(yaml.safe_load(RULE))
    assert not validator.is_valid(yaml.safe_load(wrong))
