"""A logistic correction of known log-odds, shrunk to none: what few labels may change of a model, and no more.

The posterior mode under normal priors of mean 0 (MacKay 1992 calls this the evidence-free part of it): no
labels, no correction. Newton's method; hundreds of labels and features take milliseconds a fit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.model.calibration import sigmoid

Floats = NDArray[np.float64]

MOST_STEPS = 30
# Nats of log-likelihood: a step that gains less is the last.
TOLERANCE = 1e-4


def fit_correction(
    features: Floats, labels: Floats, offset: Floats, precision: Floats, start: Floats | None = None
) -> Floats:
    """Weights of shape (features,) such that sigmoid(offset + features @ weights) tells the labels.

    `features` (labels, features); `labels` in [0, 1]; `offset` (labels,), the log-odds as they are;
    `precision` (features,), one over each weight's prior variance, all above 0.
    """
    weights = np.zeros(features.shape[1]) if start is None else start.copy()
    value = _objective(features, labels, offset, precision, weights)
    for _ in range(MOST_STEPS):
        score = sigmoid(offset + features @ weights)
        gradient = features.T @ (score - labels) + precision * weights
        curvature = (features.T * (score * (1 - score))) @ features
        curvature[np.diag_indices_from(curvature)] += precision
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while True:
            moved = weights - size * step
            found = _objective(features, labels, offset, precision, moved)
            if found <= value or size < 1e-4:
                break
            size /= 2
        weights, gained, value = moved, value - found, found
        if gained < TOLERANCE:
            break
    return weights


def log_loss(labels: Floats, log_odds: Floats) -> Floats:
    """The negative log-likelihood of each label, shape (labels,)."""
    return np.asarray(np.logaddexp(0.0, log_odds) - labels * log_odds)


def _objective(features: Floats, labels: Floats, offset: Floats, precision: Floats, weights: Floats) -> float:
    loss = log_loss(labels, offset + features @ weights).sum()
    return float(loss + 0.5 * (precision * weights**2).sum())
