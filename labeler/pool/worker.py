"""The worker's side: a process that answers one task after another."""

import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from traceback import format_exc
from typing import TYPE_CHECKING, Any, NamedTuple

from labeler.pool.outcome import Failed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

READY = "ready"
"""A worker's first message, once it is."""


class Work(NamedTuple):
    """What a worker is to do."""

    function: Callable[[Any], Any]
    initializer: Callable[..., object] | None
    initargs: tuple[Any, ...]
    memory_bytes: int | None


def serve(pipe: "Connection", inherited: Sequence["Connection"], work: Work) -> None:
    """Work on what comes through `pipe` until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent ends us
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in inherited:
        other.close()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        try:
            if work.initializer is not None:
                work.initializer(*work.initargs)
            if work.memory_bytes is not None:
                limit_memory(work.memory_bytes)
        except Exception as error:
            pipe.send(error)
            return
        pipe.send(READY)
        while True:
            pipe.send_bytes(_answer(work, pipe.recv()))


def _answer(work: Work, task: Any) -> bytes:
    try:
        return pickle.dumps(work.function(task), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        if work.memory_bytes is None:
            return pickle.dumps(Failed(None, "memory", "out of memory"))
        limit = f"needed more than {work.memory_bytes / 1e6:,.0f} MB"
        return pickle.dumps(Failed(None, "memory", limit))
    except Exception as error:
        return pickle.dumps(raised(error))


def raised(error: Exception) -> Failed:
    """What came of a task in which `error` was raised; whose it was, the parent knows."""
    return Failed(None, "raised", f"{type(error).__name__}: {error}", format_exc())


def limit_memory(extra: int) -> None:
    """Let this process have `extra` bytes of data more than it has now.

    RLIMIT_DATA counts heap and private writable mappings (Linux 4.7 and later), so neither the
    model, which is mapped from its file, nor libraries; and the kernel holds it, at once.
    """
    if sys.platform == "linux":
        import resource

        with open("/proc/self/statm", "rb") as file:
            pages = int(file.read().split()[5])
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (pages * resource.getpagesize() + extra, hard))
