"""Fits a head's calibration on sentences its weights never saw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from framing.model import Calibration

# Nearly no penalty: two parameters on hundreds of sentences need none, but separable data must not run off.
WEAK = 100.0


def fit(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> Calibration:
    """Platt scaling of logits, shape (sentences,), to labels 0 or 1."""
    model = LogisticRegression(C=WEAK).fit(np.asarray(logits).reshape(-1, 1), np.asarray(labels))
    return Calibration(slope=float(model.coef_[0, 0]), intercept=float(model.intercept_[0]))
