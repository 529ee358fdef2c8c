"""How well articles are extracted from pages: labeler and its peers on the same pages.

The measure is that of the article-extraction-benchmark (`benchmarks.shingles`). A page's article
is its gold segments labelled article. Page sets and extractors disagree on whether the headline
is part of it, so it is left out of all texts, gold and extracted (`benchmarks.articles`).

Without `--folds` labeler runs with the shipped model: on the sets it was trained on its figures
are too good, and the sets are marked. With `--folds`, the structure head is trained anew for each
fold without its publishers.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import msgspec

from benchmarks.articles import Wanted, body, wanted
from benchmarks.files import command_line, give_results, say, shared
from benchmarks.machine import machine
from benchmarks.made import made_gold_pages
from benchmarks.pages import TRAINING_SETS
from benchmarks.peers import PEERS, Extract, silence
from benchmarks.publishers import fold_of, site_names
from benchmarks.shingles import ExtractionFigures, Match, compare, figures
from benchmarks.variant import labeler_with
from labeler import Labeler
from labeler.classifier.evaluate_tables import Table
from labeler.classifier.gold import read_pages
from labeler.classifier.model import load_model
from labeler.classifier.recipe import load_recipe
from labeler.extract import extract_article
from labeler.locate import shipped
from labeler.read import read_html

UNTRAINED_SETS = ("irdata", "l3s-gn1", "cleaneval-dev")
"""No shipped model may learn from these."""
OURS = "labeler"
SMOKE_PAGES = 12
SMOKE_BOUND = 0.8


class Speed(msgspec.Struct, frozen=True):
    """What an extractor costs."""

    pages_per_second: float
    """Of processor time, on one core."""
    peak_mib: float
    """Memory beyond what the process held before its first page."""


class ExtractionBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    trained_on: list[str]
    """Sets that labeler's model learnt from, pages measured included; empty with folds."""
    left_out: dict[str, int]
    """Pages whose article cannot be seen in their HTML, by set."""
    figures: dict[str, dict[str, ExtractionFigures]]
    """By extractor and set."""
    speed: dict[str, Speed]
    machine: dict[str, object]


class Run(NamedTuple):
    """One extractor's outcome on some pages."""

    matches: list[Match]
    seconds: float
    peak_mib: float


def run(extract: Extract, pages: Sequence[Wanted]) -> Run:
    """Extract all pages and compare; a page that the extractor refuses gives an empty text."""
    matches = []
    before = _peak_mib()
    seconds = 0.0
    for page in pages:
        start = time.process_time()
        try:
            text = extract(page.page.html, page.page.lang)
        except Exception as error:  # peers raise all kinds; a refusal is a finding, not an end
            say(f"{page.page.page_id}: {type(error).__name__}: {error}")
            text = ""
        seconds += time.process_time() - start
        matches.append(compare(page.article, body(text.split("\n"), page.headlines)))
    return Run(matches, seconds, _peak_mib() - before)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run_apart(make: Callable[[], Extract], pages: Sequence[Wanted]) -> Run:
    """`run` in a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=lambda: sender.send(run(make(), pages)))
    child.start()
    sender.close()
    found: Run = receiver.recv()
    child.join()
    return found


def ours(labeler: Labeler) -> Extract:
    """labeler as an extractor; the title stands apart from the text, as with most peers."""

    def extract(html: str, language: str) -> str:
        document = read_html(html)
        return extract_article(document, labeler.scan_document(document)).text

    return extract


def measure(
    sets: Mapping[str, Sequence[Wanted]], extractors: Mapping[str, Callable[[], Extract]]
) -> dict[str, dict[str, Run]]:
    """Run all extractors on all sets: by extractor and set."""
    found: dict[str, dict[str, Run]] = {name: {} for name in extractors}
    for set_name, pages in sets.items():
        for name, make in extractors.items():
            found[name][set_name] = outcome = run_apart(make, pages)
            say(f"{set_name}: {name}: {figures(outcome.matches)}")
    return found


def measure_folds(
    sets: Mapping[str, Sequence[Wanted]],
    extractors: Mapping[str, Callable[[], Extract]],
    folds: Sequence[int],
    number_of_folds: int,
) -> dict[str, dict[str, Run]]:
    """The same with labeler's structure head trained without the publishers it is measured on."""
    from labeler.classifier.train_structure import train_structure

    model, recipe = load_model(shipped("models")), load_recipe(shipped("models") / "recipe.yaml")
    training = [p for name in TRAINING_SETS for p in read_pages(_file(name))]
    names = {page.page_id: site_names(page) for page in training}
    runs: list[dict[str, dict[str, Run]]] = []
    for fold in folds:
        held_out = {
            name: [w for w in pages if fold_of(w.page, number_of_folds) == fold]
            for name, pages in sets.items()
        }
        theirs = set().union(*(site_names(w.page) for pages in held_out.values() for w in pages))
        seen = [page for page in training if not names[page.page_id] & theirs]
        say(f"fold {fold}: {len(seen)} pages to train on")
        hashing = model.manifest.structure_hashing
        head = train_structure(seen, "html", recipe, hashing, model.tables, say)
        with labeler_with(model, {"html": head}) as labeler:
            runs.append(measure(held_out, {OURS: lambda: ours(labeler), **extractors}))
    return {
        name: {set_name: _joined([found[name][set_name] for found in runs]) for set_name in sets}
        for name in (OURS, *extractors)
    }


