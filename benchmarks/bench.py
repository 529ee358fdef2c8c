"""All benchmarks of speed in one command, beside the figures that were committed last.

Each runs in a process of its own. What it found is written as JSON with the machine, the versions
and the load before it began; the ratios are this run's figures to those of
benchmarks/results/bench.json. To replace these, on a quiet machine:
`python -m benchmarks.bench --json benchmarks/results/bench.json`.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.files import ROOT, give_results, say
from benchmarks.machine import machine
from labeler.classifier.evaluate_tables import NONE, Table

PARTS = ("startup", "throughput", "rules", "many_files")
COMMITTED = ROOT / "benchmarks" / "results" / "bench.json"
_SIZES = ("pages", "files", "megabytes")
"""Last parts of names of figures that say how much was scanned, not how fast."""
_MORE_IS_BETTER = ("per_second", "gain_of_second_core", "times_trafilatura")


class Bench(msgspec.Struct, frozen=True):
    """What all benchmarks found."""

    figures: dict[str, float]
    """By name, `throughput/html/megabytes_per_second` for one."""
    missed: list[str]
    """Benchmarks whose bounds were not met."""
    load: float
    """Processes that wanted a core, on the mean of the minute before it began."""
    machine: dict[str, object]


def named_figures(part: str, printed: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """The figures of what a benchmark printed, by name."""
    for name, value in printed[part].items():
        if isinstance(value, dict):
            yield from ((f"{part}/{name}/{inner}", found) for inner, found in value.items())
        else:
            yield f"{part}/{name}", value


def run(part: str, options: Sequence[str]) -> dict[str, Any]:
    """What a benchmark prints. Raises CalledProcessError if it did not measure anything."""
    command = [sys.executable, "-m", f"benchmarks.{part}", *options]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE)
    if done.returncode not in (0, 1):  # 1: a bound was not met
        done.check_returncode()
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def measure(options: Sequence[str] = ()) -> Bench:
    """Run all of them, one after the other."""
    load = round(os.getloadavg()[0], 2)
    figures: dict[str, float] = {}
    missed = []
    for part in PARTS:
        say(f"benchmarks.{part}")
        printed = run(part, options)
        figures |= named_figures(part, printed)
        if not printed["fine"]:
            missed.append(part)
    return Bench(figures, missed, load, machine())


def compared(now: Bench, before: Bench | None) -> Table:
    """The figures beside those from before."""
    known = before.figures if before else {}
    rows: list[tuple[str, ...]] = [
        (
            name,
            f"{known[name]:g}" if name in known else NONE,
            f"{value:g}",
            f"{value / known[name]:.2f}" if known.get(name) else NONE,
            "more" if any(word in name for word in _MORE_IS_BETTER) else "less",
        )
        for name, value in now.figures.items()
        if not name.endswith(tuple(f"/{size}" for size in _SIZES))
    ]
    columns = ("figure", "committed", "now", "now / committed", "better")
    return Table("speed, beside the last figures committed", columns, rows, _notes(now, before))


def _notes(now: Bench, before: Bench | None) -> tuple[str, ...]:
    notes = [f"load before it began: {now.load}" + (f", then {before.load}" if before else "")]
    notes += [f"bounds not met: {part}" for part in now.missed]
    if before and before.machine != now.machine:
        notes.append(f"the committed figures are of another machine or versions: {before.machine}")
    return tuple(notes)


def read_committed(path: Path = COMMITTED) -> Bench | None:
    """The figures committed last, if there are any."""
    return msgspec.json.decode(path.read_bytes(), type=Bench) if path.exists() else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--smoke", action="store_true", help="as in CI: little of each")
    options = parser.parse_args()
    before = read_committed()
    now = measure(("--smoke",) if options.smoke else ())
    give_results(now, [compared(now, before)], options.json)
    return 1 if now.missed else 0


if __name__ == "__main__":
    sys.exit(main())
