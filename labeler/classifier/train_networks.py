"""Training of the second stage: the networks that judge a segment by what stands around it."""

import warnings

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from labeler.classifier.gold import PAGE_LABELS
from labeler.classifier.network import CLIP, Committee, Network, committee, predict, standardise

Array = npt.NDArray[np.float32]

UNITS = 64
_MEMBERS = (("news", 14, 2), ("general", 8, 1))
"""Weight, epochs, and how many networks."""
_TIMES = 3
"""As many times as many networks teach."""
STUDENTS = 3
_STUDY = 8
"""Epochs of a student."""
_FIRST_SEED = 100
_ROWS = 1 << 16
"""So many are judged at once, since all teachers' answers to all would fill the memory."""
_LEAST = 0.02
"""Less probability than this is not worth a row."""


def train_committee(
    features: Array, labels: npt.NDArray[np.int8], weight: dict[str, Array], times: int = 1
) -> Committee:
    """Train networks that follow the labels' own conventions, and one for pages of all kinds.

    Takes the second stage's features, shape (segments, columns), indices into PAGE_LABELS, and
    how much each segment counts for `news` and `general`. The networks for news count together
    as much as the general one: counting double they are a little better on news, but take short
    documents of other kinds for furniture. `times` as many networks are trained, which differ
    by seed.
    """
    index = _taught(weight)
    mean = features[index].mean(axis=0)
    scale = features[index].std(axis=0) + 1e-3
    standard = standardise(features[index], mean, scale)
    networks, shares = [], []
    for name, epochs, members in _MEMBERS:
        chosen = weight[name][index] > 0
        if chosen.any():
            for seed in range(members * times):
                model = _perceptron(
                    standard[chosen],
                    labels[index][chosen],
                    weight[name][index][chosen],
                    epochs,
                    seed,
                )
                networks.append(exported(model))
                shares.append(1 / (members * times))
    return committee(networks, shares, mean, scale)


def taught_committee(
    features: Array, labels: npt.NDArray[np.int8], weight: dict[str, Array]
) -> Committee:
    """Train networks on what more of them say than one could scan with, on average.

    That averages out how far a network's answers depend on its seed, which in languages with
    few pages is much (Hinton and others, 2015, "Distilling the knowledge in a neural network").
    Takes what `train_committee` takes.
    """
    judges = train_committee(features, labels, weight, _TIMES)
    index = _taught(weight)
    blocks = np.array_split(index, len(index) // _ROWS + 1)
    targets = np.concatenate([predict(judges, features[block]) for block in blocks])
    rows, columns = np.nonzero(targets > _LEAST)
    counts = np.zeros(len(index), np.float32)
    for name, *_ in _MEMBERS:
        mine = weight[name][index]
        counts += mine / max(mine.sum(), 1e-9)
    standard = standardise(features[index], judges.mean, judges.scale)
    students = [
        exported(
            _perceptron(
                standard[rows],
                columns.astype(np.int8),
                counts[rows] * targets[rows, columns],
                _STUDY,
                _FIRST_SEED + seed,
            )
        )
        for seed in range(STUDENTS)
    ]
    return committee(students, [1] * STUDENTS, judges.mean, judges.scale)


def _taught(weight: dict[str, Array]) -> npt.NDArray[np.intp]:
    """Positions of the segments that count at all."""
    return np.flatnonzero((weight["news"] > 0) | (weight["general"] > 0))


def _perceptron(
    inputs: Array, labels: npt.NDArray[np.int8], weight: Array, epochs: int, seed: int
) -> MLPClassifier:
    model = MLPClassifier(
        (UNITS,), alpha=1e-2, batch_size=512, learning_rate_init=2e-3, max_iter=epochs,
        random_state=seed, tol=0, n_iter_no_change=epochs,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the epochs are the regulariser
        return model.fit(inputs, labels, sample_weight=weight / weight.mean())


def exported(model: MLPClassifier) -> Network:
    """The perceptron's arrays, with an output for every label even if training lacked one."""
    classes = [int(c) for c in model.classes_]
    out = np.zeros((UNITS, len(PAGE_LABELS)), np.float32)
    out_bias = np.full(len(PAGE_LABELS), -CLIP * 5, np.float32)
    if len(classes) == 2:  # scikit-learn then has one logistic output
        out[:, classes[1]] = model.coefs_[1][:, 0]
        out_bias[classes] = 0, model.intercepts_[1][0]
    else:
        out[:, classes] = model.coefs_[1]
        out_bias[classes] = model.intercepts_[1]
    return Network(
        model.coefs_[0].astype(np.float32),
        model.intercepts_[0].astype(np.float32),
        out,
        out_bias,
    )
