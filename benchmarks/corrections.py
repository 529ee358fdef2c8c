"""How much corrections teach: article F1 on a layout that training never saw, before and after a
reviewer corrected some of its segments.

The pages of one site are held out, with all others of the sites measured. Half of them are
scanned and reviewed in the order of the queue, the gold labels being the reviewer's decisions;
the heads are trained with `labeler train --corrections`'s gold beside their other pages; the
other half of the site's pages, which nobody corrected, are measured. Nothing but the number of
corrections differs between the rows.

The default sites are some of which one gold set has many pages, in three languages. Training is
repeated for each row, so it takes the page sets that make up most of a model, not all.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.files import command_line, say, shared, write_results
from benchmarks.machine import machine
from benchmarks.made import made_bulletins, made_gold_pages
from benchmarks.publishers import site_names
from benchmarks.variant import labeler_with
from labeler import Labeler
from labeler.classifier.evaluate_pages import MODES, Mode, evaluate_pages
from labeler.classifier.gold import PAGE_LABELS, GoldPage, align, read_pages
from labeler.classifier.model import Model, StructureHead, load_model
from labeler.classifier.recipe import Recipe, load_recipe
from labeler.classifier.train_structure import train_structure
from labeler.cli.evaluate import page_scan
from labeler.corrections.gold import corrections_gold
from labeler.corrections.log import CorrectionsLog
from labeler.evidence import Label
from labeler.locate import shipped
from labeler.report.schema import Report
from labeler.review.desk import Ask, Desk
from labeler.review.index import build_index
from labeler.review.queue import Filters, items

SITES = ("www.we-dwoje.pl", "www.dailymail.co.uk", "www.regnum.ru")
SETS = ("fundus", "readability", "postlight", "newspaper", "zh-cwced", "htmltotext", "daniel")
NUMBERS = (50, 100, 200)
SMOKE_GAIN = 0.05
"""Least gain of article F1 on made pages: below it something is broken."""
_LABELS: dict[int, Label] = {
    PAGE_LABELS.index("article"): "human_article",
    PAGE_LABELS.index("caption"): "image_caption",
    PAGE_LABELS.index("boilerplate"): "boilerplate",
}


class Row(msgspec.Struct, frozen=True):
    """Figures for one number of corrections, on the pages that were not corrected."""

    corrections: int
    relabelled: int
    """Of these, how many did not accept the suggested label."""
    article_f1: float
    """Of segments."""
    article_character_f1: float


class Site(msgspec.Struct, frozen=True):
    """One site in one mode."""

    site: str
    mode: Mode
    reviewed_pages: int
    measured_pages: int
    rows: list[Row]


class CorrectionsBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    sites: list[Site]
    machine: dict[str, object]


class Setting(NamedTuple):
    """What all sites have in common."""

    training: Sequence[GoldPage]
    """Without pages of the sites."""
    recipe: Recipe
    model: Model
    """Gives the heads that are not trained, rules aside."""


def measure(
    setting: Setting, sites: Mapping[str, Sequence[GoldPage]], mode: Mode, numbers: Sequence[int]
) -> Iterator[Site]:
    """Each site's figures without corrections and with these numbers of them."""
    before = _head(setting, mode, [])
    for site, pages in sites.items():
        ordered = sorted(pages, key=lambda page: page.page_id)
        reviewed, measured = ordered[::2], ordered[1::2]
        rows = [_row(setting, mode, before, measured, 0, 0)]
        say(f"{site}, {mode}: {rows[-1]}")
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with labeler_with(setting.model, {mode: before}) as labeler:
                reports = scanned(labeler, reviewed, mode, folder)
            for number in numbers:
                kept = folder / f"{number}.jsonl"
                decided, relabelled = reviewed_as_gold(reports, reviewed, number, kept)
                gold = corrections_gold(kept, [reports])
                head = _head(setting, mode, gold.pages)
                rows.append(_row(setting, mode, head, measured, decided, relabelled))
                say(f"{site}, {mode}: {rows[-1]}")
        yield Site(site, mode, len(reviewed), len(measured), rows)


def _head(setting: Setting, mode: Mode, more: Sequence[GoldPage]) -> StructureHead:
    return train_structure(
        [*setting.training, *more],
        mode,
        setting.recipe,
        setting.model.manifest.structure_hashing,
        setting.model.tables,
        lambda _: None,
    )


