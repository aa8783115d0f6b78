"""The calibration curve: of the sentences that were given such a score, what share do people label 1?

Labels are a probability sample, so each counts for as many sentences as it stands for, and a bin of the score
is a domain of the sample: its rate is a ratio, whose variance is that of the linearised values over the whole
sample (Särndal, Swensson and Wretman 1992, chapter 10). The interval is the corrected rates' own, see `rates`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from framing.profiles import ppi
from framing.profiles.ppi import Floats, Labelled
from framing.profiles.rates import LEAST_OF_RARER, labels_alone
from framing.types import Estimate

# With so many labels half of which are 1, a 95 % interval is two fifths of the chart wide.
LEAST_LABELS = 20
MOST_BINS = 10
TWENTIETHS = 20


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores from `low` to `high`. `score` is their mean, `rate` the share labelled 1, `share` the bin's part of
    all sentences; the last three are weighted as the sample was drawn."""

    low: float
    high: float
    score: float
    rate: Estimate
    share: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The bins in order, and the mean score beside the labelled rate of all sentences.

    `counts` are the labels in each twentieth of the score.
    """

    bins: tuple[Bin, ...]
    counts: tuple[int, ...]
    score: float
    rate: Estimate


def calibration_curve(s: Labelled, level: float = 0.95) -> Curve:
    """Bins of as many labels each as can be, at least `LEAST_LABELS` where there are so many."""
    count = int(np.clip(s.n // LEAST_LABELS, 1, MOST_BINS))
    cuts = np.unique(np.quantile(s.f, np.linspace(0, 1, count + 1)))
    place = np.clip(np.searchsorted(cuts, s.f, side="right") - 1, 0, max(0, len(cuts) - 2))
    ends = cuts if len(cuts) > 1 else np.repeat(cuts, 2)
    bins = [
        _bin(s, place == i, float(ends[i]), float(ends[i + 1]), level)
        for i in range(len(ends) - 1)
        if (place == i).any()
    ]
    counts = np.bincount(np.minimum((s.f * TWENTIETHS).astype(int), TWENTIETHS - 1), minlength=TWENTIETHS)
    return Curve(
        tuple(bins), tuple(counts.tolist()), ppi.weighted_mean(s.f, s), labels_alone(s).estimate(level)
    )


def _bin(s: Labelled, inside: NDArray[np.bool_], low: float, high: float, level: float) -> Bin:
    part = _part(s, inside)
    share = float(part.weight.sum() / s.weight.sum())
    return Bin(low, high, ppi.weighted_mean(part.f, part), _rate(s, part, inside, share, level), share)


def _rate(s: Labelled, part: Labelled, inside: NDArray[np.bool_], share: float, level: float) -> Estimate:
    alone = labels_alone(part)
    if not np.isfinite(alone.effective):
        return alone.estimate(level)
    units = len(np.unique(part.article)) if bool((part.article_share < 1).any()) else part.n
    # The strata's sizes in a bin are not known, so none of its labels is spent on them.
    found = replace(alone, freedom=float(max(1, units - 1)))
    if alone.rarer >= LEAST_OF_RARER:
        residual: Floats = inside * (s.y - alone.value)
        variance = ppi.variance(residual, s) / share**2
        if variance > 0:
            effective = alone.value * (1 - alone.value) / variance
            found = replace(found, variance=variance, effective=effective)
    return found.estimate(level)


def _part(s: Labelled, inside: NDArray[np.bool_]) -> Labelled:
    return Labelled(
        y=s.y[inside],
        f=s.f[inside],
        stratum=s.stratum[inside],
        article=s.article[inside],
        weight=s.weight[inside],
        inclusion=s.inclusion[inside],
        article_share=s.article_share[inside],
    )
