"""Speed of scanning on one core, from files on disk to reports in JSON.

Measured on pages made from the samples or, with `--data`, on gold pages, in four forms: all
articles in one text file, articles in a file each, whole pages as text dumps (most of their lines
are a few words), and HTML, beside trafilatura on the same HTML in the same run. Each form has a
process of its own: what rules found in a text is remembered, and the forms share their texts. A
third of the pages warms up, the others are scanned once, as `labeler scan FOLDER` does. Start-up
is not counted; `benchmarks.startup` is for that.
"""

import argparse
import io
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal

from benchmarks.documents import Page, gold_pages, made_pages
from benchmarks.machine import machine
from labeler import Labeler
from labeler.errors import InputError
from labeler.ondemand import settle_memory
from labeler.read import read_path
from labeler.report.writer import Sink
from labeler.report.writers import writer_of

Form = Literal["file", "articles", "dumps", "html"]
FORMS: tuple[Form, ...] = ("file", "articles", "dumps", "html")
BOUND = 5.0
"""Lowest MB/s of plain text in one file allowed, from the project's issue 2."""
SMOKE_BOUND = 1.0
"""Below this something is broken, however busy the machine is."""


def write_files(pages: list[Page], form: Form, folder: Path) -> int:
    """Write the pages to `folder`; the bytes written."""
    folder.mkdir()
    if form == "file":
        texts = ["\n\n".join(page.prose for page in pages)]
    else:
        field = {"articles": "prose", "dumps": "text", "html": "html"}[form]
        texts = [getattr(page, field) for page in pages]
    for index, text in enumerate(texts):
        path = folder / f"{index:05}.{'html' if form == 'html' else 'txt'}"
        path.write_text(text, encoding="utf-8", newline="\n")
    return sum(path.stat().st_size for path in folder.iterdir())


def scan_seconds(labeler: Labeler, folder: Path) -> float:
    """CPU time for reading, labelling and writing the reports on all files of a folder."""
    start = time.process_time()
    writer = writer_of("jsonl")(Sink(io.BytesIO(), several=True))
    for judged in labeler.judge_each(read_path(str(folder))):
        if isinstance(judged, InputError):
            raise judged
        writer.write(labeler.report_on(judged))
    writer.close()
    return time.process_time() - start


def trafilatura_seconds(pages: list[Page]) -> float | None:
    """CPU time for extracting all pages' articles; None if trafilatura is not installed."""
    try:
        import trafilatura
    except ImportError:
        return None
    start = time.process_time()
    for page in pages:
        trafilatura.extract(page.html)
    return time.process_time() - start


def measure(pages: list[Page]) -> dict[str, dict[str, float]]:
    """Figures for each form of the pages."""
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as processes:
        return {form: processes.apply(figures_of, (pages, form)) for form in FORMS}


def figures_of(pages: list[Page], form: Form) -> dict[str, float]:
    """Figures for one form of the pages."""
    labeler = Labeler()
    warm_up, measured = pages[: len(pages) // 3], pages[len(pages) // 3 :]
    with tempfile.TemporaryDirectory() as made:
        first, second = Path(made, "warm-up"), Path(made, "measured")
        write_files(warm_up, form, first)
        megabytes = write_files(measured, form, second) / 1e6
        scan_seconds(labeler, first)
        settle_memory()  # as `labeler scan` does when all is loaded
        seconds = scan_seconds(labeler, second)
    figures = {
        "pages": len(measured),
        "megabytes": round(megabytes, 3),
        "megabytes_per_second": round(megabytes / seconds, 2),
        "pages_per_second": round(len(measured) / seconds, 1),
    }
    if form == "html":
        trafilatura_seconds(warm_up)
        if (seconds_of_peer := trafilatura_seconds(measured)) is not None:
            rate = len(measured) / seconds_of_peer
            figures["trafilatura_pages_per_second"] = round(rate, 1)
            figures["times_trafilatura"] = round(figures["pages_per_second"] / rate, 2)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, nargs="+", default=[], help="gold pages (*.jsonl.gz), not made ones"
    )
    parser.add_argument("--pages", type=int, default=200, help="at most so many of each file")
    parser.add_argument("--smoke", action="store_true", help="thirty pages: quick enough for CI")
    options = parser.parse_args()
    count = 30 if options.smoke else options.pages
    bound = SMOKE_BOUND if options.smoke else BOUND
    pages = [page for path in options.data for page in gold_pages(path, count)]
    figures = measure(pages or made_pages(count))
    fine = figures["file"]["megabytes_per_second"] >= bound
    source = ", ".join(path.name for path in options.data) or "made from the samples"
    result = {"throughput": figures, "source": source, "bound": bound, "fine": fine, **machine()}
    print(json.dumps(result, indent=2))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
