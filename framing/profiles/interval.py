"""The interval of a rate when articles are few or the rate is at an edge: Korn and Graubard's.

A rate over sentences is a ratio of two sums over articles, so its variance comes from the articles
(Taylor linearisation). The variance is turned into the number of independent sentences that would be as
informative, that number is shrunk for the few degrees of freedom, and Clopper and Pearson's exact interval
is taken at it (Korn and Graubard 1998, Survey Methodology 24, 193-201; the rule by which the US National
Center for Health Statistics publishes proportions).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from framing.types import Estimate

Counts = npt.NDArray[np.int64]

OVER_ARTICLES = "Korn-Graubard over articles"
NO_INTERVAL = "no interval: 1 article"


def linearised_variance(count: Counts, hits: Counts) -> float:
    """Variance of `sum(hits) / sum(count)` over articles drawn with replacement; needs two articles."""
    articles, total = len(count), int(count.sum())
    residual = hits - (hits.sum() / total) * count
    return float(articles / (articles - 1) * (residual @ residual) / total**2)


def clopper_pearson(hits: float, n: float, level: float) -> tuple[float, float]:
    """Exact binomial interval; `hits` and `n` may be fractions (effective sizes)."""
    from scipy.special import betaincinv  # here, as below: annotating must not wait for it

    tail = (1 - level) / 2
    low = 0.0 if hits <= 0 else float(betaincinv(hits, n - hits + 1, tail))
    high = 1.0 if hits >= n else float(betaincinv(hits + 1, n - hits, 1 - tail))
    return low, high


def korn_graubard(count: Counts, hits: Counts, level: float) -> tuple[float, float]:
    """Interval for `sum(hits) / sum(count)`; `count` and `hits` are per article, two articles or more.

    With no hit at all (or nothing but hits) the articles show no variance to learn from, so each article
    counts as one observation, the worst that likeness within articles can do (Kish's effective number,
    since articles differ in length).
    """
    from scipy.special import ndtri, stdtrit

    total, rate = int(count.sum()), hits.sum() / count.sum()
    if hits.sum() in (0, total):
        effective = total**2 / float(count @ count)
        return clopper_pearson(rate * effective, effective, level)
    variance = linearised_variance(count, hits)
    effective = total if variance == 0 else rate * (1 - rate) / variance
    upper = (1 + level) / 2
    shrink = (ndtri(upper) / stdtrit(len(count) - 1, upper)) ** 2
    effective = min(float(total), effective * float(shrink))
    return clopper_pearson(rate * effective, effective, level) if math.isfinite(effective) else (0.0, 1.0)


def over_articles(count: Counts, hits: Counts, level: float) -> Estimate:
    """The rate `sum(hits) / sum(count)` with Korn and Graubard's interval; counts an article, each above 0."""
    total = int(count.sum())
    rate = float(hits.sum() / total)
    if len(count) < 2:
        return Estimate(rate, None, None, level, NO_INTERVAL, total)
    return Estimate(rate, *korn_graubard(count, hits, level), level, OVER_ARTICLES, total)


def wilson(rate: float, n: float, quantile: float) -> tuple[float, float]:
    """Wilson's score interval at the effective size `n` (Wilson 1927); `quantile` of z, or of t for small n."""
    q2 = quantile * quantile
    centre = (rate + q2 / (2 * n)) / (1 + q2 / n)
    half = quantile / (1 + q2 / n) * math.sqrt(rate * (1 - rate) / n + q2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)
