"""The figures of `benchmarks.corpus`, and the bounds that the project's issue 7 sets to them."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from benchmarks.kills import Kills
from benchmarks.watched import Cost

Form = Literal["wet", "articles", "warc"]
FORMS: tuple[Form, ...] = ("wet", "articles", "warc")
GAIN, MEGABYTES_A_SECOND, TIMES_TRAFILATURA = 1.8, 10.0, 3.6
"""Lowest figures allowed of two workers: times one, MB/s of WET-like text, and of HTML beside
trafilatura on one core; from issue 7, as the next three."""
MEMORY = 600, 300
"""Most megabytes for all, and for each worker more."""
RAY = 1.25
"""Longest that Ray may take, of the local engine's time."""
FLAT = 1.15
"""Most that a document may cost in the largest corpus, of what it costs in the cheapest."""
NO_COST = Cost(0, 0, 0, 0)
"""Of what has not run."""


class FormCost(msgspec.Struct, frozen=True):
    """One form of documents, by one and by two workers."""

    documents: int
    megabytes: float
    one: Cost
    two: Cost
    trafilatura_seconds: float | None = None
    """Processor time on the same pages, extraction alone."""
    output_megabytes: float = 0
    """Of the tables of documents and segments."""

    @property
    def gain(self) -> float:
        """Two workers, times one."""
        return self.one.seconds / self.two.seconds


class SizeCost(msgspec.Struct, frozen=True):
    """A corpus of some size, by two workers."""

    documents: int
    megabytes: float
    local: Cost
    ray_seconds: float | None = None


class CorpusBenchmark(msgspec.Struct, frozen=True):
    """All figures, or those that are known."""

    commands: tuple[str, ...]
    """What measured them, the first at first."""
    data: str
    """What the forms are."""
    load: float
    """Processes that ran before a command began, at most (load average): with any, times say
    little."""
    machine: dict[str, object]
    forms: dict[Form, FormCost] = {}
    local_startup: Cost = NO_COST
    """Of a run over one document, by two workers; so the next. Measured with the sizes."""
    ray_startup_seconds: float | None = None
    sizes: list[SizeCost] = []
    kills: Kills | None = None

    @property
    def lacks(self) -> list[str]:
        """Which parts are not known."""
        lacking: list[str] = [form for form in FORMS if form not in self.forms]
        if not self.sizes:
            lacking.append("sizes")
        return lacking if self.kills else [*lacking, "kills"]


class Finding(msgspec.Struct, frozen=True):
    """A figure and its bound."""

    name: str
    figure: float
    bound: float
    fine: bool


def findings(found: CorpusBenchmark) -> list[Finding]:
    """What the issue asks for, and whether it is so."""
    held: list[Finding] = []
    if (wet := found.forms.get("wet")) is not None:
        speed = wet.megabytes / wet.two.seconds
        held.append(_at_least("two workers, times one (WET-like)", wet.gain, GAIN))
        held.append(_at_least("MB/s of WET-like text", speed, MEGABYTES_A_SECOND))
    if (warc := found.forms.get("warc")) is not None:
        held.append(_at_least("two workers, times one (HTML)", warc.gain, GAIN))
        if warc.trafilatura_seconds is not None:
            times = warc.trafilatura_seconds / warc.two.seconds
            held.append(_at_least("HTML, times trafilatura on one core", times, TIMES_TRAFILATURA))
    runs = [size.local for size in found.sizes] + [form.two for form in found.forms.values()]
    if runs:
        peak = max(run.peak_megabytes for run in runs)
        held.append(_at_most("peak megabytes of two workers", peak, MEMORY[0] + 2 * MEMORY[1]))
    if found.sizes:
        held += _of_sizes(found.sizes, found.local_startup, found.ray_startup_seconds)
    if found.kills is not None:
        kills = found.kills
        wrong = kills.lost + kills.doubled + kills.different
        held.append(_at_most(f"lost or doubled, {kills.runs} killed runs", wrong, 0))
    return held


def _of_sizes(
    sizes: Sequence[SizeCost], startup: Cost, ray_startup: float | None
) -> Iterator[Finding]:
    costs = [cost_of_one(size, startup) for size in sizes]
    yield _at_most("cost of the largest, of the cheapest", costs[-1] / min(costs), FLAT)
    for size in sizes:
        if size.ray_seconds is not None and ray_startup is not None:
            share = (size.ray_seconds - ray_startup) / (size.local.seconds - startup.seconds)
            yield _at_most("Ray, of the local engine's time", share, RAY)


def cost_of_one(size: SizeCost, startup: Cost) -> float:
    """Processor time of a document in seconds, start-up apart."""
    return (size.local.cpu_seconds - startup.cpu_seconds) / size.documents


def _at_least(name: str, figure: float, bound: float) -> Finding:
    return Finding(name, round(figure, 2), bound, figure >= bound)


def _at_most(name: str, figure: float, bound: float) -> Finding:
    return Finding(name, round(figure, 2), bound, figure <= bound)
