"""`map_tasks`: the parent's side, which starts worker processes, feeds and replaces them."""

import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from labeler.errors import UsageError
from labeler.pool.outcome import Done, Failed
from labeler.pool.worker import READY, Work, raised, serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, SpawnContext
    from multiprocessing.process import BaseProcess

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 4
"""Tasks taken for each worker beyond the one whose result is awaited."""
_SMALL = 1 << 14
"""A task of at most so many bytes is given to a worker before it is idle. A larger one might fill
its pipe, and this process would wait for a worker that waits for this process."""
_BUFFER = 1 << 21
"""Bytes of results that a worker can leave in its pipe and go on, if the system allows as many."""
_STARTS = 3
"""So often a worker may die before it is ready; then it will never start."""


class _Slot:
    """A task that was taken, and its outcome once there is one."""

    def __init__(self, task: Any) -> None:
        self.task = task
        self.done = isinstance(task, Done)
        self.outcome: Any = task.outcome if isinstance(task, Done) else None

    def fill(self, outcome: Any) -> None:
        self.outcome, self.done = outcome, True


class _Worker:
    """A process, this end of its pipe, and what it is at."""

    def __init__(self, process: "BaseProcess", pipe: "Connection") -> None:
        self.process = process
        self.pipe = pipe
        self.ready = False
        self.slots: deque[_Slot] = deque()
        """What it was given and has not answered, the task that it is at first."""

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def default_jobs() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def map_tasks(
    function: Callable[[Task], Result],
    tasks: Iterable[Task | Done],
    *,
    jobs: int,
    initializer: Callable[..., object] | None = None,
    initargs: tuple[Any, ...] = (),
    memory_bytes: int | None = None,
    isolated: bool = False,
) -> Iterator[Result | Failed]:
    """Yield `function(task)` of each task, in their order, worked on by `jobs` processes.

    Tasks are taken a few at a time, as results are fetched; one that is `Done` already keeps its
    place among them, and no worker starts for it. `initializer` is called once in each
    process; what it raises is raised here. A task may take `memory_bytes` beside what its worker
    holds before the first one. One job without that limit runs in this process, unless it is to
    be `isolated`. Function, tasks and results must be picklable. An exception in `function` is a
    Failed too. Closing the iterator ends the processes at once.

    Raises UsageError for a memory limit on another system than Linux.
    """
    if memory_bytes is not None and sys.platform != "linux":
        raise UsageError("a limit of memory needs Linux; leave it out")
    if jobs == 1 and memory_bytes is None and not isolated:
        return _in_this_process(function, tasks, initializer, initargs)
    return _Pool(Work(function, initializer, initargs, memory_bytes), jobs).map(tasks)


def _in_this_process(
    function: Callable[[Task], Result],
    tasks: Iterable[Task | Done],
    initializer: Callable[..., object] | None,
    initargs: tuple[Any, ...],
) -> Iterator[Result | Failed]:
    if initializer is not None:
        initializer(*initargs)
    for task in tasks:
        if isinstance(task, Done):
            yield task.outcome
            continue
        try:
            outcome: Result | Failed = function(task)
        except Exception as error:
            outcome = raised(error)._replace(task=task)
        yield outcome


