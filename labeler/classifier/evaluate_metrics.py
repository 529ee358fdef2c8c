"""Measures of how well labels and scores agree with the truth, on plain arrays."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_RESAMPLES = 200
ECE_BINS = 10
"""Equal bins of probabilities that are compared with what is true."""
_Z = 1.96
"""Standard deviations that hold 95 % of a normal distribution."""


def precision_recall_f1(confusion: Floats, label: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of one label, 0 to 1; 0 where there is nothing to divide by.

    `confusion[g, p]` counts what is `g` in truth and was called `p`.
    """
    hits = float(confusion[label, label])
    called, there = float(confusion[:, label].sum()), float(confusion[label].sum())
    precision = hits / called if called else 0.0
    recall = hits / there if there else 0.0
    return precision, recall, 2 * hits / (called + there) if hits else 0.0


def auroc(
    scores: Floats,
    positive: Bools,
    weights: Floats | None = None,
) -> float:
    """Area under the ROC curve: the chance that a positive scores above a negative.

    A tie counts one half. Each row counts `weights` times. NaN if either side is missing.
    """
    weights = np.ones(len(scores)) if weights is None else weights
    _, place = np.unique(scores, return_inverse=True)
    above, below = (
        np.bincount(place, weights * side, minlength=1) for side in (positive, ~positive)
    )
    pairs = above.sum() * below.sum()
    won = above @ (np.cumsum(below) - below / 2)
    return float(won / pairs) if pairs else float("nan")


def auroc_interval(scores: Floats, positive: Bools, seed: int = 0) -> tuple[float, float]:
    """Bootstrap interval of 95 % for `auroc`: both sides resampled on their own, 200 times.

    It says how much the texts drawn matter, not how other sources would do.
    """
    chance = np.random.default_rng(seed)
    found = np.empty(_RESAMPLES)
    for resample in range(_RESAMPLES):
        weights = np.zeros(len(scores))
        for side in (np.flatnonzero(positive), np.flatnonzero(~positive)):
            weights[side] = np.bincount(
                chance.integers(0, len(side), len(side)), minlength=len(side)
            )
        found[resample] = auroc(scores, positive, weights)
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def share_interval(share: float, of: int) -> tuple[float, float]:
    """Interval of 95 % for a share, 0 to 1, of so many texts.

    Wilson's, which unlike a bootstrap does not say "none" where none of a few were seen. Brown,
    Cai and DasGupta 2001, Interval Estimation for a Binomial Proportion, section 3.1.
    """
    middle = share + _Z**2 / (2 * of)
    reach = _Z * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    whole = 1 + _Z**2 / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def tpr_at_fpr(scores: Floats, positive: Bools, rate: float) -> float:
    """Share of positives above the threshold that a share `rate` of the negatives passes."""
    negatives = np.sort(scores[~positive])
    threshold = negatives[min(len(negatives) - 1, int(len(negatives) * (1 - rate)))]
    return float((scores[positive] > threshold).mean())


def expected_calibration_error(
    probabilities: Floats, positive: Bools, positive_share: float, weights: Floats | None = None
) -> float:
    """Mean distance of probability and frequency over ten equal bins, weighted by rows.

    Positives weigh `positive_share` of all, as the probabilities assume, whatever the mix of
    the data; within a side each row counts `weights` times. Guo et al. 2017, On Calibration of
    Modern Neural Networks, equation 3. NaN if
    either side is missing.
    """
    if positive.all() or not positive.any():
        return float("nan")
    weights = np.ones(len(positive)) if weights is None else weights
    weights = weights * np.where(
        positive,
        positive_share / weights[positive].sum(),
        (1 - positive_share) / weights[~positive].sum(),
    )
    place = np.minimum((probabilities * ECE_BINS).astype(int), ECE_BINS - 1)
    said = np.bincount(place, weights * probabilities, minlength=ECE_BINS)
    true = np.bincount(place, weights * positive, minlength=ECE_BINS)
    return float(np.abs(said - true).sum())
