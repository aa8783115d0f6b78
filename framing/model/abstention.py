"""When to say nothing: how far from the threshold a score must lie for its label to be right often enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.errors import InputError

MARGINS = np.round(np.arange(0.0, 0.5, 0.01), 2)
# Fewer labels than this say nothing of a risk.
FEWEST_LABELS = 50

# Scores and labels of one corpus: each of shape (sentences,).
Part = tuple[NDArray[np.float64], NDArray[np.int64]]


class Risk(NamedTuple):
    """One point of a risk-coverage curve (El-Yaniv and Wiener 2010), on sentences the weights never saw.

    Labels are given where the score is at least `margin` from the threshold: to a share `coverage` of the
    sentences, and a share `risk` of those labels is wrong.
    """

    margin: float
    coverage: float
    risk: float


def risk_coverage(parts: Sequence[Part], cut: float) -> list[Risk]:
    """The curve of the labels at `cut` that are given only from a margin on, each part weighing the same; 4 digits."""
    curve = []
    for margin in MARGINS:
        coverage, risk, given = [], [], 0
        for scores, labels in parts:
            sure = np.abs(scores - cut) >= margin
            given += int(sure.sum())
            coverage.append(float(sure.mean()))
            if sure.any():
                risk.append(float(np.mean((scores[sure] >= cut) != labels[sure])))
        if given < FEWEST_LABELS:
            break
        curve.append(Risk(float(margin), round(float(np.mean(coverage)), 4), round(float(np.mean(risk)), 4)))
    return curve


def margin_for(risk: float, curve: Sequence[Risk]) -> float:
    """The least margin from which on no more than `risk` of the labels are wrong. Raises InputError."""
    if not 0 < risk < 1:
        raise InputError("abstain", "must be a share of wrong labels between 0 and 1", f"{risk:g}")
    if not curve:
        rule = f"how often this model is wrong must be known, from {FEWEST_LABELS} held-out labels or more"
        raise InputError("abstain", rule, "fewer")
    good: list[Risk] = []
    for point in sorted(curve, reverse=True):
        if point.risk > risk:
            break
        good.append(point)
    if not good:
        least = min(point.risk for point in curve)
        raise InputError(
            "abstain", f"this model's labels are wrong {least:.1%} of the time at best", f"{risk:g}"
        )
    return good[-1].margin
