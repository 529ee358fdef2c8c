"""`map_tasks` keeps order, bounds and promises, whatever happens to its workers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.errors import RuleError, UsageError
from labeler.pool import Failed, default_jobs, map_tasks
from tests.pool import work

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until(condition, seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs):
    assert list(map_tasks(work.square, range(30), jobs=jobs)) == [n * n for n in range(30)]


def test_a_slow_task_does_not_change_the_order():
    first, *others = map_tasks(work.pid_after, [0.3, 0, 0, 0], jobs=2)

    assert {first} != set(others)


def test_no_tasks_are_no_results():
    assert list(map_tasks(work.square, [], jobs=2)) == []


def test_large_results_pass():
    sizes = [len(result) for result in map_tasks(work.megabytes, [3, 0, 5, 1], jobs=2)]

    assert sizes == [3_000_000, 0, 5_000_000, 1_000_000]


def test_large_tasks_with_large_results_pass():
    tasks = [bytes(size) for size in (3_000_000, 10, 2_000_000, 4_000_000, 10, 10, 10, 10, 10)]

    assert list(map_tasks(work.echo, tasks, jobs=2)) == tasks


def test_one_job_runs_in_this_process():
    assert list(map_tasks(work.pid_after, [0, 0], jobs=1)) == [os.getpid()] * 2


def test_one_isolated_job_runs_in_another():
    pids = set(map_tasks(work.pid_after, [0, 0], jobs=1, isolated=True))

    assert len(pids) == 1
    assert os.getpid() not in pids


HARM = {
    "kill": ("died", "the process was killed by SIGKILL, as happens when memory runs out"),
    "segfault": ("died", "the process was killed by SIGSEGV"),
    "exit": ("died", "the process ended with exit code 7"),
    "raise": ("raised", "ValueError: no such day"),
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_harm_costs_only_its_own_task(jobs):
    tasks = [1, "kill", 2, "segfault", "exit", 3, "raise", 4]
    outcomes = list(map_tasks(work.do, tasks, jobs=jobs, isolated=True))

    failed = {o.task: (o.cause, o.reason) for o in outcomes if isinstance(o, Failed)}
    assert failed == HARM
    assert [o for o in outcomes if not isinstance(o, Failed)] == [1, 4, 9, 16]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_death_costs_no_task_that_the_worker_was_given_ahead(jobs):
    tasks = [n if n % 3 else "kill" for n in range(1, 25)]
    outcomes = list(map_tasks(work.do, tasks, jobs=jobs, isolated=True))

    assert [o.task if isinstance(o, Failed) else o for o in outcomes] == [
        task if task == "kill" else task**2 for task in tasks
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_raised_tells_its_place(jobs):
    (failed,) = map_tasks(work.do, ["raise"], jobs=jobs)

    assert 'raise ValueError("no such day")' in failed.traceback


def test_a_result_that_cannot_be_sent_costs_only_its_task():
    failed, fine = map_tasks(work.do, ["unpicklable", 2], jobs=2)

    assert failed.cause == "raised"
    assert fine == 4


@linux
def test_a_limit_of_memory_is_held():
    failed, fine = map_tasks(work.do, ["memory", 3], jobs=1, memory_bytes=200_000_000)

    assert failed == Failed("memory", "memory", "needed more than 200 MB")
    assert fine == 9


def test_a_limit_of_memory_needs_linux(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(UsageError, match="a limit of memory needs Linux; leave it out"):
        map_tasks(work.square, [1], jobs=1, memory_bytes=1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_initializer_runs_once_in_every_worker(jobs):
    outcomes = map_tasks(
        work.recall, ["model"] * 6, jobs=jobs, initializer=work.remember, initargs=("model", 7)
    )
    assert {value for value, _ in outcomes} == {7}
    work.STATE.clear()


def test_a_replaced_worker_is_initialized_too():
    tasks = ["kill", 3]
    outcomes = list(
        map_tasks(work.do, tasks, jobs=1, isolated=True, initializer=work.remember, initargs="ab")
    )
    assert outcomes[1] == 9


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_initializer_raises_ends_the_run(jobs):
    with pytest.raises(RuleError, match="no such rule"):
        list(
            map_tasks(
                work.square,
                [1, 2],
                jobs=jobs,
                initializer=work.refuse,
                initargs=("no such rule",),
            )
        )


def test_workers_that_never_start_end_the_run():
    with pytest.raises(RuntimeError, match=r"no worker process can start: .*SIGKILL"):
        list(map_tasks(work.square, [1], jobs=2, initializer=work.die))


def test_tasks_are_taken_a_few_at_a_time():
    taken = 0

    def tasks() -> Iterator[int]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield number

    for received, _ in enumerate(map_tasks(work.square, tasks(), jobs=2)):
        assert taken - received <= 2 * 4 + 1
    assert taken == 1000


def test_tasks_that_raise_leave_no_worker_behind():
    def tasks() -> Iterator[float]:
        yield from (0, 0)
        raise OSError("the disk is gone")

    pids = []
    with pytest.raises(OSError, match="the disk is gone"):
        pids.extend(map_tasks(work.pid_after, tasks(), jobs=2))
    assert not any(map(is_running, pids))


@linux
def test_closing_ends_the_workers_at_once():
    results = map_tasks(work.pid_after, [0, 60, 60], jobs=2)
    first = next(results)
    start = time.monotonic()
    results.close()

    assert time.monotonic() - start < 5
    assert not is_running(first)


@settings(max_examples=5)
@given(st.lists(st.sampled_from([1, 2, 3, "raise", "exit"]), max_size=12), st.integers(1, 3))
def test_every_task_has_one_outcome(tasks, jobs):
    outcomes = list(map_tasks(work.do, tasks, jobs=jobs, isolated=True))

    for task, outcome in zip(tasks, outcomes, strict=True):
        if isinstance(task, int):
            assert outcome == task * task
        else:
            assert outcome.task == task


@linux
def test_workers_killed_at_random_never_stop_the_run():
    """As the kernel kills when memory runs out: at any moment, in the middle of a message too."""
    killer = (
        "import os, random, signal, sys, time\n"
        "while True:\n"
        "    time.sleep(random.uniform(.02, .05))\n"
        "    children = open(f'/proc/{sys.argv[1]}/task/{sys.argv[1]}/children').read().split()\n"
        "    workers = [int(c) for c in children if int(c) != os.getpid()]\n"
        "    if workers:\n"
        "        try: os.kill(random.choice(workers), signal.SIGKILL)\n"
        "        except ProcessLookupError: pass\n"
    )
    script = (
        "import os, subprocess, sys\n"
        "from labeler.pool import Failed, map_tasks\n"
        "from tests.pool.work import megabytes\n"
        f"killer = subprocess.Popen([sys.executable, '-c', {killer!r}, str(os.getpid())])\n"
        "outcomes = list(map_tasks(megabytes, [2] * 150, jobs=2))\n"
        "killer.kill()\n"
        "dead = [o for o in outcomes if isinstance(o, Failed)]\n"
        "assert all(o.cause == 'died' for o in dead), dead\n"
        "print(len(outcomes), sum(len(o) == 2_000_000 for o in outcomes) + len(dead), len(dead))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    outcomes, accounted, dead = map(int, done.stdout.split())
    assert outcomes == accounted == 150
    assert dead > 0


SLEEPERS = (
    "import sys\n"
    "from labeler.pool import map_tasks\n"
    "from tests.pool.work import mark_and_sleep\n"
    "list(map_tasks(mark_and_sleep, [sys.argv[1]] * 9, jobs=2))\n"
)


@pytest.fixture
def sleepers(tmp_path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A run in a process group of its own, and the pids of its two workers, busy."""
    process = subprocess.Popen(
        [sys.executable, "-c", SLEEPERS, str(tmp_path)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    yield process, [int(path.name) for path in tmp_path.iterdir()]
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@linux
def test_ctrl_c_ends_all_processes_at_once(sleepers):
    process, workers = sleepers
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to the workers too
    _, err = process.communicate(timeout=10)

    assert process.returncode == -signal.SIGINT
    assert err.count("KeyboardInterrupt") == 1
    assert not any(map(is_running, workers))


@linux
def test_idle_workers_end_when_the_parent_is_killed(tmp_path):
    script = (
        "import os, signal\n"
        "from labeler.pool import map_tasks\n"
        "from tests.pool.work import pid_after\n"
        "results = map_tasks(pid_after, [.1] * 8, jobs=3)\n"
        "pids = {next(results) for _ in range(8)}\n"
        "print(*pids, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    workers = [int(pid) for pid in done.stdout.split()]
    assert len(workers) > 1, done.stderr
    assert wait_until(lambda: not any(map(is_running, workers)))


@linux
@pytest.mark.parametrize(("threads", "inherited"), [(0, "yes yes"), (1, "None None")])
def test_what_is_loaded_is_shared_unless_threads_run(threads, inherited):
    """A forked child would have the locks of its parent's threads, but not the threads."""
    script = (
        "import threading\n"
        "from labeler.pool import map_tasks\n"
        "from tests.pool import work\n"
        "work.remember('shared', 'yes')\n"
        f"for _ in range({threads}):\n"
        "    threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "print(*(seen for seen, _ in map_tasks(work.recall, ['shared'] * 2, jobs=2)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.stdout.strip() == inherited, done.stderr


def test_default_jobs_are_the_cores_this_process_may_use():
    assert 1 <= default_jobs() <= (os.cpu_count() or 1)
