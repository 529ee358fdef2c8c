"""Which document of older reports is which of newer ones."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from labeler.diff.changes import SegmentState
from labeler.report.schema import Finding, Report


class Page(NamedTuple):
    """What a comparison needs of a report."""

    path: str
    sha256: str
    segments: tuple[SegmentState, ...]
    findings: tuple[Finding, ...]
    """Those that are not suppressed."""


class Match(NamedTuple):
    """One document; `None` on the side that has it not."""

    old: Page | None
    new: Page | None
    moved: bool = False
    """Whether the content alone tells that it is the same document."""


def page(report: Report) -> Page:
    """The report without its evidence."""
    return Page(
        report.input.path,
        report.input.sha256,
        tuple(
            SegmentState(
                id=segment.id,
                index=segment.index,
                line=segment.line,
                label=segment.label,
                basis=segment.basis,
                confidence=segment.confidence,
                needs_review=segment.needs_review,
                text=segment.text,
            )
            for segment in report.segments
        ),
        tuple(finding for finding in report.findings if finding.status != "suppressed"),
    )


def match_documents(old: Sequence[Page], new: Sequence[Page]) -> list[Match]:
    """Documents of the same path, then of the same content, in the order of the newer ones.

    One document on each side is the same whatever its path. Where no path is on both sides, the
    directories that all paths of a side share do not count (two checkouts, say).
    """
    if len(old) == len(new) == 1:
        return [Match(old[0], new[0])]
    old_names, new_names = _names(old, new)
    named = _pair_equal(old_names, new_names)
    left_old = sorted(set(range(len(old))) - set(named.values()))
    left_new = sorted(set(range(len(new))) - named.keys())
    equal = _pair_equal([old[at].sha256 for at in left_old], [new[at].sha256 for at in left_new])
    moved = {left_new[n]: left_old[o] for n, o in equal.items()}
    partner = named | moved
    matches = [
        Match(old[partner[at]] if at in partner else None, one, at in moved)
        for at, one in enumerate(new)
    ]
    there = set(partner.values())
    return matches + [Match(one, None) for at, one in enumerate(old) if at not in there]


def _names(old: Sequence[Page], new: Sequence[Page]) -> tuple[list[str], list[str]]:
    old_paths, new_paths = [one.path for one in old], [one.path for one in new]
    if set(old_paths) & set(new_paths):
        return old_paths, new_paths
    return _below_shared(old_paths), _below_shared(new_paths)


def _below_shared(paths: list[str]) -> list[str]:
    parts = [PurePath(path).parts for path in paths]
    shared = 0
    for column in zip(*(one[:-1] for one in parts), strict=False):
        if len(set(column)) > 1:
            break
        shared += 1
    return ["/".join(one[shared:]) for one in parts]


def _pair_equal(old: Iterable[str], new: Iterable[str]) -> dict[int, int]:
    """Positions of equal keys, newer to older; the first with the first where there are several."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for at, key in enumerate(old):
        waiting[key].append(at)
    return {at: waiting[key].popleft() for at, key in enumerate(new) if waiting.get(key)}
