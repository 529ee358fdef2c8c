"""Which shards of a run are finished: a line each in `_run/journal.jsonl`.

A line is written after the shard's files are in place, and one for each source that has been
read to its end. A run that was stopped anywhere is one whose journal is shorter.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from labeler.batch.pieces import Finished
from labeler.batch.plan import OUTPUTS, RUN
from labeler.batch.settings import Settings
from labeler.batch.shard import Done
from labeler.batch.writing import OutputError, unwritable


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of the journal: one of the two."""

    done: Done | None = None
    finished: Finished | None = None


class Journal:
    """The journal of an output folder, open for appending; use it as a context."""

    def __init__(self, output: Path, settings: Settings) -> None:
        self._output = output
        self._path = output / RUN / "journal.jsonl"
        self._shards: dict[tuple[int, int], int] = {}  # where their lines begin
        self._ordinals: dict[int, set[int]] = {}
        self._sources: dict[int, int] = {}
        self._finished: dict[int, Finished] = {}
        self._path.touch()
        self._read()
        self._forget_missing_files(settings)
        self._file = self._path.open("ab")

    def __enter__(self) -> "Journal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def done(self, source: int) -> frozenset[int]:
        """Ordinals of a source's finished shards."""
        return frozenset(self._ordinals.get(source, ()))

    def records_of(self, source: int) -> int | None:
        """How many records were taken of a source, if it was read and all its shards are finished.

        A source that could not be read is not finished: it is tried again.
        """
        finished = self._finished.get(source)
        if finished is None or finished.failures or len(self.done(source)) < finished.pieces:
            return None
        return finished.records

    def append(self, entry: Entry) -> None:
        """Add a line, for good. Raises OutputError."""
        offset = self._file.tell()
        try:
            self._file.write(msgspec.json.encode(entry) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise OutputError(unwritable(self._path, error)) from error
        self._remember(entry, offset)

    def entries(self) -> Iterator[Entry]:
        """The lines of all sources, then of all shards, each in their order."""
        with self._path.open("rb") as file:
            for offsets in (self._sources, self._shards):
                for _, offset in sorted(offsets.items()):
                    file.seek(offset)
                    yield msgspec.json.decode(file.readline(), type=Entry)

    def _read(self) -> None:
        offset = 0
        with self._path.open("rb+") as file:
            for line in file:
                try:
                    entry = msgspec.json.decode(line, type=Entry)
                except (msgspec.DecodeError, msgspec.ValidationError):
                    break  # written when the run was killed
                if not line.endswith(b"\n"):
                    break
                self._remember(entry, offset)
                offset += len(line)
            file.truncate(offset)

    def _remember(self, entry: Entry, offset: int) -> None:
        if entry.done is not None:
            self._shards[entry.done.source, entry.done.ordinal] = offset
            self._ordinals.setdefault(entry.done.source, set()).add(entry.done.ordinal)
        if entry.finished is not None:
            source = entry.finished.source
            self._sources[source] = offset
            self._finished[source] = entry.finished

    def _forget_missing_files(self, settings: Settings) -> None:
        """Let shards be done again whose files are gone; delete files of shards that are not done.

        The latter were moved to their place when the run was killed.
        """
        there = {
            path
            for table in OUTPUTS
            if (self._output / table).is_dir()
            for path in (self._output / table).iterdir()
        }
        with self._path.open("rb") as file:
            for shard, offset in list(self._shards.items()):
                file.seek(offset)
                done = msgspec.json.decode(file.readline(), type=Entry).done
                assert done is not None
                files = {self._output / t / f"{done.key}{settings.suffix}" for t in done.files}
                if not files <= there:
                    del self._shards[shard]
                    self._ordinals[shard[0]].remove(shard[1])
                else:
                    there -= files
        for path in there:
            path.unlink()
