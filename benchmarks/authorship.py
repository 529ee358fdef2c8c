"""How well authors are told apart on sources that took no part in training.

The sources of gold texts are dealt into folds; those that share texts stay together (`folds`
of the recipe). For each fold the authorship head is trained, calibrated and given its
thresholds without the fold's sources, and their texts are scanned with it through the whole
pipeline: reader, segmenter, rules and the shipped structure heads. The folds are pooled.

A group whose language has no AI text left in training is marked: there the tool abstains by
design, so that it neither accuses nor finds anyone.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.files import say, shared, write_results
from benchmarks.machine import machine
from benchmarks.made import made_gold_texts
from benchmarks.pages import TRAINING_SETS
from benchmarks.variant import labeler_with
from labeler.classifier.evaluate_authorship import draw, judge
from labeler.classifier.evaluate_groups import (
    AuthorshipResult,
    Judged,
    Mean,
    mean_of,
    summarise,
)
from labeler.classifier.evaluate_tables import (
    AUTHORSHIP_COLUMNS,
    Table,
    aligned,
    authorship_tables,
    mean_row,
)
from labeler.classifier.gold import GoldText, read_pages, read_texts
from labeler.classifier.model import Model, load_model
from labeler.classifier.recipe import Recipe, load_recipe
from labeler.classifier.train import articles
from labeler.classifier.train_authorship import train_authorship
from labeler.cli.evaluate import text_scan
from labeler.locate import shipped

GROUPINGS = ("source+lang", "source", "lang", "domain", "generator", "length")
_SHARED_CHARS = 120
"""Texts equal in so many first letters are one text: not to be on both sides of a split."""
SMOKE_TEXTS = 60
SMOKE_BOUND = 0.9
"""Lowest AUROC on made texts: below it something is broken."""


class HeldOut(NamedTuple):
    """A text judged by a model that had not seen its source."""

    judged: Judged
    language_trained: bool
    """Whether training held enough AI text in its language to accuse anyone."""


class AuthorshipBenchmark(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    data: list[str]
    per: int
    folds: list[list[str]]
    """The sources of each measured fold."""
    result: AuthorshipResult
    language_not_trained: list[str]
    """Groups by source and language where the tool abstains by design."""
    mean_language_trained: Mean
    """Means over the other groups by source and language."""
    machine: dict[str, object]


def dealt(texts: Iterable[GoldText], recipe: Recipe, folds: int) -> list[set[str]]:
    """Deal sources into `folds` folds of about equal size (0: each on its own).

    Sources with AI texts go first, so that every fold leaves some to train on.
    """
    sizes: dict[str, Counter[tuple[str, str | None, str]]] = {}
    for text in texts:
        name = recipe.text_source(text.source).folds or text.source
        sizes.setdefault(name, Counter())[text.source, text.lang, text.label] += 1
    weights = {name: _weights(counts, recipe) for name, counts in sizes.items()}
    order = sorted(weights, key=lambda name: (-weights[name][0], -weights[name][1], name))
    parts: list[list[str]] = [[] for _ in range(folds or len(order))]
    for name in order:
        side = 0 if weights[name][0] else 1
        smallest = min(parts, key=lambda part: sum(weights[member][side] for member in part))
        smallest.append(name)
    return [{key[0] for name in part for key in sizes[name]} for part in parts if part]


def _weights(counts: Counter[tuple[str, str | None, str]], recipe: Recipe) -> tuple[int, int]:
    """AI texts and human texts that training would draw."""
    ai = human = 0
    for (source, _, label), number in counts.items():
        drawn = min(number, recipe.text_source(source).texts)
        ai, human = (ai + drawn, human) if label == "ai" else (ai, human + drawn)
    return ai, human


def measure(
    texts: Sequence[GoldText], recipe: Recipe, model: Model, parts: Sequence[set[str]], per: int
) -> list[HeldOut]:
    """Judge texts of each part's sources by a head trained without them."""
    keys = [_letters(text) for text in texts]
    found: list[HeldOut] = []
    for part in parts:
        theirs = {key for text, key in zip(texts, keys, strict=True) if text.source in part}
        seen = [
            text
            for text, key in zip(texts, keys, strict=True)
            if text.source not in part and key not in theirs
        ]
        drawn = draw((text for text in texts if text.source in part), per)
        say(f"held out: {', '.join(sorted(part))}: {len(drawn)} texts")
        head = train_authorship(seen, recipe, model.manifest.authorship.hashing, model.tables, say)
        trained = set(head[1].languages)
        with labeler_with(model, authorship=head) as labeler:
            scan = text_scan(labeler)
            found += [HeldOut(judge(text, scan), text.lang in trained) for text in drawn]
    return found


