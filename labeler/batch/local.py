"""The local engine: worker processes on this machine."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from labeler.batch.counts import Counts
from labeler.batch.extras import extra
from labeler.batch.pieces import Piece
from labeler.batch.settings import Settings
from labeler.batch.shard import AbandonedError, Done, label_shard
from labeler.batch.slabs import Failure
from labeler.batch.writing import OutputError
from labeler.ondemand import OnDemand
from labeler.pool import Failed, map_tasks
from labeler.rules import Overrides
from labeler.scanner import Labeler


class ShardLabeler(OnDemand):
    """Labels pieces."""

    def __init__(self, settings: Settings, output: Path) -> None:
        super().__init__(partial(labeler_of, settings))
        self.settings = settings
        self.output = output

    def load(self) -> None:
        """Load all that labelling and writing need; processes that are forked then share it."""
        super().load()
        extra("pyarrow").array([""])  # loads pandas, where it is installed

    def __call__(self, piece: Piece) -> Done | OutputError:
        """Label a piece; the process ends if nobody waits for it any more."""
        try:
            return label_shard(piece, self.settings, self.labeler, self.output, _is_wanted)
        except OutputError as error:
            return error
        except AbandonedError:
            os._exit(0)


def label_locally(pieces: Iterable[Piece], work: ShardLabeler, jobs: int) -> Iterator[Done]:
    """Label pieces in `jobs` worker processes; the shards in the order of the pieces.

    Raises OutputError where a shard cannot be written.
    """
    work.load()  # forked workers share it
    for outcome in _outcomes(pieces, work, jobs):
        while isinstance(outcome, Failed) and outcome.cause != "raised":
            # The next attempt knows how far this one came.
            outcome = next(_outcomes([outcome.task], work, 1))
        if isinstance(outcome, Failed):
            yield failed_shard(outcome.task, outcome.reason)
        elif isinstance(outcome, OutputError):
            raise outcome
        else:
            yield outcome


def labeler_of(settings: Settings) -> Labeler:
    """A labeler with the rules and the model that the settings name."""
    return Labeler(
        rules=[Path(path) for path in settings.rules],
        overrides=Overrides(disable=settings.disable),
        model=Path(settings.model) if settings.model else None,
    )


def failed_shard(piece: Piece, reason: str) -> Done:
    """A shard that labeler failed on as a whole."""
    rows = f"rows {piece.rows[0]:,} to {piece.rows[-1]:,}" if len(piece.rows) else "no rows"
    failure = Failure(piece.path, None, "error", f"labeler failed on {rows}: {reason}")
    counts = Counts(records=len(piece.rows))
    failures = (*piece.failures, failure)
    return Done(piece.source, piece.ordinal, counts, failures, {}, piece.position)


def _outcomes(
    pieces: Iterable[Piece], work: ShardLabeler, jobs: int
) -> Iterator[Done | OutputError | Failed]:
    memory = work.settings.max_memory
    return map_tasks(
        work, pieces, jobs=jobs, initializer=work.load, memory_bytes=memory, isolated=True
    )


def _is_wanted() -> bool:
    parent = multiprocessing.parent_process()
    return parent is None or parent.is_alive()
