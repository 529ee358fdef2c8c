"""Speed of scanning on one core, from files on disk to reports in JSON.

Measured on pages made from the samples or, with `--data`, on gold pages: as plain text in
MB/s of UTF-8, as HTML in pages/s. Start-up is not counted; see `benchmarks.startup` for it.
"""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import Page, gold_pages, made_pages
from benchmarks.machine import machine
from labeler import Labeler
from labeler.report.encode import compact_pieces

BOUND = 5.0
"""Lowest MB/s of plain text allowed, from the project's issue 2."""
SMOKE_BOUND = 1.0
"""Below this something is broken, however busy the machine is."""
WARM_UP = 3
ROUNDS = 3


def scan_seconds(labeler: Labeler, paths: list[Path]) -> float:
    """Fastest of some rounds over all files, each read, labelled and written as JSON."""
    for path in paths[:WARM_UP]:
        scan(labeler, path)
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for path in paths:
            scan(labeler, path)
        rounds.append(time.perf_counter() - start)
    return min(rounds)


def scan(labeler: Labeler, path: Path) -> bytes:
    """The reports on one file as JSON."""
    reports = labeler.scan_path(path)
    return b"\n".join(b"".join(compact_pieces(report, include_text=True)) for report in reports)


def measure(pages: list[Page], labeler: Labeler) -> dict[str, dict[str, float]]:
    """Figures for the pages as text and as HTML."""
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for form in ("text", "html"):
            paths = []
            for index, page in enumerate(pages):
                paths.append(Path(folder) / f"{index}.{'txt' if form == 'text' else 'html'}")
                paths[-1].write_text(getattr(page, form), encoding="utf-8", newline="\n")
            megabytes = sum(path.stat().st_size for path in paths) / 1e6
            seconds = scan_seconds(labeler, paths)
            figures[form] = {
                "pages": len(paths),
                "megabytes": round(megabytes, 3),
                "megabytes_per_second": round(megabytes / seconds, 2),
                "pages_per_second": round(len(paths) / seconds, 1),
            }
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="gold pages (*.jsonl.gz) in place of made ones")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--smoke", action="store_true", help="twenty pages: quick enough for CI")
    options = parser.parse_args()
    count = 20 if options.smoke else options.pages
    bound = SMOKE_BOUND if options.smoke else BOUND
    pages = gold_pages(options.data, count) if options.data else made_pages(count)
    figures = measure(pages, Labeler())
    fine = figures["text"]["megabytes_per_second"] >= bound
    source = options.data.name if options.data else "made from the samples"
    result = {"throughput": figures, "source": source, "bound": bound, "fine": fine, **machine()}
    print(json.dumps(result, indent=2))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
