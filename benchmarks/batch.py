"""What a corpus costs: documents and megabytes a second from Parquet to Parquet, and memory.

Corpora of several sizes are made from the samples, with lengths as on the web (log-normal, most
of a few hundred words); each is labelled by `labeler scan` (JSON Lines to JSON Lines, one process)
and by `labeler batch` with one and with two workers. Processor time counts beside the clock, since
it is the same on a busy machine; memory is the peak of all processes together, shared pages
counted once (PSS). Start-up is in all figures. Linux only.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from benchmarks.corpus import made_pages
from benchmarks.machine import machine
from labeler.batch.extras import extra

MEDIAN_CHARS, SPREAD = 1500, 1.0
"""Of the log-normal distribution of lengths; the longest of a million has about 170,000."""
LONGEST = 200_000
AT_ONCE = 1000
MEMORY_BOUND = 600, 300
"""Megabytes allowed for all, and for each worker more, from the project's issue 7."""
BETWEEN = 0.2
LABELER = str(Path(sys.executable).with_name("labeler"))


class Cost(msgspec.Struct, frozen=True):
    """What one run took."""

    seconds: float
    cpu_seconds: float
    peak_megabytes: float
    documents_per_second: float
    megabytes_per_second: float
    megabytes_per_cpu_second: float


def documents(count: int, seed: int = 0) -> Iterator[str]:
    """Texts of realistic lengths, hardly two of their paragraphs equal."""
    chance = random.Random(seed)
    while count > 0:
        for page in made_pages(min(count, AT_ONCE), seed=chance.getrandbits(32)):
            length = int(chance.lognormvariate(0, SPREAD) * MEDIAN_CHARS)
            yield (page.prose * (1 + length // len(page.prose)))[: min(max(length, 50), LONGEST)]
            count -= 1


def write_corpora(count: int, folder: Path) -> int:
    """Write the same documents as Parquet and as JSON Lines; their bytes in UTF-8."""
    pa, parquet = extra("pyarrow"), extra("pyarrow.parquet")
    schema = pa.schema([("text", pa.string())])
    size = 0
    texts = documents(count)
    with (
        parquet.ParquetWriter(folder / "corpus.parquet", schema) as table,
        (folder / "corpus.jsonl").open("wb") as lines,
    ):
        while some := [text for text, _ in zip(texts, range(AT_ONCE), strict=False)]:
            table.write_table(pa.table({"text": some}, schema))
            lines.writelines(msgspec.json.encode({"text": text}) + b"\n" for text in some)
            size += sum(len(text.encode()) for text in some)
    return size


def cost_of(arguments: list[str], count: int, size: int) -> Cost:
    """Run `labeler` and watch it. Raises RuntimeError if it fails."""
    began = time.perf_counter()
    process = subprocess.Popen([LABELER, *arguments], stderr=subprocess.DEVNULL)
    peak = 0.0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        peak = max(peak, sum(map(_megabytes, _tree(process.pid))))
        time.sleep(BETWEEN)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"labeler {' '.join(arguments)}: exit code {process.returncode}")
    seconds = time.perf_counter() - began
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(
        round(seconds, 2),
        round(cpu, 2),
        round(peak),
        round(count / seconds, 1),
        round(size / 1e6 / seconds, 2),
        round(size / 1e6 / cpu, 2),
    )


def _tree(process: int) -> Iterator[int]:
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:  # it has ended
        return
    for child in children.split():
        yield from _tree(int(child))


def _megabytes(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def measure(count: int) -> dict[str, object]:
    """Figures for a corpus of `count` documents."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        size = write_corpora(count, folder)
        corpus = str(folder / "corpus.parquet")
        lines = [str(folder / "corpus.jsonl"), "--output", str(folder / "scan.jsonl")]
        scan = cost_of(["scan", *lines, "--format", "jsonl", "--jobs", "1"], count, size)
        one, two = (
            cost_of(
                ["batch", corpus, "--output", str(folder / f"out{jobs}"), "--jobs", str(jobs)],
                count,
                size,
            )
            for jobs in (1, 2)
        )
    bounds = [MEMORY_BOUND[0] + jobs * MEMORY_BOUND[1] for jobs in (1, 2)]
    return {
        "documents": count,
        "megabytes": round(size / 1e6, 1),
        "scan": msgspec.to_builtins(scan),
        "one_worker": msgspec.to_builtins(one),
        "two_workers": msgspec.to_builtins(two),
        "times_one_worker": round(one.seconds / two.seconds, 2),
        "memory_fine": one.peak_megabytes <= bounds[0] and two.peak_megabytes <= bounds[1],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options = parser.parse_args()
    sizes = [measure(count) for count in options.sizes]
    fine = all(size["memory_fine"] for size in sizes)
    print(json.dumps({"batch": sizes, "fine": fine, **machine()}, indent=2))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
