"""How well labeler and its peers tell who wrote a text, on the same texts.

The texts are those of `benchmarks.authorship`: at most so many of each source, language and
side, always the same ones, with white space collapsed. Measured are the groups by source and
language that have both sides, and those by people alone in the languages of these.

Peers that do not run here are named with the reason. labeler's figures are its held-out ones of
`benchmarks.authorship` (`--held-out`, best made with `--folds 0`), where its model never saw the
source it is measured on; a group that is not the same texts there is left out for labeler. What
the peers were trained on is not known: some of these texts may be among it. labeler's speed is
from this run, with the shipped model. Speed is processor time.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import mean

import msgspec

from benchmarks.detectors import DETECTORS, Answer, Detect
from benchmarks.files import ROOT, command_line, say, write_results
from benchmarks.machine import machine
from benchmarks.texts import add_text_arguments, read_gold_texts, text_files
from labeler.classifier.authorship import word_count
from labeler.classifier.evaluate_authorship import draw, judge, scanned_text
from labeler.classifier.evaluate_groups import (
    AuthorshipFigures,
    AuthorshipResult,
    Judged,
    group,
)
from labeler.classifier.evaluate_tables import NONE, Table, aligned, number, percent
from labeler.classifier.gold import GoldText

OURS = "labeler"
HELD_OUT = ROOT / "benchmarks" / "results" / "authorship.json"
GROUPING = "source+lang"
_MAIN_LANGUAGES = ("en", "zh")
_MIN_HUMAN = 100
"""Groups with fewer human texts are never named worst."""


class GroupFigures(msgspec.Struct, frozen=True):
    """How one detector did on one group; None where the group lacks a side."""

    human: int
    ai: int
    auroc: float | None
    auroc_interval: tuple[float, float] | None
    tpr_at_1: float | None
    tpr_at_5: float | None
    fpr: float | None
    """Share of human texts called AI by the detector's own decision."""
    tpr: float | None


class DetectorFigures(msgspec.Struct, frozen=True):
    """What one detector reached and cost."""

    version: str
    megabytes_per_second: float
    """Of processor time, on one core."""
    refused: int
    """Texts that it raised an error on; they count as human, with the lowest score."""
    groups: dict[str, GroupFigures]
    """By source and language; empty for labeler, which is measured held out."""


class AuthorshipPeers(msgspec.Struct, frozen=True):
    """What the benchmark found."""

    command: str
    data: list[str]
    per: int
    detectors: dict[str, DetectorFigures]
    not_run: dict[str, str]
    """Detectors that do not run here, and why."""
    machine: dict[str, object]


class HeldOut(msgspec.Struct, frozen=True):
    """What is read of the results of `benchmarks.authorship`."""

    command: str
    result: AuthorshipResult


def chosen(texts: Iterable[GoldText]) -> list[GoldText]:
    """Texts of groups with both sides, and of groups by people alone in their languages."""
    texts = list(texts)
    sides: dict[tuple[str, str | None], set[str]] = {}
    for text in texts:
        sides.setdefault((text.source, text.lang), set()).add(text.label)
    languages = {lang for (_, lang), found in sides.items() if len(found) == 2}
    return [
        text for text in texts if text.lang in languages and sides[text.source, text.lang] != {"ai"}
    ]


def measure(
    texts: Sequence[GoldText], detectors: Mapping[str, Callable[[], Detect]]
) -> tuple[dict[str, DetectorFigures], dict[str, str]]:
    """Run all detectors; those that cannot be imported come second, with the reason."""
    found, not_run = {}, {}
    for name, make in detectors.items():
        try:
            detect = make()
        except ImportError as error:
            not_run[name] = str(error)
            say(f"{name}: does not run here: {error}")
            continue
        found[name] = _run(name, detect, texts)
        say(f"{name}: {found[name].megabytes_per_second} MB/s, {found[name].refused} refused")
    return found, not_run


def _run(name: str, detect: Detect, texts: Sequence[GoldText]) -> DetectorFigures:
    judged = []
    refused = size = 0
    seconds = 0.0
    for gold in texts:
        text = scanned_text(gold)
        start = time.process_time()
        try:
            answer = detect(text)
        except Exception:  # peers raise all kinds; a refusal is a finding, not an end
            answer = Answer(0.0, False)
            refused += 1
        seconds += time.process_time() - start
        size += len(text.encode("utf-8", "replace"))
        judged.append(
            Judged(gold, answer.score, answer.called_ai, False, len(text), word_count(text))
        )
    groups = group(judged, GROUPING.split("+")).groups
    return DetectorFigures(
        version=version(name),
        megabytes_per_second=round(size / max(seconds, 1e-9) / 1e6, 3),
        refused=refused,
        groups={key: _slim(figures) for key, figures in groups.items()},
    )


def _slim(found: AuthorshipFigures) -> GroupFigures:
    return GroupFigures(**{name: getattr(found, name) for name in GroupFigures.__struct_fields__})


def our_speed(texts: Sequence[GoldText]) -> DetectorFigures:
    """labeler's speed from text to report, with the shipped model; it has seen these texts."""
    from labeler import Labeler

    labeler = Labeler()
    judge(texts[0], lambda text: labeler.scan_text(text).segments)  # loads rules and model
    spent = 0.0
    for gold in texts:
        text = scanned_text(gold)
        start = time.process_time()
        labeler.scan_text(text)
        spent += time.process_time() - start
    size = sum(len(scanned_text(gold).encode("utf-8", "replace")) for gold in texts)
    return DetectorFigures(version(OURS), round(size / max(spent, 1e-9) / 1e6, 3), 0, {})