def _joined(runs: Sequence[Run]) -> Run:
    return Run(
        [match for run in runs for match in run.matches],
        sum(run.seconds for run in runs),
        max(run.peak_mib for run in runs),
    )


def tables(found: ExtractionBenchmark) -> list[Table]:
    """F1 by extractor and set; precision, recall and speed by extractor."""
    names = sorted(found.figures, key=lambda name: -_mean_f1(found.figures[name]))
    sets = list(next(iter(found.figures.values())))
    trained = [f"{name}*" if name in found.trained_on else name for name in sets]
    by_set = Table(
        "article F1 (4-word shingles) by page set",
        ("extractor", *trained, "mean", "weakest"),
        [
            (
                name,
                *(f"{found.figures[name][s].f1:.3f}" for s in sets),
                f"{_mean_f1(found.figures[name]):.3f}",
                f"{min(f.f1 for f in found.figures[name].values()):.3f}",
            )
            for name in names
        ],
        ("* labeler's model learnt from these pages",) if found.trained_on else (),
    )
    costs = Table(
        "means over the sets, and what it costs",
        ("extractor", "precision", "recall", "F1", "pages/s", "peak MiB"),
        [
            (
                name,
                f"{mean(f.precision for f in found.figures[name].values()):.3f}",
                f"{mean(f.recall for f in found.figures[name].values()):.3f}",
                f"{_mean_f1(found.figures[name]):.3f}",
                f"{found.speed[name].pages_per_second:.0f}",
                f"{found.speed[name].peak_mib:.0f}",
            )
            for name in names
        ],
    )
    return [by_set, costs]


def _mean_f1(by_set: Mapping[str, ExtractionFigures]) -> float:
    return mean(found.f1 for found in by_set.values())


def _speed(runs: Mapping[str, Run]) -> Speed:
    pages = sum(len(found.matches) for found in runs.values())
    seconds = sum(found.seconds for found in runs.values())
    return Speed(
        round(pages / max(seconds, 1e-9), 1), round(max(r.peak_mib for r in runs.values()), 1)
    )


def _file(name: str) -> Path:
    return shared(f"pages/{name}.jsonl.gz")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", help="page sets of the research data")
    parser.add_argument("--extractors", nargs="+", choices=(OURS, *PEERS), default=[OURS, *PEERS])
    parser.add_argument("--folds", type=int, help="train without the publishers of each fold")
    parser.add_argument("--folds-only", type=int, nargs="+", help="measure these folds alone")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--smoke", action="store_true", help="a few made pages, labeler alone")
    options = parser.parse_args()
    if options.smoke:
        return smoke()
    silence()
    set_names = options.sets or list(TRAINING_SETS if options.folds else UNTRAINED_SETS)
    gold = {name: [p for p in read_pages(_file(name)) if p.html] for name in set_names}
    usable = {name: list(filter(None, map(wanted, pages))) for name, pages in gold.items()}
    extractors = {name: PEERS[name] for name in options.extractors if name != OURS}
    if options.folds:
        folds = options.folds_only or list(range(options.folds))
        runs = measure_folds(usable, extractors, folds, options.folds)
    else:
        labeler = Labeler()
        first = {OURS: lambda: ours(labeler)} if OURS in options.extractors else {}
        runs = measure(usable, first | extractors)
    found = ExtractionBenchmark(
        command=command_line("benchmarks.extraction"),
        trained_on=[] if options.folds else [n for n in set_names if n in TRAINING_SETS],
        left_out={name: len(gold[name]) - len(usable[name]) for name in set_names},
        figures={
            name: {set_name: figures(r.matches) for set_name, r in by_set.items()}
            for name, by_set in runs.items()
        },
        speed={name: _speed(by_set) for name, by_set in runs.items()},
        machine=machine(),
    )
    give_results(found, tables(found), options.json)
    return 0


def smoke() -> int:
    """Run labeler on a few made pages; fail if the articles come out wrong."""
    pages = list(filter(None, map(wanted, made_gold_pages(SMOKE_PAGES))))
    found = figures(run(ours(Labeler()), pages).matches)
    print(found)
    return 0 if found.f1 >= SMOKE_BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
