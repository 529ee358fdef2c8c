"""`labeler scan` of many files: all cores, one output, whatever happens to a worker."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labeler.errors import InputError
from labeler.policy import NOTHING, Policy
from labeler.read import ReadOptions
from labeler.report.packed import EncodedReport
from labeler.report.schema import Report
from labeler.run.execute import Scan
from labeler.run.plan import Alone, Missing, in_units, list_files
from labeler.run.worker import OfUnit, UnitScanner
from labeler.scanner import Labeler
from tests.run.made import COMMAND, labeler, make_tree, story

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a Unix terminal or /proc")


@pytest.fixture(scope="module")
def tree(tmp_path_factory) -> Path:
    """150 documents, and one of each kind of trouble between them."""
    folder = make_tree(tmp_path_factory.mktemp("tree"), 150)
    (folder / "00" / "0007.html").write_text("<h1>Ferries</h1><p>Two ferries ran.</p>", "utf-8")
    (folder / "00" / "0008.jsonl").write_text('{"text": "One."}\n{oops\n{"text": "Two."}\n')
    (folder / "01" / "0050a.txt").write_bytes(b"")
    (folder / "01" / "0051a.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "02" / "0100a.txt").write_text("a\n\n" * 21_000)  # its report is a stream
    (folder / "02" / "residue.txt").write_text(
        "As an AI language model, I cannot tell you who painted the harbour lights.\n", "utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def of_one_job(tree) -> dict[str, "subprocess.CompletedProcess[bytes]"]:
    return {
        name: labeler("scan", ".", "--jobs", 1, "--format", name, "--no-cache", cwd=tree)
        for name in ("json", "jsonl", "csv")
    }


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
@pytest.mark.parametrize("jobs", [2, 8])
def test_output_is_the_same_with_any_number_of_jobs(tree, of_one_job, name, jobs):
    done = labeler("scan", ".", "--jobs", jobs, "--format", name, "--no-cache", cwd=tree)

    assert done.returncode == of_one_job[name].returncode == 3
    assert done.stdout == of_one_job[name].stdout
    assert done.stderr == of_one_job[name].stderr
    assert done.stderr.count(b"labeler: ") == 3


def test_reports_come_in_the_order_of_the_files(tree, of_one_job):
    reports = [json.loads(line) for line in of_one_job["jsonl"].stdout.splitlines()]
    paths = [report["input"]["path"].partition("#")[0] for report in reports]

    assert len(reports) == 155
    assert paths == sorted(paths)


def test_grouped_scans_report_what_scans_of_single_files_do(tree):
    path = tree / "00" / "0003.txt"
    alone = labeler("scan", path, "--format", "jsonl").stdout
    lines = labeler("scan", tree, "--format", "jsonl", "--no-cache", "-j", 2).stdout.splitlines()

    assert alone.rstrip(b"\n") in lines


def test_few_files_need_no_other_process(tmp_path):
    """Starting workers would cost more than it gives."""
    make_tree(tmp_path, 3)
    code = (
        "import sys; from labeler.cli import main; main(['scan', sys.argv[1]]);"
        "sys.exit('multiprocessing' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, timeout=60
    )
    assert done.returncode == 0


def test_no_text_and_findings_are_the_same_with_workers(tree):
    one, two = (
        labeler(
            "scan", ".", "-j", jobs, "--no-text", "--no-cache", "--fail-on", "warning", cwd=tree
        )
        for jobs in (1, 2)
    )
    assert one.stdout == two.stdout
    reports = json.loads(one.stdout)
    assert not any("text" in segment for report in reports for segment in report["segments"])
    assert any(report["findings"] for report in reports)


class Fragile(UnitScanner):
    """Labels files, but for one that takes the process down."""

    def __call__(self, files: "list[Missing]") -> OfUnit:  # type: ignore[override]
        for file in files:
            if "deadly" in Path(file.path).read_text("utf-8"):
                os.kill(os.getpid(), signal.SIGKILL)
            if "buggy" in Path(file.path).read_text("utf-8"):
                raise AssertionError("a bug")
        return super().__call__(files)


def fragile_outcomes(folder: Path, jobs: int) -> list[object]:
    scan = Scan(Fragile(Labeler, ReadOptions(), Policy()), NOTHING)
    return list(scan.outcomes(list_files([str(folder)]), jobs, lambda: None))


@pytest.mark.parametrize(
    ("word", "jobs", "reason"),
    [
        ("deadly", 2, "the process was killed by SIGKILL, as happens when memory runs out"),
        ("buggy", 2, "AssertionError: a bug"),
        ("buggy", 1, "AssertionError: a bug"),
    ],
)
def test_a_file_that_takes_the_worker_down_costs_only_its_report(tmp_path, word, jobs, reason):
    make_tree(tmp_path, 70)
    bad = tmp_path / "00" / "0030.txt"
    bad.write_text(f"{word} {story(30)}", "utf-8")
    outcomes = fragile_outcomes(tmp_path, jobs)

    (error,) = (outcome for outcome in outcomes if isinstance(outcome, InputError))
    assert str(error) == (
        f"{bad}: could not be labelled: {reason}; leave it out with --exclude, and please report "
        "it with the file"
    )
    assert outcomes.index(error) == 30
    assert sum(isinstance(outcome, EncodedReport) for outcome in outcomes) == 69


def test_large_files_and_standard_input_are_scanned_alone(tmp_path):
    large = tmp_path / "large.txt"
    large.write_bytes(b"x" * 5_000_000)
    (unit,) = in_units(["-", str(large)], Missing)

    assert list(unit) == [Alone("-"), Alone(str(large))]


def test_missing_files_keep_their_place(tmp_path):
    make_tree(tmp_path, 12)
    files = sorted(tmp_path.rglob("*.txt"))
    done = labeler("scan", *files[:5], tmp_path / "gone.txt", *files[5:], "--format", "jsonl")

    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 12
    assert done.stderr.decode() == (
        f"labeler: {tmp_path / 'gone.txt'}: no such file or directory; check the path\n"
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_wrong_rules_end_the_run_with_one_line(tmp_path, jobs):
    tree = make_tree(tmp_path / "tree", 70)
    rules = tmp_path / "mine.yaml"
    rules.write_text("rules: [{id: 7}]\n", "utf-8")
    done = labeler("scan", tree, "--rules", rules, "-j", jobs)

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(f"labeler: {rules}".encode())
    assert done.stderr.count(b"\n") == 1


def children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@linux
def test_ctrl_c_leaves_neither_output_nor_processes(tmp_path):
    tree = make_tree(tmp_path / "tree", 3000)
    output = tmp_path / "report.json"
    output.write_text("old", "utf-8")
    process = subprocess.Popen(
        [*COMMAND, "scan", str(tree), "-j", "2", "--no-cache", "--output", str(output)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    end = time.monotonic() + 30
    while len(workers := children(process.pid)) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert len(workers) == 2
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=10)

    assert (process.returncode, err) == (130, b"")
    assert output.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "tree"]
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


def on_a_terminal(*arguments: str) -> tuple[str, bytes]:
    """What a run writes to standard error, which is a terminal, and to standard output."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, **WIDE}
    )
    os.close(theirs)
    assert process.stdout is not None
    said, out = b"", b""
    sources = [ours, process.stdout.fileno()]
    while sources:
        for source in select.select(sources, [], [])[0]:
            try:
                data = os.read(source, 1 << 16)
            except OSError:  # the other end of the terminal is closed
                data = b""
            if not data:
                sources.remove(source)
            elif source == ours:
                said += data
            else:
                out += data
    process.wait()
    os.close(ours)
    return said.decode(), out


