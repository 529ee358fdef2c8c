"""What the tests let worker processes do; a module of its own, so that they can import it."""

import os
import signal
import time
from pathlib import Path
from typing import Any

STATE: dict[str, Any] = {}


def square(number: int) -> int:
    return number * number


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def megabytes(number: int) -> bytes:
    return bytes(number * 1_000_000)


def echo(data: bytes) -> bytes:
    return data


def do(what: Any) -> Any:
    """One task of a mixed bag: harm of all kinds, or a number to square."""
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "segfault":
        signal.signal(signal.SIGSEGV, signal.SIG_DFL)  # pytest's faulthandler would report it
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "exit":
        os._exit(7)
    if what == "raise":
        raise ValueError("no such day")
    if what == "unpicklable":
        return lambda: None
    if what == "memory":
        return len(bytearray(2_000_000_000))
    return square(what)


def remember(key: str, value: Any) -> None:
    STATE[key] = value


def recall(key: str) -> tuple[Any, int]:
    return STATE.get(key), os.getpid()


def refuse(reason: str) -> None:
    from labeler.errors import RuleError

    raise RuleError(reason)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def mark_and_sleep(folder: str) -> None:
    Path(folder, str(os.getpid())).touch()
    time.sleep(60)
