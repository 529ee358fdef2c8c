"""What is this block on the page: article, caption or boilerplate?"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from labeler.classifier import linear
from labeler.classifier.context import Context, Page
from labeler.classifier.dense import batches, shape_features
from labeler.classifier.encode import Tables, encode
from labeler.classifier.hashing import HashSettings, groups
from labeler.classifier.markup import containers, markup_features, token_group
from labeler.classifier.model import StructureHead
from labeler.classifier.network import predict
from labeler.document import Segment

Array = npt.NDArray[np.float32]

HEAD_CHARS, TAIL_CHARS = 180, 60
"""A block shows what it is in its first and last characters; the rest need not be read."""
_ROWS = 4096


def capped(segments: Sequence[Segment]) -> list[str]:
    """The part of each segment's text that the words of the structure heads come from."""
    limit = HEAD_CHARS + TAIL_CHARS
    return [
        text if len(text := s.text) <= limit else text[:HEAD_CHARS] + text[-TAIL_CHARS:]
        for s in segments
    ]


def predict_structure(
    segments: Sequence[Segment], head: StructureHead, settings: HashSettings, tables: Tables
) -> Array:
    """Probabilities of article, caption and boilerplate, shape (segments, 3).

    All segments of one document together, since each is judged by its neighbours too.
    """
    html = head.tokens is not None
    page = Page(
        first_stage(segments, head, settings, tables),
        shape_features(segments, tables),
        markup_features(segments) if html else None,
        containers(segments) if html else None,
    )
    context = Context(page)
    probabilities = np.zeros((len(segments), 3), np.float32)
    for start in range(0, len(segments), _ROWS):
        rows = context.rows(start, min(start + _ROWS, len(segments)))
        for network in head.networks:
            probabilities[start : start + len(rows)] += predict(network, rows)
    probabilities /= len(head.networks)
    return probabilities


def first_stage(
    segments: Sequence[Segment], head: StructureHead, settings: HashSettings, tables: Tables
) -> Array:
    """First-stage scores (log-odds), shape (segments, heads)."""
    texts = capped(segments)
    scores = np.zeros((len(segments), len(head.bias)), np.float32)
    for start, end in batches(segments):
        encoded = encode(texts[start:end], tables)
        words = linear.sums(groups(encoded, settings), head.words, end - start)
        scores[start:end] = linear.scores(words, head.bias)
    if head.tokens is not None:
        tokens = linear.sums([token_group(segments)], head.tokens, len(segments))
        scores += linear.scores(tokens, np.zeros_like(head.bias))
    return scores
