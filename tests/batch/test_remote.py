"""Corpora behind fsspec URLs: in memory, and in a real store that speaks S3."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from tests.batch.corpora import json_lines, label, table, write_parquet


def test_corpora_in_memory_are_read_like_files(tmp_path: Path) -> None:
    parquet = write_parquet(tmp_path / "a.parquet", 5)
    for name, data in (("1.parquet", parquet.read_bytes()), ("2.jsonl", json_lines(3, first=5))):
        with fsspec.open(f"memory://read/{name}", "wb") as file:
            file.write(data)

    manifest = label(["memory://read"], tmp_path / "out")

    assert manifest.counts.documents == 8
    sources = table(tmp_path / "out", "documents").column("source").to_pylist()
    assert sources == ["memory:///read/1.parquet"] * 5 + ["memory:///read/2.jsonl"] * 3


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of a server that speaks S3."""
    pytest.importorskip("s3fs", reason="s3fs reads s3:// URLs: pip install s3fs")
    pytest.importorskip("moto.server", reason="moto serves S3: pip install 'moto[server]'")
    port = 20_000 + os.getpid() % 20_000
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(address, timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.kill()
        server.wait()


@pytest.mark.slow
def test_corpora_in_s3_are_read_like_files(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", store)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    files = fsspec.filesystem("s3", endpoint_url=store)
    files.mkdir("corpora")
    parquet = write_parquet(tmp_path / "a.parquet", 5)
    files.pipe({"corpora/y/a.parquet": parquet.read_bytes(), "corpora/y/b.jsonl": json_lines(3)})

    manifest = label(["s3://corpora/y/*"], tmp_path / "out", jobs=2)

    assert manifest.counts.documents == 8
    assert not manifest.errors.total
    assert [source.path for source in manifest.sources] == [
        "s3://corpora/y/a.parquet",
        "s3://corpora/y/b.jsonl",
    ]
