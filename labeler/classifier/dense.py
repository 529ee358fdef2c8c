"""Dense features of segments: what a reader sees of a block without reading its words.

Everything is computed for many segments at once, from arrays of character classes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from labeler.classifier.encode import GAP, Tables, encode_classes
from labeler.classifier.tables import (
    BRACKET,
    COMMA,
    DASH,
    DIGIT,
    LETTER,
    LOWER,
    MARK,
    QUOTE,
    STOP,
    UPPER,
    WHITE,
)
from labeler.document import Segment

Features = npt.NDArray[np.float32]

BATCH_CHARS = 1 << 16

_COUNTED = (WHITE, LOWER, UPPER, LETTER, DIGIT, STOP, COMMA, QUOTE, BRACKET, DASH, MARK)
_EDGES = (LOWER, UPPER, LETTER, DIGIT, STOP, COMMA, QUOTE, BRACKET, DASH, MARK)

SHAPE_NAMES: tuple[str, ...] = (
    "log_length",
    "log_words",
    "word_length",
    *(f"share_{c}" for c in _COUNTED),
    *(f"first_{c}" for c in _EDGES),
    *(f"last_{c}" for c in _EDGES),
    "log_stops",
    "log_copies",
    "position",
    "characters_before",
    "log_from_start",
    "log_from_end",
)
"""Names of the columns of `shape_features`, in order."""


def shape_features(segments: Sequence[Segment], tables: Tables) -> Features:
    """Length, character classes, first and last character, repetition and position.

    Returns an array of shape (segments, len(SHAPE_NAMES)).
    """
    n = len(segments)
    lengths = np.fromiter((len(s.text) for s in segments), np.float32, n)
    counts = np.empty((n, len(_COUNTED)), np.float32)
    edges = np.empty((n, 2), np.uint8)
    for start, end in batches(segments):
        classes, starts = encode_classes([s.text for s in segments[start:end]], tables)
        for column, kind in enumerate(_COUNTED):
            counts[start:end, column] = np.add.reduceat(
                classes[: starts[-1]] == kind, starts[:-1], dtype=np.int32
            )
        edges[start:end, 0] = classes[starts[:-1] + GAP]
        edges[start:end, 1] = classes[starts[1:] - 1]
    words = counts[:, 0] + 1
    columns = [
        np.log1p(lengths),
        np.log(words),
        np.minimum(lengths / words, 30) / 10,
        *(counts / lengths[:, None]).T,
        *(edges[:, 0] == kind for kind in _EDGES),
        *(edges[:, 1] == kind for kind in _EDGES),
        np.log1p(counts[:, _COUNTED.index(STOP)]),
        _log_copies(segments),
        *_positions(lengths),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def batches(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    """Yield ranges of segments of about BATCH_CHARS characters, so that arrays stay in cache."""
    start = size = 0
    for end, segment in enumerate(segments, 1):
        size += len(segment.text)
        if size >= BATCH_CHARS or end == len(segments):
            yield start, end
            start, size = end, 0


def _log_copies(segments: Sequence[Segment]) -> Features:
    copies = Counter(s.text for s in segments)
    return np.log(np.fromiter((copies[s.text] for s in segments), np.float32, len(segments)))


def _positions(lengths: Features) -> tuple[npt.NDArray[np.floating], ...]:
    n = len(lengths)
    order = np.arange(n, dtype=np.float32)
    ends = np.cumsum(lengths)
    return (
        (order + 0.5) / n,
        (ends - lengths / 2) / ends[-1],
        np.log1p(order),
        np.log1p(n - 1 - order),
    )
