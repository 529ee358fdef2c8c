"""Reports in the formats of `--format`."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator

import msgspec
import pytest

from labeler.document import Segment
from labeler.errors import InputError, UsageError
from labeler.provenance import Provenance
from labeler.report.build import ReportStream, Window
from labeler.report.excerpt import one_line
from labeler.report.explain import print_explanation
from labeler.report.schema import Report
from labeler.report.writer import Sink
from labeler.report.writers import WRITERS, writer_of
from tests.report.found import as_page, objected_to, written
from tests.report.made import PROSE, TOOL, disclosed_report, document, report_on, window

COLOUR = re.compile("\x1b\\[(?:[0-9]+;)*[39][0-7][;m]")
ANSI = re.compile("\x1b\\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _width_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as in a file, however wide the terminal is that the tests run in."""
    monkeypatch.delenv("COLUMNS", raising=False)


def in_columns(monkeypatch: pytest.MonkeyPatch, columns: int | str) -> str:
    monkeypatch.setenv("COLUMNS", str(columns))
    return written("text", disclosed_report())


def test_json_of_one_report_is_an_indented_object():
    text = written("json", disclosed_report())

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert json.loads(text)["schema_version"] == 1


@pytest.mark.parametrize("known", [True, False])
def test_json_of_several_reports_is_a_list(known):
    text = written("json", report_on("One."), disclosed_report(), report_on(""), several=known)

    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert [len(report["segments"]) for report in json.loads(text)] == [1, 3, 0]


def test_json_of_several_inputs_is_a_list_even_of_one_or_none():
    assert len(json.loads(written("json", report_on("One."), several=True))) == 1
    assert written("json", several=True) == "[]\n"
    assert written("json") == ""


