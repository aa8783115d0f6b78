"""Metrics over labels and scores; each takes arrays of shape (sentences,)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.metrics import f1_score, precision_score, recall_score, roc_auc_score

CALIBRATION_BINS = 10


@dataclass(frozen=True, slots=True)
class Metrics:
    """What is reported of one head on one set of sentences."""

    n: int
    positives: int
    macro_f1: float
    precision: float
    recall: float
    auroc: float
    calibration_error: float


def measure(labels: ArrayLike, scores: ArrayLike, threshold: float = 0.5) -> Metrics:
    """All metrics at `threshold`. `labels` are 0 or 1, `scores` probabilities."""
    y = np.asarray(labels, dtype=int)
    p = np.asarray(scores, dtype=float)
    predicted = (p >= threshold).astype(int)
    both = len(np.unique(y)) == 2
    return Metrics(
        n=len(y),
        positives=int(y.sum()),
        macro_f1=float(f1_score(y, predicted, average="macro", zero_division=0)),
        precision=float(precision_score(y, predicted, zero_division=0)),
        recall=float(recall_score(y, predicted, zero_division=0)),
        auroc=float(roc_auc_score(y, p)) if both else float("nan"),
        calibration_error=expected_calibration_error(y, p),
    )


def macro_f1(labels: ArrayLike, predicted: ArrayLike) -> float:
    """Mean of the two classes' F1."""
    return float(f1_score(np.asarray(labels), np.asarray(predicted), average="macro", zero_division=0))


def expected_calibration_error(labels: NDArray[np.int64], scores: NDArray[np.float64]) -> float:
    """Mean gap between score and share of positives over ten bins of equal size (Naeini et al. 2015)."""
    order = np.argsort(scores, kind="stable")
    gaps = [
        abs(float(scores[part].mean()) - float(labels[part].mean())) * len(part) / len(scores)
        for part in np.array_split(order, min(CALIBRATION_BINS, len(scores)))
    ]
    return float(sum(gaps))
