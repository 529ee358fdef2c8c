"""Reading every format, and cutting it always at the same places."""

import csv
import gzip
import io
import json
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from pyarrow import feather

from labeler.batch.pieces import Finished, Piece, cut, sampled
from labeler.batch.records import Records, document_of, records_of
from labeler.batch.settings import Columns, Settings
from labeler.batch.sources import Source, find_sources
from labeler.document import Document
from tests.batch.corpora import json_lines, records, story, write_jsonl, write_parquet

COLUMNS = Columns(id="name", url="url")


def write(folder: Path, name: str, count: int = 40) -> Path:
    """A corpus of `records` in the format that its name tells."""
    path = folder / name
    rows = records(count)
    table = pa.Table.from_pylist(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter="\t" if ".tsv" in name else ",")
    writer.writeheader()
    writer.writerows(rows)
    if name.endswith(".parquet"):
        return write_parquet(path, count, rows_a_group=7)
    if name.endswith(".feather"):
        feather.write_feather(table, str(path), compression="zstd")
        return path
    if name.endswith((".arrow", ".arrows")):
        new = pa.ipc.new_stream if name.endswith("s") else pa.ipc.new_file
        with new(str(path), table.schema) as batches:
            batches.write_table(table, max_chunksize=6)
        return path
    data = json_lines(count) if ".jsonl" in name else text.getvalue().encode()
    if name.endswith(".gz"):
        data = gzip.compress(data)
    if name.endswith(".zst"):
        data = zstandard.compress(data)
    path.write_bytes(data)
    return path


def source(path: Path) -> Source:
    (found,) = find_sources([str(path)])
    assert isinstance(found, Source)
    return found


def pieces(path: Path, settings: Settings, limit: int | None = None) -> list[Piece]:
    *found, end = cut(source(path), 0, settings, limit)
    assert isinstance(end, Finished)
    assert end.pieces == len(found)
    assert not end.failures, end.failures
    return [piece for piece in found if isinstance(piece, Piece)]


def all_records(path: Path, settings: Settings) -> Records:
    (piece,) = pieces(path, settings)
    return records_of(piece, settings)


FORMATS = (
    *("a.parquet", "a.feather", "a.arrow", "a.arrows", "a.jsonl", "a.jsonl.gz", "a.jsonl.zst"),
    *("a.csv", "a.csv.gz", "a.tsv"),
)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_records(tmp_path: Path, name: str) -> None:
    found = all_records(write(tmp_path, name), Settings(columns=COLUMNS))

    assert found.contents == [story(n) for n in range(40)]
    assert found.ids == [f"story-{n}" for n in range(40)]
    assert found.urls == [f"https://skarv.test/{n}" for n in range(40)]


@pytest.mark.parametrize("name", FORMATS)
def test_other_columns_are_carried_along(tmp_path: Path, name: str) -> None:
    carried = all_records(write(tmp_path, name), Settings(columns=COLUMNS)).carried

    if ".jsonl" in name:
        assert json.loads(carried.column("record")[3].as_py()) == {"year": 1903}
    else:
        assert carried.column_names == ["year"]
        assert int(carried.column("year")[3].as_py()) == 1903


def test_records_without_an_id_are_called_by_their_place(tmp_path: Path) -> None:
    parquet, jsonl = write(tmp_path, "a.parquet"), tmp_path / "b.jsonl"
    jsonl.write_bytes(b'{"text": "one"}\n\n{"text": "three"}\n')

    assert all_records(parquet, Settings()).ids[39] == f"{parquet}#40"
    assert all_records(jsonl, Settings()).ids == [f"{jsonl}#1", f"{jsonl}#3"]


def test_columns_may_be_dictionaries_bytes_or_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.arrows"
    words = pa.array(["x y", None, "z"]).dictionary_encode()
    table = pa.table({"text": words, "raw": pa.array(["café".encode("cp1252"), b"", None])})
    with pa.ipc.new_stream(str(path), table.schema) as stream:
        stream.write_table(table)

    assert all_records(path, Settings()).contents == ["x y", None, "z"]
    settings = Settings(columns=Columns(text="raw"), encoding="cp1252")
    document = document_of(all_records(path, settings).contents[0], "p", settings)
    assert isinstance(document, Document)
    assert document.text == "café"


