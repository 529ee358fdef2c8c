"""Pages spliced of texts by people and by models: is each part labelled by its own author?

Each page has paragraphs by one author, then some by the other; texts of one source and language
are joined. On some pages links stand between the two parts, as between a story and what is below
it, and some are by one author throughout. The shipped model learnt from these sources: it is
about parts and their bounds, not about how well unseen models are known.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.files import command_line, give_results, shared
from benchmarks.machine import machine
from labeler import Labeler
from labeler.classifier.authorship import word_count
from labeler.classifier.evaluate_tables import NONE, Table, percent
from labeler.classifier.gold import GoldText, read_texts
from labeler.classifier.train_texts import window
from labeler.report.schema import Report

LANGUAGES = ("en", "zh")
PARAGRAPH = {"en": 450, "zh": 150}
"""Characters of a paragraph, cut from one text."""
PARAGRAPHS = range(3, 7)
"""Of each part."""
KINDS = ("one after the other", "links between", "one author")
LINKS = ("Home", "Latest news", "Contact", "Subscribe to our newsletter", "Terms of use", "Log in")


class Spliced(msgspec.Struct, frozen=True):
    """A page and who wrote its paragraphs."""

    text: str
    paragraphs: list[tuple[int, int, bool]]
    """Start, end, and whether a model wrote it."""


class Figures(msgspec.Struct, frozen=True):
    """What was found on pages of one kind."""

    pages: int
    bounds_found: float
    """Of pages on which some of both parts got a label of its own: share whose bound between
    authors is off by one paragraph at most. 0 if there are none."""
    both_labels: float
    """Share of pages by two authors with both labels."""
    people_accused: float
    """Share of paragraphs by people called AI."""
    models_found: float
    """Share of paragraphs by models called AI."""


class SplicedBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    kinds: dict[str, Figures]
    """By one of KINDS."""
    machine: dict[str, object]


def spliced(texts: Sequence[GoldText], pages: int, kind: str, seed: int = 0) -> Iterator[Spliced]:
    """Yield pages of one of KINDS, of the texts of each source and language with both sides, by
    turns."""
    pools: dict[tuple[str, str], tuple[list[GoldText], list[GoldText]]] = defaultdict(
        lambda: ([], [])
    )
    for text in texts:
        pools[text.source, str(text.lang)][text.label == "ai"].append(text)
    places = [key for key, sides in sorted(pools.items()) if min(map(len, sides)) >= 2]
    chance = random.Random(seed)
    for number in range(pages if places else 0):
        place = places[number % len(places)]
        first = chance.random() < 0.5
        blocks: list[tuple[str, bool | None]] = []
        for by_model in (first, first if kind == "one author" else not first):
            if kind == "links between" and blocks:
                blocks += [(link, None) for link in LINKS]
            for _ in range(chance.choice(PARAGRAPHS)):
                whole = " ".join(chance.choice(pools[place][by_model]).text.split())
                blocks.append((window(whole, PARAGRAPH[place[1]], chance), by_model))
        yield _page(blocks)


def _page(blocks: Sequence[tuple[str, bool | None]]) -> Spliced:
    paragraphs, at = [], 0
    for text, by_model in blocks:
        if by_model is not None:
            paragraphs.append((at, at + len(text), by_model))
        at += len(text) + 2
    return Spliced("\n\n".join(text for text, _ in blocks), paragraphs)


def called(page: Spliced, report: Report) -> list[bool]:
    """Whether most of each paragraph is called AI."""
    found = []
    for start, end, _ in page.paragraphs:
        shared_with = (
            min(s.span.end, end) - max(s.span.start, start)
            for s in report.segments
            if s.label == "ai_report" and s.span.start < end and s.span.end > start
        )
        found.append(sum(shared_with) > (end - start) / 2)
    return found


def bound_error(by_model: Sequence[bool], said: Sequence[bool]) -> int:
    """Paragraphs between the true bound and the one that fits the labels best."""
    first = by_model[0]
    true = next(at for at, one in enumerate(by_model) if one != first)
    wrong = [
        sum((one == first) != (at < cut) for at, one in enumerate(said))
        for cut in range(len(said) + 1)
    ]
    return min(abs(cut - true) for cut, errors in enumerate(wrong) if errors == min(wrong))


def measure(labeler: Labeler, pages: Sequence[Spliced]) -> Figures:
    """Scan pages and count paragraphs and bounds."""
    sides: dict[bool, list[bool]] = {True: [], False: []}
    errors = []
    for page in pages:
        said = called(page, labeler.scan_text(page.text))
        by_model = [paragraph[2] for paragraph in page.paragraphs]
        for true, one in zip(by_model, said, strict=True):
            sides[true].append(one)
        if len(set(said)) == len(set(by_model)) == 2:
            errors.append(bound_error(by_model, said))
    return Figures(
        len(pages),
        sum(error <= 1 for error in errors) / max(len(errors), 1),
        len(errors) / max(len(pages), 1),
        sum(sides[False]) / max(len(sides[False]), 1),
        sum(sides[True]) / max(len(sides[True]), 1),
    )


def table(found: SplicedBenchmark) -> Table:
    """One row for each kind of page."""
    return Table(
        "pages spliced of two authors",
        ("", "pages", "both labels", "bound within one", "people called AI", "models found"),
        [
            (
                kind,
                str(one.pages),
                *_of_bounds(kind, one),
                percent(one.people_accused),
                percent(one.models_found),
            )
            for kind, one in found.kinds.items()
        ],
    )


def _of_bounds(kind: str, one: Figures) -> tuple[str, str]:
    if kind == "one author":
        return NONE, NONE
    return percent(one.both_labels), percent(one.bounds_found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", default=sorted(shared("ai").glob("*.gz")))
    parser.add_argument("--pages", type=int, default=300, help="pages of each kind")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args()
    texts = [
        text
        for file in options.texts
        for text in read_texts(file)
        if text.lang in LANGUAGES and not text.mixed and word_count(text.text) >= 80
    ]
    labeler = Labeler()
    found = SplicedBenchmark(
        command=command_line("benchmarks.spliced"),
        kinds={kind: measure(labeler, list(spliced(texts, options.pages, kind))) for kind in KINDS},
        machine=machine(),
    )
    give_results(found, [table(found)], options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
