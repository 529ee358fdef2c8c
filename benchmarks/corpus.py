"""What a corpus costs, from Parquet to Parquet: the figures of the project's issue 7.

- WET-like text (whole pages, most lines are a few words), articles alone, and WARC-like HTML beside
  trafilatura, each by one and by two workers. They are made from own texts, or with `--data`
  those of gold pages, of which texts are spliced anew until there are enough.
- Corpora of own WET-like texts from a thousand to a million documents, with lengths as on the web
  (log-normal): processor time a document, and memory.
- The same hundred thousand by the local engine and by Ray, start-up apart.
- Runs with SIGKILL at random moments (`benchmarks.kills`).

All runs are whole processes. `python -m benchmarks.corpus_docs` writes the figures into the docs.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks.documents import Page, gold_pages, spliced_again, web_pages, web_text
from benchmarks.files import command_line, say, write_results
from benchmarks.kills import Kills, killed_runs
from benchmarks.machine import machine
from benchmarks.watched import Cost, watch
from labeler.batch.extras import extra

Form = Literal["wet", "articles", "warc"]
MEDIAN_CHARS, SPREAD = 1500, 1.0
"""Of the log-normal distribution of lengths; the longest of a million has about 170,000."""
SHORTEST, LONGEST = 50, 200_000
GAIN, MEGABYTES_A_SECOND, TIMES_TRAFILATURA = 1.8, 10.0, 3.6
"""Lowest figures allowed of two workers: times one, MB/s of WET-like text, and of HTML beside
trafilatura on one core; from issue 7, as the next three."""
MEMORY = 600, 300
"""Most megabytes for all, and for each worker more."""
RAY = 1.25
"""Longest that Ray may take, of the local engine's time."""
FLAT = 1.15
"""Most that a document may cost in the largest corpus, of what it costs in the cheapest."""
_AT_ONCE = 100


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
    """All figures."""

    command: str
    data: str
    """What the forms are."""
    load: float
    """Processes that ran before it began (load average): with any, times say little."""
    forms: dict[Form, FormCost]
    local_startup: Cost
    """Of a run over one document, by two workers; so the next."""
    ray_startup_seconds: float | None
    sizes: list[SizeCost]
    kills: Kills | None
    machine: dict[str, object]


class Finding(msgspec.Struct, frozen=True):
    """A figure and its bound."""

    name: str
    figure: float
    bound: float
    fine: bool


def findings(found: CorpusBenchmark) -> list[Finding]:
    """What the issue asks for, and whether it is so."""
    wet, warc = found.forms["wet"], found.forms["warc"]
    held = [
        _at_least("two workers, times one (WET-like)", wet.gain, GAIN),
        _at_least("two workers, times one (HTML)", warc.gain, GAIN),
        _at_least("MB/s of WET-like text", wet.megabytes / wet.two.seconds, MEGABYTES_A_SECOND),
    ]
    if warc.trafilatura_seconds is not None:
        times = warc.trafilatura_seconds / warc.two.seconds
        held.append(_at_least("HTML, times trafilatura on one core", times, TIMES_TRAFILATURA))
    costs = [cost_of_one(size, found.local_startup) for size in found.sizes]
    held.append(_at_most("cost of the largest, of the cheapest", costs[-1] / min(costs), FLAT))
    runs = [size.local for size in found.sizes] + [form.two for form in found.forms.values()]
    peak = max(run.peak_megabytes for run in runs)
    held.append(_at_most("peak megabytes of two workers", peak, MEMORY[0] + 2 * MEMORY[1]))
    for size in found.sizes:
        if size.ray_seconds is not None and found.ray_startup_seconds is not None:
            ray = size.ray_seconds - found.ray_startup_seconds
            share = ray / (size.local.seconds - found.local_startup.seconds)
            held.append(_at_most("Ray, of the local engine's time", share, RAY))
    if found.kills is not None:
        kills = found.kills
        wrong = kills.lost + kills.doubled + kills.different
        held.append(_at_most(f"lost or doubled, {kills.runs} killed runs", wrong, 0))
    return held


def cost_of_one(size: SizeCost, startup: Cost) -> float:
    """Processor time of a document in seconds, start-up apart."""
    return (size.local.cpu_seconds - startup.cpu_seconds) / size.documents


def _at_least(name: str, figure: float, bound: float) -> Finding:
    return Finding(name, round(figure, 2), bound, figure >= bound)


def _at_most(name: str, figure: float, bound: float) -> Finding:
    return Finding(name, round(figure, 2), bound, figure <= bound)


def made_texts(count: int, seed: int = 0) -> Iterator[str]:
    """`count` WET-like texts of realistic lengths, hardly two of their lines equal."""
    chance = random.Random(seed)
    for _ in range(count):
        length = int(chance.lognormvariate(0, SPREAD) * MEDIAN_CHARS)
        yield web_text(min(max(length, SHORTEST), LONGEST), chance)


def write_parquet(path: Path, texts: Iterable[str], megabytes: float | None = None) -> FormCost:
    """Write texts, up to a size if one is given; how many there are, and their bytes in UTF-8."""
    pa, parquet = extra("pyarrow"), extra("pyarrow.parquet")
    schema = pa.schema([("text", pa.string())])
    count = size = 0
    coming = iter(texts)
    with parquet.ParquetWriter(path, schema) as table:
        while some := list(islice(coming, _AT_ONCE)):
            table.write_table(pa.table({"text": some}, schema))
            count += len(some)
            size += sum(len(text.encode()) for text in some)
            if megabytes is not None and size >= megabytes * 1e6:
                break
    nothing = Cost(0, 0, 0, 0)
    return FormCost(count, round(size / 1e6, 2), nothing, nothing)


