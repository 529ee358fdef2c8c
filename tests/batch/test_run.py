"""A whole run: what it writes, and that it is what `labeler scan` says."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import zstandard

from labeler import Labeler
from labeler.batch.settings import Columns, Keep, Settings
from labeler.batch.tables import DOCUMENTS, SEGMENTS, schema_of
from labeler.errors import UsageError
from tests.batch.corpora import failures, label, outcome, story, table, write_jsonl, write_parquet

COLUMNS = Columns(id="name", url="url")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_parquet(folder / "a.parquet", 25)
    with write_jsonl(folder / "b.jsonl", 10, first=25).open("ab") as file:
        file.write(b'{"text": "  "}\n{"text"\n')
    return folder


@pytest.fixture(scope="module")
def output(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    label([corpus], folder, Settings(columns=COLUMNS, keep=Keep(("human_article",), 0.5)))
    return folder


def test_the_tables_hold_what_scan_reports(output: Path) -> None:
    documents, segments = table(output, "documents"), table(output, "segments").to_pylist()
    report = Labeler().scan_text(story(7))

    assert documents.column("id").to_pylist() == [f"story-{n}" for n in range(35)]
    document = documents.to_pylist()[7]
    assert document["sha256"] == report.input.sha256
    assert document["language"] == report.input.language
    assert document["segments"] == report.summary.segments
    assert document["boilerplate_characters"] == report.summary.labels.boilerplate.characters
    mine = [segment for segment in segments if segment["id"] == "story-7"]
    assert [s["segment"] for s in mine] == [s.id for s in report.segments]
    assert [s["text"] for s in mine] == [s.text for s in report.segments]
    assert [s["label"] for s in mine] == [s.label for s in report.segments]
    assert [s["confidence"] for s in mine] == pytest.approx([s.confidence for s in report.segments])


def test_the_columns_are_those_documented_and_those_carried_along(output: Path) -> None:
    documents = pq.read_schema(output / "documents" / "00000-000000.parquet").remove_metadata()
    segments = pq.read_schema(output / "segments" / "00000-000000.parquet").remove_metadata()

    assert segments == schema_of(SEGMENTS)
    assert documents.names == [*schema_of(DOCUMENTS).names, "year"]
    assert documents.field("year").type == "int64"


def test_kept_text_is_that_of_the_label(output: Path) -> None:
    text = table(output, "text").to_pylist()

    assert len(text) == 35
    assert "The lighthouse keeper of Skarv counted 3 boats" in text[3]["text"]
    assert "cookies" not in text[3]["text"]
    assert text[3]["year"] == 1903


def test_the_manifest_counts_everything(output: Path) -> None:
    manifest = json.loads((output / "manifest.json").read_bytes())
    counts = manifest["counts"]

    assert manifest["complete"]
    assert (counts["records"], counts["documents"], counts["languages"]) == (37, 35, {"en": 35})
    assert counts["kept"] == 35
    segments = table(output, "segments")
    assert sum(label["segments"] for label in counts["labels"].values()) == segments.num_rows
    assert manifest["tables"]["segments"]["rows"] == segments.num_rows
    assert manifest["errors"]["causes"] == {"empty": 1, "record": 1}
    assert [(f["row"], f["cause"]) for f in failures(output)] == [(11, "empty"), (12, "record")]


def test_the_summary_is_one_file_that_shows_the_numbers(output: Path) -> None:
    page = (output / "summary.html").read_text("utf-8")

    assert "35 documents labelled" in page
    assert "human_article" in page
    assert page.count("<svg") >= 5
    assert "http" not in page.replace("http-equiv", "")


def test_a_run_again_gives_the_same_bytes(corpus: Path, output: Path, tmp_path: Path) -> None:
    settings = Settings(columns=COLUMNS, keep=Keep(("human_article",), 0.5))

    label([corpus], tmp_path / "again", settings, jobs=2)

    assert outcome(tmp_path / "again") == outcome(output)


def test_a_finished_run_is_not_done_again(corpus: Path, output: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (output / "segments").iterdir()}

    label([corpus], output, Settings(columns=COLUMNS, keep=Keep(("human_article",), 0.5)))

    assert {path: path.stat().st_mtime_ns for path in (output / "segments").iterdir()} == before


def test_jsonl_holds_the_reports_of_scan(corpus: Path, tmp_path: Path) -> None:
    settings = Settings(columns=COLUMNS, format="jsonl", limit=3, include_text=False)

    label([corpus], tmp_path / "out", settings)

    data = (tmp_path / "out" / "reports" / "00000-000000.jsonl.zst").read_bytes()
    lines = zstandard.ZstdDecompressor().stream_reader(data).read().splitlines()
    first = json.loads(lines[0])
    assert len(lines) == 3
    assert {key: first[key] for key in ("id", "row", "url", "columns")} == {
        "id": "story-0",
        "row": 1,
        "url": "https://skarv.test/0",
        "columns": {"year": 1900},
    }
    assert first["report"]["schema_version"] == 1
    assert "text" not in first["report"]["segments"][0]


def test_jsonl_needs_no_column_beside_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'text\n"{story(1)}"\n"{story(2)}"\n', "utf-8")

    manifest = label([path], tmp_path / "out", Settings(format="jsonl"))

    data = (tmp_path / "out" / "reports" / "00000-000000.jsonl.zst").read_bytes()
    lines = zstandard.ZstdDecompressor().stream_reader(data).read().splitlines()
    assert [json.loads(line)["columns"] for line in lines] == [{}, {}]
    assert manifest.errors.total == 0


def test_only_text_writes_nothing_else(corpus: Path, tmp_path: Path) -> None:
    keep = Keep(("boilerplate",))

    label([corpus], tmp_path / "out", Settings(keep=keep, only_text=True, limit=30))

    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {"_run", "text"}
    text = table(tmp_path / "out", "text")
    assert text.num_rows == 30
    assert set(text.column("text").to_pylist()) == {"Accept all cookies"}


@pytest.mark.parametrize("format_name", ["parquet", "jsonl"])
def test_a_piece_of_which_nothing_is_left_fails_nothing(tmp_path: Path, format_name: str) -> None:
    write_parquet(tmp_path / "a.parquet", 3)
    settings = Settings(keep=Keep(("image_caption",)), format=format_name)  # type: ignore[arg-type]

    manifest = label([tmp_path / "a.parquet"], tmp_path / "out", settings)

    assert (manifest.errors.total, manifest.counts.documents) == (0, 3)


def test_columns_with_names_of_ours_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'text,language,row\n"{story(1)}",nb,7\n', "utf-8")

    label([path], tmp_path / "out")

    (row,) = table(tmp_path / "out", "documents").to_pylist()
    assert (row["language"], row["input_language"]) == ("en", "nb")
    assert (row["row"], row["input_row"]) == (7, "7")


def test_pages_are_read_as_html(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    page = "<html><head><title>T</title></head><body><main><p>Two ferries ran.</p></main></body>"
    path.write_text(json.dumps({"page": page, "u": "https://a.test/"}), "utf-8")

    label([path], tmp_path / "out", Settings(columns=Columns(html="page", url="u")))

    (segment,) = table(tmp_path / "out", "segments").to_pylist()
    (document,) = table(tmp_path / "out", "documents").to_pylist()
    assert segment["path"] == "html/body/main/p"
    assert document["media_type"] == "text/html"


def test_an_output_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("do not lose me")

    with pytest.raises(UsageError, match="not empty, and no output of `labeler batch`"):
        label(["x.csv"], tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_input_that_is_not_there_costs_itself_alone(corpus: Path, tmp_path: Path) -> None:
    manifest = label([tmp_path / "nowhere.csv", corpus / "b.jsonl"], tmp_path / "out")

    assert manifest.counts.documents == 10
    assert manifest.errors.first[0].cause == "unreadable"
    assert "nowhere.csv: no such file or folder" in manifest.errors.first[0].message