def _row(
    setting: Setting,
    mode: Mode,
    head: StructureHead,
    measured: Sequence[GoldPage],
    number: int,
    relabelled: int,
) -> Row:
    with labeler_with(setting.model, {mode: head}) as labeler:
        found = evaluate_pages(measured, mode, page_scan(labeler, mode)).all
    by_segment, by_character = found.segments["article"].f1, found.characters["article"].f1
    return Row(number, relabelled, by_segment, by_character)


def scanned(labeler: Labeler, pages: Sequence[GoldPage], mode: Mode, folder: Path) -> Path:
    """The file of reports on these pages, which become files in `folder` named by their place."""
    reports = folder / "reports.jsonl"
    with reports.open("wb") as stream:
        for number, page in enumerate(pages):
            if mode == "html":
                file = folder / f"{number}.html"
                file.write_text(page.html, "utf-8-sig")
            else:
                file = folder / f"{number}.txt"
                file.write_text("\n\n".join(gold.text for gold in page.segments), "utf-8")
            for report in labeler.scan_path(file):
                stream.write(msgspec.json.encode(report) + b"\n")
    return reports


def reviewed_as_gold(
    reports: Path, pages: Sequence[GoldPage], number: int, corrections: Path
) -> tuple[int, int]:
    """Decide on so many segments in the order of the queue, as the gold says; gives how many were
    decided (the gold does not know all) and how many got another label."""
    desk = Desk(build_index([reports], corrections), CorrectionsLog(corrections))
    known = {
        row: label
        for doc, path in desk.index.execute("SELECT doc, path FROM documents").fetchall()
        for row, label in _gold_labels(desk.report(doc), pages[int(Path(path).stem)], desk, doc)
    }
    decided = relabelled = 0
    for filters in (Filters(), Filters(need="all", sort="document")):
        while decided < number and (page := items(desk.index, "gold", filters)):
            for item in page[: number - decided]:
                label = known.get(item.row)
                desk.decide("gold", item.row, Ask("label", label) if label else Ask("unsure"))
                decided += label is not None
                relabelled += label not in (None, item.label)
    return decided, relabelled


def _gold_labels(
    report: Report | None, page: GoldPage, desk: Desk, doc: int
) -> Iterator[tuple[int, Label]]:
    texts = [one.text or "" for one in report.segments] if report else []
    for row, label in zip(desk.rows_of_document(doc), align(page.segments, texts), strict=True):
        if label in _LABELS:
            yield row, _LABELS[label]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", nargs="+", default=list(SITES), metavar="PUBLISHER")
    parser.add_argument("--numbers", nargs="+", type=int, default=list(NUMBERS))
    parser.add_argument("--mode", choices=[*MODES, "both"], default="html")
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        default=[shared(f"pages/{name}.jsonl.gz") for name in SETS],
        help="gold pages: those of the sites are held out, the others trained on",
    )
    parser.add_argument("--recipe", type=Path, default=Path("models/recipe.yaml"))
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    parser.add_argument("--smoke", action="store_true", help="made pages, a bound, no figures")
    options = parser.parse_args()
    model = load_model(shipped("models"))
    if options.smoke:
        return _smoke(model)
    pages = [page for file in options.data for page in read_pages(file)]
    sites = {site: [page for page in pages if page.publisher == site] for site in options.sites}
    theirs = set().union(*(site_names(page) for held in sites.values() for page in held))
    training = [page for page in pages if not site_names(page) & theirs]
    setting = Setting(training, load_recipe(options.recipe), model)
    modes = [mode for mode in MODES if options.mode in (mode, "both")]
    found = CorrectionsBenchmark(
        command_line("benchmarks.corrections"),
        [site for mode in modes for site in measure(setting, sites, mode, options.numbers)],
        machine(),
    )
    print(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
    if options.json:
        write_results(options.json, found)
    return 0


def _smoke(model: Model) -> int:
    setting = Setting(made_gold_pages(60), Recipe(), model)
    (site,) = measure(setting, {"bulletin": made_bulletins(20)}, "html", [100, 200])
    gain = site.rows[-1].article_f1 - site.rows[0].article_f1
    print(msgspec.json.encode({"corrections": site.rows, "gain": gain}).decode())
    return 0 if gain >= SMOKE_GAIN else 1


if __name__ == "__main__":
    sys.exit(main())
