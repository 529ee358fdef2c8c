"""Gaps inside an article: lists left out between its paragraphs, and single blocks.

The scan judges each item of a list by itself, and short ones look like navigation wherever they
stand. What was gained stands in docs/evaluation.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from labeler.extract.candidates import Candidate
from labeler.extract.tree import place, within

_ITEM = re.compile(r"(.*/(?:ul|ol|dl)(?:\[\d+\])?)/(?:li|dt|dd)(?![^\[/])")
"""Path of an item and what lies in it; the group is the path of its list."""
_PROSE_SHARE = 0.8
"""Share of a list that is not links, at least: navigation is a list, too."""
_UNLIKELY = 0.02
"""A block less probable than this is none of the article, wherever it stands."""
_PICTURE = frozenset(("alt", "caption"))


def without_gaps(candidates: Sequence[Candidate], chosen: Sequence[bool]) -> list[bool]:
    """Also choose lists and single blocks that stand between chosen ones; pictures aside."""
    shown = [at for at, c in enumerate(candidates) if c.kind not in _PICTURE]
    blocks = [candidates[at] for at in shown]
    kept = [chosen[at] for at in shown]
    marks = [at for at, keep in enumerate(kept) if keep]
    for items in _lists(blocks):
        # Nothing is added before the first chosen block of the page or behind the last one.
        inside = bool(marks) and marks[0] < items[0] and items[-1] <= marks[-1]
        if inside and _goes_on(blocks, kept, items):
            for at in items:
                kept[at] = True
    single = [at for at in range(1, len(kept) - 1) if _is_gap(blocks, kept, at)]
    filled = list(chosen)
    for at in [*single, *(at for at, keep in enumerate(kept) if keep)]:
        filled[shown[at]] = True
    return filled


def _lists(blocks: Sequence[Candidate]) -> Iterable[list[int]]:
    """Positions of the blocks of each list; of nested ones each has its own."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if item := _ITEM.match(block.path):
            found[item[1]].append(at)
    return found.values()


def _goes_on(blocks: Sequence[Candidate], kept: Sequence[bool], items: Sequence[int]) -> bool:
    """Whether the article goes on in a list: chosen blocks stand before and after it in the same
    element, or on one side if some of its items are chosen themselves."""
    before, after = items[0] - 1, items[-1] + 1
    if sum(blocks[at].tells for at in items) < _PROSE_SHARE * len(items):
        return False
    item = _ITEM.match(blocks[items[0]].path)
    holder = item[1].rpartition("/")[0] if item else ""
    beside = sum(
        0 <= at < len(kept) and kept[at] and within(blocks[at].path, holder)
        for at in (before, after)
    )
    return beside == 2 or (beside == 1 and any(kept[at] for at in items))


def _is_gap(blocks: Sequence[Candidate], kept: Sequence[bool], at: int) -> bool:
    """Whether a block left out alone parts two chosen ones of the same element."""
    here = blocks[at]
    return (
        not kept[at]
        and kept[at - 1]
        and kept[at + 1]
        and bool(here.path)
        and here.tells
        and not here.beside
        and here.probability >= _UNLIKELY
        and place(blocks[at - 1].path) == place(here.path) == place(blocks[at + 1].path)
    )