class _Pool:
    """The workers of one call of `map_tasks`."""

    def __init__(self, work: Work, jobs: int) -> None:
        self._work = work
        self._jobs = jobs
        self._queues = work.memory_bytes is None
        """Whether workers find a next task in their pipe: the limit may end them at any time."""
        self._workers: list[_Worker] = []
        self._waiting: deque[_Slot] = deque()
        """Those that no worker has."""
        self._exhausted = False
        self._stillborn = 0

    def map(self, tasks: Iterable[Any]) -> Iterator[Any]:
        """Yield the outcomes of `tasks`."""
        coming = iter(tasks)
        slots: deque[_Slot] = deque()  # in the order of the tasks
        try:
            while True:
                # Idle workers first: they work on while the caller looks at what is yielded.
                while len(slots) < self._jobs * _AHEAD and len(self._waiting) < self._jobs:
                    slot = next(map(_Slot, coming), None)
                    if slot is None:
                        self._exhausted = True
                        break
                    slots.append(slot)
                    if not slot.done:
                        self._waiting.append(slot)
                if not slots:
                    return
                self._hand_out()
                if self._workers:
                    self._collect(block=not slots[0].done)
                    self._hand_out()
                if slots[0].done:
                    yield slots.popleft().outcome
        finally:
            for worker in self._workers:
                worker.process.kill()  # all at once: each takes a while to give back its memory
            for worker in self._workers:
                worker.end()

    def _hand_out(self) -> None:
        """Give out waiting tasks; start workers as long as there are too few."""
        for worker in self._workers:
            if self._waiting and worker.ready and not worker.slots:
                self._give(worker)
        if self._queues and not self._exhausted:  # the last ones go to who is idle first
            for worker in self._workers:
                if self._waiting and worker.ready and len(worker.slots) == 1:
                    self._give(worker, at_most=_SMALL)
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(self._waiting) - starting, self._jobs - len(self._workers))):
            self._workers.append(self._start())

    def _give(self, worker: _Worker, at_most: int | None = None) -> None:
        """Send the next task to a worker, unless it has more bytes than `at_most`."""
        from multiprocessing.reduction import ForkingPickler

        slot = self._waiting[0]
        task = ForkingPickler.dumps(slot.task)
        if at_most is not None and len(task) > at_most:
            return
        with suppress(BrokenPipeError, ConnectionResetError):  # `_collect` will find it dead
            worker.pipe.send_bytes(task)
            worker.slots.append(self._waiting.popleft())

    def _start(self) -> _Worker:
        import multiprocessing

        fork = can_fork()
        context: ForkContext | SpawnContext = (
            multiprocessing.get_context("fork") if fork else multiprocessing.get_context("spawn")
        )
        ours, theirs = context.Pipe()
        _widen(theirs)
        # A forked worker must not hold the others' pipes open, nor its own from this side.
        inherited = [ours, *(worker.pipe for worker in self._workers)] if fork else []
        process = context.Process(
            target=serve, args=(theirs, inherited, self._work), name="labeler worker", daemon=True
        )
        with _interrupts_deferred():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _collect(self, *, block: bool) -> None:
        """Take what workers have sent, and dismiss those that died."""
        from multiprocessing.connection import wait

        by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(by_pipe), None if block else 0):
            self._receive(by_pipe[pipe])

    def _receive(self, worker: _Worker) -> None:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):  # OSError: dead in the middle of a message
            worker.process.kill()  # its end of the pipe is closed: it is no use any more
            worker.process.join()
            self._lose(worker, _death(worker.process.exitcode))
            return
        outcome = pickle.loads(message)
        if not worker.ready:
            if outcome != READY:
                raise outcome
            worker.ready, self._stillborn = True, 0
            return
        slot = worker.slots.popleft()
        if isinstance(outcome, Failed):
            outcome = outcome._replace(task=slot.task)
        slot.fill(outcome)
        if isinstance(outcome, Failed) and outcome.cause == "memory":
            self._dismiss(worker)  # what it kept may be broken

    def _lose(self, worker: _Worker, reason: str) -> None:
        """Dismiss a worker at whose death the task is to blame that it was at."""
        if worker.slots:
            slot = worker.slots.popleft()
            slot.fill(Failed(slot.task, "died", reason))
        elif not worker.ready:
            self._stillborn += 1
        self._dismiss(worker)
        if self._stillborn == _STARTS:
            raise RuntimeError(f"no worker process can start: {reason}")

    def _dismiss(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)
        self._waiting.extendleft(reversed(worker.slots))


def _widen(pipe: "Connection") -> None:
    """Let `pipe` take large results at once, where pipes are sockets and the system allows it."""
    import socket

    if sys.platform == "win32":
        return
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)


def can_fork() -> bool:
    """Whether a worker may be forked, to share what is loaded: not where threads run."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


@contextmanager
def _interrupts_deferred() -> Iterator[None]:
    """Keep Ctrl-C back until a new worker is there; it starts with it kept back too."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(exitcode: int | None) -> str:
    """How a process ended, in words."""
    if exitcode is None or exitcode >= 0:
        return f"the process ended with exit code {exitcode}"
    try:
        name = signal.Signals(-exitcode).name
    except ValueError:
        name = f"signal {-exitcode}"
    hint = ", as happens when memory runs out" if name == "SIGKILL" else ""
    return f"the process was killed by {name}{hint}"
