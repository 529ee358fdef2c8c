"""What was decided of a document's segments, as columns: large tables are made of them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.evidence import Basis, Role
from labeler.verdict import Verdict

BASES: tuple[Basis, ...] = ("absence", "inferred", "residue", "declared")
REASONS = (
    None,
    "what the block is on the page is unclear",
    "reads like AI-generated prose, not surely enough to say so",
    "called AI-generated on statistics alone",
    "reads as AI-generated, but carries a byline or agency slug",
)
"""Why a person should look at what rests on statistics alone."""
UNCLEAR, SUSPECTED, ACCUSED, SPOKEN_FOR = range(1, len(REASONS))
CONFLICTS: tuple[tuple[str, ...], ...] = ((), (), (), (), ("byline or agency slug",))
"""What disagrees with the label, for each of REASONS."""
ABSENCE, INFERRED = 0, 1

HEADS = ("classifier:structure",), ("classifier:structure", "classifier:authorship")
"""Names of the evidence where nothing else speaks: of what is no prose, and of prose."""


class Columns(NamedTuple):
    """Verdicts by position. Most rest on statistics alone, and the arrays say all about them."""

    labels: npt.NDArray[np.uint8]
    """Places in `labeler.evidence.LABELS`."""
    confidences: npt.NDArray[np.float64]
    scores: npt.NDArray[np.float64]
    """Shape (n, 4)."""
    bases: npt.NDArray[np.uint8]
    """Places in BASES."""
    needs_review: npt.NDArray[np.bool_]
    reasons: npt.NDArray[np.uint8]
    """Places in REASONS, where there is no verdict below."""
    judged: npt.NDArray[np.bool_]
    """Whether the authorship head spoke as well as the structure head."""
    roles: Mapping[int, Role]
    """What rules say segments are, where there is no verdict below."""
    evidence: Mapping[int, tuple[str, ...]]
    """Sources and names of all evidence, where it is more than the two heads'."""
    verdicts: Mapping[int, Verdict]
    """Those on which more than statistics had a say."""

    def part(self, rows: slice) -> "Columns":
        """Some rows of plain verdicts: the arrays are views, and nothing else is said."""
        return Columns(
            self.labels[rows],
            self.confidences[rows],
            self.scores[rows],
            self.bases[rows],
            self.needs_review[rows],
            self.reasons[rows],
            self.judged[rows],
            {},
            {},
            {},
        )

    def copy(self) -> "Columns":
        """The same in arrays of their own, to be written to."""
        return Columns(
            self.labels.copy(),
            self.confidences.copy(),
            self.scores.copy(),
            self.bases.copy(),
            self.needs_review.copy(),
            self.reasons.copy(),
            self.judged,
            self.roles,
            self.evidence,
            self.verdicts,
        )
