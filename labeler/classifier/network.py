"""The second stage in numpy: small multi-layer perceptrons, as scikit-learn trained them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

CLIP = 6.0
"""Standardised features are clipped to this range in training and scanning alike."""


class Network(NamedTuple):
    """Weights of a perceptron with one hidden layer (ReLU) and softmax output."""

    hidden: Array
    """Shape (features, units)."""
    hidden_bias: Array
    out: Array
    """Shape (units, classes)."""
    out_bias: Array


class Committee(NamedTuple):
    """Perceptrons that read the same standardised features, side by side in one array each."""

    mean: Array
    scale: Array
    """Per-feature standard deviations."""
    hidden: Array
    """Shape (features, members * units)."""
    hidden_bias: Array
    out: Array
    """Shape (members, units, classes)."""
    out_bias: Array
    """Shape (members, classes)."""
    share: Array
    """What each member's probabilities count, shape (members,); the sum is 1."""


def committee(
    networks: Sequence[Network], share: Sequence[float], mean: Array, scale: Array
) -> Committee:
    """The committee of networks of one size; shares are on any scale."""
    total = sum(share)
    return Committee(
        mean,
        scale,
        np.concatenate([network.hidden for network in networks], axis=1),
        np.concatenate([network.hidden_bias for network in networks]),
        np.stack([network.out for network in networks]),
        np.stack([network.out_bias for network in networks]),
        np.array([part / total for part in share], np.float32),
    )


def standardise(features: Array, mean: Array, scale: Array) -> Array:
    """Features with mean 0 and deviation 1, clipped to CLIP."""
    standard = features - mean
    standard *= 1 / scale
    clipped: Array = np.clip(standard, -CLIP, CLIP, out=standard)
    return clipped


def predict(judges: Committee, features: Array) -> Array:
    """Class probabilities, shape (rows, classes)."""
    hidden = standardise(features, judges.mean, judges.scale) @ judges.hidden
    hidden += judges.hidden_bias
    np.maximum(hidden, 0, out=hidden)
    members, units, classes = judges.out.shape
    # Classes come first: numpy is slow at the sum and the maximum of three numbers in a row.
    found = np.empty((classes, members, len(features)), np.float32)
    for member in range(members):
        of_member = hidden[:, member * units : (member + 1) * units] @ judges.out[member]
        found[:, member] = of_member.T
    found += judges.out_bias.T[:, :, np.newaxis]
    found -= found.max(axis=0)
    np.exp(found, out=found)
    found *= judges.share[:, np.newaxis] / found.sum(axis=0)
    return np.ascontiguousarray(found.sum(axis=1).T)
