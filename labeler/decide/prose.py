"""What the authorship head says of a document's prose."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.classifier.authorship import Authorship


class Prose(NamedTuple):
    """The authorship head's judgement of the segments that are prose."""

    positions: Sequence[int]
    """Of the judged segments, ascending."""
    judged: Authorship
    known_language: npt.NDArray[np.bool_]
    """Only in these is anybody accused on statistics alone."""
