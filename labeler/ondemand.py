"""A Labeler for worker processes: loaded once, when it is needed."""

import gc
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labeler.scanner import Labeler


_LEFT_TOGETHER = 50_000
"""Objects that may pile up before garbage is collected: more than judging some documents makes,
so it hardly ever is. None of them form cycles: they go without it, as soon as a report is
written. (With Python's 700 it took 5 % of the time of scanning pages.)"""


def settle_memory() -> None:
    """Keep what is loaded out of garbage collection, which is needed from now on, but rarely.

    It stays to the end, in forked processes too: to collect among it only costs time.
    """
    gc.freeze()
    gc.set_threshold(_LEFT_TOGETHER)
    gc.enable()


class OnDemand:
    """Has a Labeler that is loaded when it is first asked for, and that pickling leaves out.

    So other processes load their own, or share it when they are forked after `load`.
    """

    def __init__(self, make_labeler: "Callable[[], Labeler]") -> None:
        self._make_labeler = make_labeler

    @cached_property
    def labeler(self) -> "Labeler":
        """The Labeler with rules and model. Raises RuleError and ModelError."""
        labeler = self._make_labeler()
        labeler.load()
        settle_memory()
        return labeler

    def load(self) -> None:
        """Load rules and model now. Raises RuleError and ModelError."""
        _ = self.labeler

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "labeler"}
