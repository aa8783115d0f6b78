"""Prediction-powered inference for a rate: a probability sample of hand labels puts a model's mean right.

The papers, and what is taken from each:

- PPI: Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023, "Prediction-powered inference", Science 382:
  the mean of all scores plus the rectifier, the mean of label minus score over the labelled.
- PPI++: Angelopoulos, Duchi and Zrnic 2023, "PPI++": power tuning, the score weighted by the lambda that
  makes the variance least; lambda 0 is labels alone, lambda 1 is PPI.
- Stratified PPI: Fisch, Maynez, Hofer, Dhingra, Globerson and Cohen 2024, "Stratified prediction-powered
  inference": the rectifier is averaged within strata and weighted by the strata's sizes.
- DSL: Egami, Hinck, Stewart and Wei 2023, "Using imperfect surrogates for downstream inference": labels
  weighted by the inverse of inclusion probabilities that are known because the sample was drawn so.
- Two phases (articles, then sentences of the articles drawn) and the variance of a weighted mean: Särndal,
  Swensson and Wretman 1992, "Model assisted survey sampling", chapters 5 (linearisation), 6 (the
  difference estimator) and 9 (two-phase sampling).

In symbols, for a group of N sentences with scores f, of which a sample s carries labels y and weights w
(the inverse of inclusion probabilities, brought to the strata's known sizes N_h):

    estimate(lambda) = lambda * mean_N(f) + sum_h (N_h / N) * wmean_{s in h}(y - lambda * f)

All functions are of plain arrays; who draws the sample is `sampling`, who reads the labels `answers`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Lambda is the mean of the group's own best one, counted by its labels, and of the pooled one, counted as so
# many. Any fixed lambda is unbiased, so pooling borrows no rate; with 10 labels of its own a group's best lambda is
# mostly noise. A lambda fitted on the labels that it weighs pulls a rate a little where a group has few.
POOLED_LAMBDA_COUNTS_AS = 30.0
# A stratum of 2 to 5 labels that happen to be alike shows no variance. Its variance is averaged with the
# variance over the whole group, counted as so many degrees of freedom.
GROUP_VARIANCE_COUNTS_AS = 1.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labelled sentences of one group, in arrays of length n.

    `y` is the label (0 or 1) and `f` the score. `stratum` and `article` are codes from 0. `weight` says how
    many of the group's sentences each stands for (it sums to N). `inclusion` is the probability with which
    the sentence came into the sample, `article_share` the share of the outlet's articles that was drawn.
    """

    y: Floats
    f: Floats
    stratum: Codes
    article: Codes
    weight: Floats
    inclusion: Floats
    article_share: Floats

    @property
    def n(self) -> int:
        """Number of labels."""
        return len(self.y)

    @property
    def degrees_of_freedom(self) -> float:
        """Labels (or labelled articles, where not all articles were drawn) less strata; at least 1."""
        strata = len(np.unique(self.stratum))
        units = len(np.unique(self.article)) if bool((self.article_share < 1).any()) else self.n
        return float(max(1, units - strata))


def weighted_mean(x: Floats, s: Labelled) -> float:
    """Hajek's mean: weighted, over the sum of the weights."""
    return float(s.weight @ x / s.weight.sum())


def deviations(x: Floats, s: Labelled) -> Floats:
    """`x` less its weighted mean in the stratum: the linearised values of a post-stratified mean."""
    total = np.bincount(s.stratum, s.weight)
    mean = np.bincount(s.stratum, s.weight * x) / np.where(total > 0, total, 1)
    return np.asarray(x - mean[s.stratum])


def covariance(u: Floats, v: Floats, s: Labelled) -> float:
    """Covariance of the weighted means of `u` and `v` over the drawing of sentences, articles held fixed.

    Within strata: sum over h of (N_h / N)^2 (1 - f_h) s_uv,h / n_h where weights are equal in a stratum
    (Särndal et al., stratified sampling), smoothed for small strata.
    """
    du, dv = deviations(u, s), deviations(v, s)
    reach = (1 - s.inclusion) * s.weight**2
    size = np.bincount(s.stratum)
    own = np.bincount(s.stratum, reach * du * dv)
    # n_h / (n_h - 1) times (n_h - 1) parts of n_h - 1 + k: written without the division, so n_h = 1 is fine.
    k = GROUP_VARIANCE_COUNTS_AS
    mu, mv = weighted_mean(u, s), weighted_mean(v, s)
    whole = weighted_mean((u - mu) * (v - mv), s) * s.n / max(1, s.n - 1)
    strata = (size * own + k * np.bincount(s.stratum, reach) * whole) / np.maximum(size - 1 + k, 1e-12)
    return float(strata.sum() / s.weight.sum() ** 2)


