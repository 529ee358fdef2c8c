"""Figures of authorship over judged texts, all together and group by group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from labeler.classifier.authorship import AI_SHARE
from labeler.classifier.evaluate_metrics import (
    auroc,
    auroc_interval,
    expected_calibration_error,
    tpr_at_fpr,
)
from labeler.classifier.gold import GoldText
from labeler.errors import UsageError

FIELDS = ("source", "lang", "domain", "generator", "attack", "length")
"""What texts can be grouped by; several joined by `+` make one grouping."""
_AI_ONLY = {"generator", "attack"}
_PLACE = ("source", "lang")
_LENGTHS = (40, 80, 150, 300, 600)
"""Bounds of the length bins, in words: where the calibration's thresholds are set."""
_MIN_HUMAN = 30
"""Groups with fewer human texts are never named worst."""
_MIN_SIDE = 20
"""Groups with fewer texts of either side are never named weakest."""


Key = tuple[str | int, ...]
"""Values of the fields of a group; lengths as the number of their bin."""


class Judged(NamedTuple):
    """What a scan said about one gold text."""

    gold: GoldText
    score: float
    """Mean probability of AI over the prose, 0 to 1; 0 without prose."""
    called_ai: bool
    """Whether most of the prose is `ai_report`."""
    review: bool
    """Whether any of the prose is sent to review."""
    characters: int
    words: float


class AuthorshipFigures(msgspec.Struct, frozen=True):
    """How well the authors of one group of texts were told apart.

    None where the group lacks the texts of the side that a figure is about.
    """

    human: int
    """Texts by people."""
    ai: int
    """Texts by models."""
    auroc: float | None
    auroc_interval: tuple[float, float] | None
    """95 %, over the texts drawn."""
    length_auroc: float | None
    """What the number of characters alone reaches, in the better direction."""
    tpr_at_1: float | None
    """TPR at 1 % FPR, threshold from the group's own human texts."""
    tpr_at_5: float | None
    """TPR at 5 % FPR."""
    fpr: float | None
    """Share of human texts called AI by the model as it is."""
    tpr: float | None
    """Share of AI texts called AI by the model as it is."""
    review: float
    """Share of all texts sent to review."""
    calibration_error: float | None
    """Expected calibration error at the share of AI that the probabilities assume."""


class Mean(msgspec.Struct, frozen=True):
    """Means over the groups of a grouping, each group counting once."""

    groups: int
    pairs: int
    """Groups with both sides: `auroc`, `tpr_at_1` and `tpr_at_5` are means over these alone."""
    auroc: float | None
    tpr_at_1: float | None
    tpr_at_5: float | None
    fpr: float | None
    tpr: float | None
    review: float | None


class Grouping(msgspec.Struct, frozen=True):
    """All groups by one field or several joined ones."""

    groups: dict[str, AuthorshipFigures]
    mean: Mean
    weakest: str | None
    """Lowest AUROC, among groups with at least 20 texts of either side."""
    worst_fpr: str | None
    """Highest FPR above 0, among groups with at least 30 human texts."""


class AuthorshipResult(msgspec.Struct, frozen=True):
    """The outcome over all texts and by group."""

    all: AuthorshipFigures
    by: dict[str, Grouping]


def check_fields(by: Sequence[str]) -> None:
    """Raise UsageError for a grouping by what a gold text does not have."""
    for grouping in by:
        for field in grouping.split("+"):
            if field not in FIELDS:
                raise UsageError(f"no field {field!r} to group by; there are {', '.join(FIELDS)}")


def summarise(judged: Sequence[Judged], by: Sequence[str]) -> AuthorshipResult:
    """The figures over all texts and by group. Raises UsageError if there are no texts."""
    if not judged:
        raise UsageError("no texts to evaluate on: all rows are mixed or blank")
    return AuthorshipResult(
        figures(judged), {grouping: group(judged, grouping.split("+")) for grouping in by}
    )


