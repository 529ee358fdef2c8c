"""How well authors are told apart on sources that took no part in training.

The sources of gold texts are dealt into folds; those that share texts stay together. With
`--folds 0` each source with AI texts is held out alone, and what it shares with others is taken
out of them. For each fold the authorship head is trained, calibrated and given its thresholds
without the fold's sources, and their texts are scanned with it through the whole pipeline:
reader, segmenter, rules and the shipped structure heads. The folds are pooled.

A group whose language has no AI text left in training is marked: there the tool abstains by
design, so that it neither accuses nor finds anyone.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from benchmarks.authorship_goals import FEWEST, Goal, draw_by_domain, goal_table, goals
from benchmarks.authorship_scores import told_apart
from benchmarks.files import command_line, say, write_results
from benchmarks.folds import dealt, first_letters
from benchmarks.machine import machine
from benchmarks.made import made_gold_texts
from benchmarks.texts import add_text_arguments, read_gold_texts, text_files
from benchmarks.variant import labeler_with
from labeler.classifier.evaluate_authorship import draw, judge
from labeler.classifier.evaluate_groups import (
    AuthorshipFigures,
    AuthorshipResult,
    Grouping,
    Judged,
    Mean,
    group,
    mean_of,
    summarise,
)
from labeler.classifier.evaluate_tables import (
    AUTHORSHIP_COLUMNS,
    Table,
    aligned,
    authorship_tables,
    mean_name,
    mean_row,
)
from labeler.classifier.gold import GoldText
from labeler.classifier.model import Model, load_model
from labeler.classifier.recipe import Recipe, load_recipe
from labeler.classifier.train_authorship import train_authorship
from labeler.cli.evaluate import text_scan
from labeler.locate import shipped

GROUPINGS = ("source+lang", "source", "lang", "domain", "generator", "length")
SMOKE_TEXTS = 60
SMOKE_BOUND = 0.9
"""Lowest AUROC on made texts: below it something is broken."""


class HeldOut(NamedTuple):
    """A text judged by a model that had not seen its source."""

    judged: Judged
    language_trained: bool
    """Whether training held enough AI text in its language to accuse anyone."""
    of_domain: bool = False
    """Whether it was drawn for its domain alone: it counts in the goals and nowhere else."""


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
    goals: list[Goal] = []
    """What the project asks for and what was found."""
    mean_long_enough: Mean | None = None
    """The same over texts long enough to be called AI. None where it was not measured yet."""


def measure(
    texts: Sequence[GoldText],
    keys: Sequence[str],
    recipe: Recipe,
    model: Model,
    parts: Sequence[set[str]],
    per: int,
) -> list[HeldOut]:
    """Judge texts of each part's sources by a head trained without them and what they share.

    First come `per` of each source, language and side, then, in languages trained, what is
    missing to as many of each domain.
    """
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
        known = {id(text) for text in drawn}
        pool = [text for text in texts if text.source in part and text.lang in trained]
        more = [text for text in draw_by_domain(pool, per) if id(text) not in known]
        with labeler_with(model, authorship=head) as labeler:
            scan = text_scan(labeler)
            found += [HeldOut(judge(text, scan), text.lang in trained) for text in drawn]
            found += [HeldOut(judge(text, scan), True, of_domain=True) for text in more]
    return found


def not_trained(found: Iterable[HeldOut]) -> list[str]:
    """Groups by source and language whose language was not trained."""
    return sorted(
        {
            f"{item.judged.gold.source}/{item.judged.gold.lang or 'none'}"
            for item in found
            if not item.language_trained
        }
    )


def comparable_figures(result: AuthorshipResult) -> AuthorshipResult:
    """`result` without AUROC and TPR@ where one group's texts come from several folds.

    Each fold has a model of its own, and their scores do not rank on one scale: people judged
    by a model that learnt their language's AI texts would be set against AI texts judged by one
    that did not. A source lies within one fold; decisions and probabilities can be pooled.
    """
    return AuthorshipResult(
        _unranked(result.all),
        {
            name: found if "source" in name.split("+") else _unranked_grouping(found)
            for name, found in result.by.items()
        },
    )


def _unranked_grouping(found: Grouping) -> Grouping:
    groups = {name: _unranked(figures) for name, figures in found.groups.items()}
    return Grouping(groups, mean_of(groups), None, found.worst_fpr)


def _unranked(found: AuthorshipFigures) -> AuthorshipFigures:
    return msgspec.structs.replace(
        found, auroc=None, auroc_interval=None, tpr_at_1=None, tpr_at_5=None
    )


def long_enough(found: Sequence[HeldOut], min_words: int) -> Mean:
    """Means by source and language, of those trained, over texts of `min_words` or more.

    Groups with fewer than FEWEST such texts on either side are left out.
    """
    texts = [
        item.judged for item in found if item.language_trained and item.judged.words >= min_words
    ]
    groups = group(texts, ("source", "lang")).groups
    return mean_of({name: one for name, one in groups.items() if min(one.human, one.ai) >= FEWEST})


def mean_table(
    result: AuthorshipResult, untrained: Sequence[str], enough: Mean | None
) -> tuple[Mean, Table]:
    """Means by source and language, with and without languages that were not trained."""
    groups = result.by["source+lang"].groups
    trained = mean_of({name: found for name, found in groups.items() if name not in untrained})
    others = mean_of({name: found for name, found in groups.items() if name in untrained})
    rows = [
        (mean_name(name, mean), *mean_row(mean))
        for name, mean in (
            ("all", result.by["source+lang"].mean),
            ("language trained", trained),
            ("language not trained", others),
            ("language trained, long enough to be called AI", enough),
        )
        if mean is not None
    ]
    return trained, Table("means over source and language", ("", *AUTHORSHIP_COLUMNS), rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_text_arguments(parser)
    parser.add_argument("--model", type=Path, default=shipped("models"))
    parser.add_argument("--folds", type=int, default=4, help="0: leave out one source at a time")
    parser.add_argument("--sources", nargs="+", help="measure only the folds of these sources")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--scores", type=Path, help="write the texts' scores to this file")
    parser.add_argument(
        "--smoke", action="store_true", help="a few made texts: quick enough for CI"
    )
    options = parser.parse_args()
    model = load_model(options.model)
    if options.smoke:
        return smoke(model)
    recipe = load_recipe(options.recipe)
    texts = read_gold_texts(options)
    keys = [first_letters(text) for text in texts]
    parts = dealt(texts, keys, recipe, options.folds)
    if options.sources:
        parts = [part for part in parts if part & set(options.sources)]
    every = measure(texts, keys, recipe, model, parts, options.per)
    found = [item for item in every if not item.of_domain]
    asked = goals([item.judged for item in every if item.language_trained])
    result = comparable_figures(summarise([item.judged for item in found], GROUPINGS))
    untrained = not_trained(found)
    enough = long_enough(found, model.manifest.authorship.min_words)
    trained, means = mean_table(result, untrained, enough)
    print(aligned([*authorship_tables(result), means, goal_table(asked)]), end="")
    print("language not trained:", ", ".join(untrained) or "none")
    if options.scores:
        trained_only = [item.judged for item in found if item.language_trained]
        command = command_line("benchmarks.authorship")
        write_results(options.scores, told_apart(trained_only, command))
    if options.json:
        benchmark = AuthorshipBenchmark(
            command=command_line("benchmarks.authorship"),
            data=text_files(options),
            per=options.per,
            folds=[sorted(part) for part in parts],
            result=result,
            language_not_trained=untrained,
            mean_language_trained=trained,
            machine=machine(),
            goals=asked,
            mean_long_enough=enough,
        )
        write_results(options.json, benchmark)
    return 0


def smoke(model: Model) -> int:
    """Run everything on a few made texts; fail if authors come out wrong."""
    texts = made_gold_texts(SMOKE_TEXTS)
    keys = [str(number) for number in range(len(texts))]  # no two are the same
    parts = dealt(texts, keys, Recipe(), 2)[:1]
    found = measure(texts, keys, Recipe(), model, parts, SMOKE_TEXTS)
    result = summarise([item.judged for item in found], ("source+lang",))
    print(aligned(authorship_tables(result)), end="")
    return 0 if (result.all.auroc or 0.0) >= SMOKE_BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
