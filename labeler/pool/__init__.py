"""Many tasks in worker processes: results in the order of the tasks, whatever happens to a worker.

    for outcome in map_tasks(scan_chunk, chunks, jobs=2):
        if isinstance(outcome, Failed): ...

A worker that dies or breaks its limit of memory costs only its task, and is replaced. Each worker
has a pipe of its own, on which it answers task after task: there is no lock that a dying one could
keep, and no doubt which task it was at (docs/decisions/0011).
"""

from labeler.pool.map import can_fork, default_jobs, map_tasks
from labeler.pool.outcome import Done, Failed
from labeler.pool.worker import limit_memory

__all__ = [
    "Done",
    "Failed",
    "can_fork",
    "default_jobs",
    "limit_memory",
    "map_tasks",
]
