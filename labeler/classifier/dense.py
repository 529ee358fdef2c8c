"""Dense features of segments: what a reader sees of a block without reading its words.

Everything is computed for many segments at once, from arrays of character classes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from labeler.classifier.encode import GAP, Starts, Tables, encode_classes
from labeler.classifier.tables import (
    BRACKET,
    CLASSES,
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

_COUNTED = [WHITE, LOWER, UPPER, LETTER, DIGIT, STOP, COMMA, QUOTE, BRACKET, DASH, MARK]
_EDGES = np.array((LOWER, UPPER, LETTER, DIGIT, STOP, COMMA, QUOTE, BRACKET, DASH, MARK), np.uint8)

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


def shape_features(pages: Sequence[Sequence[Segment]], tables: Tables) -> Features:
    """Length, character classes, first and last character, repetition and position.

    Returns an array of shape (segments of all pages, len(SHAPE_NAMES)).
    """
    texts = [segment.text for segment in chain.from_iterable(pages)]
    n = len(texts)
    lengths = np.fromiter(map(len, texts), np.float32, n)
    counts = np.empty((n, CLASSES), np.float32)
    edges = np.empty((n, 2), np.uint8)
    for start, end in batches(texts):
        classes, starts = encode_classes(texts[start:end], tables)
        counts[start:end] = _class_counts(classes[: starts[-1]], starts)
        edges[start:end, 0] = classes[starts[:-1] + GAP]
        edges[start:end, 1] = classes[starts[1:] - 1]
    words = counts[:, WHITE] + 1
    features = np.empty((n, len(SHAPE_NAMES)), np.float32)
    shares = counts[:, _COUNTED] / lengths[:, None]
    columns = [
        np.log1p(lengths),
        np.log(words),
        np.minimum(lengths / words, 30) / 10,
        shares,
        edges[:, :1] == _EDGES,
        edges[:, 1:] == _EDGES,
        np.log1p(counts[:, STOP]),
        _log_copies(pages),
        _positions(lengths, page_starts(pages)),
    ]
    column = 0
    for values in columns:
        width = 1 if values.ndim == 1 else values.shape[1]
        features[:, column : column + width] = values.reshape(n, width)
        column += width
    return features


def page_starts(pages: Sequence[Sequence[Segment]]) -> Starts:
    """Row of each page's first segment among those of all pages, and their number at the end."""
    starts = np.zeros(len(pages) + 1, np.intp)
    np.cumsum([len(page) for page in pages], out=starts[1:])
    return starts


def _class_counts(classes: npt.NDArray[np.uint8], starts: Starts) -> npt.NDArray[np.intp]:
    """How many characters of each class each text has, shape (texts, CLASSES)."""
    texts = len(starts) - 1
    first = np.arange(0, texts * CLASSES, CLASSES, dtype=np.int32)
    return np.bincount(
        np.repeat(first, np.diff(starts)) + classes, minlength=texts * CLASSES
    ).reshape(texts, CLASSES)


def batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield ranges of texts of about BATCH_CHARS characters, so that arrays stay in cache."""
    ends = np.cumsum(np.fromiter(map(len, texts), np.intp, len(texts)))
    start = before = 0
    while start < len(ends):
        end = min(int(np.searchsorted(ends, before + BATCH_CHARS)) + 1, len(ends))
        yield start, end
        start, before = end, ends[end - 1]


def _log_copies(pages: Sequence[Sequence[Segment]]) -> Features:
    found: list[int] = []
    for page in pages:
        copies = Counter([s.text for s in page])
        found += [copies[s.text] for s in page]
    return np.log(np.array(found, np.float32))


def _positions(lengths: Features, starts: Starts) -> npt.NDArray[np.floating]:
    """Where on its page each segment stands, shape (segments, 4)."""
    sizes = np.diff(starts)
    order = np.arange(len(lengths), dtype=np.float32) - np.repeat(starts[:-1], sizes)
    n = np.repeat(sizes, sizes).astype(np.float32)
    ends = np.concatenate([[0.0], np.cumsum(lengths, dtype=np.float64)])
    before = np.repeat(ends[starts[:-1]], sizes)
    whole = np.repeat(ends[starts[1:]] - ends[starts[:-1]], sizes)
    return np.stack(
        [
            (order + 0.5) / n,
            (ends[1:] - before - lengths / 2) / whole,
            np.log1p(order),
            np.log1p(n - 1 - order),
        ],
        axis=1,
    )
