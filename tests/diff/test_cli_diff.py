"""`labeler diff`, as it is called."""

import json
from pathlib import Path

import msgspec
import pytest

from labeler.cli import main
from labeler.report.schema import Report
from tests.diff.made import EDITED, FERRY, HARBOUR, MENU, judged, objected, report

DOCS = (Path(__file__).parents[2] / "docs" / "diff.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def save(name: str, *reports: Report) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(b"\n".join(map(msgspec.json.encode, reports)))


def saved_pair() -> None:
    save("old.json", report(MENU, FERRY, HARBOUR, "Gone line of text."))
    new = judged(report(MENU, EDITED, HARBOUR), 2, label="ai_report", basis="inferred")
    save("new.json", objected(new, 2, rule="undisclosed-ai"))


def test_text_says_what_happened_to_each_segment(capsys):
    saved_pair()

    assert main(["diff", "old.json", "new.json"]) == 0

    out = capsys.readouterr().out
    assert out in DOCS
    assert out.splitlines() == [
        "page.txt",
        "  ~ line 2  ✎ human_article 0.88 absence  "
        "“Two ferries ran on Sunday, and one came back late because o…”",
        "  ! line 3  ✎ human_article 0.88 absence → ◆ ai_report 0.88 inferred  "
        "“The harbour office has kept its tide tables by hand for ele…”",
        "  - was line 4  ✎ human_article 0.88 absence  “Gone line of text.”",
        "  new error  line 3  undisclosed-ai: not as the policy wants it",
        "",
        "1 document: 1 changed",
        "segments: 1 relabelled, 1 changed, 1 gone, 1 the same",
        "findings: 1 new",
    ]


def test_no_difference_is_said(capsys):
    save("old.json", report(FERRY))

    assert main(["diff", "old.json", "old.json", "--fail-on", "any-change"]) == 0
    assert capsys.readouterr().out == "no difference in 1 document with 1 segment\n"


def test_directories_are_compared_as_one(capsys):
    save("old/a.json", report(FERRY, path="a"))
    save("old/b.json", report(MENU, path="b"))
    save("new/all.jsonl", report(MENU, path="b"), report(FERRY, HARBOUR, path="a"))

    assert main(["diff", "old", "new"]) == 0
    assert "2 documents: 1 changed\nsegments: 1 new, 2 the same" in capsys.readouterr().out


def test_whole_documents_take_one_line(capsys):
    save("old.jsonl", report(FERRY, path="a"), report(MENU, FERRY, path="b"))
    save("new.jsonl", report(FERRY, path="a"))

    main(["diff", "old.jsonl", "new.jsonl"])

    assert "b\n  - gone document: 2 human_article\n" in capsys.readouterr().out


def test_json_has_all(capsys):
    saved_pair()

    assert main(["diff", "old.json", "new.json", "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["schema_version"], found["old"], found["new"]) == (1, "old.json", "new.json")
    assert found["totals"]["label_changes"] == 1
    (document,) = found["documents"]
    assert [change["change"] for change in document["segments"]] == [
        "changed",
        "relabelled",
        "gone",
    ]
    assert document["segments"][0]["old"]["text"] == FERRY
    assert document["findings"][0]["finding"]["rule"] == "undisclosed-ai"


def test_markdown_puts_label_changes_first(capsys):
    saved_pair()

    assert main(["diff", "old.json", "new.json", "--format", "markdown"]) == 0

    text = capsys.readouterr().out
    assert "- human_article → ai_report: 1" in text
    assert "| `page.txt:3` | ✎ human_article 0.88 (absence) | ◆ ai_report 0.88 (inferred) |" in text
    assert text.index("judged otherwise") < text.index("New findings") < text.index("Other text")


def test_a_document_cannot_write_markdown_or_steer_the_terminal(capsys):
    hostile = "@all | <img src=x> [x](http://x.test) \x1b[31m`"
    save("old.json", report(MENU, path="p|`<b>\x1b.txt"))
    save("new.json", report(MENU, hostile, path="p|`<b>\x1b.txt"))

    main(["diff", "old.json", "new.json", "--format", "markdown"])
    text = capsys.readouterr().out
    assert not any(risk in text for risk in ("@all", "| <img", "[x](", "\x1b"))

    main(["diff", "old.json", "new.json"])
    assert "\x1b" not in capsys.readouterr().out


def test_long_markdown_tables_are_cut(capsys):
    save("old.json", report(MENU))
    save("new.json", report(MENU, *(f"Line number {n} of the new text" for n in range(70))))

    main(["diff", "old.json", "new.json", "--format", "markdown"])

    text = capsys.readouterr().out
    assert text.count("\n| new |") == 50
    assert "and 20 more" in text


def test_output_goes_to_a_file(capsys):
    saved_pair()

    main(["diff", "old.json", "new.json", "--format", "json", "--output", "diff.json"])

    assert json.loads(Path("diff.json").read_text("utf-8"))["totals"]["documents"] == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("wish", ["new-findings", "label-changes", "any-change"])
def test_fail_on_ends_with_exit_code_1(wish):
    saved_pair()

    assert main(["diff", "old.json", "new.json", "--fail-on", wish]) == 1


@pytest.mark.parametrize("wish", ["new-findings", "label-changes"])
def test_fail_on_passes_what_is_not_asked_for(wish):
    save("old.json", objected(report(MENU, FERRY), 1))
    save("new.json", report(MENU, HARBOUR))

    assert main(["diff", "old.json", "new.json", "--fail-on", wish]) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["a", "b"], 3, "a and b: no such report; labeler scan --output writes it"),
        (["old.json", "b"], 3, "b: no such report; labeler scan --output writes it"),
        (["old.json", "broken.jsonl"], 3, "broken.jsonl:1: damaged JSON: "),
        (
            ["old.json", "other.json"],
            3,
            "other.json:1: not a report; labeler scan --format json or jsonl writes them",
        ),
        (
            ["old.json", "old.json", "--format", "xml"],
            2,
            "no format 'xml'; there are text, json, markdown",
        ),
        (
            ["old.json", "old.json", "--fail-on", "x"],
            2,
            "no --fail-on 'x'; there are new-findings, label-changes, any-change",
        ),
    ],
)
def test_errors_name_the_file_and_the_mend(capsys, arguments, code, message):
    save("old.json", report(FERRY))
    Path("broken.jsonl").write_bytes(msgspec.json.encode(report(FERRY))[:-9])
    Path("other.json").write_text('{"version": "2.1.0"}')

    assert main(["diff", *arguments]) == code

    shown = capsys.readouterr()
    assert shown.err.startswith(f"labeler: {message}")
    assert len(shown.err.splitlines()) == 1
    assert shown.out == ""


def test_the_docs_name_every_format_and_every_reason_to_fail():
    from labeler.cli.diff import FAILURES, FORMATS

    assert [name for name in (*FORMATS, *FAILURES) if f"`{name}`" not in DOCS] == []
