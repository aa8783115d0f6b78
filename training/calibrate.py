"""Fits calibrations and thresholds on sentences the weights never saw.

Corpora differ in how common the label is (a half of BABE, a fifth of the sentences of whole articles), so each
counts the same, however many sentences it has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from framing.model import Calibration, Part

# Nearly no penalty: two parameters on hundreds of sentences need none, but separable data must not run off.
WEAK = 100.0
STEPS = np.round(np.arange(0.2, 0.81, 0.01), 2)
# Devices and carrying words are rare: their probabilities seldom come near a half.
RARE_STEPS = np.round(np.arange(0.05, 0.81, 0.01), 2)


def fit(parts: Sequence[Part]) -> Calibration:
    """Platt scaling of the parts' logits to their labels, each part weighing the same."""
    logits = np.concatenate([logits for logits, _ in parts])
    labels = np.concatenate([labels for _, labels in parts])
    weights = np.concatenate([np.full(len(labels), len(logits) / len(labels)) for _, labels in parts])
    model = LogisticRegression(C=WEAK).fit(logits.reshape(-1, 1), labels, weights / len(parts))
    return Calibration(slope=float(model.coef_[0, 0]), intercept=float(model.intercept_[0]))


def threshold(parts: Sequence[Part]) -> float:
    """The score, in hundredths, from which as many sentences are labelled as people labelled, on average.

    Rates are what the labels are counted for, and this makes them right on the parts taken together. The
    threshold of the highest macro-F1 is no better guide: that curve is flat, and its top moved from 0.40 to
    0.55 between two trainings.
    """
    wanted = np.mean([labels.mean() for _, labels in parts])
    gaps = [abs(np.mean([np.mean(scores >= step) for scores, _ in parts]) - wanted) for step in STEPS]
    return float(STEPS[int(np.argmin(gaps))])


def best_f1(
    scores: NDArray[np.float64], labels: NDArray[np.int64], least_precision: float = 0.0
) -> tuple[float, float, float]:
    """The threshold of the highest F1 of the positives, with its precision and recall.

    Among the thresholds that reach `least_precision`, if any does.
    """
    found = []
    for step in RARE_STEPS:
        said = scores >= step
        hits = float((said & (labels == 1)).sum())
        precision, recall = hits / max(said.sum(), 1), hits / max(labels.sum(), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        found.append((precision >= least_precision, f1, float(step), precision, recall))
    _, _, step, precision, recall = max(found)
    return step, precision, recall
