"""What a task may take, and what comes in place of its result."""

from typing import Any, Literal, NamedTuple

Cause = Literal["died", "time", "memory", "raised"]


class Limits(NamedTuple):
    """What one task may take; None is no limit."""

    seconds: float | None = None
    """Of wall-clock time."""
    memory_bytes: int | None = None
    """Of memory beside what the worker holds before its first task (Linux alone)."""


NO_LIMITS = Limits()


class Failed(NamedTuple):
    """What comes in place of a task's result."""

    task: Any
    """As it was given."""
    cause: Cause
    reason: str
    """In one line, as `killed by SIGKILL` or `ValueError: no such day`."""
    traceback: str | None = None
    """Where it was raised."""


class Done(NamedTuple):
    """Given as a task: passes by in its place, without any work."""

    outcome: Any
