"""Memory of a run is bounded, however large the input."""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.corpus_figures import MEMORY
from benchmarks.watched import watch
from tests.batch.corpora import story

LARGE = 600
"""Megabytes of text: half of what two workers and their parent may take together."""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells how much memory processes have")
def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    text = story(7) * (100_000 // len(story(7)))
    group = pa.table({"text": [text] * 100})
    corpora = {"small": 2, "large": LARGE // 10}
    for name, groups in corpora.items():
        with pq.ParquetWriter(tmp_path / f"{name}.parquet", group.schema) as writer:
            for _ in range(groups):
                writer.write_table(group)

    # All is read, and cut into pieces; to label all of it would take minutes.
    peaks = {
        name: watch(
            [
                *("batch", str(tmp_path / f"{name}.parquet"), "--jobs", "2"),
                *("--sample", str(4 / groups / 100), "--output", str(tmp_path / name)),
            ]
        ).peak_megabytes
        for name, groups in corpora.items()
    }

    assert peaks["large"] <= MEMORY[0] + 2 * MEMORY[1]
    assert peaks["large"] <= peaks["small"] + LARGE / 4
