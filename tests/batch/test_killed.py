"""SIGKILL at any moment: nothing lost, nothing doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.batch.corpora import outcome, table, write_jsonl, write_parquet

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds workers in /proc")
ROOT = Path(__file__).parents[2]
STORIES = 240


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_parquet(folder / "a.parquet", 140, rows_a_group=60)
    write_jsonl(folder / "b.jsonl", STORIES - 140, first=140)
    return folder


@pytest.fixture(scope="module")
def uninterrupted(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    output = tmp_path_factory.mktemp("run") / "out"
    assert started(corpus, output).wait(60) == 0
    assert len(list((output / "documents").iterdir())) > 20
    return outcome(output)


def started(
    corpus: Path, output: Path, program: str = "tests.batch.small_pieces"
) -> "subprocess.Popen[bytes]":
    command = [program, "batch", str(corpus), "--output", str(output)]
    return subprocess.Popen(
        [sys.executable, "-m", *command, "--jobs", "2"], stderr=subprocess.DEVNULL, cwd=ROOT
    )


def workers(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def shards(output: Path) -> int:
    folder = output / "documents"
    return len(list(folder.iterdir())) if folder.exists() else 0


def command_line(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def test_workers_are_forked_and_share_what_is_loaded(corpus: Path, tmp_path: Path) -> None:
    process = started(corpus, tmp_path / "out", "labeler")
    try:
        while not (found := workers(process.pid)):
            assert process.poll() is None
            time.sleep(0.01)
        assert command_line(found[0]) == command_line(process.pid)
    finally:
        process.kill()
        process.wait()


def run_with_kills(corpus: Path, output: Path, chance: random.Random, kills: int) -> int:
    """Run to the end, with `kills` processes killed, each after some shards; how many were."""
    killed = 0
    process = started(corpus, output)
    target = shards(output) + chance.randint(0, 6)
    while process.poll() is None:
        if killed < kills and shards(output) >= target:
            victims = workers(process.pid) if chance.random() < 0.5 else []
            victim = chance.choice(victims) if victims else process.pid
            os.kill(victim, signal.SIGKILL)
            killed += 1
            if victim == process.pid:
                assert process.wait() == -signal.SIGKILL
                process = started(corpus, output)
            target = shards(output) + chance.randint(0, 6)
        time.sleep(chance.uniform(0, 0.02))
    assert process.returncode == 0
    return killed


@pytest.mark.parametrize(
    "seed",
    [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 20))],
)
def test_a_killed_run_that_goes_on_ends_as_an_uninterrupted_one(
    corpus: Path, uninterrupted: dict[str, str], tmp_path: Path, seed: int
) -> None:
    output = tmp_path / "out"

    killed = run_with_kills(corpus, output, random.Random(seed), kills=2 if seed == 0 else 5)

    assert killed
    ids = table(output, "documents").column("id").to_pylist()
    assert len(ids) == len(set(ids)) == STORIES
    assert outcome(output) == uninterrupted