def group(judged: Sequence[Judged], fields: Sequence[str]) -> Grouping:
    """The figures by group.

    Human texts have no generator and no attack: by these, the AI texts of each group are set
    against all human texts of their sources and languages.
    """
    members: dict[Key, list[Judged]] = defaultdict(list)
    ai_only = bool(_AI_ONLY.intersection(fields))
    for item in judged:
        if not ai_only or item.gold.label == "ai":
            members[_key(item, fields)].append(item)
    if ai_only:
        people: dict[Key, list[Judged]] = defaultdict(list)
        for item in judged:
            if item.gold.label == "human":
                people[_key(item, _PLACE)].append(item)
        for items in members.values():
            for place in sorted({_key(item, _PLACE) for item in items}):
                items += people[place]
    groups = {
        "/".join(_shown(part) for part in key): figures(items)
        for key, items in sorted(members.items())
    }
    return Grouping(groups, mean_of(groups), _weakest(groups), _worst_fpr(groups))


def _key(item: Judged, fields: Sequence[str]) -> Key:
    return tuple(
        int(np.searchsorted(_LENGTHS, item.words, side="right"))
        if field == "length"
        else getattr(item.gold, field) or "none"
        for field in fields
    )


def _shown(part: str | int) -> str:
    """A part of a key as people read it; numbers are length bins."""
    if isinstance(part, str):
        return part
    if part == 0:
        return f"under {_LENGTHS[0]} words"
    if part == len(_LENGTHS):
        return f"from {_LENGTHS[-1]} words"
    return f"{_LENGTHS[part - 1]} to {_LENGTHS[part] - 1} words"


def figures(judged: Sequence[Judged]) -> AuthorshipFigures:
    """The figures of one group of texts."""
    ai = np.array([item.gold.label == "ai" for item in judged], bool)
    score = np.array([item.score for item in judged], np.float64)
    called = np.array([item.called_ai for item in judged], bool)
    both = bool(ai.any() and not ai.all())
    return AuthorshipFigures(
        human=int((~ai).sum()),
        ai=int(ai.sum()),
        auroc=_rounded(auroc(score, ai)) if both else None,
        auroc_interval=_interval(score, ai) if both else None,
        length_auroc=_length_auroc(judged, ai) if both else None,
        tpr_at_1=_rounded(tpr_at_fpr(score, ai, 0.01)) if both else None,
        tpr_at_5=_rounded(tpr_at_fpr(score, ai, 0.05)) if both else None,
        fpr=_rounded(called[~ai].mean()) if not ai.all() else None,
        tpr=_rounded(called[ai].mean()) if ai.any() else None,
        review=_rounded(np.mean([item.review for item in judged])),
        calibration_error=_rounded(expected_calibration_error(score, ai, AI_SHARE))
        if both
        else None,
    )


def _rounded(value: float | np.floating[npt.NBitBase]) -> float:
    return round(float(value), 4)


def _interval(score: npt.NDArray[np.float64], ai: npt.NDArray[np.bool_]) -> tuple[float, float]:
    low, high = auroc_interval(score, ai)
    return _rounded(low), _rounded(high)


def _length_auroc(judged: Sequence[Judged], ai: npt.NDArray[np.bool_]) -> float:
    area = auroc(np.array([item.characters for item in judged], np.float64), ai)
    return _rounded(max(area, 1 - area))


def mean_of(groups: Mapping[str, AuthorshipFigures]) -> Mean:
    """Means over groups; AUROC and TPRs over those with both sides, FPR over all with people."""
    found = list(groups.values())
    return Mean(
        len(found),
        sum(item.auroc is not None for item in found),
        _mean([item.auroc for item in found]),
        _mean([item.tpr_at_1 for item in found]),
        _mean([item.tpr_at_5 for item in found]),
        _mean([item.fpr for item in found]),
        _mean([item.tpr for item in found]),
        _mean([item.review for item in found]),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _rounded(sum(known) / len(known)) if known else None


def _weakest(groups: Mapping[str, AuthorshipFigures]) -> str | None:
    areas = {
        name: found.auroc
        for name, found in groups.items()
        if found.auroc is not None and min(found.human, found.ai) >= _MIN_SIDE
    }
    return min(areas, key=areas.__getitem__) if len(areas) > 1 else None


def _worst_fpr(groups: Mapping[str, AuthorshipFigures]) -> str | None:
    rates = {
        name: found.fpr for name, found in groups.items() if found.fpr and found.human >= _MIN_HUMAN
    }
    return max(rates, key=rates.__getitem__) if rates else None
