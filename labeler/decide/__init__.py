"""Evidence to verdicts: what each segment is, how sure, and why.

Rules that decide (`verdict`) come first: what a document declares about itself stands. Rules
that vote (`weight`) and the classifier share one scale, natural log-odds, and are added.
Prose is called AI-generated on statistics alone only where the authorship head says that the
threshold for its length is passed, in a language it knows; else its basis is `absence`:
nothing speaks for AI, which does not mean that a person wrote it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from labeler.decide.columns import BASES, CONFLICTS, HEADS, REASONS, Columns
from labeler.decide.doubt import with_doubt
from labeler.decide.evidence import hit_evidence
from labeler.decide.medium import with_medium
from labeler.decide.page import Page
from labeler.decide.place import ARTICLE, STRUCTURE
from labeler.decide.portion import with_portion
from labeler.decide.prose import Prose
from labeler.decide.statistics import Judged, statistics_of
from labeler.decide.verdicts import Verdicts
from labeler.decide.votes import (
    FORMAT_VOTES,
    NO_REPEATS,
    Asked,
    Structure,
    structures_with_votes,
)
from labeler.document import Segment
from labeler.evidence import Label
from labeler.provenance import Provenance
from labeler.rules.pack import Hit
from labeler.rules.scope import Governed

__all__ = [
    "ARTICLE",
    "BASES",
    "CONFLICTS",
    "FORMAT_VOTES",
    "HEADS",
    "NO_REPEATS",
    "REASONS",
    "STRUCTURE",
    "Asked",
    "Case",
    "Columns",
    "Prose",
    "Structure",
    "Verdicts",
    "decide",
    "hit_evidence",
    "structures_with_votes",
    "with_doubt",
    "with_subject",
]


class Case(NamedTuple):
    """All that is known of one document's segments. Positions in `hits` and `governed` count
    them."""

    segments: Sequence[Segment]
    structure: Structure
    prose: Prose
    hits: Sequence[Hit]
    governed: Sequence[Governed]
    provenance: Provenance


def decide(cases: Sequence[Case]) -> list[Verdicts]:
    """Return the verdicts on the segments of each document, in order."""
    statistics = statistics_of(
        [Judged(case.segments, case.structure, case.prose) for case in cases]
    )
    return [
        Verdicts(Page(case.segments, said, case.hits, case.governed, case.provenance))
        for case, said in zip(cases, statistics, strict=True)
    ]


def with_subject(
    hits: Sequence[Hit], segments: Sequence[Segment], labels: Sequence[Label]
) -> Sequence[Hit]:
    """The hits, those of disclosures with the picture or the part of the page they speak of.

    `labels` are the preliminary labels of the segments.
    """
    return with_portion(with_medium(hits, segments, labels), segments)
