"""Reports read back from files and directories."""

import io
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.errors import InputError
from labeler.report.json import JsonWriter
from labeler.report.jsonl import JsonlWriter
from labeler.report.read import read_reports
from labeler.report.schema import Report
from labeler.report.writer import Sink
from tests.report.made import disclosed_report, report_on


def as_json(*reports: Report, **sink: bool) -> bytes:
    return _written(JsonWriter, *reports, **sink)


def as_jsonl(*reports: Report) -> bytes:
    return _written(JsonlWriter, *reports)


def _written(writer_class, *reports: Report, **sink: bool) -> bytes:
    stream = io.BytesIO()
    writer = writer_class(Sink(stream, **sink))
    for report in reports:
        writer.write(report)
    writer.close()
    return stream.getvalue()


def message_for(tmp_path: Path, content: bytes, name: str = "old.json") -> str:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(read_reports(file))
    return str(caught.value).replace(str(file), name)


@pytest.mark.parametrize("written", [as_json, as_jsonl, msgspec.json.encode])
def test_a_report_comes_back_as_it_was(tmp_path, written):
    (tmp_path / "r.json").write_bytes(written(disclosed_report()))

    assert list(read_reports(tmp_path / "r.json")) == [disclosed_report()]


@pytest.mark.parametrize("written", [as_json, as_jsonl, lambda *r: msgspec.json.encode(r)])
def test_several_reports_come_back_in_their_order(tmp_path, written):
    reports = [report_on("One.", path="1"), disclosed_report(), report_on("", path="3")]
    (tmp_path / "r.json").write_bytes(written(*reports))

    assert list(read_reports(str(tmp_path / "r.json"))) == reports


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_every_text_survives_the_way(tmp_path_factory, text):
    report = report_on(text.replace("\r", " "))
    file = tmp_path_factory.mktemp("any") / "r.jsonl"
    file.write_bytes(as_jsonl(report))

    assert list(read_reports(file)) == [report]


def test_an_empty_list_holds_no_report(tmp_path):
    (tmp_path / "r.json").write_bytes(as_json(several=True))

    assert list(read_reports(tmp_path / "r.json")) == []


def test_a_byte_order_mark_and_empty_lines_do_not_matter(tmp_path):
    line = as_jsonl(report_on("One."))
    (tmp_path / "r.jsonl").write_bytes(b"\xef\xbb\xbf\n" + line + b"\n  \r\n" + line)

    assert len(list(read_reports(tmp_path / "r.jsonl"))) == 2


def test_a_directory_gives_all_its_reports_by_name(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.json").write_bytes(as_json(report_on("Two.", path="2")))
    (tmp_path / "a.jsonl").write_bytes(as_jsonl(report_on("One.", path="1")))
    (tmp_path / "notes.txt").write_text("nothing of ours")

    assert [report.input.path for report in read_reports(tmp_path)] == ["1", "2"]


def test_lines_are_read_one_by_one(tmp_path):
    (tmp_path / "r.jsonl").write_bytes(as_jsonl(report_on("One.")) + b"{damaged")

    reports = read_reports(tmp_path / "r.jsonl")

    assert next(reports).segments[0].text == "One."
    with pytest.raises(InputError, match=r"r\.jsonl:2: damaged JSON"):
        next(reports)


def test_a_directory_without_reports_is_named(tmp_path):
    with pytest.raises(InputError, match="no reports in this directory"):
        list(read_reports(tmp_path))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"gone\.json: cannot be read: No such file"):
        list(read_reports(tmp_path / "gone.json"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "old.json: is empty; labeler scan --format json or jsonl writes reports"),
        (b'{"a": 1}', "old.json:1: not a report; labeler scan --format json or jsonl writes them"),
        (b"[1]", "old.json [0]: not a report; labeler scan --format json or jsonl writes them"),
        (b"\xff\xfe{\0", "old.json: is UTF-16, not UTF-8; write it with labeler scan --output"),
        (
            b'{"schema_version": 2}',
            "old.json:1: a report of schema version 2; this labeler reads version 1, "
            "so scan the document again",
        ),
        (
            b'{\n  "schema_version": 1,\n  "tool"\n}',
            "old.json:4: damaged JSON: Expecting ':' delimiter in column 1; "
            "cut off or edited? Scan the document again",
        ),
        (
            b'{"schema_version": 1}',
            "old.json:1: not a report: Object missing required field `tool`",
        ),
    ],
)
def test_what_is_no_report_is_named_with_its_place(tmp_path, content, message):
    assert message_for(tmp_path, content) == message


def test_a_report_cut_off_is_damaged(tmp_path):
    cut = as_json(disclosed_report())[:-40]

    assert "damaged JSON" in message_for(tmp_path, cut)


def test_bytes_that_are_no_utf8_are_damage(tmp_path):
    line = as_jsonl(report_on("One.")).replace(b"One.", b"On\xff.")

    assert message_for(tmp_path, line, "r.jsonl").startswith("r.jsonl:1: damaged JSON: ")


def test_a_segment_without_its_label_is_no_segment(tmp_path):
    report = msgspec.to_builtins(disclosed_report())
    del report["segments"][1]["label"]

    message = message_for(tmp_path, msgspec.json.encode([report]))

    assert message == "old.json [0]: not a report: $.segments[1] has no `label`"


@pytest.mark.parametrize(("index", "field"), [(0, "governs"), (1, "governed_by")])
def test_segments_name_no_others_than_the_report_has(tmp_path, index, field):
    report = msgspec.to_builtins(disclosed_report())
    report["segments"][index][field] = ["0123456789abcdef-1"]

    message = message_for(tmp_path, msgspec.json.encode([report]))

    assert message == (
        f"old.json [0]: not a report: $.segments[{index}] names segment 0123456789abcdef-1, "
        "which the report does not have"
    )


def test_a_summary_of_labels_adds_up(tmp_path):
    report = msgspec.to_builtins(disclosed_report())
    report["summary"]["labels"]["boilerplate"]["characters"] += 1

    message = message_for(tmp_path, msgspec.json.encode([report]))

    assert message == "old.json [0]: not a report: $.summary.labels is not all of its characters"
