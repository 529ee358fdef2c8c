"""The Ray engine on a real cluster of one machine: same bytes, whatever is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.corpora import failures, outcome, table, write_jsonl, write_parquet

pytest.importorskip("ray.data", reason="Ray is an extra: pip install 'labeler[ray]'")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.xdist_group("ray"),
    pytest.mark.skipif(sys.platform != "linux", reason="finds actors in /proc"),
]
ROOT = Path(__file__).parents[2]
STORIES = 200
LIMIT = 240  # seconds


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_parquet(folder / "a.parquet", 120, rows_a_group=60)
    with write_jsonl(folder / "b.jsonl", STORIES - 120, first=120).open("ab") as file:
        file.write(b"{no json\n")
    return folder


@pytest.fixture(scope="module")
def local(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("local") / "out"
    assert started(corpus, output, "local").wait(LIMIT) == 3
    return output


def started(corpus: Path, output: Path, engine: str, *options: str) -> "subprocess.Popen[bytes]":
    command = ["tests.batch.small_pieces", "batch", str(corpus), "--output", str(output)]
    return subprocess.Popen(
        [sys.executable, "-m", *command, "--engine", engine, "--jobs", "2", *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0"},
    )


def actors_of(process: int) -> list[int]:
    """Actors that label, below a process."""
    parents, actors = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
            title = (folder / "cmdline").read_text()
        except OSError:  # it has ended
            continue
        pid = int(folder.name)
        parents[pid] = int(stat.rpartition(")")[2].split()[1])
        if title.startswith("ray::") and "MapWorker" in title:
            actors.append(pid)

    def is_below(pid: int) -> bool:
        while pid > 1 and pid != process:
            pid = parents.get(pid, 0)
        return pid == process

    return [pid for pid in actors if is_below(pid)]


def documents(output: Path) -> int:
    folder = output / "documents"
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_a_run_with_killed_actors_ends_as_a_local_one(
    corpus: Path, local: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    killed: list[int] = []
    process = started(corpus, output, "ray")
    deadline = time.monotonic() + LIMIT
    while process.poll() is None and time.monotonic() < deadline:
        if documents(output) >= 3 * (len(killed) + 1) and len(killed) < 2:
            for actor in actors_of(process.pid)[:1]:
                os.kill(actor, signal.SIGKILL)
                killed.append(actor)
        time.sleep(0.02)

    assert process.wait(1) == 3
    assert killed
    assert outcome(output) == outcome(local)
    assert len(set(table(output, "documents").column("id").to_pylist())) == STORIES
    assert [failure["cause"] for failure in failures(output)] == ["record"]


def test_a_killed_driver_goes_on_where_it_was(corpus: Path, local: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    process = started(corpus, output, "ray")
    deadline = time.monotonic() + LIMIT
    while documents(output) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert 5 <= documents(output) < documents(local)

    assert started(corpus, output, "ray").wait(LIMIT) == 3
    assert outcome(output) == outcome(local)
