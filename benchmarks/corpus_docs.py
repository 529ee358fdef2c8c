"""Writes the figures of benchmarks/results/corpus.json into docs/batch.md and docs/scale.md.

It draws docs/corpus-cost.svg, too. A table stands between `<!-- table NAME -->` and `<!-- end -->`.
"""

import argparse
import sys
from pathlib import Path

import msgspec

from benchmarks.corpus_figures import MEMORY, CorpusBenchmark, Form, FormCost, cost_of_one, findings
from benchmarks.evaluation_docs import filled
from benchmarks.files import ROOT
from labeler.batch.settings import Settings
from labeler.classifier.evaluate_chart import PALETTE, Axis, Panel, svg
from labeler.classifier.evaluate_tables import NONE, Table

RESULTS = ROOT / "benchmarks" / "results" / "corpus.json"
PAGES = ROOT / "docs" / "batch.md", ROOT / "docs" / "scale.md"
PLOT = ROOT / "docs" / "corpus-cost.svg"
MONTH = 2.5e9
"""Pages of a month's crawl; this and the next are assumed, as docs/scale.md says."""
PAGE_BYTES: dict[Form, float] = {"wet": 10e3, "warc": 75e3}
DOLLARS = 0.03, 0.05
"""For an hour of a core."""
CORES = 500
GZIP = 0.25
"""Of the size that gzip leaves."""
_FORMS: dict[Form, str] = {"wet": "WET-like text", "articles": "articles", "warc": "WARC-like HTML"}


def read_results(path: Path = RESULTS) -> CorpusBenchmark:
    """The figures. Raises OSError, msgspec.DecodeError, or ValueError if some are not known."""
    found = msgspec.json.decode(path.read_bytes(), type=CorpusBenchmark)
    if found.lacks:
        raise ValueError(f"{path}: not measured yet: {', '.join(found.lacks)}")
    return found


def tables(found: CorpusBenchmark) -> dict[str, Table]:
    """All tables by name."""
    return {
        "corpus-bounds": _bounds(found),
        "corpus-forms": _forms(found),
        "corpus-sizes": _sizes(found),
        "month-known": _known(found),
        "month": _month(found),
    }


def plot(found: CorpusBenchmark) -> str:
    """Processor time a document and memory against the number of documents, as SVG."""
    sizes = [size.documents for size in found.sizes]
    costs = [1000 * cost_of_one(size, found.local_startup) for size in found.sizes]
    peaks = [size.local.peak_megabytes for size in found.sizes]
    ticks = [10**n for n in range(8)]
    across = Axis("documents", sizes[0] / 2, sizes[-1] * 2, ticks, log=True)
    bound = MEMORY[0] + 2 * MEMORY[1]
    cost = Panel(
        (70, 40, 330, 260),
        "Processor time, start-up apart",
        across,
        Axis("milliseconds a document", 0, 2 * max(costs), _steps(2 * max(costs))),
    )
    memory = Panel(
        (490, 40, 330, 260),
        "Memory of all processes, two workers",
        across,
        Axis("peak megabytes", 0, 1.25 * bound, _steps(1.25 * bound)),
    )
    return svg(
        (850, 360),
        [
            *cost.frame(),
            cost.curve(list(zip(sizes, costs, strict=True)), PALETTE[0]),
            *cost.marks(
                [((x, y), f"{y:.2f}", PALETTE[0]) for x, y in zip(sizes, costs, strict=True)]
            ),
            *memory.frame(),
            memory.curve([(across.low, bound), (across.high, bound)], "#888", "2 3"),
            memory.curve(list(zip(sizes, peaks, strict=True)), PALETTE[1]),
            *memory.marks(
                [((x, y), f"{y:.0f}", PALETTE[1]) for x, y in zip(sizes, peaks, strict=True)]
            ),
        ],
    )


def _steps(high: float) -> list[float]:
    step = next(
        s for n in range(-3, 5) for s in (10.0**n, 2 * 10.0**n, 5 * 10.0**n) if 6 * s > high
    )
    return [round(step * at, 4) for at in range(7)]


def _bounds(found: CorpusBenchmark) -> Table:
    rows: list[tuple[str, ...]] = [
        (one.name, f"{one.figure:g}", f"{one.bound:g}", "yes" if one.fine else "no")
        for one in findings(found)
    ]
    return Table("figures and bounds", ("what", "figure", "bound", "met"), rows, (_origin(found),))


def _forms(found: CorpusBenchmark) -> Table:
    columns: tuple[str, ...] = (
        "form",
        "documents",
        "MB",
        "MB/s, one worker",
        "two",
        "times one",
        "documents/s, two",
    )
    columns = (*columns, "processor time, two over one", "times trafilatura")
    return Table("by form", columns, [_form(name, form) for name, form in found.forms.items()])


