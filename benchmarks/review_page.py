"""How fast `labeler review` is: 10,000 documents in its queue, and a page of 2,000 segments.

The documents are the reports on the samples, over and over under other names, with one more that
joins the samples' texts to more than 2,000 segments. The server is a process of its own, the
browser a new page each time; the fastest of three counts, since noise only ever adds time.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from benchmarks.html_report import report_of
from benchmarks.machine import machine
from benchmarks.review_pictures import sample_reports
from benchmarks.review_server import review_served
from labeler.report.schema import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BOUND_MS = 1000
"""Longest first paint, of the queue as of the document."""
SMOKE_BOUND_MS = 10_000
DOCUMENTS, SEGMENTS = 10_000, 2_000
SMOKE_DOCUMENTS, SMOKE_SEGMENTS = 100, 100
_OPENED = 3
_PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName("first-contentful-paint")[0];
    if (paint) done(paint.startTime);
  }).observe({ type: "paint", buffered: true });
})"""


def written(file: Path, documents: int, segments: int) -> list[int]:
    """Write reports on so many documents, the first the largest; gives each one's segments."""
    found = []
    with file.open("wb") as stream:
        for report in islice(_documents(segments), documents):
            stream.write(msgspec.json.encode(report) + b"\n")
            found.append(len(report.segments))
    return found


def _documents(segments: int) -> Iterator[Report]:
    yield report_of(segments)
    for number, report in enumerate(cycle(list(sample_reports()))):
        about = msgspec.structs.replace(
            report.input, path=f"{number}/{report.input.path}", sha256=f"{number:064x}"
        )
        yield msgspec.structs.replace(report, input=about)


def measure(browser: "Browser", documents: int, segments: int) -> dict[str, Any]:
    """Seconds until the server is ready, milliseconds until the views are painted and a decision
    is marked as kept."""
    with tempfile.TemporaryDirectory() as name:
        reports = Path(name, "reports.jsonl")
        sizes = written(reports, documents, segments)
        start = time.perf_counter()
        with review_served(reports, Path(name, "corrections.jsonl"), "ana") as home:
            ready = time.perf_counter() - start
            views = {
                "queue": "queue",
                "filtered": "queue?label=boilerplate&need=all",
                "searched": "queue?q=ferry&need=all",
                "document": "document/1",
            }
            paints = {view: _fastest(browser, home + place) for view, place in views.items()}
            return {
                "documents": documents,
                "segments": sum(sizes),
                "segments_of_document": sizes[0],
                "reports_mb": round(reports.stat().st_size / 1e6),
                "ready_s": round(ready, 2),
                "first_paint_ms": paints,
                "decided_ms": _decided(browser, home + "queue?need=all"),
            }


def _fastest(browser: "Browser", address: str) -> int:
    """Milliseconds until the first paint."""
    found: list[float] = []
    for _ in range(_OPENED):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        found.append(page.evaluate(_PAINTED))
        page.close()
    return round(min(found))


def _decided(browser: "Browser", address: str) -> int:
    """Milliseconds from a key to the mark that says that the decision is on the disk."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    found = [_one_decision(page) for _ in range(2 * _OPENED)]
    page.close()
    return round(min(found) * 1000)


def _one_decision(page: "Page") -> float:
    row = page.locator(".q[aria-current]").get_attribute("id")
    start = time.perf_counter()
    page.keyboard.press("a")
    page.locator(f"#{row} .said:not(:empty)").wait_for()
    return time.perf_counter() - start


def main() -> int:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default=shutil.which("chromium"), help="a Chromium")
    parser.add_argument("--smoke", action="store_true", help="few documents, a wide bound")
    options = parser.parse_args()
    sizes = (SMOKE_DOCUMENTS, SMOKE_SEGMENTS) if options.smoke else (DOCUMENTS, SEGMENTS)
    bound = SMOKE_BOUND_MS if options.smoke else BOUND_MS
    if options.smoke and options.browser is None:
        print(json.dumps({"review_page": "not measured: no Chromium here"}))
        return 0
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        found = measure(browser, *sizes)
        browser.close()
    fine = max(found["first_paint_ms"].values()) <= bound
    print(json.dumps({"review_page": found, "bound_ms": bound, "fine": fine, **machine()}))
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
