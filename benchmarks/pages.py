"""How well page labels are found on publishers that took no part in training.

The publishers of a file of gold pages are dealt into folds. For each fold the structure heads
are trained without its publishers (nor pages of theirs in other files), and its pages are
scanned with them through the whole pipeline: reader, segmenter, rules and the shipped
authorship head. The folds are pooled.

Text dumps are also cut: each page without its article, and the article alone. What is called
article in the one, or boilerplate in the other, is invented.

The gold is taken as it is. Beside it stands how well the same labels agree with the gold after
the corrections that the recipe names and training applies.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.files import command_line, say, shared, write_results
from benchmarks.machine import machine
from benchmarks.made import made_gold_pages
from benchmarks.pieces import Pieces, no_pieces, pieces_table, score_pieces
from benchmarks.publishers import fold_of, site_names
from benchmarks.variant import labeler_with
from labeler.classifier.compose import composed_from
from labeler.classifier.evaluate_pages import (
    MODES,
    Mode,
    PageFigures,
    PagesResult,
    ScoredPage,
    figures,
    score_page,
    summarise,
)
from labeler.classifier.evaluate_tables import Table, aligned, label_table, page_tables
from labeler.classifier.gold import GoldPage, read_pages, read_texts
from labeler.classifier.model import Model, load_model
from labeler.classifier.recipe import Recipe, load_recipe
from labeler.classifier.train_structure import train_structure
from labeler.cli.evaluate import page_scan, text_scan
from labeler.locate import shipped

TRAINING_SETS = (
    "fundus", "readability", "postlight", "newspaper", "zh-cwced", "htmltotext", "wcxb-dev",
    "dragnet", "daniel",
)  # fmt: skip
"""The page sets that a shipped model may learn from; the others are for measuring only."""
SMOKE_PAGES = 24
SMOKE_BOUND = 0.8
"""Lowest article F1 on made pages: below it something is broken."""


class PagesBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    data: str
    training: list[str]
    folds: int
    measured_folds: list[int]
    modes: dict[Mode, PagesResult]
    article_character_f1_by_fold: dict[Mode, list[float]]
    machine: dict[str, object]
    corrected: dict[Mode, PageFigures] = {}
    """Against the corrected gold."""
    pieces: dict[str, Pieces] = {}
    """By what was invented."""


class Scored(NamedTuple):
    """The pages of one fold, against the gold as it is and against the corrected one."""

    gold: list[ScoredPage]
    corrected: list[ScoredPage]


class Measured(NamedTuple):
    """What all folds give."""

    scored: dict[Mode, list[Scored]]
    pieces: dict[str, Pieces]


def measure(
    data: Sequence[GoldPage],
    training: Sequence[GoldPage],
    recipe: Recipe,
    model: Model,
    folds: Sequence[int],
    number_of_folds: int,
    modes: Sequence[Mode],
) -> Measured:
    """Score each page of `data` in these folds by heads that did not see its publisher."""
    names = {page.page_id: site_names(page) for page in (*data, *training)}
    scored: dict[Mode, list[Scored]] = {mode: [] for mode in modes}
    pieces = no_pieces()
    for fold in folds:
        held_out = [page for page in data if fold_of(page, number_of_folds) == fold]
        theirs = set().union(*(names[page.page_id] for page in held_out))
        seen = [page for page in training if not names[page.page_id] & theirs]
        say(f"fold {fold}: {len(held_out)} pages held out, {len(seen)} to train on")
        start = time.perf_counter()
        for mode in modes:
            head = train_structure(
                seen, mode, recipe, model.manifest.structure_hashing, model.tables, say
            )
            with labeler_with(model, {mode: head}) as labeler:
                scan = page_scan(labeler, mode)
                usable = [page for page in held_out if page.segments]
                corrected = [recipe.corrected(page) for page in usable]
                scored[mode].append(
                    Scored(
                        *(
                            [score_page(page, mode, scan) for page in pages]
                            for pages in (usable, corrected)
                        )
                    )
                )
                if mode == "text":
                    score_pieces(pieces, corrected, text_scan(labeler))
        say(f"fold {fold}: done in {time.perf_counter() - start:.0f} s")
    return Measured(scored, pieces)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=shared("pages/fundus.jsonl.gz"))
    parser.add_argument(
        "--train",
        type=Path,
        nargs="+",
        default=[shared(f"pages/{name}.jsonl.gz") for name in TRAINING_SETS],
        help="gold pages to train on",
    )
    parser.add_argument(
        "--furniture", type=Path, nargs="*", default=[shared("chrome/chrome_i18n.jsonl.gz")]
    )
    parser.add_argument(
        "--human", type=Path, nargs="*", default=[shared("multilingual/human.jsonl.gz")]
    )
    parser.add_argument(
        "--captions", type=Path, nargs="*", default=[shared("multilingual/captions.jsonl.gz")]
    )
    parser.add_argument("--recipe", type=Path, default=shipped("models") / "recipe.yaml")
    parser.add_argument("--model", type=Path, default=shipped("models"))
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--folds-only", type=int, nargs="+", help="measure these folds alone")
    parser.add_argument("--mode", choices=(*MODES, "both"), default="both")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument(
        "--smoke", action="store_true", help="a few made pages: quick enough for CI"
    )
    options = parser.parse_args()
    if options.smoke:
        return smoke(load_model(options.model))
    modes = [mode for mode in MODES if options.mode in (mode, "both")]
    folds = options.folds_only or list(range(options.folds))
    data = list(read_pages(options.data))
    training = [page for file in options.train for page in read_pages(file)]
    human = [text for file in options.human for text in read_texts(file, "human")]
    training += composed_from(options.furniture, human, options.captions)
    recipe = load_recipe(options.recipe)
    scored, pieces = measure(
        data, training, recipe, load_model(options.model), folds, options.folds, modes
    )
    results = {
        mode: summarise([page for fold in scored[mode] for page in fold.gold], mode)
        for mode in modes
    }
    corrected = {
        mode: figures(
            [page.counts for fold in scored[mode] for page in fold.corrected if page.counts]
        )
        for mode in modes
    }
    tables = [table for result in results.values() for table in page_tables(result)]
    tables += [corrected_table(mode, found) for mode, found in corrected.items()]
    tables += [pieces_table(pieces)] if "text" in modes else []
    print(aligned(tables), end="")
    if options.json:
        found = PagesBenchmark(
            command=command_line("benchmarks.pages"),
            data=options.data.name,
            training=[file.name for file in options.train],
            folds=options.folds,
            measured_folds=folds,
            modes=results,
            article_character_f1_by_fold={
                mode: [
                    summarise(fold.gold, mode).all.characters["article"].f1 for fold in scored[mode]
                ]
                for mode in modes
            },
            machine=machine(),
            corrected=corrected,
            pieces=pieces,
        )
        write_results(options.json, found)
    return 0


def corrected_table(mode: Mode, found: PageFigures) -> Table:
    """How well the labels of one mode agree with the corrected gold."""
    return label_table(f"{mode}, against the corrected gold", found)


def smoke(model: Model) -> int:
    """Run everything on a few made pages; fail if the labels come out wrong."""
    pages = made_gold_pages(SMOKE_PAGES)
    scored = measure(pages, pages, Recipe(), model, [0], 2, MODES).scored
    fine = True
    for mode in MODES:
        result = summarise(scored[mode][0].gold, mode)
        print(aligned(page_tables(result)[:1]), end="")
        fine &= result.all.characters["article"].f1 >= SMOKE_BOUND
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
