"""How far two reviewers agree beyond chance."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from labeler.evidence import LABELS, Label

Pair = tuple[Label, Label]
"""What two reviewers said of one segment."""


class LabelAgreement(msgspec.Struct, frozen=True):
    """Two reviewers on one label against all others."""

    one: int
    """Segments that the first gave it."""
    other: int
    both: int
    kappa: float | None


class Agreement(msgspec.Struct, frozen=True):
    """Two reviewers on the segments that both labelled."""

    one: str
    other: str
    segments: int
    same: int
    kappa: float | None
    """Cohen's kappa, -1 to 1; None without segments, or where both gave one and the same label
    throughout, so that chance alone explains everything."""
    per_label: dict[Label, LabelAgreement]


def agreements(standings: Iterable[Mapping[str, str]]) -> list[Agreement]:
    """Every pair of reviewers who have segments in common.

    `standings` gives for each segment the label by reviewer; `unsure` takes no part.
    """
    pairs: dict[tuple[str, str], list[Pair]] = {}
    for by in standings:
        given: list[tuple[str, Label]] = [
            (who, known) for who, said in by.items() for known in LABELS if said == known
        ]
        for (one, a), (other, b) in combinations(sorted(given), 2):
            pairs.setdefault((one, other), []).append((a, b))
    return [_agreement(*names, found) for names, found in sorted(pairs.items())]


def cohen_kappa(pairs: Sequence[tuple[object, object]]) -> float | None:
    """(observed - expected) / (1 - expected) agreement; None where expected is 1 or no pair is.

    Cohen, J. (1960), "A coefficient of agreement for nominal scales", Educational and
    Psychological Measurement 20 (1).
    """
    number = len(pairs)
    if not number:
        return None
    firsts, seconds = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    same = sum(a == b for a, b in pairs)
    by_chance = sum(firsts[value] * seconds[value] for value in firsts)
    if by_chance == number * number:
        return None
    return (same * number - by_chance) / (number * number - by_chance)


def kappa_text(kappa: float | None) -> str:
    """Kappa to be read, with a dash where there is none."""
    return "–" if kappa is None else f"{kappa:.2f}"


def _agreement(one: str, other: str, pairs: Sequence[Pair]) -> Agreement:
    return Agreement(
        one,
        other,
        len(pairs),
        sum(a == b for a, b in pairs),
        cohen_kappa(pairs),
        {label: _on_label([(a == label, b == label) for a, b in pairs]) for label in LABELS},
    )


def _on_label(pairs: Sequence[tuple[bool, bool]]) -> LabelAgreement:
    return LabelAgreement(
        sum(a for a, _ in pairs),
        sum(b for _, b in pairs),
        sum(a and b for a, b in pairs),
        cohen_kappa(pairs),
    )
