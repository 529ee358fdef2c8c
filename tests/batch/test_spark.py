"""labeler in a real Spark session of this machine, with a Python worker killed in the middle."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import labeler
from labeler.spark import label_schema, label_udf
from tests.batch.corpora import records

pytest.importorskip("pyspark.sql.pandas.types", reason="Spark is an extra: 'labeler[spark]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("spark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
]
STORIES = 60


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    built = (
        # Two failures of a task are allowed: local mode allows none unless told.
        SparkSession.builder.master("local[2,3]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "10")
        .getOrCreate()
    )
    yield built
    built.stop()


@pytest.fixture(scope="module")
def stories(session: Any) -> Any:
    return session.createDataFrame(records(STORIES)).repartition(4)


def expected() -> list[dict[str, Any]]:
    import pyarrow as pa

    return labeler.label_batch(pa.Table.from_pylist(records(STORIES))).to_pylist()


def in_order(frame: Any) -> list[dict[str, Any]]:
    rows = [row.asDict(recursive=True) for row in frame.collect()]
    return sorted(rows, key=lambda row: int(row["year"]))


@pytest.mark.parametrize("way", ["mapInArrow", "mapInPandas"])
def test_rows_are_labelled_as_by_label_batch(stories: Any, way: str) -> None:
    labelled = getattr(stories, way)(label_udf("text"), label_schema(stories.schema))

    assert in_order(labelled) == expected()


def test_a_killed_worker_changes_nothing(stories: Any, tmp_path: Path) -> None:
    marker = str(tmp_path / "killed")
    label = label_udf("text")

    def label_and_die(batches: Iterator[Any]) -> Iterator[Any]:
        for number, batch in enumerate(label(batches)):
            yield batch
            if number == 0:
                try:
                    os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)

    labelled = stories.mapInArrow(label_and_die, label_schema(stories.schema))

    assert in_order(labelled) == expected()
    assert Path(marker).exists()