def likeness(u: Floats, s: Labelled, other: tuple[Floats, Labelled] | None = None) -> float:
    """What the drawing of articles adds: sentences of one article are alike, so their errors go together.

    The sum over pairs of labelled sentences of one article of w u w v, times the share of articles not
    drawn; nothing where every article was drawn. With `other`, the pairs across two groups (covariance).
    """
    a = np.sqrt(1 - s.article_share) * s.weight * deviations(u, s)
    if other is not None:
        v, t = other
        b = np.sqrt(1 - t.article_share) * t.weight * deviations(v, t)
        size = int(max(s.article.max(initial=-1), t.article.max(initial=-1))) + 1
        sums = np.bincount(s.article, a, size) @ np.bincount(t.article, b, size)
        return float(sums / s.weight.sum() / t.weight.sum())
    pairs = (np.bincount(s.article, a) ** 2).sum() - (a**2).sum()
    # Unlike sentences of one article would narrow the interval; so few pairs cannot show that.
    return max(0.0, float(pairs / s.weight.sum() ** 2))


def variance(u: Floats, s: Labelled) -> float:
    """Variance of the weighted mean of `u` over the drawing of articles and of sentences."""
    return covariance(u, u, s) + likeness(u, s)


def best_lambda(s: Labelled) -> float:
    """Power tuning: the lambda that makes the variance of the estimate least, between 0 and 1.

    PPI++'s lambda for a mean, with N so much larger than n that the score's own mean is known.
    """
    spread = covariance(s.f, s.f, s)
    return float(np.clip(covariance(s.y, s.f, s) / spread, 0, 1)) if spread > 1e-15 else 0.0


def pooled_lambda(samples: list[Labelled]) -> float:
    """One lambda for all groups: covariances summed, each group counted by its labels."""
    parts = [(s.n**2, covariance(s.y, s.f, s), covariance(s.f, s.f, s)) for s in samples if s.n > 1]
    spread = sum(n * f for n, _, f in parts)
    return float(np.clip(sum(n * yf for n, yf, _ in parts) / spread, 0, 1)) if spread > 1e-15 else 0.0


def tuned_lambda(s: Labelled, pooled: float) -> float:
    """The group's own best lambda, drawn towards the pooled one where its labels are few."""
    return (s.n * best_lambda(s) + POOLED_LAMBDA_COUNTS_AS * pooled) / (s.n + POOLED_LAMBDA_COUNTS_AS)


def estimate_mean(score_mean: float, s: Labelled, lam: float) -> float:
    """The estimate of the module's head; may lie outside 0 and 1 by chance."""
    return lam * score_mean + weighted_mean(s.y - lam * s.f, s)


def beyond(s: Labelled) -> Labelled:
    """The sample as one of an endless run of articles: no credit for the share of them that was drawn."""
    return replace(s, inclusion=np.zeros(s.n), article_share=np.zeros(s.n))


@dataclass(frozen=True, slots=True)
class ArticleSums:
    """For each article of a group: its scores' sum less as many times the group's mean score.

    `count` articles, `squares` the sum of their squared sums, `of_labels` the sum of each label's article.
    """

    count: int
    squares: float
    of_labels: Floats


def score_variance(articles: ArticleSums, lam: float, s: Labelled) -> float:
    """What the articles' own drawing adds to the mean score's part, for an outlet beyond these articles.

    The scores and the rectifier of one article go together, so their covariance is in it.
    """
    own = articles.count / max(1, articles.count - 1) * articles.squares
    both = float((s.weight * deviations(s.y - lam * s.f, s)) @ articles.of_labels)
    return max(0.0, (lam * lam * own + 2 * lam * both) / float(s.weight.sum()) ** 2)
