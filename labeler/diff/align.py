"""Which segment of an older report is which of a newer one."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import count, takewhile
from typing import NamedTuple

from labeler.diff.changes import SegmentState
from labeler.diff.similar import is_edit, likeness, pieces

_REACH = 12
"""How many places apart segments of a long gap are still compared: edits move text by a few."""
_COMPARED = 10_000
"""Pairs that are compared in any gap, however far apart they are; they take some 50 ms."""


class Pair(NamedTuple):
    """Positions of one segment in the older and the newer report; one of them may be missing."""

    old: int | None
    new: int | None


def align(old: Sequence[SegmentState], new: Sequence[SegmentState]) -> list[Pair]:
    """Pairs for all segments, in the order of the newer report.

    Equal ids (the same text) belong together wherever they stand. What is left between two such
    pairs is compared by likeness; without texts, by place where as many are left on both sides.
    What is gone follows what stood before it in the older report.
    """
    old_at = {segment.id: at for at, segment in enumerate(old)}
    partner = {at: old_at[s.id] for at, s in enumerate(new) if s.id in old_at}
    for gap_old, gap_new in _gaps(len(old), len(new), partner):
        partner.update(_edits(old, new, gap_old, gap_new))
    return _in_order(len(old), len(new), partner)


def _gaps(
    old_length: int, new_length: int, partner: dict[int, int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Runs of segments without partner in the newer report, and the older ones of that place."""
    taken = sorted(partner.values())
    run: list[int] = []
    before = -1  # the older position of the last pair
    for at in range(new_length + 1):
        if at < new_length and at not in partner:
            run.append(at)
            continue
        after = partner[at] if at < new_length else old_length
        if run:
            yield _between(before, after, old_length, taken), run
            run = []
        before = after


def _between(before: int, after: int, old_length: int, taken: list[int]) -> list[int]:
    """Older positions without partner that follow `before`, or else stand before `after`."""
    following = bisect_left(taken, before + 1)
    end = taken[following] if following < len(taken) else old_length
    found = list(range(before + 1, end))
    if not found and after > 0:
        preceding = bisect_left(taken, after) - 1
        found = list(range(taken[preceding] + 1 if preceding >= 0 else 0, after))
    return found


def _edits(
    old: Sequence[SegmentState],
    new: Sequence[SegmentState],
    gap_old: list[int],
    gap_new: list[int],
) -> dict[int, int]:
    """The most alike texts of a gap, each once: newer to older position."""
    texts = [segment.text for segment in (*(old[a] for a in gap_old), *(new[a] for a in gap_new))]
    if None in texts:
        same_number = len(gap_old) == len(gap_new)
        return dict(zip(gap_new, gap_old, strict=True)) if same_number else {}
    cut = [pieces(text or "") for text in texts]
    old_cut, new_cut = cut[: len(gap_old)], cut[len(gap_old) :]
    reach = max(_REACH, _COMPARED // max(1, len(gap_old), len(gap_new)))
    ranked = sorted(
        (
            (-share, abs(i - j), i, j)
            for j, mine in enumerate(new_cut)
            for i in range(max(0, j - reach), min(len(old_cut), j + reach + 1))
            if is_edit(share := likeness(old_cut[i], mine))
        ),
    )
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, i, j in ranked:
        if i not in used and gap_new[j] not in found:
            found[gap_new[j]] = gap_old[i]
            used.add(i)
    return found


def _in_order(old_length: int, new_length: int, partner: dict[int, int]) -> list[Pair]:
    gone = set(range(old_length)) - set(partner.values())

    def gone_from(start: int) -> Iterator[Pair]:
        return (Pair(at, None) for at in takewhile(gone.__contains__, count(start)))

    pairs = list(gone_from(0))
    for at in range(new_length):
        mate = partner.get(at)
        pairs.append(Pair(mate, at))
        if mate is not None:
            pairs += gone_from(mate + 1)
    return pairs
