"""A run from its inputs to its manifest, wherever it was stopped before."""

import time
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from labeler.batch.extras import extra
from labeler.batch.journal import Entry, Journal
from labeler.batch.local import ShardLabeler, label_locally, labeler_of
from labeler.batch.lock import locked
from labeler.batch.manifest import Manifest, Session, write_manifest, write_session
from labeler.batch.pieces import Finished, Piece, Todo, read_on
from labeler.batch.plan import RUN, Plan, claim, clear, clear_work, open_plan
from labeler.batch.progress import Watcher
from labeler.batch.settings import Settings
from labeler.batch.shard import Done
from labeler.batch.slabs import Failure
from labeler.batch.sources import Source, find_sources
from labeler.batch.summary import write_summary
from labeler.batch.writing import OutputError
from labeler.errors import InputError
from labeler.pool import default_jobs

Engine = Literal["local", "ray"]
ENGINES: tuple[Engine, ...] = ("local", "ray")
_LIBRARIES = ("pyarrow", "zstandard")
"""What writes the output: other versions may write other bytes."""
_PIECE_BYTES = (1_000_000, 8_000_000)
"""Least and most; small inputs are cut small, to give all workers something."""
_PIECES = 64
"""So many pieces are aimed at between these two."""


class Job(NamedTuple):
    """What to run."""

    inputs: Sequence[str]
    output: Path
    settings: Settings
    jobs: int | None = None
    """Processes; None is one a core."""
    engine: Engine = "local"
    restart: bool = False


def run(job: Job, watcher: Watcher) -> Manifest:
    """Label all inputs, or what an earlier run of the same job has left to do.

    Raises UsageError where the output folder holds something else, InputError where a new run
    has no source, and OutputError where the folder cannot be written any more; what is finished
    by then stays.
    """
    for module in _LIBRARIES:
        extra(module)
    plan = _plan(job)
    claim(job.output)
    with locked(job.output / RUN / "lock"):
        if job.restart:
            clear(job.output)
        plan = open_plan(job.output, plan)
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
    way = _Way(plan)
    watcher.start(plan.sources)
    try:
        for outcome in _outcomes(job, plan, journal):
            if isinstance(outcome, Finished):
                journal.append(Entry(finished=outcome))
                continue
            journal.append(Entry(done=outcome))
            documents += outcome.counts.documents
            watcher.advance(outcome, way.after(outcome))
    except OutputError:
        write_manifest(job.output, plan, journal, complete=False)
        raise
    manifest = write_manifest(job.output, plan, journal, complete=True)
    write_summary(job.output, manifest)
    seconds = round(time.monotonic() - began, 3)
    at = started.isoformat(timespec="seconds")
    write_session(job.output, Session(at, seconds, documents, job.engine, job.jobs))
    return manifest


def _outcomes(job: Job, plan: Plan, journal: Journal) -> Iterator[Done | Finished]:
    """What the engine finishes of what is left to do."""
    todos = _todos(plan, journal)
    work = ShardLabeler(plan.settings, job.output)
    if job.engine == "ray":
        from labeler.batch.cluster import label_on_cluster

        yield from label_on_cluster(todos, work, job.jobs)
        return
    finished: deque[Finished] = deque()
    for shard in label_locally(_pieces(todos, plan.settings, finished), work, _jobs(job)):
        yield shard
        while finished:
            yield finished.popleft()
    yield from finished


def _pieces(
    todos: Sequence[Todo], settings: Settings, finished: deque[Finished]
) -> Iterator[Piece]:
    """The pieces that are left; what ends a source goes to `finished`."""
    for item in read_on(todos, settings):
        if isinstance(item, Finished):
            finished.append(item)
        else:
            yield item


def _jobs(job: Job) -> int:
    return job.jobs or default_jobs()


def _todos(plan: Plan, journal: Journal) -> list[Todo]:
    todos = [
        Todo(number, source, journal.done(number), journal.records_of(number))
        for number, source in enumerate(plan.sources)
    ]
    if plan.settings.limit is None:
        return [todo for todo in todos if todo.records is None]
    return todos  # those that are done count


class _Way:
    """How far a run has come, in bytes of its sources as they are stored."""

    def __init__(self, plan: Plan) -> None:
        sizes = [source.size for source in plan.sources]
        self._before = list(accumulate(sizes, initial=0))
        self._done = 0

    def after(self, shard: Done) -> int:
        """How far, now that a shard is done: shards are done about in their order."""
        self._done = max(self._done, self._before[shard.source] + shard.position)
        return self._done


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
        libraries={name: version(name) for name in _LIBRARIES},
        settings=msgspec.structs.replace(job.settings, piece_bytes=piece_bytes),
        inputs=tuple(job.inputs),
        sources=sources,
        failures=failures,
    )