def test_json_on_a_terminal_differs_in_colour_alone(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = written("json", disclosed_report(), terminal=True)

    assert COLOUR.search(coloured)
    assert ANSI.sub("", coloured) == written("json", disclosed_report())


def test_no_color_is_respected(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    assert not COLOUR.search(written("json", disclosed_report(), terminal=True))
    assert not COLOUR.search(written("text", disclosed_report(), terminal=True))


def test_jsonl_is_one_report_a_line():
    lines = written("jsonl", report_on("One."), disclosed_report()).splitlines()

    assert [len(json.loads(line)["segments"]) for line in lines] == [1, 3]


def test_a_report_stays_on_one_line_for_readers_that_know_more_line_ends():
    text = "Next\x85line, line\u2028separator, paragraph\u2029separator."
    (line,) = written("jsonl", report_on(text)).splitlines()

    assert json.loads(line)["segments"][0]["text"] == text


def test_json_and_jsonl_say_the_same():
    report = disclosed_report()

    assert json.loads(written("json", report)) == json.loads(written("jsonl", report))


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_text_can_be_left_out(name):
    report = json.loads(written(name, disclosed_report(), include_text=False))

    assert all("text" not in segment for segment in report["segments"])


def test_text_can_be_left_out_of_the_table():
    assert "ferries" not in written("text", disclosed_report(), include_text=False)


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_lone_surrogates_become_replacement_characters(name):
    report = json.loads(written(name, report_on("odd \ud800 end", path="caf\udce9.txt")))

    assert report["segments"][0]["text"] == "odd \ufffd end"
    assert report["input"]["path"] == "caf\ufffd.txt"
    assert report["segments"][0]["span"] == {"start": 0, "end": 9}


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_segments_are_written_as_they_are_made(name):
    stream = io.BytesIO()
    sizes: list[int] = []

    text = "x " * 900

    def windows() -> Iterator[Window]:
        for start in range(0, 900, 300):
            sizes.append(len(stream.getvalue()))
            segments = [
                Segment(index, index * 2, index * 2 + 1, "x", "paragraph")
                for index in range(start, start + 300)
            ]
            yield window(segments, [PROSE] * len(segments))

    report = ReportStream(document(text), windows(), TOOL, Provenance())
    writer = writer_of(name)(Sink(stream))
    writer.write(report)
    writer.close()

    assert sizes[0] < sizes[1] < sizes[2]
    assert json.loads(stream.getvalue())["summary"]["segments"] == 900


@pytest.mark.parametrize("columns", [50, 80, 160])
def test_table_shows_label_sureness_and_text(monkeypatch, columns):
    text = in_columns(monkeypatch, columns)

    assert "· boilerplate" in text
    assert "◆ ai_report" in text
    assert "0.97" in text
    assert "Two ferries" in text
    assert all(len(line) <= columns for line in text.splitlines()[1:5])


@pytest.mark.parametrize("columns", ["wide", "0", "-5"])
def test_what_is_no_width_is_passed_over(monkeypatch, columns):
    assert in_columns(monkeypatch, columns) == in_columns(monkeypatch, "100")


def test_table_says_why(monkeypatch):
    text = in_columns(monkeypatch, 160)

    assert "discloses #1" in text
    assert "disclosed by #0" in text
    assert "no evidence either way" in text


def test_summary_gives_shares_and_what_waits_for_review(monkeypatch):
    text = in_columns(monkeypatch, 160)

    assert re.search(r"ai_report .* 37% of characters, 1 segment\n", text)
    assert "1 segment to review:" in text
    assert "#2: two heads disagree" in text
    assert "hidden text (note): 1 × zero-width space" in text


def test_a_document_cannot_steer_the_terminal():
    hostile = report_on("\x1b]0;owned\x07 \x9b31m [red]red[/red] \u202efdp", path="\x1b[2J.txt")
    text = written("text", hostile)

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "[red]red[/red]" in text


def test_a_declared_language_cannot_steer_the_terminal():
    report = report_on("One.")
    about = msgspec.structs.replace(report.input, language="\x1b[2J\u202e")
    text = written("text", msgspec.structs.replace(report, input=about))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_one_line_keeps_what_shapes_letters():
    assert one_line(" می\u200cخواهم\r\n 👩\u200d🔬 ") == "می\u200cخواهم 👩\u200d🔬"


def test_one_line_has_no_space_where_nothing_is_shown():
    assert one_line("end\n\x1b") == "end"
    assert one_line("one \u202e two") == "one two"


def test_reports_in_text_are_set_apart():
    assert written("text", report_on("One."), report_on("Two.")).count("page.txt") == 2


def test_empty_document_is_said_to_be_empty():
    assert "no text to label" in written("text", report_on(""))


def explained(report: Report, index: int, *, terminal: bool = False) -> str:
    stream = io.BytesIO()
    print_explanation(stream, report, report.segments[index], terminal=terminal)
    assert not stream.closed
    return stream.getvalue().decode()


def test_explanation_shows_every_piece_of_evidence():
    text = explained(disclosed_report(), 1)

    assert "Two ferries ran on Sunday." in text
    assert "ai_report 0.9700" in text
    assert re.search(r"declared +rule en\.ai\.test-marker → ai_report", text)
    assert re.search(r"\+0\.51 +classifier authorship → human_article", text)
    assert "governed by\n  #0 · “Written by a machine”" in text
    assert "conflicts\n  the classifier says human_article" in text
    assert "trainedAlgorithmicMedia" in text


def test_explanation_shows_scores_as_bars():
    text = explained(disclosed_report(), 1)

    assert re.search(r"◆ ai_report +█{23} +0\.9700", text)


def test_explanation_says_what_waits_for_review_and_why():
    assert "needs review\n  two heads disagree" in explained(disclosed_report(), 2)


def test_explanation_is_coloured_on_a_terminal_alone(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    assert "\x1b" not in explained(disclosed_report(), 1)
    assert "\x1b" in explained(disclosed_report(), 1, terminal=True)


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UsageError) as caught:
        writer_of("xml")

    assert str(caught.value) == f"no format 'xml'; there are {', '.join(WRITERS)}"


def test_a_format_is_imported_when_it_is_asked_for():
    code = (
        "import sys\n"
        "from labeler.report.writers import WRITERS, writer_of\n"
        "writer_of('json')\n"
        "modules = {target.partition(':')[0] for target in WRITERS.values()}\n"
        "print(*sorted(modules & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["labeler.report.json"]


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_writes_any_number_of_reports_and_passes_over_errors(name):
    for reports in ([], [report_on("")], [disclosed_report(), report_on("One.")]):
        stream = io.BytesIO()
        writer = writer_of(name)(Sink(stream, several=True))
        writer.write_error(InputError("gone.txt: cannot be read"))
        for report in reports:
            writer.write(report)
        writer.close()
        assert not stream.closed
        stream.getvalue().decode("utf-8", "strict")


@pytest.mark.parametrize("name", sorted({*WRITERS} - {"html"}))
@pytest.mark.parametrize("made", [lambda report: report, as_page], ids=["text", "page"])
def test_without_text_no_format_quotes_the_document(name, made, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    text = written(name, made(objected_to("Two ferries ran.")), include_text=False)

    assert "ferries" not in text
    summary = tmp_path / "summary.md"
    assert not summary.exists() or "ferries" not in summary.read_text("utf-8")
