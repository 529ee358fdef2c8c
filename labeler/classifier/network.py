"""The second stage in numpy: a small multi-layer perceptron, as scikit-learn trained it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

CLIP = 6.0
"""Standardised features are clipped to this range in training and scanning alike."""


class Network(NamedTuple):
    """Weights of a perceptron with one hidden layer (ReLU) and softmax output."""

    mean: Array
    scale: Array
    """Per-feature standard deviations."""
    hidden: Array
    """Shape (features, units)."""
    hidden_bias: Array
    out: Array
    """Shape (units, classes)."""
    out_bias: Array


def standardise(features: Array, mean: Array, scale: Array) -> Array:
    """Features with mean 0 and deviation 1, clipped to CLIP."""
    clipped: Array = np.clip((features - mean) / scale, -CLIP, CLIP)
    return clipped


def predict(network: Network, features: Array) -> Array:
    """Class probabilities, shape (rows, classes)."""
    inputs = standardise(features, network.mean, network.scale)
    hidden = np.maximum(inputs @ network.hidden + network.hidden_bias, 0)
    logits = hidden @ network.out + network.out_bias
    logits -= logits.max(axis=1, keepdims=True)
    exponents = np.exp(logits)
    probabilities: Array = exponents / exponents.sum(axis=1, keepdims=True)
    return probabilities
