"""Whether a figure, or the difference of two models, could be chance: bootstrap over articles, McNemar's test.

An article is drawn with all its sentences (a cluster bootstrap: Field and Welsh 2007), so that sentences of one
article do not count as independent witnesses. A resample is a weight a sentence; every metric here takes weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.types import Estimate

RESAMPLES = 1000
SEED = 0
LEVEL = 0.95

Weights = NDArray[np.float64]
# A metric of sentences under weights of shape (sentences,).
Metric = Callable[[Weights], float]


def resampled(groups: Sequence[object], resamples: int = RESAMPLES, seed: int = SEED) -> Iterator[Weights]:
    """Weights of shape (sentences,): how often each sentence's group was drawn, `resamples` times."""
    names, place = np.unique(np.asarray([str(group) for group in groups]), return_inverse=True)
    random = np.random.default_rng(seed)
    for _ in range(resamples):
        drawn = np.bincount(random.integers(0, len(names), len(names)), minlength=len(names))
        yield drawn[place].astype(float)


def draws(metric: Metric, groups: Sequence[object]) -> NDArray[np.float64]:
    """The metric on every resample; resamples on which it has no value are left out."""
    found = np.array([metric(weights) for weights in resampled(groups)])
    return np.asarray(found[~np.isnan(found)])


def interval(metric: Metric, groups: Sequence[object]) -> Estimate:
    """The metric on all sentences, with its percentile interval; none under two groups, or where the metric has no
    value on any resample (then it is NaN on all sentences too, as the AUROC of labels of one class is)."""
    value, n = metric(np.ones(len(groups))), len(groups)
    method = f"bootstrap over groups, {RESAMPLES} resamples"
    if len(set(groups)) < 2:
        return Estimate(value, None, None, LEVEL, method, n)
    found = draws(metric, groups)
    if not len(found):
        return Estimate(value, None, None, LEVEL, method, n)
    low, high = np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), LEVEL, method, n)


def standard_error(metric: Metric, groups: Sequence[object]) -> float:
    """The metric's bootstrap standard error over groups."""
    return float(np.std(draws(metric, groups), ddof=1))


def difference(one: Metric, other: Metric, groups: Sequence[object]) -> Estimate:
    """`one` less `other` on the same sentences and the same resamples (paired bootstrap)."""
    return interval(lambda weights: one(weights) - other(weights), groups)


def between(found: Estimate) -> str:
    """The interval for a table; a dash where there is none."""
    return "–" if found.low is None or found.high is None else f"{found.low:.3f} to {found.high:.3f}"


def weighted_mean(values: NDArray[Any]) -> Metric:
    """The mean of `values` of shape (sentences,)."""
    return lambda weights: float(np.dot(values, weights) / weights.sum())


def weighted_macro_f1(labels: NDArray[np.int64], predicted: NDArray[np.int64]) -> Metric:
    """Mean of the two classes' F1; a class that is neither there nor predicted counts 0, as in scikit-learn."""
    hit, miss = labels == predicted, labels != predicted

    def metric(weights: Weights) -> float:
        found = []
        wrong = float(weights[miss].sum())
        for label in (0, 1):
            right = 2 * float(weights[hit & (labels == label)].sum())
            found.append(right / (right + wrong) if right + wrong else 0.0)
        return sum(found) / 2

    return metric


def weighted_auroc(labels: NDArray[np.int64], scores: NDArray[np.float64]) -> Metric:
    """Area under the ROC curve, ties counting half; NaN where one label is missing."""
    order = np.argsort(scores, kind="stable")
    _, tie = np.unique(scores[order], return_inverse=True)
    positive = labels[order] == 1

    def metric(weights: Weights) -> float:
        w = weights[order]
        above = np.bincount(tie, w * positive)
        below = np.bincount(tie, w * ~positive)
        both = float(above.sum() * below.sum())
        if both == 0:
            return float("nan")
        lower = np.cumsum(below) - below
        return float(np.dot(above, lower + below / 2)) / both

    return metric


class McNemar(NamedTuple):
    """Sentences that only one of two models labels rightly, and the probability of so uneven a split by chance."""

    only_one: int
    only_other: int
    p: float


def mcnemar(labels: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64]) -> McNemar:
    """McNemar's exact test (1947): a two-sided binomial test on the sentences where two models differ."""
    from scipy.stats import binomtest

    only_one = int(((one == labels) & (other != labels)).sum())
    only_other = int(((one != labels) & (other == labels)).sum())
    discordant = only_one + only_other
    p = float(binomtest(only_one, discordant).pvalue) if discordant else 1.0
    return McNemar(only_one, only_other, p)
