"""What `--same-site` brings: page labels with and without it, where a publisher has several pages.

The structure head is the shipped one and learnt from these pages, so it is the difference that
counts. Pages are compared as `labeler evaluate pages` does, as HTML and as text dumps.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from benchmarks.files import command_line, give_results, shared
from benchmarks.machine import machine
from labeler import Labeler
from labeler.classifier.evaluate_pages import (
    MODES,
    Mode,
    PageFigures,
    by_span,
    by_text,
    count,
    figures,
)
from labeler.classifier.evaluate_tables import Table
from labeler.classifier.gold import GoldPage, read_pages
from labeler.document import Document
from labeler.read import read_html, read_text
from labeler.samesite import NO_REPEATS
from labeler.scanner import repeats_of

SETS = ("fundus", "daniel", "wcxb-dev", "postlight")
"""The page sets with several pages of some publishers."""


class SameSiteBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found, by mode and set; `sites` counts publishers."""

    command: str
    sites: dict[str, int]
    off: dict[Mode, dict[str, PageFigures]]
    on: dict[Mode, dict[str, PageFigures]]
    machine: dict[str, object]


def sites(pages: Iterable[GoldPage]) -> list[list[GoldPage]]:
    """The pages of each publisher that has several."""
    by_publisher: dict[str, list[GoldPage]] = defaultdict(list)
    for page in pages:
        if page.html and page.segments:
            by_publisher[page.publisher].append(page)
    return [found for found in by_publisher.values() if len(found) > 1]


def measure(
    labeler: Labeler, groups: Sequence[Sequence[GoldPage]], mode: Mode, *, same_site: bool
) -> PageFigures:
    """The figures of all pages, each publisher's scanned as one run."""
    counts = []
    for pages in groups:
        documents = [_document(page, mode) for page in pages]
        repeats = repeats_of(documents) if same_site else NO_REPEATS
        for page, document in zip(pages, documents, strict=True):
            segments = labeler.scan_document(document, repeats).segments
            paired = by_text if mode == "html" else by_span
            counts.append(count(paired(page.segments, segments)))
    return figures(counts)


def _document(page: GoldPage, mode: Mode) -> Document:
    if mode == "html":
        return read_html(page.html)
    return read_text("\n\n".join(segment.text for segment in page.segments))


def table(found: SameSiteBenchmark, mode: Mode) -> Table:
    """Article F1 by set, without and with `--same-site`."""
    sides = found.off[mode], found.on[mode]
    return Table(
        f"article F1 where a publisher has several pages, {mode}",
        ("set", "sites", "pages", "segments off", "on", "characters off", "on"),
        [
            (
                name,
                str(found.sites[name]),
                str(sides[0][name].pages),
                *(f"{side[name].segments['article'].f1:.3f}" for side in sides),
                *(f"{side[name].characters['article'].f1:.3f}" for side in sides),
            )
            for name in found.sites
        ],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", default=list(SETS))
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    labeler = Labeler()
    groups = {n: sites(read_pages(shared(f"pages/{n}.jsonl.gz"))) for n in options.sets}
    off, on = (
        {
            mode: {
                name: measure(labeler, pages, mode, same_site=same_site)
                for name, pages in groups.items()
            }
            for mode in MODES
        }
        for same_site in (False, True)
    )
    found = SameSiteBenchmark(
        command=command_line("benchmarks.same_site"),
        sites={name: len(pages) for name, pages in groups.items()},
        off=off,
        on=on,
        machine=machine(),
    )
    give_results(found, [table(found, mode) for mode in MODES], options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
