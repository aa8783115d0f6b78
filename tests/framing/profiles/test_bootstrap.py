"""The bootstrap against scipy's, its edges, and the coverage of what is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from framing.profiles.bootstrap import AT_EDGE, BOOTSTRAP, NO_INTERVAL, SMALL_SAMPLE, _percentile, estimate


def draw(
    generator: np.random.Generator, articles: int, rate: float, correlation: float
) -> tuple[np.ndarray, np.ndarray]:
    """Articles of 15 sentences on average, whose own rates are spread by `correlation`."""
    count = np.maximum(1, generator.negative_binomial(2, 2 / 17, articles))
    spread = (1 - correlation) / correlation
    return count, generator.binomial(count, generator.beta(rate * spread, (1 - rate) * spread, articles))


def test_agrees_with_scipys_paired_percentile_bootstrap() -> None:
    # Reference: scipy.stats.bootstrap on the same pairs, 20,000 resamples; tolerance is Monte Carlo error.
    count, hits = draw(np.random.default_rng(5), 80, 0.3, 0.1)
    reference = stats.bootstrap(
        (hits, count),
        lambda h, n, axis: h.sum(axis) / n.sum(axis),
        paired=True,
        method="percentile",
        n_resamples=20_000,
        rng=np.random.default_rng(6),
    ).confidence_interval
    found = estimate(count, hits, resamples=20_000)
    assert found is not None
    assert found.method == BOOTSTRAP
    assert (found.low, found.high) == pytest.approx((reference.low, reference.high), abs=0.003)


def test_value_is_sentences_over_sentences() -> None:
    found = estimate(np.array([10, 30, 5]), np.array([1, 9, 2]))
    assert found is not None
    assert (found.value, found.n) == (12 / 45, 45)


def test_same_seed_same_interval_whatever_the_order_of_articles() -> None:
    count, hits = draw(np.random.default_rng(1), 90, 0.4, 0.1)
    order = np.random.default_rng(2).permutation(90)
    assert estimate(count, hits, seed=3) == estimate(count[order], hits[order], seed=3)
    assert estimate(count, hits, seed=3) != estimate(count, hits, seed=4)


def test_without_a_sentence_there_is_no_rate() -> None:
    assert estimate(np.array([0, 0]), np.array([0, 0])) is None
    assert estimate(np.array([], dtype=int), np.array([], dtype=int)) is None


def test_one_article_has_a_rate_and_no_interval() -> None:
    found = estimate(np.array([0, 12]), np.array([0, 3]))
    assert found is not None
    assert (found.value, found.low, found.high, found.method) == (0.25, None, None, NO_INTERVAL)


def test_rate_zero_has_an_upper_end_above_zero() -> None:
    found = estimate(np.full(50, 10), np.zeros(50, dtype=int))
    assert found is not None
    assert found.method == AT_EDGE
    assert found.low == 0
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 50))


def test_few_articles_with_a_hit_do_not_get_the_bootstrap() -> None:
    hits = np.zeros(200, dtype=int)
    hits[:12] = 1
    found = estimate(np.full(200, 10), hits)
    assert found is not None
    assert found.method == SMALL_SAMPLE


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60), st.sampled_from([0.8, 0.95]))
@settings(max_examples=60, deadline=None)
def test_interval_lies_around_the_rate_and_in_the_unit_interval(
    pairs: list[tuple[int, int]], level: float
) -> None:
    count = np.array([n for n, _ in pairs], dtype=np.int64)
    found = estimate(
        count, np.array([min(n, h) for n, h in pairs], dtype=np.int64), level=level, resamples=200
    )
    if found is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.value + 1e-12
        assert found.value - 1e-12 <= found.high <= 1


@pytest.mark.parametrize(("articles", "least"), [(3, 0.95), (5, 0.93), (12, 0.93), (30, 0.92), (100, 0.91)])
def test_interval_covers(articles: int, least: float) -> None:
    # 400 seeded draws: standard error of the coverage about 0.011.
    generator = np.random.default_rng(11)
    covered = 0
    for seed in range(400):
        found = estimate(*draw(generator, articles, 0.15, 0.1), resamples=400, seed=seed)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 0.15 <= found.high
    assert covered / 400 >= least


def test_bootstrap_alone_would_not_cover_with_few_articles() -> None:
    generator = np.random.default_rng(11)
    covered = 0
    for seed in range(200):
        low, high = _percentile(*draw(generator, 5, 0.15, 0.1), 0.95, 400, seed)
        covered += low <= 0.15 <= high
    assert covered / 200 < 0.88
