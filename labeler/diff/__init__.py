"""What changed between two reports of the same documents."""

from labeler.diff.changes import Diff
from labeler.diff.compare import compare

__all__ = ["Diff", "compare"]
