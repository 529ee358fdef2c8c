"""The figures of `benchmarks.authorship_peers` as tables, labeler's held-out ones beside them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean

import msgspec

from labeler.classifier.evaluate_groups import AuthorshipFigures, AuthorshipResult
from labeler.classifier.evaluate_tables import NONE, Table, number, percent

OURS = "labeler"
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


def slim(found: AuthorshipFigures) -> GroupFigures:
    """The figures that detectors are compared by."""
    return GroupFigures(**{name: getattr(found, name) for name in GroupFigures.__struct_fields__})


def with_held_out(found: AuthorshipPeers, held_out: HeldOut | None) -> dict[str, DetectorFigures]:
    """The figures of all detectors, labeler's held-out ones of the same texts in place."""
    groups: dict[str, GroupFigures] = {}
    for detector in found.detectors.values():
        groups |= detector.groups
    ours = held_out.result.by[GROUPING].groups if held_out else {}
    same = {
        key: slim(ours[key])
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
