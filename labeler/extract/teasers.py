"""Lists of teasers: elements side by side, each with a link and a little prose."""

import re
from collections import defaultdict
from collections.abc import Sequence

from labeler.extract.candidates import Candidate
from labeler.extract.tree import place

_ORDINAL = re.compile(r"\[\d+\]")
_HEADLINE_CHARS = 15
_PROSE_CHARS = range(60, 501)
_FEWEST = 3


def teasers(candidates: Sequence[Candidate]) -> set[int]:
    """Positions of the candidates that stand in lists of at least three teasers.

    Teasers are elements alike but for their ordinals, each with a block that is all link and
    one of prose.
    """
    by_place: dict[str, list[int]] = defaultdict(list)
    for position, candidate in enumerate(candidates):
        if candidate.path:
            by_place[place(candidate.path)].append(position)
    alike: dict[str, list[list[int]]] = defaultdict(list)
    for path, positions in by_place.items():
        if _is_teaser([candidates[position] for position in positions]):
            alike[_ORDINAL.sub("", path)].append(positions)
    return {
        position
        for group in alike.values()
        if len(group) >= _FEWEST
        for positions in group
        for position in positions
    }


def _is_teaser(block: Sequence[Candidate]) -> bool:
    if not any(c.linked and c.weight >= _HEADLINE_CHARS for c in block):
        return False
    prose = [c.weight for c in block if c.tells and c.weight >= _PROSE_CHARS.start]
    return len(prose) == 1 and prose[0] in _PROSE_CHARS
