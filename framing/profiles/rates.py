"""A corrected rate with its interval: which lambda, which effective sample size, which interval.

The variance of `ppi` is turned into the number of independent labels that would be as informative, and
Wilson's interval is taken at it with a t quantile. On BABE's labels with 9, 20, 45 and 90 labels an outlet
that covers in 0.94 to 0.99 of draws where the plain t interval covers in 0.59 to 0.97 (at 9 labels Reuters,
rate 0.1, gets 0.59); at no or hardly a label of the rarer kind, Korn and Graubard's exact one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.profiles import ppi
from framing.profiles.interval import clopper_pearson, wilson
from framing.profiles.ppi import ArticleSums, Labelled
from framing.types import Estimate

WILSON = "Wilson at the effective size, t quantile"
EXACT = "Korn-Graubard at the effective size (fewer than 3 labels of the rarer kind)"
CENSUS = "every sentence is labelled"
# The score is used from here on. Below, its weight and its gain are noise.
LEAST_OF_RARER = 3
# With fewer labels that the score gets wrong nobody knows how often it is wrong: a variance from 0 to 2 of them is none.
LEAST_WRONG = 3
# Outlets with fewer labels are said to have a small sample.
SMALL_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with what its interval at any level is made from.

    `value` lies in 0 to 1. `effective` is the number of independent labels that would say as much,
    `lam` the weight of the score (0: labels alone), `rarer` how many labels there are of the rarer kind.
    `variance` is that of the estimate. `single`: all labels are of one article where there are others, so
    nothing tells how far articles differ.
    """

    value: float
    effective: float
    freedom: float
    rarer: float
    n: int
    lam: float
    variance: float
    single: bool = False

    @property
    def has_interval(self) -> bool:
        """Whether these labels can bear one."""
        return not np.isfinite(self.effective) or (self.n > 1 and not self.single)

    @property
    def method(self) -> str:
        """The interval's name."""
        if not np.isfinite(self.effective):
            return CENSUS
        return EXACT if self.rarer < LEAST_OF_RARER else WILSON

    def interval(self, level: float) -> tuple[float, float]:
        """The interval at `level`."""
        if not np.isfinite(self.effective):
            return self.value, self.value
        from scipy.special import ndtri, stdtrit

        upper = (1 + level) / 2
        quantile = float(stdtrit(self.freedom, upper))
        if self.rarer >= LEAST_OF_RARER:
            return wilson(self.value, self.effective, quantile)
        # All alike: nothing was estimated that a t quantile would have to make up for.
        # At a level near 0, which is asked for where two rates are equal, a quantile is 0.
        shrink = float((ndtri(upper) / quantile) ** 2) if self.rarer and quantile > 0 else 1.0
        n = self.effective * shrink
        return clopper_pearson(self.value * n, n, level)

    def estimate(self, level: float) -> Estimate:
        """As the package's estimates are; no interval from a single label or article."""
        if not self.has_interval:
            few = "label" if self.n < 2 else "article"
            return Estimate(self.value, None, None, level, f"no interval: 1 {few}", self.n)
        return Estimate(self.value, *self.interval(level), level, self.method, self.n)


def labels_alone(s: Labelled) -> Rate:
    """The weighted rate of the labels, without the model."""
    value = float(np.clip(ppi.weighted_mean(s.y, s), 0, 1))
    rarer = float(min(s.y.sum(), s.n - s.y.sum()))
    variance = ppi.variance(s.y, s)
    if not (s.inclusion < 1).any():
        return Rate(value, np.inf, s.degrees_of_freedom, rarer, s.n, 0.0, 0.0)
    if rarer == 0 or variance <= 0:
        effective = _alike(s)
        variance = value * (1 - value) / effective
    else:
        effective = value * (1 - value) / variance
    single = bool((s.article_share < 1).any()) and len(np.unique(s.article)) == 1
    return Rate(value, effective, s.degrees_of_freedom, rarer, s.n, 0.0, variance, single)


def corrected(
    score_mean: float, s: Labelled, pooled: float, articles: ArticleSums | None = None
) -> tuple[Rate, Rate]:
    """The corrected rate, and that of labels alone beside it.

    `score_mean` is the mean score of all the group's sentences, `pooled` the lambda of all groups together.
    With `articles` the interval is for the outlet beyond these articles.
    The score is left out where it would not narrow the interval, and where too few labels show what it gets wrong.
    """
    if articles is not None:
        s = ppi.beyond(s)
    alone = labels_alone(s)
    lam = ppi.tuned_lambda(s, pooled)
    wrong = int(((s.f >= 0.5) != s.y).sum())
    if (
        alone.rarer < LEAST_OF_RARER
        or wrong < LEAST_WRONG
        or lam <= 0
        or alone.single
        or not np.isfinite(alone.effective)
    ):
        return alone, alone
    # Lambda is part of a parameter, as far as it was estimated from these labels.
    spent = s.n / (s.n + ppi.POOLED_LAMBDA_COUNTS_AS)
    freedom = max(1.0, s.degrees_of_freedom - spent)
    variance = ppi.variance(s.y - lam * s.f, s) * s.degrees_of_freedom / freedom
    if articles is not None:
        variance += ppi.score_variance(articles, lam, s)
    value = ppi.estimate_mean(score_mean, s, lam)
    if variance >= alone.variance or variance <= 0 or not 0 < value < 1:
        return alone, alone
    effective = alone.effective * alone.variance / variance
    return Rate(value, effective, freedom, alone.rarer, s.n, lam, variance), alone


def _alike(s: Labelled) -> float:
    """Effective size where all labels are alike: Kish's number, articles for labels if not all were drawn."""
    by_article = bool((s.article_share < 1).any())
    weights = np.bincount(s.article, s.weight) if by_article else s.weight
    return float(s.weight.sum() ** 2 / (weights @ weights) / max(1e-9, float(np.mean(1 - s.inclusion))))
