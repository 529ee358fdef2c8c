"""What surrounds a run goes wrong: clocks, extras, files that change, disks that are read-only."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.disks import disk
from tests.hostile.limited import labeler, story

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory need Linux")

FAR = 50 * 365 * 24 * 60 * 60
CLOCK = (
    "import itertools, sys, time, datetime\n"
    "ahead = itertools.cycle(map(float, sys.argv.pop(1).split()))\n"
    "true = time.time; time.time = lambda: true() + next(ahead)\n"
    "from labeler.cli import main; sys.exit(main())"
)


def at_another_time(ahead: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run a command whose clock is so many seconds ahead, in turn if they are several."""
    command = [sys.executable, "-c", CLOCK, ahead, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("jump", [f"-{FAR}", f"{FAR}", f"{FAR} -{FAR} 0"])
def test_a_clock_that_jumps_costs_no_more_than_the_cache(tmp_path: Path, jump: str) -> None:
    command = ("scan", story(tmp_path), "--cache-dir", tmp_path / "cache", "--format", "jsonl")
    runs = [at_another_time(ahead, *command) for ahead in ("0", jump, "0")]

    assert {(run.returncode, run.stderr) for run in runs} == {(0, "")}
    assert len({run.stdout for run in runs}) == 1


@pytest.mark.parametrize("epoch", ["9" * 30, "99999999999999", "-1", "soon"])
def test_a_date_that_is_none_is_said_or_not_taken(tmp_path: Path, epoch: str) -> None:
    done = labeler("scan", story(tmp_path), env={**os.environ, "SOURCE_DATE_EPOCH": epoch})

    if epoch.isdecimal():
        says = f"labeler: SOURCE_DATE_EPOCH: {epoch} is no date; give seconds since 1970\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", says)
    else:
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("missing", "extra", "command"),
    [
        (
            "sklearn",
            "train",
            ("train", "--pages", "a", "--texts", "a", "--output", "m"),
        ),
        ("fastwarc", "warc", ("scan", "a.warc")),
        ("starlette", "review", ("review", "r.jsonl")),
        ("pyarrow", "batch", ("batch", "a.jsonl", "--output", "out")),
    ],
)
def test_an_extra_that_is_not_installed_is_named(
    tmp_path: Path, missing: str, extra: str, command: tuple[str, ...]
) -> None:
    for name in ("a.warc", "a.jsonl"):
        (tmp_path / name).write_text('{"text": "Two ferries ran."}\n', "utf-8")
    (tmp_path / "r.jsonl").write_text(labeler("scan", story(tmp_path), "--format", "jsonl").stdout)
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from labeler.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
    )

    assert done.returncode in (2, 3)
    assert done.stderr.startswith("labeler: ")
    assert f"pip install 'labeler[{extra}]'" in done.stderr
    assert done.stderr.count("\n") == 1


SHRINKS = (
    "import os, sys\n"
    "from labeler.cli import main\n"
    "from labeler.read import jsonl\n"
    "true = jsonl.lines_of\n"
    "def lines_of(file):\n"
    "    for number, line in enumerate(true(file)):\n"
    "        if number == 1:\n"
    "            os.truncate(file.name, {size})\n"
    "        yield line\n"
    "jsonl.lines_of = lines_of\n"
    "sys.exit(main())"
)


@pytest.mark.parametrize("size", [0, 1_000_000])
def test_a_file_that_changes_while_it_is_read_is_read_as_far_as_it_is_there(
    tmp_path: Path, size: int
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Two ferries ran on Sunday."}\n' * 1000, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SHRINKS.format(size=size), "scan", path, "--format", "jsonl"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode in (0, 3)
    assert all(line.startswith(f"labeler: {path}, line ") for line in done.stderr.splitlines())
    assert 1 <= len(reports) <= 1000


@pytest.fixture
def read_only(tmp_path: Path):
    """A file system that may not be written to, with a file in it."""
    with disk(tmp_path / "fixed") as folder:
        (folder / ".git").mkdir()
        story(folder)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield folder


def test_a_tree_that_may_not_be_written_to_is_scanned_without_a_cache(read_only: Path) -> None:
    done = labeler("scan", read_only, "--format", "jsonl")

    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert done.stderr.startswith(f"labeler: {read_only}/.labeler_cache: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ("scan", "--output", "report.json"),
        ("batch", "--output", "out"),
        ("baseline", "create", "--baseline", "b.json"),
    ],
    ids=lambda command: command[0],
)
def test_an_output_on_a_read_only_disk_is_named(
    read_only: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    *words, option, name = command
    source = tmp_path / "a.jsonl"
    source.write_text('{"text": "Two ferries ran on Sunday."}\n', "utf-8")
    done = labeler(*words, source, option, read_only / name)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"labeler: {read_only / name}")
    assert "Read-only file system" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 256 KB."""
    with disk(tmp_path / "small", "-o", "size=256k") as folder:
        yield folder


def fill(folder: Path) -> None:
    """Leave no room on the folder's disk."""
    with pytest.raises(OSError, match="No space left"), (folder / "rest").open("wb") as rest:
        rest.write(bytes(1 << 20))


@pytest.mark.parametrize(
    "command",
    [("scan", "--output", "report.json"), ("baseline", "create", "--baseline", "b.json")],
    ids=lambda command: command[0],
)
def test_an_output_on_a_full_disk_is_named_and_nothing_of_it_left(
    small_disk: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    *words, option, name = command
    fill(small_disk)
    done = labeler(*words, story(tmp_path), option, small_disk / name)

    says = f"labeler: {small_disk / name}: cannot be written: No space left on device\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", says)
    assert [path.name for path in small_disk.iterdir()] == ["rest"]


def test_caches_on_a_full_disk_are_as_if_they_were_not_there(
    small_disk: Path, tmp_path: Path
) -> None:
    cache = {"env": {**os.environ, "XDG_CACHE_HOME": str(small_disk)}}
    scan = ("scan", "--cache-dir", small_disk / "cache", story(tmp_path))
    first = labeler(*scan, **cache)
    other = tmp_path / "other.txt"
    other.write_text("Machine number n1\n", "utf-8")
    fill(small_disk)
    done = labeler(*scan, other, "--rules", rule_file(tmp_path / "r.yaml", 3), **cache)

    assert (first.returncode, first.stderr) == (0, "")
    assert (done.returncode, done.stderr) == (0, "")
    assert "en.own.n1" in done.stdout
    assert not [*small_disk.rglob("*.tmp")]


def rule_file(path: Path, count: int) -> Path:
    """So many rules, one phrase each."""
    rules = "".join(
        f"  - {{id: en.own.n{n}, title: T, label: ai_report, verdict: declared,\n"
        f"     match: {{phrase: machine number n{n}}},\n"
        f"     examples: {{match: [machine number n{n}], no_match: [y]}}}}\n"
        for n in range(count)
    )
    path.write_text(f"version: 1\nrules:\n{rules}", "utf-8")
    return path


def test_thousands_of_rules_take_time_in_proportion(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Machine number n1999\n\nTwo ferries ran on Sunday.\n", "utf-8")
    done = labeler("scan", text, "--rules", rule_file(tmp_path / "r.yaml", 2000))

    assert (done.returncode, done.stderr) == (0, "")
    assert "en.own.n1999" in done.stdout
