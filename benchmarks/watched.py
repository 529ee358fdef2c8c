"""Runs `labeler` as a process of its own and measures it: time, processor time and memory.

Linux alone tells the memory.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

LABELER = str(Path(sys.executable).with_name("labeler"))
_BETWEEN = 0.25
"""Seconds between two looks at the processes."""
_MORE = 1.01
"""Memory is told exactly when there is so much more of it: that takes some 50 ms of a core, which
the processes that are measured need themselves."""
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Cost(msgspec.Struct, frozen=True):
    """What one run took, start-up included."""

    seconds: float
    cpu_seconds: float
    """Of all its processes."""
    main_cpu_seconds: float
    """Of the first process alone, which reads the input and keeps the journal."""
    peak_megabytes: float
    """Of all processes together, shared pages counted once (PSS)."""


def watch(arguments: Sequence[str], expected: int = 0) -> Cost:
    """Run `labeler` to its end. Raises RuntimeError if it ends otherwise than `expected`."""
    began = time.perf_counter()
    process = subprocess.Popen([LABELER, *arguments], stderr=subprocess.DEVNULL)
    peak = main = most = 0.0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        main = max(main, _cpu_seconds(process.pid))
        resident = sum(map(_resident, tree(process.pid)))
        if resident > most * _MORE:
            most = resident
            peak = max(peak, sum(map(_megabytes, tree(process.pid))))
        time.sleep(_BETWEEN)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expected:
        raise RuntimeError(f"labeler {' '.join(arguments)}: exit code {process.returncode}")
    return Cost(
        round(time.perf_counter() - began, 2),
        round(usage.ru_utime + usage.ru_stime, 2),
        round(main, 2),
        round(peak),
    )


def tree(process: int) -> Iterator[int]:
    """A process and all below it."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:  # it has ended
        return
    for child in children.split():
        yield from tree(int(child))


def _cpu_seconds(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident(process: int) -> float:
    """Pages in memory, shared ones counted in each process."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0


def _megabytes(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