def with_held_out(found: AuthorshipPeers, held_out: HeldOut | None) -> dict[str, DetectorFigures]:
    """The figures of all detectors, labeler's held-out ones of the same texts in place."""
    groups: dict[str, GroupFigures] = {}
    for detector in found.detectors.values():
        groups |= detector.groups
    ours = held_out.result.by[GROUPING].groups if held_out else {}
    same = {
        key: _slim(ours[key])
        for key, figures in groups.items()
        if key in ours and (ours[key].human, ours[key].ai) == (figures.human, figures.ai)
    }
    return {
        name: msgspec.structs.replace(detector, groups=same) if name == OURS else detector
        for name, detector in found.detectors.items()
    }


def tables(found: AuthorshipPeers, held_out: HeldOut | None) -> dict[str, Table]:
    """By name: means over the groups by detector, then AUROC and decisions group by group."""
    detectors = with_held_out(found, held_out)
    notes = [f"{OURS}: held out by source (`{held_out.command}`)"] if held_out else []
    notes += [f"{name} does not run here: {why}" for name, why in found.not_run.items()]
    names = list(detectors)
    pairs = sorted(
        {key for one in detectors.values() for key, g in one.groups.items() if g.human and g.ai}
    )
    return {
        "means": Table(
            "means over sources, by detector and language",
            (
                *("detector", "version", "lang", "sources", "with AI", "AUROC", "TPR@1%"),
                *("TPR@5%", "FPR", "worst FPR", "TPR", "MB/s"),
            ),
            [row for name in names for row in _mean_rows(name, detectors[name])],
            (*notes, f"worst FPR: of sources with {_MIN_HUMAN} or more human texts"),
        ),
        "ranking": Table(
            "AUROC, and TPR at 1 % FPR, by source",
            ("group", *(f"{name} {column}" for name in names for column in ("AUROC", "TPR@1%"))),
            [(key, *_each(detectors, key, _ranking)) for key in pairs],
        ),
        "decisions": Table(
            "FPR and TPR of each detector's own decision, by source",
            ("group", *(f"{name} {column}" for name in names for column in ("FPR", "TPR"))),
            [(key, *_each(detectors, key, _decision)) for key in pairs],
        ),
    }


def _each(
    detectors: Mapping[str, DetectorFigures],
    key: str,
    cells: Callable[[GroupFigures], tuple[str, str]],
) -> Iterator[str]:
    for detector in detectors.values():
        figures = detector.groups.get(key)
        yield from cells(figures) if figures else (NONE, NONE)


def _ranking(found: GroupFigures) -> tuple[str, str]:
    return number(found.auroc), percent(found.tpr_at_1)


def _decision(found: GroupFigures) -> tuple[str, str]:
    return percent(found.fpr), percent(found.tpr)


def _mean_rows(name: str, detector: DetectorFigures) -> Iterator[tuple[str, ...]]:
    for shown in (*_MAIN_LANGUAGES, "others"):
        groups = [
            figures
            for key, figures in detector.groups.items()
            if _language(key) == (shown if shown in _MAIN_LANGUAGES else "others")
        ]
        speed = f"{detector.megabytes_per_second:.2f}"
        worst = [g.fpr for g in groups if g.fpr is not None and g.human >= _MIN_HUMAN]
        yield (
            *(name, detector.version, shown, str(len(groups))),
            str(sum(g.auroc is not None for g in groups)),
            number(_mean(g.auroc for g in groups)),
            *(percent(_mean(values)) for values in _rates(groups)),
            percent(max(worst, default=None)),
            percent(_mean(g.tpr for g in groups)),
            speed,
        )


def _rates(groups: Sequence[GroupFigures]) -> Iterator[list[float | None]]:
    yield [g.tpr_at_1 for g in groups]
    yield [g.tpr_at_5 for g in groups]
    yield [g.fpr for g in groups]


def _language(key: str) -> str:
    language = key.rpartition("/")[2]
    return language if language in _MAIN_LANGUAGES else "others"


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def read_held_out(file: Path) -> HeldOut | None:
    """The results of `benchmarks.authorship`, if there are any."""
    return msgspec.json.decode(file.read_bytes(), type=HeldOut) if file.exists() else None


def _command() -> str:
    """The command, with the library that it was run with (`benchmarks.detectors`)."""
    preload = os.environ.get("LD_PRELOAD")
    before = f"LD_PRELOAD={Path(preload).name} " if preload else ""
    return before + command_line("benchmarks.authorship_peers")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_text_arguments(parser)
    parser.add_argument("--detectors", nargs="+", choices=list(DETECTORS), default=list(DETECTORS))
    parser.add_argument(
        "--held-out", type=Path, default=HELD_OUT, help="from benchmarks.authorship"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    options = parser.parse_args(arguments)
    texts = chosen(draw(read_gold_texts(options), options.per))
    say(f"{len(texts)} texts")
    ours = our_speed(texts)
    peers, not_run = measure(texts, {name: DETECTORS[name] for name in options.detectors})
    found = AuthorshipPeers(
        command=_command(),
        data=text_files(options),
        per=options.per,
        detectors={OURS: ours, **peers},
        not_run=not_run,
        machine=machine(),
    )
    print(aligned(list(tables(found, read_held_out(options.held_out)).values())), end="")
    if options.json:
        write_results(options.json, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
