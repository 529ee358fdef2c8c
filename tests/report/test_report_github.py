"""`--format github`: annotations that GitHub reads as meant, and the job's summary."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.errors import InputError, UsageError
from labeler.report.github import GithubWriter
from labeler.report.writer import Sink
from tests.report.found import (
    about_document,
    as_page,
    finding,
    objected_to,
    streamed,
    with_findings,
    written,
)
from tests.report.made import disclosed_report, report_on

COMMAND = re.compile(r"::(?P<command>\w+) (?P<properties>[^:]*)::(?P<message>.*)")
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"])
    | st.sampled_from("\r\n%:,=@`|<-\u2028"),
    min_size=1,
)


@pytest.fixture(autouse=True)
def _outside_of_github(monkeypatch):
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Commands as the runner reads them (actions/runner, ActionCommand.TryParse)."""
    read = []
    for line in re.split("\r\n|\n|\r", text):
        if match := COMMAND.fullmatch(line):
            properties = dict(one.split("=", 1) for one in match["properties"].split(","))
            read.append(
                (
                    match["command"],
                    {name: unescaped(value) for name, value in properties.items()},
                    unescaped(match["message"]),
                )
            )
    return read


def unescaped(value: str) -> str:
    codes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda found: codes[found[0]], value)


def test_an_annotation_names_file_place_rule_and_message():
    (annotation,) = annotations(written("github", objected_to("\n\nTwo boats.", path="a/b.md")))

    assert annotation == (
        "warning",
        {
            "file": "a/b.md",
            "line": "3",
            "endLine": "3",
            "col": "1",
            "endColumn": "11",
            "title": "labeler: undisclosed-ai",
        },
        "AI text without a disclosure",
    )


@pytest.mark.parametrize(
    ("severity", "command"), [("note", "notice"), ("warning", "warning"), ("error", "error")]
)
def test_severities_are_levels(severity, command):
    ((level, _, _),) = annotations(written("github", objected_to("One.", severity=severity)))

    assert level == command


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_is_read_as_it_was(message, rule, path):
    report = objected_to("One.", path=f"{path}.txt", message=message, rule=rule)
    ((_, properties, told),) = annotations(written("github", report))

    assert told == message
    assert properties["title"] == f"labeler: {rule}"
    assert properties["line"] == "1"


def test_a_document_cannot_give_commands():
    hostile = "One.\n::error file=x::owned\r\n::stop-commands::x"
    report = report_on("One.")
    made = with_findings(report, about_document(report, message=hostile, quote=hostile))

    assert len(annotations(written("github", made))) == 1


def test_no_document_steers_the_terminal_that_a_log_is_read_in():
    report = objected_to("One.", path="\x1b[2J.txt", message="odd \x1b]8;;x\x07 \x9b1m\x7f\0")
    ((_, properties, message),) = annotations(written("github", report))

    assert (properties["file"], message) == (
        "\ufffd[2J.txt",
        "odd \ufffd]8;;x\ufffd \ufffd1m\ufffd\ufffd",
    )


def test_half_characters_do_not_break_the_output():
    ((_, properties, message),) = annotations(
        written("github", objected_to("One.", message="odd \ud800", path="caf\udce9.txt"))
    )

    assert (properties["file"], message) == ("caf\ufffd.txt", "odd \ufffd")


def test_columns_are_left_out_where_a_finding_takes_several_lines():
    report = report_on("One.")
    (segment,) = report.segments
    made = with_findings(report, finding(segment, end_line=2, end_column=4))
    ((_, properties, _),) = annotations(written("github", made))

    assert (properties["line"], properties["endLine"]) == ("1", "2")
    assert not {"col", "endColumn"} & properties.keys()


def test_a_finding_on_a_page_shows_its_text_for_want_of_a_line():
    ((_, properties, message),) = annotations(written("github", as_page(objected_to("One."))))

    assert properties == {"file": "page.html", "title": "labeler: undisclosed-ai"}
    assert message == "AI text without a disclosure\nOne."


def test_files_are_named_as_seen_from_the_workspace(tmp_path, monkeypatch):
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    ((_, properties, _),) = annotations(written("github", objected_to("One.", path="a.txt")))

    assert properties["file"] == "sub/a.txt"


def test_accepted_findings_are_not_annotated():
    accepted = [objected_to("One.", status=status) for status in ("unchanged", "suppressed")]

    assert written("github", *accepted) == ""


def test_ten_of_a_level_are_shown_and_the_rest_is_counted():
    lines = "\n".join(f"Line {number}." for number in range(12))
    text = written(
        "github", objected_to(lines), objected_to("One.", severity="error"), objected_to(lines)
    )

    levels = [level for level, _, _ in annotations(text)]
    assert levels == ["warning"] * 10 + ["error"]
    assert text.splitlines()[-1] == "labeler: 14 warnings more without annotation"


def test_inputs_that_could_not_be_read_are_errors():
    stream = io.BytesIO()
    writer = GithubWriter(Sink(stream))
    writer.write_error(InputError("a.txt: cannot be read: No such file"))
    writer.close()

    assert annotations(stream.getvalue().decode()) == [
        ("error", {"title": "labeler"}, "a.txt: cannot be read: No such file")
    ]


def test_a_stream_is_annotated_like_a_report():
    assert written("github", streamed("One.\nTwo.")) == written("github", objected_to("One.\nTwo."))


@pytest.fixture
def summary(tmp_path, monkeypatch):
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


def test_the_summary_has_all_findings(summary):
    lines = "\n".join(f"Line {number}." for number in range(40))
    written("github", objected_to(lines), disclosed_report())

    text = summary.read_text("utf-8")
    assert "## labeler: 40 warnings\n" in text
    assert all(f"`Line {number}.`" in text for number in range(40))
    assert "2 documents, " in text


def test_the_summary_is_put_behind_what_other_commands_wrote(summary):
    summary.write_text("# Earlier\n", "utf-8")
    written("github", objected_to("One."))

    assert summary.read_text("utf-8").startswith("# Earlier\n<!-- labeler -->\n")


@pytest.mark.parametrize("there", [0, 1_048_000, 1_048_576, 2_000_000])
def test_the_summary_stays_within_what_github_takes(summary, there):
    summary.write_bytes(b"x" * there)
    long_lines = "\n".join(f"漢字 {number} " + "文" * 150 for number in range(100))
    written("github", *[objected_to(long_lines)] * 30)

    assert summary.stat().st_size <= max(there, 1 << 20)
    text = summary.read_bytes()[there:].decode()
    assert text.count("<details>") == text.count("</details>")
    assert text == "" or text.endswith("\n")


def test_a_summary_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    with pytest.raises(UsageError) as caught:
        written("github", objected_to("One."))

    assert str(caught.value) == (
        f"{tmp_path}: the job's summary (GITHUB_STEP_SUMMARY) cannot be written: Is a directory"
    )
