"""From a head's logit to a probability that can be read as a share: Platt scaling (Platt 1999)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


def sigmoid(logits: NDArray[Any]) -> NDArray[Any]:
    """Probabilities of logits, same shape and precision; far logits do not overflow."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -60.0, 60.0))))


def logit(probability: float) -> float:
    """The logit of a probability; infinite at 0 and 1."""
    with np.errstate(divide="ignore"):
        return float(np.log(probability) - np.log1p(-probability))


@dataclass(frozen=True, slots=True)
class Calibration:
    """`probability = sigmoid(slope * logit + intercept)`, fitted on sentences the weights never saw."""

    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, logits: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of the logits, same shape."""
        return sigmoid(self.slope * logits + self.intercept)
