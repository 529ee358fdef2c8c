"""One process labels pages for an hour: memory, descriptors and reports stay as they are.

Real pages of every set of gold pages (with `--smoke`, made ones) are scanned, extracted and written
again and again, beside files that cannot be read. The first round over all of them is the warm-up:
it fills the caches, and its reports are those that each later round must repeat byte for byte.
From then on memory and open descriptors are looked at once a minute. The slope of memory
is taken over pages, not over time, since a busy machine stops the process now and then, and of the
later three quarters of the pages, since the allocator finds its size in some rounds more. Memory is
what the process alone has, in RAM or swapped out: pages of mapped files come and go with the
machine's other work.

Linux alone tells memory and descriptors.
"""

import argparse
import hashlib
import math
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path

import msgspec

from benchmarks.files import command_line, say, shared, write_results
from benchmarks.machine import machine
from benchmarks.made import made_gold_pages
from labeler.classifier.gold import GoldPage, read_pages
from labeler.errors import InputError
from labeler.ondemand import OnDemand
from labeler.report.writer import Sink
from labeler.report.writers import writer_of
from labeler.scanner import Labeler

PAGES_OF_A_SET = 80
GROWTH = 1.0
"""Megabytes of growth in a thousand pages from which on memory counts as growing."""
SMOKE_GROWTH = 50.0
"""Of a run of seconds, whose caches are still filling: it finds what keeps every page."""
WARM = 0.25
"""Share of a run's pages after which memory must stay as it is."""
_FORMATS = ("json", "sarif", "html", "csv")
_SURE = 1.96
"""Standard errors to each side of a slope that hold it in 95 of 100 cases."""

Work = Callable[[], bytes]
"""Does one thing to one input, and gives what came of it."""


class Sample(msgspec.Struct, frozen=True):
    """What the process had at one moment."""

    minutes: float
    cpu_seconds: float
    pages: int
    """Since the start."""
    megabytes: float
    descriptors: int


class Slope(msgspec.Struct, frozen=True):
    """Megabytes of growth in a thousand pages."""

    megabytes: float
    bound: float
    """The slope is this much larger or smaller at most, in 95 of 100 cases."""

    @property
    def least(self) -> float:
        """The smallest growth that fits the samples."""
        return self.megabytes - self.bound