def _letters(text: GoldText) -> str:
    return re.sub(r"\W", "", text.text[: 4 * _SHARED_CHARS].lower())[:_SHARED_CHARS]


def not_trained(found: Iterable[HeldOut]) -> list[str]:
    """Groups by source and language whose language was not trained."""
    return sorted(
        {
            f"{item.judged.gold.source}/{item.judged.gold.lang or 'none'}"
            for item in found
            if not item.language_trained
        }
    )


def mean_table(result: AuthorshipResult, untrained: Sequence[str]) -> tuple[Mean, Table]:
    """Means by source and language, with and without languages that were not trained."""
    groups = result.by["source+lang"].groups
    trained = mean_of({name: found for name, found in groups.items() if name not in untrained})
    others = mean_of({name: found for name, found in groups.items() if name in untrained})
    rows = [
        (f"{name}, {mean.groups} groups", *mean_row(mean))
        for name, mean in (
            ("all", result.by["source+lang"].mean),
            ("language trained", trained),
            ("language not trained", others),
        )
    ]
    return trained, Table("means over source and language", ("", *AUTHORSHIP_COLUMNS), rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="+", default=sorted(shared("ai").glob("*.gz")))
    parser.add_argument(
        "--human",
        type=Path,
        nargs="*",
        default=[shared("multilingual/human.jsonl.gz")],
        help="texts all written by people",
    )
    parser.add_argument(
        "--pages",
        type=Path,
        nargs="*",
        default=[shared(f"pages/{name}.jsonl.gz") for name in TRAINING_SETS],
        help="gold pages, whose articles are human texts",
    )
    parser.add_argument("--recipe", type=Path, default=shipped("models") / "recipe.yaml")
    parser.add_argument("--model", type=Path, default=shipped("models"))
    parser.add_argument("--folds", type=int, default=4, help="0: leave out one source at a time")
    parser.add_argument("--sources", nargs="+", help="measure only the folds of these sources")
    parser.add_argument("--per", type=int, default=150, help="texts of each source, language, side")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument(
        "--smoke", action="store_true", help="a few made texts: quick enough for CI"
    )
    options = parser.parse_args()
    model = load_model(options.model)
    if options.smoke:
        return smoke(model)
    texts = [text for file in options.texts for text in read_texts(file)]
    texts += [text for file in options.human for text in read_texts(file, "human")]
    texts += articles(page for file in options.pages for page in read_pages(file))
    recipe = load_recipe(options.recipe)
    parts = dealt(texts, recipe, options.folds)
    if options.sources:
        parts = [part for part in parts if part & set(options.sources)]
    found = measure(texts, recipe, model, parts, options.per)
    result = summarise([item.judged for item in found], GROUPINGS)
    untrained = not_trained(found)
    trained, means = mean_table(result, untrained)
    print(aligned([*authorship_tables(result), means]), end="")
    print("language not trained:", ", ".join(untrained) or "none")
    if options.json:
        benchmark = AuthorshipBenchmark(
            command=" ".join(["python -m benchmarks.authorship", *sys.argv[1:]]),
            data=[file.name for file in (*options.texts, *options.human, *options.pages)],
            per=options.per,
            folds=[sorted(part) for part in parts],
            result=result,
            language_not_trained=untrained,
            mean_language_trained=trained,
            machine=machine(),
        )
        write_results(options.json, benchmark)
    return 0


def smoke(model: Model) -> int:
    """Run everything on a few made texts; fail if authors come out wrong."""
    texts = made_gold_texts(SMOKE_TEXTS)
    found = measure(texts, Recipe(), model, dealt(texts, Recipe(), 2)[:1], SMOKE_TEXTS)
    result = summarise([item.judged for item in found], ("source+lang",))
    print(aligned(authorship_tables(result)), end="")
    return 0 if (result.all.auroc or 0.0) >= SMOKE_BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