def label(corpus: Path, jobs: int, *options: str) -> tuple[Cost, float]:
    """Label a corpus with so many workers; its cost, and the megabytes that came out."""
    with tempfile.TemporaryDirectory(dir=corpus.parent) as made:
        output = Path(made, "out")
        given = ["batch", str(corpus), "--output", str(output), "--jobs", str(jobs), *options]
        cost = watch(given)
        size = sum(path.stat().st_size for path in output.rglob("*.parquet"))
    return cost, round(size / 1e6, 2)


def measure_form(form: Form, pages: list[Page] | None, megabytes: float, folder: Path) -> FormCost:
    """Figures of a form: of gold pages, or of made ones without any."""
    field = {"wet": "text", "articles": "prose", "warc": "html"}[form]
    if pages is None:
        chosen: Iterable[Page] = web_pages()
    elif form == "warc":
        chosen = pages
    else:
        chosen = spliced_again(pages)
    corpus = folder / f"{form}.parquet"
    written = write_parquet(corpus, (getattr(page, field) for page in chosen), megabytes)
    say(f"{form}: {written.documents:,} documents, {written.megabytes:,.0f} MB")
    options = ("--html-column", "text") if form == "warc" else ()
    seconds = trafilatura_seconds(corpus) if form == "warc" else None
    one, _ = label(corpus, 1, *options)
    two, output = label(corpus, 2, *options)
    corpus.unlink()
    return msgspec.structs.replace(
        written, one=one, two=two, trafilatura_seconds=seconds, output_megabytes=output
    )


def trafilatura_seconds(corpus: Path) -> float | None:
    """Processor time for extracting the articles of all pages; None if it is not installed."""
    try:
        import trafilatura
    except ImportError:
        return None
    seconds = 0.0
    for batch in extra("pyarrow.parquet").ParquetFile(corpus).iter_batches(_AT_ONCE):
        pages = batch.column(0).to_pylist()
        start = time.process_time()
        for page in pages:
            trafilatura.extract(page)
        seconds += time.process_time() - start
    return round(seconds, 2)


def measure_size(count: int, folder: Path, *, ray: bool) -> SizeCost:
    """Figures of a corpus of `count` made documents."""
    corpus = folder / "corpus.parquet"
    written = write_parquet(corpus, made_texts(count))
    say(f"{count:,} documents, {written.megabytes:,.0f} MB")
    local, _ = label(corpus, 2)
    seconds = label(corpus, 2, "--engine", "ray")[0].seconds if ray else None
    corpus.unlink()
    return SizeCost(count, written.megabytes, local, seconds)


def measure(options: argparse.Namespace, folder: Path) -> CorpusBenchmark:
    """All figures; `folder` holds the corpora while they are needed."""
    load = os.getloadavg()[0]
    files = sorted(options.data.glob("*.jsonl.gz")) if options.data else []
    gold = [page for path in files for page in gold_pages(path, sys.maxsize)]
    random.Random(0).shuffle(gold)
    forms: tuple[Form, ...] = ("wet", "articles", "warc")
    costs = {form: measure_form(form, gold or None, options.megabytes, folder) for form in forms}
    startup = measure_size(1, folder, ray=options.ray in options.sizes)
    sizes = [measure_size(n, folder, ray=n == options.ray) for n in sorted(options.sizes)]
    kills = None
    if options.kills:
        say(f"{options.kills} runs with SIGKILL")
        corpus = folder / "corpus.parquet"
        write_parquet(corpus, made_texts(options.kills_documents))
        kills = killed_runs(corpus, options.kills_documents, options.kills, folder)
    return CorpusBenchmark(
        command=command_line("benchmarks.corpus"),
        data=f"{len(gold):,} gold pages" if gold else "made from own texts",
        load=round(load, 2),
        forms=costs,
        local_startup=startup.local,
        ray_startup_seconds=startup.ray_seconds,
        sizes=sizes,
        kills=kills,
        machine=machine(),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of gold pages (*.jsonl.gz) for the forms")
    parser.add_argument("--megabytes", type=float, default=100, help="of each form, about")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10**n for n in (3, 4, 5, 6)])
    parser.add_argument("--ray", type=int, default=10**5, help="the size that Ray labels too")
    parser.add_argument("--kills", type=int, default=20, help="runs with SIGKILL")
    parser.add_argument("--kills-documents", type=int, default=5000, help="in each of them")
    parser.add_argument("--folder", type=Path, help="where there is room for the corpora")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes: quick enough for CI")
    options = parser.parse_args()
    if options.smoke:
        options.megabytes, options.sizes, options.ray = 0.3, [50], None
        options.kills, options.kills_documents = 1, 500
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        found = measure(options, Path(made))
    held = findings(found)
    if options.smoke:  # tiny runs are all start-up: only what is lost or doubled says anything
        held = held[-1:]
    for finding in held:
        say(
            f"{'fine' if finding.fine else 'MISS'}  {finding.name}: {finding.figure:g} "
            f"(bound {finding.bound:g})"
        )
    if options.json:
        write_results(options.json, found)
    return 0 if all(finding.fine for finding in held) else 1


if __name__ == "__main__":
    sys.exit(main())
