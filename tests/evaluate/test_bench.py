"""`make bench`: figures of several benchmarks beside those committed last."""

import json
import subprocess

import pytest

from benchmarks import bench
from benchmarks.bench import Bench, compared, named_figures, read_committed

STARTUP = {"startup": {"ratio": 0.3}, "bound": 0.35, "fine": True, "processor": "made"}
THROUGHPUT = {
    "throughput": {"html": {"pages": 8, "megabytes_per_second": 6.0}},
    "fine": False,
}


def found(machine: str = "here", **figures: float) -> Bench:
    return Bench(figures, [], 0.5, {"processor": machine})


def test_figures_are_named_by_their_benchmark_and_their_part() -> None:
    assert dict(named_figures("startup", STARTUP)) == {"startup/ratio": 0.3}
    assert dict(named_figures("throughput", THROUGHPUT)) == {
        "throughput/html/pages": 8,
        "throughput/html/megabytes_per_second": 6.0,
    }


def test_each_figure_stands_beside_the_committed_one_with_their_ratio() -> None:
    now = Bench({"t/pages": 8, "t/megabytes_per_second": 6.0, "t/seconds": 2.0}, [], 0.5, {})
    before = Bench({"t/pages": 8, "t/megabytes_per_second": 4.0}, [], 0.1, {})
    assert compared(now, before).rows == [
        ("t/megabytes_per_second", "4", "6", "1.50", "more"),
        ("t/seconds", "-", "2", "-", "less"),  # not measured then
    ]


def test_what_makes_ratios_doubtful_is_said() -> None:
    now = Bench({}, ["startup"], 3.0, {"processor": "here"})
    notes = compared(now, found("elsewhere")).notes
    assert notes[0] == "load before it began: 3.0, then 0.5"
    assert notes[1] == "bounds not met: startup"
    assert "another machine or versions" in notes[2]
    assert compared(found(), found()).notes == ("load before it began: 0.5, then 0.5",)


def test_a_missed_bound_is_kept_and_a_broken_benchmark_ends_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ran(command: list[str], **_: object) -> "subprocess.CompletedProcess[bytes]":
        printed = STARTUP if command[-1].endswith("startup") else THROUGHPUT
        return subprocess.CompletedProcess(
            command, 0 if printed["fine"] else 1, json.dumps(printed)
        )

    monkeypatch.setattr(subprocess, "run", ran)
    monkeypatch.setattr(bench, "PARTS", ("startup", "throughput"))
    result = bench.measure()
    assert result.missed == ["throughput"]
    assert result.figures["startup/ratio"] == 0.3
    assert "processor" in result.machine

    def died(command: list[str], **_: object) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.CompletedProcess(command, -9, b"")

    monkeypatch.setattr(subprocess, "run", died)
    with pytest.raises(subprocess.CalledProcessError):
        bench.measure()


def test_figures_of_all_benchmarks_are_committed() -> None:
    committed = read_committed()
    assert committed is not None
    assert {name.split("/")[0] for name in committed.figures} == set(bench.PARTS)
    assert "packages" in committed.machine
