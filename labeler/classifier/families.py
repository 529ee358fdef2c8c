"""What the classifier's answers on one segment rest on, by family of features."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from labeler.classifier.authorship import evidence, predict_authorship, standardised
from labeler.classifier.context import Context, Family
from labeler.classifier.gold import PAGE_LABELS, PageLabel
from labeler.classifier.model import Model
from labeler.classifier.network import Committee, predict
from labeler.classifier.style import FAMILIES, style_features
from labeler.classifier.tokens import ngrams, tokenise
from labeler.document import Segment

_LEAST = 1e-6
"""Probabilities closer to 0 or 1 than this count as that close."""


def structure_weights(
    context: Context, position: int, networks: Committee, label: PageLabel
) -> Mapping[Family, float]:
    """How much each family speaks for `label` (below 0: against it), as natural log-odds.

    A family's weight is what the answer loses without it: the log-odds of the label as they are,
    less those with the family's columns at their mean over the training pages. This is occlusion,
    as in Zeiler and Fergus (2014), "Visualizing and understanding convolutional networks".
    Families that say the same cover for each other, so that the weights do not sum to the whole.
    `position` is the segment's row in `context`.
    """
    columns = context.families(position, position + 1)
    of_column = np.repeat([name for name, _ in columns], [part.shape[1] for _, part in columns])
    names = list(dict.fromkeys(name for name, _ in columns))
    row = np.concatenate([part for _, part in columns], axis=1)
    rows = np.repeat(row, len(names) + 1, axis=0)
    for number, name in enumerate(names, 1):
        hidden = of_column == name
        rows[number, hidden] = networks.mean[hidden]
    odds = _log_odds(predict(networks, rows)[:, PAGE_LABELS.index(label)])
    return {name: float(odds[0] - odds[number]) for number, name in enumerate(names, 1)}


def authorship_weights(
    prose: Sequence[Segment], position: int, model: Model, *, known: bool
) -> Mapping[str, float]:
    """How much words and each family of style speak for a model as the author (below 0: for a
    person), in the stretch of prose that is judged together with `prose[position]`, as log-odds
    before calibration. They sum to its score, but for the constant in languages not trained.

    `known` tells whether it is in one of the languages of the model's authorship head.
    """
    head, settings = model.authorship, model.manifest.authorship
    start, end = _judged_together(prose, position, model, known)
    text = " ".join(one.text for one in prose[start:end])
    found = evidence([text], head, settings.hashing, model.tables)
    mix = settings.known if known else settings.other
    tokens = tokenise([text], head.kinds, model.tables)
    style = style_features(tokens, ngrams(tokens, settings.hashing))
    said = standardised(style, head.style_mean, head.style_scale)[0] * head.style_weights
    weights = {"words": float(mix.words * found.words[0])}
    for family, weight in zip(FAMILIES, said.tolist(), strict=True):
        weights[family] = weights.get(family, 0.0) + mix.style * weight
    return weights


def _judged_together(
    prose: Sequence[Segment], position: int, model: Model, known: bool
) -> tuple[int, int]:
    """Range of the neighbours of `prose[position]` that share its score."""
    (judged,) = predict_authorship(
        [prose], [[known] * len(prose)], model.authorship, model.manifest.authorship, model.tables
    )
    scores = np.stack([judged.score, judged.words])
    apart = np.flatnonzero((scores[:, 1:] != scores[:, :-1]).any(axis=0)) + 1
    edges = [0, *apart.tolist(), len(prose)]
    at = int(np.searchsorted(apart, position, side="right"))
    return edges[at], edges[at + 1]


def _log_odds(probability: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    clipped = np.clip(probability.astype(np.float64), _LEAST, 1 - _LEAST)
    odds: npt.NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return odds
