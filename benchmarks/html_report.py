"""How fast a browser shows the page of `--format html`: documents of 2,000 and 20,000 segments.

The documents are the samples' texts, over and over. Each page is opened three times; the fastest
counts, since noise only ever adds time.
"""

import argparse
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.machine import machine
from labeler import Labeler
from labeler.report.html import HtmlWriter
from labeler.report.schema import Report
from labeler.report.writer import Sink

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BOUND_MS = 1000
"""Longest first paint of 2,000 segments."""
SIZES = (2_000, 20_000)
SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.en.txt"))
_OPENED = 3
_USE = """() => {
  const took = (act) => {
    const start = performance.now();
    act();
    document.body.offsetHeight;  // lays the page out
    return Math.round(performance.now() - start);
  };
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("j");
  return {
    next_segment_ms: took(() => press("j")),
    filter_ms: took(() => document.querySelector("[value=boilerplate]").click()),
  };
}"""


def paragraphs() -> Iterator[str]:
    """Those of the samples, without end."""
    texts = [path.read_text("utf-8") for path in SAMPLES]
    return cycle([part for text in texts for part in text.split("\n\n")])


def report_of(size: int) -> Report:
    """On a document of about `size` segments."""
    source = paragraphs()
    return Labeler().scan_text("\n\n".join(next(source) for _ in range(size)))


def measure(browser: "Browser", size: int, folder: Path) -> dict[str, Any]:
    """Bytes of the page, and milliseconds until it is painted, loaded and does as it is told."""
    stream = io.BytesIO()
    writer = HtmlWriter(Sink(stream))
    report = report_of(size)
    writer.write(report)
    writer.close()
    file = folder / f"{size}.html"
    file.write_bytes(stream.getvalue())
    opened = [_open(browser, file) for _ in range(_OPENED)]
    fastest = {name: min(one[name] for one in opened) for name in opened[0]}
    return {"segments": len(report.segments), "bytes": file.stat().st_size, **fastest}


def _open(browser: "Browser", file: Path) -> dict[str, int]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(file.as_uri())
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    load = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    used: dict[str, int] = page.evaluate(_USE)
    page.close()
    return {"first_paint_ms": round(paint), "loaded_ms": round(load), **used}


def main() -> int:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default=shutil.which("chromium"), help="a Chromium")
    options = parser.parse_args()
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        figures = [measure(browser, size, Path(folder)) for size in SIZES]
        browser.close()
    fine = figures[0]["first_paint_ms"] <= BOUND_MS
    print(json.dumps({"html_report": figures, "bound_ms": BOUND_MS, "fine": fine, **machine()}))
    return 0 if fine else 1


if __name__ == "__main__":
    raise SystemExit(main())
