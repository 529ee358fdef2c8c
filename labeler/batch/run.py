"""A run from its inputs to its manifest, wherever it was stopped before."""

import time
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from labeler.batch.extras import extra
from labeler.batch.journal import Entry, Journal
from labeler.batch.local import ShardLabeler, label_locally, labeler_of
from labeler.batch.lock import locked
from labeler.batch.manifest import Manifest, Session, write_manifest, write_session
from labeler.batch.pieces import Finished, Piece, cut
from labeler.batch.plan import RUN, Plan, claim, clear, clear_work, open_plan
from labeler.batch.progress import Watcher
from labeler.batch.settings import Settings
from labeler.batch.shard import Done
from labeler.batch.slabs import Failure
from labeler.batch.sources import Source, find_sources
from labeler.batch.summary import write_summary
from labeler.batch.writing import OutputError
from labeler.errors import InputError

Engine = Literal["local", "ray"]
ENGINES: tuple[Engine, ...] = ("local", "ray")
_PIECE_BYTES = (1_000_000, 8_000_000)
"""Least and most; small inputs are cut small, to give all workers something."""
_PIECES = 64
"""So many pieces are aimed at between these two."""


class Job(NamedTuple):
    """What to run."""

    inputs: Sequence[str]
    output: Path
    settings: Settings
    jobs: int
    engine: Engine = "local"
    restart: bool = False


def run(job: Job, watcher: Watcher) -> Manifest:
    """Label all inputs, or what an earlier run of the same job has left to do.

    Raises UsageError where the output folder holds something else, and OutputError where it
    cannot be written any more; what is finished by then stays.
    """
    extra("pyarrow")
    claim(job.output)
    with locked(job.output / RUN / "lock"):
        if job.restart:
            clear(job.output)
        plan = open_plan(job.output, _plan(job))
        clear_work(job.output)
        with Journal(job.output, plan.settings) as journal:
            try:
                return _run(job, plan, journal, watcher)
            finally:
                watcher.close()
                clear_work(job.output)


def _run(job: Job, plan: Plan, journal: Journal, watcher: Watcher) -> Manifest:
    began, started = time.monotonic(), datetime.now(timezone.utc)
    documents = 0
    way = _Way(plan, journal)
    watcher.start(plan.sources, way.bytes_done())
    try:
        for shard in _engine(job, plan, way):
            journal.append(Entry(done=shard))
            documents += shard.counts.documents
            watcher.advance(shard, way.passed(shard))
    except OutputError:
        write_manifest(job.output, plan, journal, complete=False)
        raise
    manifest = write_manifest(job.output, plan, journal, complete=True)
    write_summary(job.output, manifest)
    seconds = round(time.monotonic() - began, 3)
    at = started.isoformat(timespec="seconds")
    write_session(job.output, Session(at, seconds, documents, job.engine, job.jobs))
    return manifest


def _engine(job: Job, plan: Plan, way: "_Way") -> Iterator[Done]:
    work = ShardLabeler(plan.settings, job.output)
    return label_locally(way.pieces(), work, job.jobs)


class _Way:
    """The pieces that are still to be labelled, and how far they reach."""

    def __init__(self, plan: Plan, journal: Journal) -> None:
        self._plan = plan
        self._journal = journal
        self._positions: dict[str, int] = {}  # of pieces under way
        self._before: list[int] = []  # bytes of the sources before each
        total = 0
        for source in plan.sources:
            self._before.append(total)
            total += source.size
        self._done = 0

    def pieces(self) -> Iterator[Piece]:
        """Read the sources and yield what is not done; sources are journaled as they end."""
        limit = self._plan.settings.limit
        for number, source in enumerate(self._plan.sources):
            if limit is not None and limit <= 0:
                return
            if self._journal.is_complete(number):
                records = self._journal.records[number]
            else:
                records = yield from self._pieces_of(number, source, limit)
            if limit is not None:
                limit -= records

    def _pieces_of(
        self, number: int, source: Source, limit: int | None
    ) -> Generator[Piece, None, int]:
        for item in cut(source, number, self._plan.settings, limit):
            if isinstance(item, Finished):
                self._journal.append(Entry(finished=item))
                return item.records
            if not self._journal.is_done(item.source, item.ordinal):
                self._positions[item.key] = item.position
                yield item
        raise AssertionError("a source without an end")

    def passed(self, shard: Done) -> int:
        """How many bytes of the sources are done with this shard."""
        position = self._positions.pop(shard.key, 0)
        self._done = max(self._done, self._before[shard.source] + position)
        return self._done

    def bytes_done(self) -> int:
        """How many bytes of the sources an earlier run has done, about."""
        return sum(
            source.size
            for number, source in enumerate(self._plan.sources)
            if self._journal.is_complete(number)
        )


def _plan(job: Job) -> Plan:
    found = find_sources(job.inputs)
    sources = tuple(one for one in found if isinstance(one, Source))
    failures = tuple(
        Failure(name, None, "unreadable", str(one))
        for one in found
        if isinstance(one, InputError)
        for name in [str(one).partition(": ")[0]]
    )
    size = sum(source.size for source in sources)
    piece_bytes = min(max(size // _PIECES, _PIECE_BYTES[0]), _PIECE_BYTES[1])
    return Plan(
        tool=labeler_of(job.settings).tool,
        libraries={name: version(name) for name in ("pyarrow", "zstandard")},
        settings=msgspec.structs.replace(job.settings, piece_bytes=piece_bytes),
        inputs=tuple(job.inputs),
        sources=sources,
        failures=failures,
    )
