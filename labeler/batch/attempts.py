"""Which record a worker died of, told from what earlier attempts at the same shard left behind.

Records are judged many at a time. Before each batch its place is written to a file; a worker
that dies leaves it there, and the next attempt draws the conclusion:

1. a batch in which one worker died is tried again: the worker may have been killed for no fault
   of the batch;
2. after a second death, its records are first tried one by one;
3. a record on which two workers died alone, or one by its own time or memory, is given up;
4. a batch that fails though each of its records can be judged is judged one by one.

An engine has nothing to do but to try a shard again until it is done.
"""

import faulthandler
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import msgspec

from labeler.batch.slabs import Cause
from labeler.batch.writing import writing_to

_DEATHS_ALLOWED = 2
"""Of workers that died without telling why."""
_DEATHS_OUTSIDE = 5
Mode = Literal["together", "tried first", "alone"]


class _Place(msgspec.Struct, frozen=True):
    """What is being judged: records by their numbers; none while the shard is read or written."""

    first: int = 0
    last: int = 0
    alone: bool = False


class _State(msgspec.Struct):
    """What is known of a shard's attempts."""

    place: _Place = _Place()
    out_of_memory: bool = False
    deaths: list[tuple[_Place, Cause]] = msgspec.field(default_factory=list)
    given_up: dict[int, Cause] = msgspec.field(default_factory=dict)


class Attempt:
    """One attempt at a shard. Its files lie in `folder` and go with `finish`.

    Raises OutputError, from any method, where these cannot be written.
    """

    def __init__(self, folder: Path, key: str, seconds: float) -> None:
        self._file = folder / f"{key}.attempt"
        self._overdue = folder / f"{key}.overdue"
        self._seconds = seconds
        self._state = _State()
        noted = self._file.read_bytes() if self._file.exists() else b""
        if noted:
            self._state = msgspec.json.decode(noted, type=_State)
            self._conclude()
        self._written = len(noted)
        with writing_to(self._file):
            self._notes = self._file.open("r+b" if noted else "wb", buffering=0)
        with writing_to(self._overdue):
            self._watch = self._overdue.open("wb")
        self._enter(_Place())

    @property
    def hopeless(self) -> bool:
        """Whether workers die of this shard outside its records, or without end."""
        outside = [place for place, _ in self._state.deaths if not place.last]
        return len(outside) >= _DEATHS_OUTSIDE

    def given_up(self, row: int) -> Cause | None:
        """Why a record is not to be judged any more."""
        return self._state.given_up.get(row)

    def mode(self, rows: Sequence[int]) -> Mode:
        """How to judge a batch of records, consecutive ones of the shard."""
        place = _Place(rows[0], rows[-1])
        causes = [cause for earlier, cause in self._state.deaths if earlier == place]
        allowed = _DEATHS_ALLOWED if set(causes) <= {"died"} else 1
        if len(causes) < allowed:
            return "together"
        return "tried first" if len(causes) == allowed else "alone"

    @contextmanager
    def at(self, rows: Sequence[int], *, alone: bool = False) -> Iterator[None]:
        """Judge these records: the process ends if it takes longer than the time allowed."""
        self._enter(_Place(rows[0], rows[-1], alone))
        # A thread of its own, which needs nothing of Python: it works whatever hangs.
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._watch)
        try:
            yield
        except MemoryError:
            self._state.out_of_memory = True
            self._write()
            raise
        finally:
            faulthandler.cancel_dump_traceback_later()
        self._enter(_Place())

    def finish(self) -> None:
        """The shard is in place: forget the attempts at it."""
        self._notes.close()
        self._watch.close()
        self._file.unlink()
        self._overdue.unlink()

    def _enter(self, place: _Place) -> None:
        self._state.place = place
        self._write()

    def _write(self) -> None:
        """Write over what was noted before: one call of the system, which no signal cuts short."""
        encoded = msgspec.json.encode(self._state).ljust(self._written)
        self._written = len(encoded)
        with writing_to(self._file):
            self._notes.seek(0)
            self._notes.write(encoded)

    def _conclude(self) -> None:
        """Say what the attempt before this one ended of."""
        state = self._state
        place, cause = state.place, self._cause()
        state.deaths.append((place, cause))
        deaths = sum(earlier == place for earlier, _ in state.deaths)
        if place.alone and (cause != "died" or deaths >= _DEATHS_ALLOWED):
            state.given_up[place.first] = cause
            # Without that record it is another batch.
            state.deaths = [d for d in state.deaths if not d[0].first <= place.first <= d[0].last]
        state.out_of_memory = False

    def _cause(self) -> Cause:
        if self._state.out_of_memory:
            return "memory"
        if self._overdue.exists() and self._overdue.stat().st_size:
            return "time"
        return "died"
