"""What a shard, or all of a run, came to in numbers."""

from collections.abc import Iterable
from math import log2

import msgspec

from labeler.evidence import LABELS, Label
from labeler.report.build import ReportStream
from labeler.report.schema import Report, ReportSegment

UNKNOWN_LANGUAGE = "unknown"
CONFIDENCE_BINS = 20
LENGTH_BINS = 28
"""Documents by length: bin n counts those of 2^n up to 2^(n+1) characters."""


class LabelCount(msgspec.Struct):
    """How much has one label."""

    segments: int = 0
    characters: int = 0
    confidences: list[int] = msgspec.field(default_factory=lambda: [0] * CONFIDENCE_BINS)
    """Segments by confidence, in steps of 0.05."""


class Counts(msgspec.Struct):
    """Documents, characters and segments; grows by `see` and `add`."""

    records: int = 0
    """Read, whether or not they gave a document."""
    documents: int = 0
    characters: int = 0
    """In segments."""
    needs_review: int = 0
    """Segments."""
    labels: dict[Label, LabelCount] = msgspec.field(
        default_factory=lambda: {label: LabelCount() for label in LABELS}
    )
    languages: dict[str, int] = msgspec.field(default_factory=dict)
    """Documents."""
    lengths: list[int] = msgspec.field(default_factory=lambda: [0] * LENGTH_BINS)
    kept: int = 0
    """Documents in the filtered text."""

    def see_segments(self, segments: Iterable[ReportSegment]) -> None:
        """Count the confidence of some segments."""
        for segment in segments:
            position = min(int(segment.confidence * CONFIDENCE_BINS), CONFIDENCE_BINS - 1)
            self.labels[segment.label].confidences[position] += 1

    def see_document(self, report: Report | ReportStream) -> None:
        """Count a document, whose segments have all been iterated."""
        summary = report.summary
        self.documents += 1
        self.characters += summary.characters
        self.needs_review += summary.needs_review
        for label, count in self.labels.items():
            of_label = getattr(summary.labels, label)
            count.segments += of_label.segments
            count.characters += of_label.characters
        language = report.input.language or UNKNOWN_LANGUAGE
        self.languages[language] = self.languages.get(language, 0) + 1
        self.lengths[min(int(log2(max(summary.characters, 1))), LENGTH_BINS - 1)] += 1

    def add(self, other: "Counts") -> None:
        """Count what `other` counted."""
        self.records += other.records
        self.documents += other.documents
        self.characters += other.characters
        self.needs_review += other.needs_review
        self.kept += other.kept
        for label, count in self.labels.items():
            theirs = other.labels[label]
            count.segments += theirs.segments
            count.characters += theirs.characters
            count.confidences = _sum(count.confidences, theirs.confidences)
        for language, documents in other.languages.items():
            self.languages[language] = self.languages.get(language, 0) + documents
        self.lengths = _sum(self.lengths, other.lengths)


def _sum(ours: list[int], theirs: list[int]) -> list[int]:
    return [a + b for a, b in zip(ours, theirs, strict=True)]
