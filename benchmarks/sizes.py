"""Throughput by the size of a document: text dumps and HTML of a thousand to a million letters.

Documents are made as `benchmarks.documents.web_text` makes them, anew in each round, and scanned
on one core from files on disk to reports in JSON, as in `benchmarks.throughput`. Sizes and forms
take turns, and the fastest of the rounds counts: noise only ever adds time. Start-up is left out.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from benchmarks.documents import as_html, web_text
from benchmarks.files import command_line, give_results
from benchmarks.machine import machine
from benchmarks.throughput import scan_seconds
from labeler import Labeler
from labeler.classifier.evaluate_chart import PALETTE, Axis, Panel, svg, written
from labeler.classifier.evaluate_tables import Table
from labeler.ondemand import settle_memory

Form = Literal["text", "html"]
FORMS: dict[Form, str] = {"text": "text dumps", "html": "HTML"}
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
LETTERS = 500_000
"""Of all documents of one size: enough that the clock's steps do not count."""


class Point(msgspec.Struct, frozen=True):
    """How fast documents of one size were scanned."""

    form: Form
    letters: int
    """Of the visible text of a document."""
    documents: int
    megabytes: float
    """Of all of them, as files."""
    megabytes_per_second: float
    documents_per_second: float


class Sizes(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    points: list[Point]
    machine: dict[str, object]


def write_documents(folder: Path, form: Form, letters: int, total: int, seed: int) -> int:
    """Write documents of `letters` letters, `total` of all of them; the bytes written."""
    folder.mkdir()
    chance = random.Random(seed)
    written_bytes = 0
    for number in range(max(1, total // letters)):
        text = web_text(letters, chance)
        suffix, content = ("txt", text) if form == "text" else ("html", as_html(text.split("\n\n")))
        written_bytes += (folder / f"{number:05}.{suffix}").write_bytes(content.encode())
    return written_bytes


def measure(sizes: Sequence[int], total: int, rounds: int) -> list[Point]:
    """The best of `rounds` rounds for each form and size; a round before them warms up."""
    labeler = Labeler()
    best: dict[tuple[Form, int], Point] = {}
    for seed in range(rounds + 1):
        for form in FORMS:
            for letters in sizes:
                point = _scanned(labeler, form, letters, total, seed)
                known = best.get((form, letters))
                if seed and (
                    known is None or point.megabytes_per_second > known.megabytes_per_second
                ):
                    best[form, letters] = point
        settle_memory()  # as `labeler scan` does when all is loaded
    return list(best.values())


def _scanned(labeler: Labeler, form: Form, letters: int, total: int, seed: int) -> Point:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "documents")
        megabytes = write_documents(folder, form, letters, total, seed) / 1e6
        documents = len(list(folder.iterdir()))
        seconds = scan_seconds(labeler, folder)
    return Point(
        form,
        letters,
        documents,
        round(megabytes, 3),
        round(megabytes / seconds, 2),
        round(documents / seconds, 1),
    )


def table(found: Sizes) -> Table:
    """All points, a row each."""
    rows: list[tuple[str, ...]] = [
        (
            f"{FORMS[point.form]}, {point.letters:,} letters",
            str(point.documents),
            f"{point.megabytes_per_second:.1f}",
            f"{point.documents_per_second:,.0f}",
        )
        for point in found.points
    ]
    columns = ("a document", "documents", "MB/s", "documents/s")
    return Table("a scan on one core, by the size of a document", columns, rows)


def plot(found: Sizes) -> str:
    """MB and documents a second against the size of a document, as SVG."""
    letters = sorted({point.letters for point in found.points})
    fastest = max(point.megabytes_per_second for point in found.points)
    across = Axis("letters of a document", letters[0] / 1.5, letters[-1] * 1.5, _POWERS, log=True)
    panels = (
        Panel(
            (70, 40, 330, 260),
            "Megabytes a second of processor time",
            across,
            Axis("MB/s", 0, 1.15 * fastest, range(0, 101, 2)),
        ),
        Panel(
            (490, 40, 330, 260),
            "Documents a second of processor time",
            across,
            Axis("documents/s", 1, 10_000, _POWERS, log=True),
        ),
    )
    parts = [part for panel in panels for part in panel.frame()]
    for at, (form, name) in enumerate(FORMS.items()):
        points = sorted(
            (point for point in found.points if point.form == form),
            key=lambda point: point.letters,
        )
        speeds = [(float(point.letters), point.megabytes_per_second) for point in points]
        rates = [(float(point.letters), point.documents_per_second) for point in points]
        parts += [panels[0].curve(speeds, PALETTE[at]), panels[1].curve(rates, PALETTE[at])]
        parts.append(f'<path d="M850 {60 + 20 * at}h24" stroke="{PALETTE[at]}" stroke-width="2"/>')
        parts.append(written((880, 64 + 20 * at), name, "start"))
    return svg((970, 360), parts)


_POWERS = [10**power for power in range(8)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--smoke", action="store_true", help="two sizes: quick enough for CI")
    options = parser.parse_args()
    points = (
        measure(SIZES[:2], LETTERS // 20, 1)
        if options.smoke
        else measure(SIZES, LETTERS, options.rounds)
    )
    found = Sizes(command_line("benchmarks.sizes"), points, machine())
    give_results(found, [table(found)], options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
