"""Scanned segments and gold data, made for these tests."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from labeler.classifier.gold import GoldPage, GoldSegment, GoldText, PageLabel
from labeler.document import Span
from labeler.evidence import Label


class Scores(NamedTuple):
    human_article: float
    ai_report: float


class Scanned(NamedTuple):
    """What an evaluation reads of a segment."""

    span: Span
    text: str
    label: Label
    scores: Scores = Scores(0.9, 0.1)
    needs_review: bool = False


def scanned(text: str, *labels: tuple[str, Label]) -> list[Scanned]:
    """Segments of `text`, given in order with their labels."""
    segments, at = [], 0
    for part, label in labels:
        start = text.index(part, at)
        at = start + len(part)
        segments.append(Scanned(Span(start, at), part, label))
    return segments


def apart(*labels: tuple[str, Label]) -> list[Scanned]:
    """Segments that a blank line parts."""
    segments, at = [], 0
    for part, label in labels:
        segments.append(Scanned(Span(at, at + len(part)), part, label))
        at += len(part) + len("\n\n")
    return segments


def gold(*labels: tuple[str, PageLabel]) -> list[GoldSegment]:
    return [GoldSegment(text, label) for text, label in labels]


def page(*labels: tuple[str, PageLabel], name: str = "page", lang: str = "en") -> GoldPage:
    markup = "".join(f"<p>{text}</p>" for text, _ in labels)
    return GoldPage(name, gold(*labels), "publisher", "set", lang, f"<body>{markup}</body>")


def always(label: Label, ai: float, *, review: bool = False) -> Callable[[str], Sequence[Scanned]]:
    """A scan that takes every text for one segment with this label and probability of AI."""
    return lambda text: [
        Scanned(Span(0, len(text)), text, label, Scores(1 - ai, ai), needs_review=review)
    ]


def write_lines(path: Path, rows: Iterable[GoldPage | GoldText]) -> Path:
    path.write_bytes(b"".join(msgspec.json.encode(row) + b"\n" for row in rows))
    return path
