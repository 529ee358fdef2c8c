"""What a shard, or all of a run, came to in numbers."""

from collections.abc import Sequence
from math import log2

import msgspec
import numpy as np

from labeler.decide import Columns
from labeler.document import Segment
from labeler.evidence import LABELS, Label

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


class Tally:
    """One document in numbers; lists are in the order of LABELS."""

    def __init__(self) -> None:
        self.segments = [0] * len(LABELS)
        self.characters = [0] * len(LABELS)
        self.needs_review = 0
        """Segments."""

    def see(self, segments: Sequence[Segment], columns: Columns) -> None:
        """Count some segments of the document."""
        lengths = [segment.end - segment.start for segment in segments]
        number = np.bincount(columns.labels, minlength=len(LABELS))
        characters = np.bincount(columns.labels, lengths, len(LABELS)).astype(int)
        self.segments = _sum(self.segments, number.tolist())
        self.characters = _sum(self.characters, characters.tolist())
        self.needs_review += int(np.count_nonzero(columns.needs_review))


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

    def see_confidences(self, columns: Sequence[Columns]) -> None:
        """Count the confidence of some segments; `see_document` counts all else."""
        labels = np.concatenate([one.labels for one in columns])
        confidences = np.concatenate([one.confidences for one in columns])
        steps = np.minimum((confidences * CONFIDENCE_BINS).astype(int), CONFIDENCE_BINS - 1)
        for place, count in enumerate(self.labels.values()):
            bins = np.bincount(steps[labels == place], minlength=CONFIDENCE_BINS)
            count.confidences = _sum(count.confidences, bins.tolist())

    def see_document(self, tally: Tally, language: str | None) -> None:
        """Count a document, all of whose windows have been seen."""
        characters = sum(tally.characters)
        self.documents += 1
        self.characters += characters
        self.needs_review += tally.needs_review
        for place, count in enumerate(self.labels.values()):
            count.segments += tally.segments[place]
            count.characters += tally.characters[place]
        language = language or UNKNOWN_LANGUAGE
        self.languages[language] = self.languages.get(language, 0) + 1
        self.lengths[min(int(log2(max(characters, 1))), LENGTH_BINS - 1)] += 1

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