@pytest.mark.parametrize("name", FORMATS)
def test_pieces_are_cut_at_the_same_places_and_lose_nothing(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    settings = Settings(piece_bytes=1500)

    first, second = pieces(path, settings), pieces(path, settings)

    assert len(first) > 3
    assert [p.payload for p in first] == [p.payload for p in second]
    assert [c for p in first for c in records_of(p, settings).contents] == [
        story(n) for n in range(40)
    ]
    assert [piece.ordinal for piece in first] == list(range(len(first)))


def test_a_limit_takes_the_first_records(tmp_path: Path) -> None:
    (piece,) = pieces(write(tmp_path, "a.csv"), Settings(), limit=5)

    assert records_of(piece, Settings()).contents == [story(n) for n in range(5)]


def test_a_sample_is_the_same_each_time_and_of_its_size(tmp_path: Path) -> None:
    settings = Settings(sample=0.4)
    path = write_jsonl(tmp_path / "a.jsonl", 500)

    (piece,) = pieces(path, settings)

    assert 150 < len(piece.rows) < 250
    assert records_of(piece, settings).contents == [story(row - 1) for row in piece.rows]
    assert list(pieces(path, settings)[0].rows) == list(piece.rows)


def test_samples_of_different_sources_differ_and_grow_with_their_share() -> None:
    rows = np.arange(1, 100_001)
    small, large, other = sampled(rows, "a", 0.1), sampled(rows, "a", 0.3), sampled(rows, "b", 0.1)

    assert abs(small.mean() - 0.1) < 0.01
    assert (small & ~large).sum() == 0
    assert (small != other).any()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.parquet", b"none", "not Parquet"),
        ("a.arrow", b"none", "not Arrow IPC"),
        ("a.csv", b"", "empty; the first line names the columns"),
        ("a.csv", b"x,x\n1,2\n", "two columns are called 'x'; rename one"),
        ("a.csv", b'text,"n\n1,2\n', "names no columns (unexpected end of data); mend its first"),
        ("a.csv", b"text,caf\xe9\nx,1\n", "the names of the columns: byte 9 of the line: not"),
        ("a.csv", b"x,y\n1,2\n", "no column 'text' (there are: x, y); mend --text-column"),
    ],
)
def test_a_source_that_is_not_what_it_should_be(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    (end,) = cut(source(path), 0, Settings(), None)

    assert isinstance(end, Finished)
    (failure,) = end.failures
    assert failure.cause == "unreadable"
    assert message in failure.message


def test_a_column_of_numbers_is_no_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.parquet")

    (end,) = cut(source(path), 0, Settings(columns=Columns(text="year")), None)

    assert isinstance(end, Finished)
    assert "column 'year' holds no text but int64" in end.failures[0].message


def test_bad_lines_of_jsonl_cost_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"text": "good"}\n{oops\n[1]\n{"txt": 1}\n{"text": 5}\n\xff\n'
        b'{"text": null}\n{"text": "fine", "u": "\\ud800"}\n{"n": ' + b"1" * 5000 + b"}\n"
    )

    found = all_records(path, Settings())

    messages = [str(content) for content in found.contents]
    assert messages[0] == "good"
    assert "not JSON" in messages[1]
    assert messages[2:5] == [
        "not a JSON object",
        "no field 'text' (there are: txt)",
        "field 'text' holds no text but int",
    ]
    assert "not valid utf-8" in messages[5]
    assert messages[6:] == ["", "fine", "a number with too many digits; put it in quotes"]


def test_names_that_are_not_unicode_cost_no_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "One.", "name": "\\ud800", "url": "\\udfff", "\\ud801": 1}\n')

    found = all_records(path, Settings(columns=COLUMNS))

    assert (found.ids, found.urls) == (["\ufffd"], ["\ufffd"])
    assert found.carried.to_pylist() == [{"record": '{"\ufffd":1}'}]


def test_ids_of_bytes_are_decoded(tmp_path: Path) -> None:
    ids = pa.array([b"caf\xc3\xa9", b"\xff", None], pa.binary())
    pq.write_table(pa.table({"text": ["a", "b", "c"], "name": ids}), tmp_path / "a.parquet")
    settings = Settings(columns=Columns(id="name"))

    found = all_records(tmp_path / "a.parquet", settings)

    assert found.ids == ["café", "\ufffd", f"{tmp_path / 'a.parquet'}#3"]


def test_two_columns_of_the_name_that_is_wanted_are_refused(tmp_path: Path) -> None:
    twice = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"])
    pq.write_table(twice, tmp_path / "a.parquet")

    (end,) = cut(source(tmp_path / "a.parquet"), 0, Settings(), None)

    assert isinstance(end, Finished)
    assert end.failures[0].message.endswith("two columns are called 'text'; rename one")


def test_blank_lines_may_stand_before_the_names_of_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\n\ntext\nOne.\n")

    assert all_records(tmp_path / "a.csv", Settings()).contents == ["One."]


def test_bad_rows_of_csv_cost_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'text,n\n"two\nlines",1\nshort\n\xe9,2\n"wild" card,3\nlast,4\n')

    (piece,) = pieces(path, Settings())

    assert records_of(piece, Settings()).contents == ["two\nlines", "last"]
    assert [(failure.row, failure.message) for failure in piece.failures] == [
        (4, "1 fields for 2 columns"),
        (5, "byte 1 of the line: not valid utf-8; name the encoding with --encoding"),
        (6, "',' expected after '\"'"),
    ]


def test_a_damaged_row_group_costs_itself(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", 40, rows_a_group=10)
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(data)

    (piece,) = pieces(path, Settings())

    assert list(piece.rows) == [*range(1, 11), *range(21, 41)]
    (failure,) = piece.failures
    assert failure.cause == "damaged"
    assert failure.message.startswith("row group 1, rows 11 to 20: ")


def test_a_damaged_record_batch_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    table = pa.Table.from_pylist(records(30))
    with pa.ipc.new_file(
        str(path), table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")
    ) as file:
        file.write_table(table, max_chunksize=10)
    data = bytearray(path.read_bytes())
    frames = [at for at in range(len(data)) if data[at : at + 4] == b"\x28\xb5\x2f\xfd"]
    in_second = frames[len(frames) // 3]
    data[in_second : in_second + 20] = bytes(20)
    path.write_bytes(data)

    (piece,) = pieces(path, Settings())

    assert len(piece.rows) == 20
    assert piece.failures[0].message.startswith("record batch 1, from row 11 on: ")


def test_a_row_group_is_read_in_parts_however_large_it_is(tmp_path: Path) -> None:
    texts = pa.table({"text": [os.urandom(1000).hex() for _ in range(20_000)]})
    size = texts.nbytes
    pq.write_table(texts, tmp_path / "a.parquet", row_group_size=len(texts), use_dictionary=False)
    del texts
    before = pa.total_allocated_bytes()

    held = [
        pa.total_allocated_bytes() - before
        for _ in cut(source(tmp_path / "a.parquet"), 0, Settings(piece_bytes=1_000_000), None)
    ]

    assert len(held) > 20
    assert max(held) < size / 4
