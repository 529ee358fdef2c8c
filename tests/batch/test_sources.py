"""Which files the inputs name."""

import sys
from pathlib import Path

import fsspec
import pytest

from labeler.batch.sources import Source, find_sources, format_of
from labeler.errors import InputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.parquet", "a.jsonl.gz", "sub/c.csv", "_run/x.parquet", ".hid.csv", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"1234")
    return tmp_path


def names(folder: Path, found: list[Source | InputError]) -> list[str]:
    assert all(isinstance(one, Source) for one in found)
    return [str(Path(one.path).relative_to(folder)) for one in found if isinstance(one, Source)]


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("a.parquet", ("parquet", None)),
        ("dir/A.PQ", ("parquet", None)),
        ("a.feather", ("arrow", None)),
        ("a.jsonl", ("jsonl", None)),
        ("a.jsonl.gz", ("jsonl", "gzip")),
        ("a.warc.wet.gz", ("warc", "gzip")),
        ("a.warc.zst", ("warc", "zstd")),
        ("a.tsv.zst", ("tsv", "zstd")),
        ("a.parquet.gz", None),
        ("a.txt", None),
        ("parquet", None),
    ],
)
def test_suffixes_tell_the_format(path: str, form: object) -> None:
    assert format_of(path) == form


def test_a_folder_gives_its_corpus_files_in_the_order_of_paths(folder: Path) -> None:
    assert names(folder, find_sources([str(folder)])) == ["a.jsonl.gz", "b.parquet", "sub/c.csv"]


def test_a_glob_gives_what_it_matches_and_each_file_comes_once(folder: Path) -> None:
    found = find_sources([f"{folder}/*.parquet", f"{folder}/**/*.csv", str(folder)])

    assert names(folder, found) == ["b.parquet", "sub/c.csv", "a.jsonl.gz"]


def test_urls_are_found_by_fsspec(folder: Path) -> None:
    with fsspec.open("memory://corpus/x/1.jsonl", "wb") as file:
        file.write(b"12345")

    for url in ("memory://corpus", "memory://corpus/**/*.jsonl", "memory://corpus/x/1.jsonl"):
        assert find_sources([url]) == [Source("memory:///corpus/x/1.jsonl", "jsonl", None, 5)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.parquet", "nowhere.parquet: no such file or folder; check the path"),
        ("no*.parquet", "no*.parquet: no such file or folder; check the path"),
        ("memory://none/a.csv", "memory://none/a.csv: no such file or folder; check the path"),
        ("ftq://host/a.csv", "ftq://host/a.csv: cannot be opened (Protocol not known: ftq)"),
    ],
)
def test_what_is_not_there_is_an_error(name: str, message: str) -> None:
    (error,) = find_sources([name])

    assert isinstance(error, InputError)
    assert str(error).startswith(message)


def test_single_documents_are_sent_to_scan(folder: Path) -> None:
    (error,) = find_sources([str(folder / "notes.txt")])

    assert "single documents are for `labeler scan`" in str(error)


def test_a_missing_package_of_a_file_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)

    (error,) = find_sources(["gs://bucket/a.csv"])

    assert str(error).startswith("gs://bucket/a.csv: cannot be opened (Please install gcsfs")
