"""What is this block on the page: article, caption or boilerplate?"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from labeler.classifier import linear
from labeler.classifier.context import Context, Pages
from labeler.classifier.dense import batches, page_starts, shape_features
from labeler.classifier.encode import Tables, encode
from labeler.classifier.hashing import HashSettings, groups
from labeler.classifier.markup import (
    Lineages,
    containers,
    lineages,
    markup_features,
    parents,
    token_group,
)
from labeler.classifier.model import StructureHead
from labeler.classifier.network import predict
from labeler.classifier.overlap import Ngrams, joined, of_titles, sampled, title_shares
from labeler.document import Segment

Array = npt.NDArray[np.float32]
Probabilities = Array
"""Shape (segments, 3): of article, caption and boilerplate."""

HEAD_CHARS, TAIL_CHARS = 180, 60
"""A block shows what it is in its first and last characters; the rest need not be read."""
_ROWS = 4096


def capped(segments: Sequence[Segment]) -> list[str]:
    """The part of each segment's text that the words of the structure heads come from."""
    limit = HEAD_CHARS + TAIL_CHARS
    texts = [segment.text for segment in segments]
    return [
        text if len(text) <= limit else text[:HEAD_CHARS] + text[-TAIL_CHARS:] for text in texts
    ]


def predict_structure(
    pages: Sequence[Sequence[Segment]],
    titles: Sequence[str | None],
    head: StructureHead,
    settings: HashSettings,
    tables: Tables,
) -> list[Probabilities]:
    """What each segment of each page is; `titles` are the pages', read only in HTML.

    All segments of a document together, since each is judged by its neighbours too; several
    documents at once, since calling numpy takes longer than what it does for a small one.
    None of them may be empty.
    """
    starts = page_starts(pages)
    context = context_of(pages, titles, head, settings, tables)
    blocks = [
        predict(head.networks, context.rows(start, min(start + _ROWS, starts[-1])))
        for start in range(0, starts[-1], _ROWS)
    ]
    return np.split(np.concatenate(blocks), starts[1:-1])


def context_of(
    pages: Sequence[Sequence[Segment]],
    titles: Sequence[str | None],
    head: StructureHead,
    settings: HashSettings,
    tables: Tables,
) -> Context:
    """What the second stage sees of these pages."""
    segments = list(chain.from_iterable(pages))
    html = head.tokens is not None
    starts = page_starts(pages)
    found = lineages(segments) if html else None
    scores, ngrams = first_stage(segments, found, head, settings, tables)
    return Context(
        Pages(
            starts,
            scores,
            shape_features(pages, tables),
            ngrams,
            markup_features(pages, found) if found else None,
            containers(pages) if found else None,
            parents(pages) if found else None,
            title_shares(ngrams, starts, of_titles(titles, settings, tables)) if html else None,
        )
    )


def first_stage(
    segments: Sequence[Segment],
    found: Lineages | None,
    head: StructureHead,
    settings: HashSettings,
    tables: Tables,
) -> tuple[Array, Ngrams]:
    """First-stage scores (log-odds), shape (segments, heads), and the n-grams to compare.

    `found` are the segments' lineages in HTML, None in text.
    """
    texts = capped(segments)
    scores = np.zeros((len(segments), len(head.bias)), np.float32)
    kept = []
    for start, end in batches([segment.text for segment in segments]):
        made = list(groups(encode(texts[start:end], tables), settings))
        words = linear.sums(made, head.words, end - start)
        scores[start:end] = linear.scores(words, head.bias)
        kept.append(sampled(made, settings))
    if head.tokens is not None and found is not None:
        tokens = linear.sums([token_group(found.found)], head.tokens, len(found.found))
        scores += linear.scores(tokens, np.zeros_like(head.bias))[found.number]
    bins, starts = joined(kept)
    return scores, Ngrams(bins, head.words.entries[:, 0].take(bins), starts, settings.bits)
