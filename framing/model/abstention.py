"""When to say nothing: how far from the threshold a score must lie for its label to be right often enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from framing.errors import InputError


class Risk(NamedTuple):
    """One point of a risk-coverage curve (El-Yaniv and Wiener 2010), on sentences the weights never saw.

    Labels are given where the score is at least `margin` from the threshold: to a share `coverage` of the
    sentences, and a share `risk` of those labels is wrong.
    """

    margin: float
    coverage: float
    risk: float


def margin_for(risk: float, curve: Sequence[Risk]) -> float:
    """The least margin from which on no more than `risk` of the labels are wrong. Raises InputError."""
    if not 0 < risk < 1:
        raise InputError("abstain", "must be a share of wrong labels between 0 and 1", f"{risk:g}")
    good: list[Risk] = []
    for point in sorted(curve, reverse=True):
        if point.risk > risk:
            break
        good.append(point)
    if not good:
        least = min((point.risk for point in curve), default=1.0)
        raise InputError(
            "abstain", f"this model's labels are wrong {least:.1%} of the time at best", f"{risk:g}"
        )
    return good[-1].margin
