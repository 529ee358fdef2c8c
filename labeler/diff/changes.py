"""Diff and its parts: what `labeler diff` says, as data. Keys without a value are left out."""

from typing import Literal

import msgspec

from labeler.evidence import Basis, Label
from labeler.report.schema import Finding

SegmentChangeKind = Literal["relabelled", "changed", "new", "gone"]
"""`relabelled`: the same text, judged otherwise; `changed`: another text in the same place."""
DocumentChange = Literal["new", "gone", "changed", "same"]


class _Part(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    pass


class SegmentState(_Part, frozen=True, kw_only=True):
    """A segment in one of the two reports."""

    id: str
    index: int
    line: int
    label: Label
    basis: Basis
    confidence: float
    needs_review: bool
    text: str | None = None


class SegmentChange(_Part, frozen=True, kw_only=True):
    """A segment that is not in both reports alike."""

    change: SegmentChangeKind
    old: SegmentState | None = None
    new: SegmentState | None = None

    @property
    def label_changed(self) -> bool:
        """Whether both reports have the segment, with different labels."""
        return self.old is not None and self.new is not None and self.old.label != self.new.label


class FindingChange(_Part, frozen=True, kw_only=True):
    """A finding that only one of the two reports has. Suppressed ones count as if not there."""

    change: Literal["new", "fixed"]
    finding: Finding


class DocumentDiff(_Part, frozen=True, kw_only=True):
    """One document in both reports, or in one of them."""

    path: str
    """In the newer report, where that has it."""
    change: DocumentChange
    old_path: str | None = None
    """Where only the content tells that it is the same document."""
    same: int
    """Segments that both reports judge alike; their confidence may differ."""
    segments: tuple[SegmentChange, ...] = ()
    """In the order of the newer text; what is gone follows what stood before it."""
    findings: tuple[FindingChange, ...] = ()


class Totals(_Part, frozen=True, kw_only=True, omit_defaults=False):
    """The differences in numbers."""

    documents: int
    documents_changed: int
    documents_new: int
    documents_gone: int
    segments_same: int
    segments_relabelled: int
    """Same text, other label, basis or need of review."""
    segments_changed: int
    segments_new: int
    segments_gone: int
    label_changes: int
    """Same text, other label."""
    findings_new: int
    findings_fixed: int


class Diff(_Part, frozen=True, kw_only=True, omit_defaults=False):
    """What changed between two reports or directories of them."""

    schema_version: Literal[1] = 1
    old: str
    new: str
    totals: Totals
    documents: tuple[DocumentDiff, ...]
    """Those with a difference, in the order of the newer reports; those that are gone last."""

    @property
    def any_change(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.documents)
