"""What each block is on the page: the classifier's probabilities with the votes added.

Rules and the format vote in natural log-odds, on the classifier's own scale.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from labeler.document import Kind, Segment
from labeler.evidence import Label
from labeler.rules.pack import Hit

Array = npt.NDArray[np.float32]

STRUCTURE: tuple[Label, ...] = ("human_article", "image_caption", "boilerplate")
"""Labels in the order of the structure head's columns."""
FormatVotes = Mapping[Kind, tuple[Label, float]]
"""What a format says outright of a segment of each kind: a label and log-odds."""
MARKDOWN_VOTES: FormatVotes = {
    "alt": ("image_caption", 5.0),
    "caption": ("image_caption", 5.0),
    "metadata": ("boilerplate", 7.0),
    "heading": ("human_article", 2.5),
    "paragraph": ("human_article", 1.0),
    "list_item": ("human_article", 1.5),
    "quote": ("human_article", 2.0),
    "table": ("human_article", 2.0),
    "code": ("human_article", 2.0),
}
"""Markdown is written by hand for its content; site furniture is rare in it. Set by judgement:
there are no gold pages in Markdown. (The head for HTML has learnt what kinds say.)"""
FLOOR = 1e-4
"""No classifier is surer than this: a vote can still turn it."""


class Structure(NamedTuple):
    """What each segment is on the page: probabilities of STRUCTURE's labels, shape (n, 3)."""

    classifier: Array
    voted: Array
    """With the votes of format and rules."""
    format_votes: FormatVotes


def structure_with_votes(
    classifier: Array,
    segments: Sequence[Segment],
    hits: Sequence[Hit],
    format_votes: FormatVotes,
) -> Structure:
    """Add the votes of format and rules to the structure head's probabilities.

    Of several rules for one label the strongest votes: they mostly see the same words.
    """
    votes: dict[tuple[int, int], float] = defaultdict(float)
    for position, segment in enumerate(segments):
        if segment.kind in format_votes:
            label, weight = format_votes[segment.kind]
            votes[position, STRUCTURE.index(label)] = weight
    for hit in hits:
        rule = hit.rule
        if rule.weight is None or rule.label is None or rule.verdict is not None:
            continue
        if rule.label == "ai_report":
            continue  # speaks of who wrote it, not of what it is
        key = hit.segment, STRUCTURE.index(rule.label)
        votes[key] = max(votes[key], rule.weight)
    if not votes:
        return Structure(classifier, classifier, format_votes)
    logits = np.log(np.maximum(classifier, FLOOR))
    for (position, column), weight in votes.items():
        logits[position, column] += weight
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return Structure(classifier, exponents / exponents.sum(axis=1, keepdims=True), format_votes)


def structure_labels(structure: Structure) -> list[Label]:
    """The likeliest of article, caption and boilerplate for each segment."""
    return [STRUCTURE[column] for column in structure.voted.argmax(axis=1)]
