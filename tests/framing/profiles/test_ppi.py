"""The estimator against ppi-python and textbook formulas, and its limits."""

from __future__ import annotations

import warnings
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.profiles import ppi
from framing.profiles.ppi import ArticleSums, Labelled


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    # ppi-python silences every warning when it is imported; the other tests want theirs.
    with warnings.catch_warnings():
        return pytest.importorskip("ppi_py")


def simple(y: np.ndarray, f: np.ndarray, total: float = 1e9) -> Labelled:
    """A simple random sample, one sentence an article, out of so many that none of them counts."""
    n = len(y)
    return Labelled(
        y.astype(float), f, np.zeros(n, int), np.arange(n), np.full(n, total / n), np.zeros(n), np.zeros(n)
    )


def invented(seed: int, n: int = 400, unlabelled: int = 200_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    p = generator.beta(1, 3, n + unlabelled)
    f = np.clip(0.8 * p + generator.normal(0.1, 0.05, len(p)), 0, 1)
    return (generator.random(n) < p[:n]).astype(float), f[:n], f[n:]


@pytest.mark.parametrize("lam", [0.0, 0.5, 1.0])
def test_the_estimate_is_ppi_pythons(reference: ModuleType, lam: float) -> None:
    y, f, rest = invented(1)
    expected = reference.ppi_mean_pointestimate(y, f, rest, lam=lam)
    assert ppi.estimate_mean(rest.mean(), simple(y, f), lam) == pytest.approx(float(expected[0]))


def test_lambda_is_ppi_pythons_where_scores_are_many(reference: ModuleType) -> None:
    y, f, rest = invented(2)
    expected = reference.ppi_mean_pointestimate(y, f, rest, lam=None)
    # Its lambda is solved from the estimate; with n / N of 0.002 both tend to cov(y, f) / var(f).
    slope = (float(expected[0]) - y.mean()) / (rest.mean() - f.mean())
    assert ppi.best_lambda(simple(y, f)) == pytest.approx(slope, abs=0.01)


def test_the_width_is_ppi_pythons(reference: ModuleType) -> None:
    y, f, rest = invented(3)
    low, high = reference.ppi_mean_ci(y, f, rest, alpha=0.05, lam=0.7)
    s = simple(y, f)
    mine = 2 * 1.959964 * np.sqrt(ppi.variance(s.y - 0.7 * s.f, s))
    # The remaining part is the variance of the mean of 200,000 scores, which here is known.
    assert mine == pytest.approx(float((high - low)[0]), rel=0.01)


def test_a_stratified_variance_is_the_textbook_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ppi, "GROUP_VARIANCE_COUNTS_AS", 0.0)
    generator = np.random.default_rng(4)
    sizes, drawn = np.array([300, 80, 40]), np.array([20, 10, 5])
    stratum = np.repeat(np.arange(3), drawn)
    y = generator.random(35)
    s = Labelled(
        y, y, stratum, np.arange(35), (sizes / drawn)[stratum], (drawn / sizes)[stratum], np.ones(35)
    )
    parts = [
        (sizes[h] / sizes.sum()) ** 2 * (1 - drawn[h] / sizes[h]) * y[stratum == h].var(ddof=1) / drawn[h]
        for h in range(3)
    ]
    assert ppi.variance(y, s) == pytest.approx(sum(parts))


def test_without_finite_population_the_variance_is_the_cluster_sandwich() -> None:
    # One stratum, equal weights, no sentence known beyond the sample: the sum over articles of squared sums.
    generator = np.random.default_rng(5)
    article = generator.integers(0, 12, 60)
    y = (generator.random(60) < 0.1 + 0.06 * article).astype(float)
    s = Labelled(y, y, np.zeros(60, int), article, np.full(60, 50.0), np.zeros(60), np.zeros(60))
    sums = np.bincount(article, y - y.mean())
    correction = 60 / 59 * ((y - y.mean()) ** 2).sum() - ((y - y.mean()) ** 2).sum()
    assert ppi.variance(y, s) == pytest.approx((float(sums @ sums) + correction) / 60**2)


def test_articles_that_were_all_drawn_add_nothing() -> None:
    y = np.array([1.0, 1, 0, 0, 1, 0])
    s = Labelled(y, y, np.zeros(6, int), np.array([0, 0, 1, 1, 2, 2]), np.full(6, 9.0), np.full(6, 1 / 9),
                 np.ones(6))  # fmt: skip
    assert ppi.likeness(y, s) == 0
    assert ppi.likeness(y, ppi.beyond(s)) > 0


def test_a_census_has_no_variance() -> None:
    y = np.array([1.0, 0, 0, 1])
    s = Labelled(y, y, np.zeros(4, int), np.arange(4), np.ones(4), np.ones(4), np.ones(4))
    assert ppi.variance(y, s) == 0


def test_a_stratum_of_one_label_borrows_the_groups_variance() -> None:
    y = np.array([1.0, 0, 1, 0, 1])
    s = Labelled(y, y, np.array([0, 0, 0, 0, 1]), np.arange(5), np.full(5, 10.0), np.full(5, 0.1), np.ones(5))
    assert ppi.variance(y, s) > 0


@given(st.integers(0, 10_000), st.integers(5, 60))
@settings(max_examples=40, deadline=None)
def test_lambda_lies_between_0_and_1_and_a_useless_score_gets_none(seed: int, n: int) -> None:
    y, f, _ = invented(seed, n, 10)
    s = simple(y, f)
    assert 0 <= ppi.best_lambda(s) <= 1
    assert 0 <= ppi.tuned_lambda(s, ppi.pooled_lambda([s])) <= 1
    assert ppi.best_lambda(simple(y, np.full(n, 0.4))) == 0
    assert ppi.best_lambda(simple(y, 1 - y)) == 0


def test_few_labels_take_the_pooled_lambda_and_many_their_own() -> None:
    y, f, _ = invented(7, 900, 10)
    few, many = simple(y[:3], f[:3]), simple(y, f)
    assert abs(ppi.tuned_lambda(few, 0.5) - 0.5) < 0.1
    assert ppi.tuned_lambda(many, 0.0) == pytest.approx(ppi.best_lambda(many) * 900 / 930)


def test_beyond_the_articles_scores_add_their_own_variance() -> None:
    y, f, _ = invented(8, 60, 10)
    s = simple(y, f)
    sums = ArticleSums(60, float(((f - f.mean()) ** 2).sum() * 100), np.zeros(60))
    assert ppi.score_variance(sums, 0.0, s) == 0
    assert ppi.score_variance(sums, 1.0, s) > ppi.score_variance(sums, 0.5, s) > 0
