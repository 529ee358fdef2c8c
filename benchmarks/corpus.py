"""What a corpus costs, from Parquet to Parquet: the figures of the project's issue 7.

- WET-like text (whole pages, most lines are a few words), articles alone, and WARC-like HTML beside
  trafilatura, each by one and by two workers. They are made from own texts, or with `--data`
  those of gold pages, of which texts are spliced anew until there are enough.
- Corpora of own WET-like texts from a thousand to a million documents, with lengths as on the web
  (log-normal): processor time a document, and memory.
- The same hundred thousand by the local engine and by Ray, start-up apart.
- Runs with SIGKILL at random moments (`benchmarks.kills`).

All runs are whole processes. Figures are written to the file of `--json` as soon as they are
known; `--parts` and `--sizes` measure some of them anew and leave the others there as they are.
`python -m benchmarks.corpus_docs` writes the figures into the docs.

As in a WET file, each line of a page is a line of the text. Made texts have a median of 1,500 code
points and a mean of 2,500.
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

import msgspec

from benchmarks.corpus_figures import (
    FORMS,
    NO_COST,
    CorpusBenchmark,
    Form,
    FormCost,
    SizeCost,
    findings,
)
from benchmarks.documents import Page, gold_pages, spliced_again, web_pages, web_text
from benchmarks.files import command_line, say, write_results
from benchmarks.kills import killed_runs
from benchmarks.machine import machine
from benchmarks.watched import Cost, watch
from labeler.batch.extras import extra

PARTS = (*FORMS, "sizes", "kills")
MEDIAN_CHARS, SPREAD = 1500, 1.0
"""Of the log-normal distribution of lengths; the longest of a million has about 170,000."""
SHORTEST, LONGEST = 50, 200_000
_AT_ONCE = 100


def made_texts(count: int, seed: int = 0) -> Iterator[str]:
    """`count` WET-like texts of realistic lengths, hardly two of their lines equal."""
    chance = random.Random(seed)
    for _ in range(count):
        length = int(chance.lognormvariate(0, SPREAD) * MEDIAN_CHARS)
        yield _as_wet(web_text(min(max(length, SHORTEST), LONGEST), chance))


def _as_wet(text: str) -> str:
    """A page's text as a WET file has it: without blank lines."""
    return text.replace("\n\n", "\n")


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
    return FormCost(count, round(size / 1e6, 2), NO_COST, NO_COST)


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
    texts: Iterable[str] = (getattr(page, field) for page in chosen)
    if form == "wet":
        texts = map(_as_wet, texts)
    written = write_parquet(corpus, texts, megabytes)
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
        say("trafilatura is not installed (labeler[bench]): HTML is not held against it")
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


def measure(
    options: argparse.Namespace, folder: Path, found: CorpusBenchmark
) -> Iterator[CorpusBenchmark]:
    """The figures that are asked for beside those already `found`, each as soon as it is known.

    `folder` holds the corpora while they are needed.
    """
    replace = msgspec.structs.replace
    forms = [form for form in FORMS if form in options.parts]
    pages = _gold(options.data) if forms else []
    for form in forms:
        cost = measure_form(form, pages or None, options.megabytes, folder)
        found = replace(found, forms={**found.forms, form: cost})
        yield found
    if "sizes" in options.parts:
        startup = measure_size(1, folder, ray=options.ray in options.sizes)
        found = replace(found, local_startup=startup.local)
        if startup.ray_seconds is not None:
            found = replace(found, ray_startup_seconds=startup.ray_seconds)
        for count in sorted(options.sizes):
            known = {size.documents: size for size in found.sizes}
            known[count] = measure_size(count, folder, ray=count == options.ray)
            found = replace(found, sizes=[known[number] for number in sorted(known)])
            yield found
    if "kills" in options.parts and options.kills:
        say(f"{options.kills} runs with SIGKILL")
        corpus = folder / "corpus.parquet"
        write_parquet(corpus, made_texts(options.kills_documents))
        kills = killed_runs(corpus, options.kills_documents, options.kills, folder)
        yield replace(found, kills=kills)


def _files(data: Path | None) -> list[Path]:
    return sorted(data.glob("*.jsonl.gz")) if data else []


def _gold(data: Path | None) -> list[Page]:
    """All gold pages of a folder, shuffled."""
    pages = [page for path in _files(data) for page in gold_pages(path, sys.maxsize)]
    random.Random(0).shuffle(pages)
    return pages


def _begun(options: argparse.Namespace) -> CorpusBenchmark:
    """What is known before this command measures: of its file, if only parts are to be anew."""
    command = command_line("benchmarks.corpus")
    load = round(os.getloadavg()[0], 2)
    data = f"gold pages of {len(_files(options.data))} files" if options.data else "made texts"
    begun = CorpusBenchmark((command,), data, load, machine())
    if set(options.parts) == set(PARTS) or not (options.json and options.json.exists()):
        return begun
    earlier = msgspec.json.decode(options.json.read_bytes(), type=CorpusBenchmark)
    if (earlier.machine, earlier.data) != (begun.machine, data):
        raise SystemExit(f"{options.json}: of another machine, other versions or other data")
    commands = (*earlier.commands, command)
    return msgspec.structs.replace(earlier, commands=commands, load=max(earlier.load, load))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of gold pages (*.jsonl.gz) for the forms")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="all by default")
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
    begun = found = _begun(options)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        for found in measure(options, Path(made), begun):
            say(f"{time.monotonic() - began:,.0f} s since the start")
            if options.json:
                write_results(options.json, found)
    held = findings(found)
    if options.smoke:  # tiny runs are all start-up: only what is lost or doubled says anything
        held = held[-1:]
    for finding in held:
        say(
            f"{'fine' if finding.fine else 'MISS'}  {finding.name}: {finding.figure:g} "
            f"(bound {finding.bound:g})"
        )
    return 0 if all(finding.fine for finding in held) else 1


if __name__ == "__main__":
    sys.exit(main())
