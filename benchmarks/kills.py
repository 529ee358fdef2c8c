"""Runs of `labeler batch` with SIGKILL at random moments, on workers and on the main process.

Each is started again until it ends, and its output is held against an uninterrupted run's: records
that are missing, records that stand in it twice, and every byte of its files.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import msgspec

from benchmarks.watched import LABELER, tree
from labeler.batch.extras import extra

_KILLS = 3
"""In each run, at most: the last moments may come after its end."""
_DIFFERS = {"timings.json", "lock", "journal.jsonl"}


class Kills(msgspec.Struct, frozen=True):
    """What came of the killed runs, all together."""

    runs: int
    documents: int
    """In each."""
    workers: int
    """Killed."""
    mains: int
    """Killed."""
    lost: int
    doubled: int
    different: int
    """Runs of which a file has other bytes than those of the uninterrupted run."""


def killed_runs(corpus: Path, documents: int, runs: int, folder: Path) -> Kills:
    """Label `corpus` of so many documents again and again, with processes killed."""
    output = folder / "uninterrupted"
    began = time.monotonic()
    if _start(corpus, output).wait():
        raise RuntimeError(f"{output}: the run was not interrupted, and failed")
    seconds = time.monotonic() - began
    straight = _hashes(output)
    victims: Counter[str] = Counter()
    lost = doubled = different = 0
    for seed in range(runs):
        output = folder / "killed"
        victims += _run_with_kills(corpus, output, seconds, random.Random(seed))
        rows = _rows(output)
        lost += documents - len(set(rows))
        doubled += len(rows) - len(set(rows))
        different += _hashes(output) != straight
        shutil.rmtree(output)
    return Kills(runs, documents, victims["worker"], victims["main"], lost, doubled, different)


def _start(corpus: Path, output: Path) -> "subprocess.Popen[bytes]":
    command = [LABELER, "batch", str(corpus), "--output", str(output), "--jobs", "2"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def _run_with_kills(
    corpus: Path, output: Path, seconds: float, chance: random.Random
) -> Counter[str]:
    """Run to the end; a kill comes any time within the `seconds` that a run takes."""
    victims: Counter[str] = Counter()
    process = _start(corpus, output)
    for _ in range(_KILLS):
        deadline = time.monotonic() + chance.uniform(0, seconds)
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        if process.poll() is not None:
            break
        workers = list(tree(process.pid))[1:] if chance.random() < 0.5 else []
        try:
            os.kill(chance.choice(workers or [process.pid]), signal.SIGKILL)
        except ProcessLookupError:  # it ended a moment ago
            continue
        victims["worker" if workers else "main"] += 1
        if not workers:
            process.wait()
            process = _start(corpus, output)
    if process.wait():
        raise RuntimeError(f"{output}: a run failed that had lost processes")
    return victims


def _rows(output: Path) -> list[int]:
    parquet = extra("pyarrow.parquet")
    rows: list[int] = []
    for path in sorted((output / "documents").iterdir()):
        rows += parquet.read_table(path, columns=["row"]).column("row").to_pylist()
    return rows


def _hashes(output: Path) -> dict[str, str]:
    """SHA-256 of all files of an output but those that say when, and in which order."""
    return {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name not in _DIFFERS
    }
