"""Intervals of a statistic of counts, by resampling whole articles.

Sentences of one article are alike in what they are hard about, so articles are what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from framing.types import Estimate

Floats = NDArray[np.float64]
METHOD = "bootstrap-percentile-articles"
# Simulated coverage of the 95 % interval of alpha (400 corpora each, three annotators, 12 sentences an article,
# articles that differ in rate and difficulty): 0.83 with 5 articles, 0.90 with 10, 0.92 with 15, 0.96 with 20.
LEAST_ARTICLES = 15
DRAWS = 2000


def estimate(
    counts: Mapping[str, Floats], statistic: Callable[[Floats], Floats], n: int, level: float, seed: int
) -> Estimate | None:
    """The statistic of the summed counts with its interval; `counts` by article, all of one shape.

    `None` if the statistic is undefined. With fewer than `LEAST_ARTICLES` articles there are no ends, nor
    where every draw gives one value (nobody disagreed: how rare disagreement is, the draws cannot tell).
    """
    if not counts:
        return None
    stacked = np.stack([counts[article] for article in sorted(counts)])
    value = float(statistic(stacked.sum(axis=0)))
    if np.isnan(value):
        return None
    if len(stacked) < LEAST_ARTICLES:
        return Estimate(value, None, None, level, METHOD, n)
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(len(stacked), np.full(len(stacked), 1 / len(stacked)), DRAWS)
    sums = (drawn.astype(np.float64) @ stacked.reshape(len(stacked), -1)).reshape(DRAWS, *stacked.shape[1:])
    found = statistic(sums)
    # A draw in which nobody disagrees on anything has no alpha: it says nothing, and is left out.
    low, high = np.nanquantile(found, [(1 - level) / 2, (1 + level) / 2])
    if not low < high:
        return Estimate(value, None, None, level, METHOD, n)
    return Estimate(value, min(float(low), value), max(float(high), value), level, METHOD, n)
