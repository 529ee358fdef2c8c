"""What the authorship head says of a document's prose."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.authorship import AI_SHARE, Authorship

_UNKNOWN_LANGUAGE_TRUST = 0.5


class Prose(NamedTuple):
    """The authorship head's judgement of the segments that are prose."""

    positions: Sequence[int]
    """Of the judged segments, ascending."""
    judged: Authorship
    known_language: npt.NDArray[np.bool_]

    def accused(self) -> npt.NDArray[np.bool_]:
        """Which of the judged segments may be called AI-generated on statistics alone."""
        accused: npt.NDArray[np.bool_] = self.judged.accused & self.known_language
        return accused

    def probability(self) -> npt.NDArray[np.float32]:
        """That a model wrote it; halfway to the base rate in languages not trained."""
        trust = np.where(self.known_language, 1.0, _UNKNOWN_LANGUAGE_TRUST)
        trusted = AI_SHARE + (self.judged.probability - AI_SHARE) * trust
        clipped: npt.NDArray[np.float32] = np.clip(trusted, 0, 1).astype(np.float32)
        return clipped