def _form(name: Form, form: FormCost) -> tuple[str, ...]:
    peer = form.trafilatura_seconds
    return (
        _FORMS[name],
        f"{form.documents:,}",
        f"{form.megabytes:.0f}",
        *(f"{form.megabytes / run.seconds:.2f}" for run in (form.one, form.two)),
        f"{form.gain:.2f}",
        f"{form.documents / form.two.seconds:,.0f}",
        f"{form.two.cpu_seconds / form.one.cpu_seconds:.2f}",
        NONE if peer is None else f"{peer / form.two.seconds:.2f}",
    )


def _sizes(found: CorpusBenchmark) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            f"{size.documents:,}",
            f"{size.megabytes:,.1f}",
            f"{1000 * cost_of_one(size, found.local_startup):.3f}",
            f"{size.local.seconds:,.1f}",
            f"{size.local.main_cpu_seconds / size.local.cpu_seconds:.1%}",
            f"{size.local.peak_megabytes:,.0f}",
            NONE if size.ray_seconds is None else f"{size.ray_seconds:,.1f}",
        )
        for size in found.sizes
    ]
    reading = "of processor time, reading"
    columns: tuple[str, ...] = (
        "documents",
        "MB",
        "ms of processor each",
        "seconds",
        reading,
        "peak MB",
        "by Ray, s",
    )
    startup = f"Start-up, in the seconds: {found.local_startup.seconds:.1f}"
    if found.ray_startup_seconds is not None:
        startup += f", with Ray {found.ray_startup_seconds:.1f}"
    return Table("by size", columns, rows, (f"{startup}.",))


def _known(found: CorpusBenchmark) -> Table:
    rows: list[tuple[str, ...]] = [
        ("a core labels, MB/s", *(f"{_of_core(found.forms[f]):.2f}" for f in PAGE_BYTES)),
        (
            "one process reads for so many cores",
            *(f"{_fed(found.forms[f]):.0f}" for f in PAGE_BYTES),
        ),
        ("MB written for one read", *(f"{_output_share(found.forms[f]):.2f}" for f in PAGE_BYTES)),
        ("peak MB, two workers", *(f"{found.forms[f].two.peak_megabytes:.0f}" for f in PAGE_BYTES)),
    ]
    return Table("measured", ("figure", "WET", "WARC"), rows, (_origin(found),))


def _month(found: CorpusBenchmark) -> Table:
    columns = [_month_of(found.forms[form], size) for form, size in PAGE_BYTES.items()]
    rows: list[tuple[str, ...]] = [
        (name, *(column[name] for column in columns)) for name in columns[0]
    ]
    return Table(f"{MONTH / 1e9:g} billion pages", ("", "WET", "WARC"), rows)


def _month_of(form: FormCost, page_bytes: float) -> dict[str, str]:
    """What a month takes. `form` was measured."""
    rate = _of_core(form)
    total = MONTH * page_bytes / 1e6
    hours = total / rate / 3600
    low, high = (hours * dollars for dollars in DOLLARS)
    pieces = CORES * rate * 1e6 / Settings().piece_bytes
    return {
        "read, as text or HTML": f"{total / 1e6:,.0f} TB",
        "hours of one core": f"{hours:,.0f}",
        f"hours on {CORES} cores": f"{hours / CORES:,.1f}",
        "dollars for the cores": f"{low:,.0f} to {high:,.0f}",
        "written, all tables": f"{total * _output_share(form) / 1e6:,.1f} TB",
        "MB/s that a core needs from the store": f"{rate * GZIP:.1f}",
        f"MB/s that {CORES} cores need": f"{rate * GZIP * CORES:,.0f}",
        f"pieces a second that {CORES} cores finish": f"{pieces:,.0f}",
    }


def _of_core(form: FormCost) -> float:
    """Megabytes a second of one of two busy cores."""
    return form.megabytes / form.two.seconds / 2


def _fed(form: FormCost) -> float:
    """How many cores label what one can read."""
    workers = form.two.cpu_seconds - form.two.main_cpu_seconds
    return workers / form.two.main_cpu_seconds


def _output_share(form: FormCost) -> float:
    return form.output_megabytes / form.megabytes


def _origin(found: CorpusBenchmark) -> str:
    where = f"{found.machine['processor']}, {found.machine['cores']} cores"
    load = f"a load of {found.load:g} before it began"
    commands = ", ".join(f"`{command}`" for command in found.commands)
    return f"{commands}, on {where}, {load}; the forms are {found.data}."


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    found = read_results()
    for page in PAGES:
        page.write_text(filled(page.read_text("utf-8"), tables(found)), "utf-8")
    PLOT.write_text(plot(found), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
