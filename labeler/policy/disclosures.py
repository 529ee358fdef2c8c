"""Where the disclosure of a segment stands, told while segments go by in their order."""

from labeler.policy.schema import Disclosed
from labeler.report.schema import ReportSegment

_DECLARING = ("declared", "claim")
_REACH = 20_000
"""Segments across which disclosures are remembered: no disclosure governs beyond its window."""


class Disclosures:
    """Remembers the disclosures seen last, so that a document of any size takes little memory."""

    def __init__(self) -> None:
        self._recent: set[str] = set()
        self._older: set[str] = set()

    def of(self, segment: ReportSegment) -> Disclosed:
        """How `segment` is disclosed; to be asked of every segment, in order."""
        if segment.governs:
            self._remember(segment.id)
        if segment.basis != "declared":
            return "none"
        if segment.role == "disclosure":
            return "within"
        if not segment.governed_by:
            own = any(e.source == "rule" and e.verdict in _DECLARING for e in segment.evidence)
            return "within" if own else "metadata"
        if any(marker in self._recent or marker in self._older for marker in segment.governed_by):
            return "before"
        return "after"

    def _remember(self, marker: str) -> None:
        if len(self._recent) >= _REACH:
            self._older, self._recent = self._recent, set()
        self._recent.add(marker)
