"""The pictures of the review page and of the report as a page, made from the samples: `python -m
benchmarks.review_pictures`.

Two reviewers have decided on some of the samples' segments, so that every view has something to
show. Pictures are made small with pngquant, where it is installed.
"""

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from benchmarks.files import ROOT, say
from benchmarks.review_server import review_served
from labeler import Labeler, cli
from labeler.corrections.log import CorrectionsLog
from labeler.evidence import LABELS
from labeler.report.schema import Report
from labeler.review.desk import Ask, Desk
from labeler.review.index import build_index

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DECIDED = 60
"""Segments that both reviewers have decided."""


class View(NamedTuple):
    """One picture."""

    name: str
    """Of its file, without the ending."""
    address: str
    """Below the reviewer's pages, or of a report in its folder."""
    scheme: str = "light"
    size: tuple[int, int] = (1280, 800)
    keys: tuple[str, ...] = ()
    shows: str = "main h2"
    """Selector of what comes last."""


REPORT = View("html-report", "report.html", size=(1320, 1130), keys=("j",) * 4, shows="#why")


def views(documents: Mapping[str, int]) -> list[View]:
    """The pictures; `documents` has the number of each sample."""
    wide, narrow = (1440, 900), (390, 780)
    queue, panel = "queue?need=all&sort=confidence", ".families"
    residue = f"document/{documents['samples/chatbot-residue.en.txt']}"
    governed = f"document/{documents['samples/rtl-page.ar.html']}"
    return [
        View("review-queue", queue),
        View("review-document", residue, size=(1440, 1120), shows=panel),
        View("review-document-dark", governed, "dark", wide, ("j", "j", "j"), panel),
        View("review-agreement", "agreement"),
        View("review-narrow-queue", queue, "dark", narrow),
        View("review-narrow-document", residue, "light", narrow, shows=panel),
    ]


def sample_reports() -> Iterator[Report]:
    """Reports on all samples, which are named as from the checkout's folder."""
    labeler = Labeler()
    for sample in sorted(one for one in (ROOT / "samples").glob("*.*.*") if one.is_file()):
        for report in labeler.scan_path(sample):
            about = msgspec.structs.replace(
                report.input, path=f"samples/{Path(report.input.path).name}"
            )
            yield msgspec.structs.replace(report, input=about)


def write_report(file: Path) -> None:
    """Write the page that is pictured, as `labeler scan` does."""
    with chdir(ROOT):
        scan = ["scan", "samples/chatbot-residue.en.txt", "--format", "html", "--no-cache"]
        cli.main([*scan, "--output", str(file)])


def decide(reports: Path, corrections: Path) -> dict[str, int]:
    """Let two reviewers decide; gives the number of each document by its path."""
    desk = Desk(build_index([reports], corrections), CorrectionsLog(corrections))
    rows = [row for (row,) in desk.index.execute("SELECT row FROM segments ORDER BY row")]
    for place, row in enumerate(rows[:: max(1, len(rows) // DECIDED)]):
        for reviewer, differs in (("ana", place % 9 == 3), ("ben", place % 6 == 1)):
            desk.decide(reviewer, row, Ask("label", LABELS[place % 4] if differs else None))
    return dict(desk.index.execute("SELECT path, doc FROM documents").fetchall())


def take(browser: "Browser", home: str, view: View, file: Path) -> None:
    """Write one picture."""
    width, height = view.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if view.scheme == "dark" else "light",
    )
    page.goto(home + view.address)
    page.wait_for_load_state("networkidle")
    for key in view.keys:
        page.keyboard.press(key)
    page.locator(view.shows).last.wait_for()
    page.screenshot(path=file, animations="disabled")
    page.close()
    if quantise := shutil.which("pngquant"):
        subprocess.run([quantise, "--force", "--output", file, "64", file], check=True)


def main() -> int:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", default=shutil.which("chromium"), help="a Chromium")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", help="folder to write to")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        reports, corrections = Path(folder, "reports.jsonl"), Path(folder, "corrections.jsonl")
        reports.write_bytes(b"".join(msgspec.json.encode(r) + b"\n" for r in sample_reports()))
        documents = decide(reports, corrections)
        browser = driver.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox", "--disable-gpu"]
        )
        write_report(Path(folder, REPORT.address))
        with review_served(reports, corrections, "ana") as home:
            pictured = [(home, view) for view in views(documents)]
            for place, view in [*pictured, (f"{Path(folder).as_uri()}/", REPORT)]:
                file = options.output / f"{view.name}.png"
                take(browser, place, view, file)
                say(f"{file}: {file.stat().st_size:,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
