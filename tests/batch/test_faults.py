"""What goes wrong costs itself alone, and is listed."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from labeler.batch.settings import Settings
from tests.batch.corpora import failures, label, outcome, story, table, write_jsonl
from tests.disks import disk

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory need Linux")


def labeler(module: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", f"tests.batch.{module}", "batch", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output of a run over forty good records with four that poison the worker among them."""
    folder = tmp_path_factory.mktemp("poisoned")
    path = folder / "a.jsonl"
    texts = [story(n) for n in range(40)]
    for row, word in ((5, "CRASHES"), (11, "HANGS"), (12, "FILLS"), (30, "RAISES")):
        texts[row - 1] = word
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    options = ("--max-seconds", 1.5, "--max-memory", 600, "--jobs", 2)
    done = labeler("poisoned", path, "--output", folder / "out", *options)
    assert done.returncode == 3, done.stderr
    return folder / "out"


def test_records_that_crash_hang_or_fill_a_worker_are_listed_with_the_cause(poisoned: Path) -> None:
    assert [(f["row"], f["cause"], f["message"]) for f in failures(poisoned)] == [
        (5, "died", "the process that labelled it died, twice"),
        (11, "time", "took longer than 1.5 s"),
        (12, "memory", "needed more than 600 MB of memory"),
        (30, "error", "labeler failed on it: ZeroDivisionError: no boats"),
    ]


def test_they_cost_no_other_record(poisoned: Path) -> None:
    rows = table(poisoned, "documents").column("row").to_pylist()

    assert rows == [row for row in range(1, 41) if row not in (5, 11, 12, 30)]


def test_nothing_is_left_of_the_attempts(poisoned: Path) -> None:
    assert not list((poisoned / "_run" / "work").iterdir())


LIMITED = (
    "import resource, sys; limit = int(sys.argv.pop(1))\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))\n"
    "from labeler.cli import main; sys.exit(main())"
)


def test_a_file_that_cannot_be_written_stops_the_run_which_goes_on_later(tmp_path: Path) -> None:
    path, output = write_jsonl(tmp_path / "a.jsonl", 400), tmp_path / "out"
    command = ["batch", str(path), "--output", str(output), "--jobs", "1"]

    stopped = subprocess.run(
        [sys.executable, "-c", LIMITED, "20000", *command],
        capture_output=True,
        text=True,
        check=False,
    )

    assert stopped.returncode == 2
    assert stopped.stderr == (
        f"labeler: {output}: cannot be written (File too large); mend that and start the same "
        "command again: it goes on where it stopped\n"
    )
    assert json.loads((output / "manifest.json").read_bytes())["complete"] is False
    assert not list((output / "_run" / "work").glob("*.tmp"))

    label([path], output)
    label([path], tmp_path / "straight")
    assert outcome(output) == outcome(tmp_path / "straight")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 KB."""
    with disk(tmp_path / "disk", "-o", "size=200k") as folder:
        yield folder


def test_a_full_disk_stops_the_run_which_goes_on_when_there_is_room(
    tmp_path: Path, small_disk: Path
) -> None:
    path, output = write_jsonl(tmp_path / "a.jsonl", 600), small_disk / "out"

    stopped = labeler("small_pieces", path, "--output", output, "--jobs", 2)

    assert stopped.returncode == 2
    assert "cannot be written (No space left on device); mend that and start" in stopped.stderr
    assert stopped.stderr.count("\n") == 1

    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert labeler("small_pieces", path, "--output", output).returncode == 0
    assert labeler("small_pieces", path, "--output", tmp_path / "straight").returncode == 0
    assert outcome(output) == outcome(tmp_path / "straight")


def test_damage_is_listed_and_the_rest_labelled(tmp_path: Path) -> None:
    members = [gzip.compress(json.dumps({"text": story(n)}).encode() + b"\n") for n in range(9)]
    damaged = bytearray(members[4])
    damaged[30:60] = bytes(30)
    members[4] = bytes(damaged)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b"".join(members))

    manifest = label([path], tmp_path / "out", Settings())

    assert manifest.counts.documents == 8
    (failure,) = failures(tmp_path / "out")
    assert failure["cause"] == "damaged"
    assert failure["message"].startswith("after line 4: a gzip member is damaged")
