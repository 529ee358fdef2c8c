"""Evidence to verdicts: what each segment is, how sure, and why.

Rules that decide (`verdict`) come first: what a document declares about itself stands. Rules
that vote (`weight`) and the classifier share one scale, natural log-odds, and are added.
Prose is called AI-generated on statistics alone only where the authorship head says that the
threshold for its length is passed, in a language it knows; else its basis is `absence`:
nothing speaks for AI, which does not mean that a person wrote it.
"""

from collections.abc import Sequence

from labeler.decide.medium import with_medium
from labeler.decide.page import Page
from labeler.decide.prose import Prose
from labeler.decide.votes import (
    FORMAT_VOTES,
    NO_REPEATS,
    STRUCTURE,
    Structure,
    structure_labels,
    structure_with_votes,
)
from labeler.document import Segment
from labeler.provenance import Provenance
from labeler.rules.pack import Hit
from labeler.rules.scope import Governed
from labeler.verdict import Verdict

__all__ = [
    "FORMAT_VOTES",
    "NO_REPEATS",
    "STRUCTURE",
    "Prose",
    "Structure",
    "decide",
    "structure_labels",
    "structure_with_votes",
    "with_medium",
]


def decide(
    segments: Sequence[Segment],
    structure: Structure,
    prose: Prose,
    hits: Sequence[Hit],
    governed: Sequence[Governed],
    provenance: Provenance,
) -> list[Verdict]:
    """Return one verdict a segment, in order.

    Positions in `hits` and `governed` count segments of this list.
    """
    page = Page(segments, structure, prose, hits, governed, provenance)
    return [page.verdict(position) for position in range(len(segments))]
