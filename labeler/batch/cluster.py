"""The Ray engine: the same shards, labelled by actors of a cluster (`labeler[ray]`).

The output must be a folder that all machines see. Each source is read by a task; the pieces
stream to actors, which label them and put the shards in their places. Ray starts an actor anew
that died, and gives it the same piece again; `labeler.batch.attempts` then does what it does
locally.
"""

import os
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from labeler.batch.extras import extra
from labeler.batch.local import ShardLabeler, failed_shard
from labeler.batch.pieces import Finished, Piece, Todo, read_on
from labeler.batch.settings import Settings
from labeler.batch.shard import Done, label_shard
from labeler.batch.writing import OutputError
from labeler.pool import limit_memory

_READER_CORES = 0.1
"""Of a core. Actors leave it free: where they take all cores, readers starve and the run hangs."""
_ACTOR_CORES = 0.9
_ONE_A_BLOCK = 1
"""Bytes from which on a block is full: each piece travels, and is tried again, alone."""

Row = dict[str, bytes]


def label_on_cluster(
    todos: Sequence[Todo], work: ShardLabeler, actors: int | None
) -> Iterator[Done | Finished]:
    """Label what is left to do with `actors` processes (None: one a core of the cluster).

    Shards come as they are done, sources as they have been read. The cluster is the one this
    process is connected to, else that of RAY_ADDRESS, else one on this machine. Raises
    OutputError where a shard cannot be written.
    """
    if not todos:
        return
    ray, data = extra("ray", "ray"), extra("ray.data", "ray")
    limited = work.settings.limit is not None  # which record is the last depends on all before
    tasks = [todos] if limited else [[todo] for todo in todos]
    with _connected(ray):
        count = actors or max(int(ray.cluster_resources().get("CPU", 1)), 1)
        unread = data.from_items(
            [{"todos": pickle.dumps(task)} for task in tasks], override_num_blocks=len(tasks)
        )
        unread.context.target_max_block_size = _ONE_A_BLOCK
        unread.context.enable_progress_bars = False
        read = unread.flat_map(partial(_read, work.settings), num_cpus=_READER_CORES)
        outcomes = read.map(
            _Actor,
            fn_constructor_args=(work,),
            num_cpus=_ACTOR_CORES,
            compute=data.ActorPoolStrategy(size=count),
        )
        for row in outcomes.iter_rows():
            outcome = pickle.loads(row["outcome"])
            if isinstance(outcome, OutputError):
                raise outcome
            yield outcome


@contextmanager
def _connected(ray: Any) -> Iterator[None]:
    if ray.is_initialized():
        yield
        return
    ray.init(logging_level="error", log_to_driver=False)
    try:
        yield
    finally:
        ray.shutdown()


def _read(settings: Settings, row: Row) -> Iterator[Row]:
    """The pieces of some sources."""
    for item in read_on(pickle.loads(row["todos"]), settings):
        yield {"item": pickle.dumps(item)}


class _Actor:
    """Labels pieces in a process of the cluster."""

    def __init__(self, work: ShardLabeler) -> None:
        self._work = work
        work.load()
        if work.settings.max_memory is not None:
            limit_memory(work.settings.max_memory)

    def __call__(self, row: Row) -> Row:
        item = pickle.loads(row["item"])
        outcome = item if isinstance(item, Finished) else self._label(item)
        return {"outcome": pickle.dumps(outcome)}

    def _label(self, piece: Piece) -> Done | OutputError:
        work = self._work
        try:
            return label_shard(piece, work.settings, work.labeler, work.output)
        except OutputError as error:
            return error
        except MemoryError:
            os._exit(1)  # what is kept may be broken; the next attempt knows why
        except Exception as error:
            return failed_shard(piece, f"{type(error).__name__}: {error}")