class Soak(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    inputs: int
    """Of one round."""
    rounds: float
    slope: Slope
    descriptors: list[int]
    """Fewest and most."""
    changed: list[str]
    """Inputs of which a later round said something else than the first."""
    fine: bool
    samples: list[Sample]
    machine: dict[str, object]


def work_on(pages: Sequence[GoldPage], folder: Path, labeler: Labeler) -> dict[str, Work]:
    """What is done in one round, by a name for each input."""
    work: dict[str, Work] = {}
    for number, page in enumerate(pages):
        path = folder / f"{number}.html"
        path.write_text(page.html, "utf-8")
        work[f"{page.page_id}, scanned"] = _scanning(labeler, path, _FORMATS[number % 4])
        if number % 3 == 0:
            text = folder / f"{number}.txt"
            text.write_text("\n\n".join(segment.text for segment in page.segments), "utf-8")
            work[f"{page.page_id}, its text"] = _scanning(labeler, text, "jsonl")
        if number % 5 == 0:
            work[f"{page.page_id}, extracted"] = _extracting(labeler, page.html)
    deep = folder / "deep.html"
    deep.write_text("<div>" * 100_000, "utf-8")
    for broken in (deep, folder / "missing.html"):
        work[broken.name] = _scanning(labeler, broken, "json")
    return work


def _scanning(labeler: Labeler, path: Path, form: str) -> Work:
    def scan() -> bytes:
        stream = BytesIO()
        writer = writer_of(form)(Sink(stream))
        try:
            for report in labeler.scan_path(path):
                writer.write(report)
        except InputError as error:
            return str(error).encode()
        writer.close()
        return stream.getvalue()

    return scan


def _extracting(labeler: Labeler, html: str) -> Work:
    return lambda: msgspec.json.encode(labeler.extract_html(html))


def measure(
    work: dict[str, Work], seconds: float, between: float
) -> tuple[list[Sample], list[str], float]:
    """Samples after the first round, what changed, and how many rounds there were.

    The first round is done whole, however long it takes.
    """
    began = time.perf_counter()
    first = {name: _digest(do()) for name, do in work.items()}
    say(f"warm after {time.perf_counter() - began:.0f} s")
    done = len(first)
    samples = [_sample(began, done)]
    changed: dict[str, None] = {}
    for name, do in _again_and_again(work):
        if _digest(do()) != first[name]:
            changed[name] = None
        done += 1
        now = time.perf_counter() - began
        if now >= samples[-1].minutes * 60 + between:
            samples.append(_sample(began, done))
            say(str(samples[-1]))
        if now >= seconds and done >= 2 * len(first):
            break
    samples.append(_sample(began, done))
    return samples, list(changed), done / len(first)


def _again_and_again(work: dict[str, Work]) -> Iterator[tuple[str, Work]]:
    while True:
        yield from work.items()


def _digest(written: bytes) -> bytes:
    return hashlib.sha256(written).digest()


def _sample(began: float, pages: int) -> Sample:
    status = Path("/proc/self/status").read_text()
    own = sum(map(int, re.findall(r"^(?:RssAnon|VmSwap):\s+(\d+) kB", status, re.MULTILINE)))
    return Sample(
        round((time.perf_counter() - began) / 60, 2),
        round(time.process_time(), 1),
        pages,
        round(own * 1024 / 1e6, 2),
        len(os.listdir("/proc/self/fd")),
    )


def slope_of(samples: Sequence[Sample]) -> Slope:
    """The least-squares line of memory over pages once the process is warm; nothing is known of
    fewer than three samples."""
    samples = [sample for sample in samples if sample.pages >= WARM * samples[-1].pages]
    if len(samples) < 3:
        return Slope(0.0, math.inf)
    pages = [sample.pages / 1000 for sample in samples]
    memory = [sample.megabytes for sample in samples]
    middle, mean = sum(pages) / len(pages), sum(memory) / len(memory)
    spread = sum((x - middle) ** 2 for x in pages)
    slope = sum((x - middle) * (y - mean) for x, y in zip(pages, memory, strict=True)) / spread
    missed = sum((y - mean - slope * (x - middle)) ** 2 for x, y in zip(pages, memory, strict=True))
    error = math.sqrt(missed / (len(samples) - 2) / spread)
    return Slope(round(slope, 3), round(_SURE * error, 3))


def real_pages(of_a_set: int) -> list[GoldPage]:
    """So many pages of each set, spread over the first part of its file."""
    files = sorted(shared("pages").glob("*.jsonl.gz"))
    return [page for file in files for page in islice(read_pages(file), 0, 3 * of_a_set, 3)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--pages", type=int, default=PAGES_OF_A_SET, help="pages of each set")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--smoke", action="store_true", help="made pages: quick enough for CI")
    options = parser.parse_args()
    pages = made_gold_pages(8) if options.smoke else real_pages(options.pages)
    minutes, between = (1 / 60, 0.1) if options.smoke else (options.minutes, 60.0)
    labeler = OnDemand(Labeler).labeler
    with tempfile.TemporaryDirectory(prefix="labeler-soak-") as folder:
        work = work_on(pages, Path(folder), labeler)
        del pages
        samples, changed, rounds = measure(work, minutes * 60, between)
    descriptors = [sample.descriptors for sample in samples]
    slope = slope_of(samples)
    # A page that grew memory in a short run shows in its ends, whatever the line says.
    grown = (
        samples[-1].megabytes - samples[0].megabytes > SMOKE_GROWTH
        if options.smoke
        else slope.least > GROWTH
    )
    found = Soak(
        command_line("benchmarks.soak"),
        len(work),
        round(rounds, 1),
        slope,
        [min(descriptors), max(descriptors)],
        changed,
        fine=not (grown or changed or descriptors[-1] > descriptors[0]),
        samples=samples,
        machine=machine(),
    )
    say(
        f"{found.rounds} rounds of {found.inputs} inputs: memory grows by {slope.megabytes} ± "
        f"{slope.bound} MB in a thousand; {descriptors[0]} descriptors, at the end "
        f"{descriptors[-1]}; {len(changed)} reports changed"
    )
    if options.json:
        write_results(options.json, found)
    return 0 if found.fine else 1


if __name__ == "__main__":
    sys.exit(main())
