"""Training of the second stage: the networks that judge a segment by what stands around it."""

import warnings

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from labeler.classifier.gold import PAGE_LABELS
from labeler.classifier.network import CLIP, Committee, Network, committee, standardise

Array = npt.NDArray[np.float32]

UNITS = 64


def train_committee(
    features: Array, labels: npt.NDArray[np.int8], weight: dict[str, Array]
) -> Committee:
    """Train networks that follow the labels' own conventions, and one for pages of all kinds.

    Takes the second stage's features, shape (segments, columns), indices into PAGE_LABELS, and
    how much each segment counts for `news` and `general`. The networks for news count together
    as much as the general one: counting double they are a little better on news, but take short
    documents of other kinds for furniture.
    """
    index = np.flatnonzero((weight["news"] > 0) | (weight["general"] > 0))
    mean = features[index].mean(axis=0)
    scale = features[index].std(axis=0) + 1e-3
    standard = standardise(features[index], mean, scale)
    networks, shares = [], []
    for name, epochs, seeds in (("news", 14, 2), ("general", 8, 1)):
        chosen = weight[name][index] > 0
        if chosen.any():
            for seed in range(seeds):
                model = _perceptron(
                    standard[chosen],
                    labels[index][chosen],
                    weight[name][index][chosen],
                    epochs,
                    seed,
                )
                networks.append(exported(model))
                shares.append(1 / seeds)
    return committee(networks, shares, mean, scale)


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
