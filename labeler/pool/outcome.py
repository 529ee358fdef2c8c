"""What comes in place of a task's result, or of a task."""

from typing import Any, Literal, NamedTuple

Cause = Literal["died", "memory", "raised"]


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
