"""Korn-Graubard against outside references, and its coverage."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from framing.profiles.interval import clopper_pearson, korn_graubard, linearised_variance

COUNT = np.array([12, 7, 20, 9, 15, 4])
HITS = np.array([3, 0, 6, 1, 5, 2])


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (1, 7), (5, 40), (40, 40)])
def test_clopper_pearson_is_scipys_exact_interval(hits: int, n: int) -> None:
    reference = stats.binomtest(hits, n).proportion_ci(0.9, method="exact")
    assert clopper_pearson(hits, n, 0.9) == pytest.approx((reference.low, reference.high))


def test_variance_is_the_cluster_sandwich_over_single_sentences() -> None:
    # Written out sentence by sentence, as cluster-robust software does for a mean.
    values = np.concatenate([np.r_[np.ones(h), np.zeros(n - h)] for n, h in zip(COUNT, HITS, strict=True)])
    article = np.repeat(np.arange(len(COUNT)), COUNT)
    scores = [(values[article == a] - values.mean()).sum() for a in range(len(COUNT))]
    sandwich = sum(s * s for s in scores) / len(values) ** 2 * len(COUNT) / (len(COUNT) - 1)
    assert linearised_variance(COUNT, HITS) == pytest.approx(sandwich)


def test_variance_with_one_sentence_an_article_is_the_textbook_one() -> None:
    hits = np.array([1, 0, 0, 1, 0, 0, 0, 1])
    assert linearised_variance(np.ones(8, dtype=int), hits) == pytest.approx(hits.var(ddof=1) / 8)


def test_interval_is_the_published_formula() -> None:
    # Formula of Korn and Graubard (1998), computed with scipy's distributions instead of special functions.
    rate, variance = 17 / 67, linearised_variance(COUNT, HITS)
    size = rate * (1 - rate) / variance * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 5)) ** 2
    size = min(size, 67)
    low = stats.beta.ppf(0.025, rate * size, size - rate * size + 1)
    high = stats.beta.ppf(0.975, rate * size + 1, size - rate * size)
    assert korn_graubard(COUNT, HITS, 0.95) == pytest.approx((low, high))


def test_no_hit_in_equal_articles_counts_each_article_once() -> None:
    low, high = korn_graubard(np.full(10, 8), np.zeros(10, dtype=int), 0.95)
    assert (low, high) == pytest.approx((0.0, 1 - 0.025**0.1))


def test_nothing_but_hits_mirrors_no_hit() -> None:
    low, high = korn_graubard(COUNT, COUNT, 0.95)
    mirrored = korn_graubard(COUNT, np.zeros_like(COUNT), 0.95)
    assert (1 - high, 1 - low) == pytest.approx(mirrored)


def test_equal_articles_never_give_a_point() -> None:
    low, high = korn_graubard(np.array([4, 4]), np.array([1, 1]), 0.95)
    assert high - low > 0.5
