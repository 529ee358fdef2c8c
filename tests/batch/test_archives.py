"""WARC and WET as corpora."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from tests.batch.corpora import failures, label, table, warc_record


@pytest.mark.parametrize(
    ("name", "kind", "pack"),
    [
        ("a.warc", "response", bytes),
        ("a.warc.gz", "response", gzip.compress),
        ("a.warc.zst", "response", zstandard.compress),
        ("a.wet", "conversion", bytes),
        ("a.warc.wet.gz", "conversion", gzip.compress),
    ],
)
def test_pages_of_an_archive_are_documents(
    tmp_path: Path, name: str, kind: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(b"".join(pack(warc_record(n, kind)) for n in range(4)))

    label([path], tmp_path / "out")

    documents = table(tmp_path / "out", "documents").to_pylist()
    texts = table(tmp_path / "out", "segments").column("text").to_pylist()
    assert texts == [f"Le bac n° {n} est resté au port, dit le capitaine." for n in range(4)]
    assert {key: documents[2][key] for key in ("id", "row", "url", "date", "language")} == {
        "id": f"urn:uuid:{2:032}",
        "row": 3,
        "url": "https://bac.test/2",
        "date": "2026-01-01T00:00:00Z",
        "language": "fr",
    }


def test_records_without_text_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(warc_record(1) + warc_record(2, media_type="image/png") + warc_record(3))

    label([path], tmp_path / "out")

    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert manifest["counts"]["documents"] == 2
    assert manifest["passed_over"] == {"image/png": 1}


def test_a_damaged_record_costs_itself_alone(tmp_path: Path) -> None:
    members = [gzip.compress(warc_record(n)) for n in range(5)]
    damaged = bytearray(members[2])
    damaged[40:90] = bytes(50)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join([*members[:2], bytes(damaged), *members[3:]]))

    manifest = label([path], tmp_path / "out")

    assert manifest.counts.documents == 4
    (failure,) = failures(tmp_path / "out")
    assert failure["cause"] == "damaged"
    assert "broken record" in failure["message"]
