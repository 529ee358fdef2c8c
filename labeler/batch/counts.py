"""What a shard, or all of a run, came to in numbers."""

from math import log2

import msgspec

from labeler.evidence import LABELS, Label
from labeler.report.build import Window

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


class Tally(msgspec.Struct):
    """One document in numbers."""

    segments: dict[Label, int] = msgspec.field(default_factory=lambda: dict.fromkeys(LABELS, 0))
    characters: dict[Label, int] = msgspec.field(default_factory=lambda: dict.fromkeys(LABELS, 0))
    needs_review: int = 0
    """Segments."""


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

    def see_window(self, window: Window, tally: Tally) -> None:
        """Count the confidence of some segments; `tally` is that of their document."""
        segments, characters = tally.segments, tally.characters
        confidences = {label: count.confidences for label, count in self.labels.items()}
        for segment, verdict in zip(window.segments, window.verdicts, strict=True):
            label = verdict.label
            segments[label] += 1
            characters[label] += segment.end - segment.start
            step = int(verdict.confidence * CONFIDENCE_BINS)
            confidences[label][min(step, CONFIDENCE_BINS - 1)] += 1
            tally.needs_review += verdict.needs_review

    def see_document(self, tally: Tally, language: str | None) -> None:
        """Count a document, all of whose windows have been seen."""
        characters = sum(tally.characters.values())
        self.documents += 1
        self.characters += characters
        self.needs_review += tally.needs_review
        for label, count in self.labels.items():
            count.segments += tally.segments[label]
            count.characters += tally.characters[label]
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