WIDE = {"COLUMNS": "100", "TERM": "xterm"}


@linux
def test_progress_is_shown_on_a_terminal_only(tmp_path):
    tree = make_tree(tmp_path, 5000)
    (tree / "00" / "0000.txt").write_bytes(b"")
    said, out = on_a_terminal("scan", str(tree), "-j", "2", "--no-cache", "--format", "jsonl")

    assert "/5000" in said
    assert "files/s" in said
    assert "0000.txt: empty" in said
    assert len(out.splitlines()) == 4999
    assert b"files/s" not in labeler("scan", tree, "--no-cache").stderr


@linux
def test_short_runs_show_no_progress(tmp_path):
    said, _ = on_a_terminal("scan", str(make_tree(tmp_path, 2)), "--no-cache")

    assert said == ""


def test_memory_does_not_grow_with_the_number_of_files(tmp_path):
    """Reports are never more than a few units ahead of what is written."""
    make_tree(tmp_path, 900)
    taken = 0

    def files():
        nonlocal taken
        for path in list_files([str(tmp_path)]):
            taken += 1
            yield path

    scan = Scan(UnitScanner(Labeler, ReadOptions(), Policy()), NOTHING)
    ahead = [taken - n for n, _ in enumerate(scan.outcomes(files(), 2, lambda: None))]
    assert taken == 900
    assert max(ahead) <= (2 * 4 + 1) * 64


def test_reports_of_workers_are_whole_reports(tmp_path):
    make_tree(tmp_path, 2)
    scan = Scan(UnitScanner(Labeler, ReadOptions(), Policy()), NOTHING)
    outcomes = list(scan.outcomes(list_files([str(tmp_path)]), 1, lambda: None))

    assert all(isinstance(outcome, EncodedReport) for outcome in outcomes)
    decoded = [outcome.decoded() for outcome in outcomes if isinstance(outcome, EncodedReport)]
    assert decoded == Labeler().scan_path(tmp_path)
    assert all(isinstance(report, Report) for report in decoded)
