"""Corrected rates: which interval, never wider than labels alone, and coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from framing.profiles.compare import difference_interval, differences, holm, p_value, places
from framing.profiles.interval import wilson
from framing.profiles.ppi import Labelled
from framing.profiles.rates import (
    CENSUS,
    EXACT,
    LEAST_OF_RARER,
    LEAST_WRONG,
    WILSON,
    Rate,
    corrected,
    labels_alone,
)


def sample(y: np.ndarray, f: np.ndarray, total: float, share: float = 1.0, articles: int = 0) -> Labelled:
    """A simple random sample of a group of `total` sentences."""
    n = len(y)
    article = np.arange(n) % articles if articles else np.arange(n)
    weight = np.full(n, total / n)
    return Labelled(
        y.astype(float), f, np.zeros(n, int), article, weight, np.minimum(1, 1 / weight), np.full(n, share)
    )


@pytest.mark.parametrize(("hits", "n"), [(3, 20), (10, 40), (39, 40)])
def test_wilson_is_scipys(hits: int, n: int) -> None:
    reference = stats.binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson(hits / n, n, stats.norm.ppf(0.975)) == pytest.approx((reference.low, reference.high))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("level", [1e-6, 1e-8, 1e-10])
def test_at_a_level_near_0_an_interval_is_next_to_nothing(level: float) -> None:
    """As the p value of two equal rates asks for it."""
    low, high = Rate(2 / 7, 6.5, 6.0, 2.0, 7, 0.0, 0.03).interval(level)
    assert 0 < low <= high < 1
    same = Rate(2 / 7, 6.5, 6.0, 2.0, 7, 0.0, 0.03)
    assert p_value(same, same) > 0.99


def test_no_positive_among_n_is_the_exact_interval() -> None:
    rate = labels_alone(sample(np.zeros(25), np.full(25, 0.2), 1e9))
    assert rate.method == EXACT
    assert rate.interval(0.95) == pytest.approx((0, 1 - 0.025 ** (1 / 25)), abs=1e-4)


def test_no_positive_in_few_articles_counts_articles() -> None:
    one = labels_alone(sample(np.zeros(24), np.full(24, 0.2), 1e9, share=0.1))
    alike = labels_alone(sample(np.zeros(24), np.full(24, 0.2), 1e9, share=0.1, articles=4))
    assert alike.effective == pytest.approx(4)
    assert alike.interval(0.95)[1] > one.interval(0.95)[1]


def test_every_sentence_labelled_is_no_estimate() -> None:
    rate = labels_alone(sample(np.array([1, 0, 0, 1]), np.full(4, 0.5), 4))
    assert (rate.method, rate.interval(0.95)) == (CENSUS, (0.5, 0.5))


def test_one_label_has_no_interval() -> None:
    found = labels_alone(sample(np.array([1]), np.array([0.5]), 100)).estimate(0.95)
    assert (found.value, found.low, found.high) == (1.0, None, None)


def test_labels_of_one_article_of_many_have_no_interval() -> None:
    y = np.array([1, 0, 1, 1, 0, 0])
    one = labels_alone(sample(y, np.full(6, 0.5), 100, share=0.1, articles=1))
    assert one.estimate(0.95).method == "no interval: 1 article"
    assert labels_alone(sample(y, np.full(6, 0.5), 100, articles=1)).estimate(0.95).low is not None
    assert p_value(one, rate(0.9, 100)) == 1


@given(st.integers(0, 10_000), st.integers(2, 80), st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_never_less_effective_than_labels_alone_and_within_0_and_1(seed: int, n: int, pooled: float) -> None:
    generator = np.random.default_rng(seed)
    y, f = (generator.random(n) < 0.3).astype(float), generator.random(n)
    rate, alone = corrected(float(generator.random()), sample(y, f, 10 * n), pooled)
    assert rate.effective >= alone.effective
    low, high = rate.interval(0.95)
    assert 0 <= low <= rate.value <= high <= 1


def test_a_good_score_narrows_and_a_useless_one_is_left_out() -> None:
    generator = np.random.default_rng(2)
    p = generator.beta(0.3, 0.6, 200)
    y = (generator.random(200) < p).astype(float)
    good, alone = corrected(1 / 3, sample(y, p, 1e6), 1.0)
    assert good.method == WILSON
    assert np.subtract(*good.interval(0.95)) > 0.9 * np.subtract(*alone.interval(0.95))
    assert good.lam > 0.7
    assert corrected(0.5, sample(y, 1 - p, 1e6), 0.0)[0] == alone


def test_few_of_the_rarer_kind_leave_the_score_out() -> None:
    y = np.zeros(40)
    y[: LEAST_OF_RARER - 1] = 1
    rate, alone = corrected(0.05, sample(y, 0.1 + 0.8 * y, 1e6), 1.0)
    assert rate == alone
    assert rate.method == EXACT


@pytest.mark.parametrize(("labels", "articles", "least"), [(12, 200, 0.93), (40, 200, 0.92), (40, 60, 0.92)])
def test_covers_where_sentences_of_an_article_are_alike(labels: int, articles: int, least: float) -> None:
    # 400 seeded draws of articles first, then sentences: standard error of the coverage about 0.012.
    generator = np.random.default_rng(labels)
    of_article = generator.beta(0.2 * 4, 0.8 * 4, articles)
    article = np.repeat(np.arange(articles), 20)
    y = (generator.random(len(article)) < of_article[article]).astype(float)
    f = np.clip(0.6 * y + generator.normal(0.2, 0.25, len(y)), 0, 1)
    drawn_articles, inside, wider = max(8, labels // 2), 0, 0
    for _ in range(400):
        chosen = generator.choice(articles, drawn_articles, replace=False)
        pool = np.flatnonzero(np.isin(article, chosen))
        i = generator.choice(pool, labels, replace=False)
        weight = np.full(labels, len(y) / labels)
        share = np.full(labels, drawn_articles / articles)
        s = Labelled(y[i], f[i], np.zeros(labels, int), article[i], weight, 1 / weight, share)
        rate, alone = corrected(float(f.mean()), s, 0.8)
        low, high = rate.interval(0.95)
        inside += low <= y.mean() <= high
        wider += np.subtract(*rate.interval(0.95)) < np.subtract(*alone.interval(0.95)) - 0.02
    assert inside / 400 >= least
    assert wider / 400 < 0.05


def rate(value: float, n: float, rarer: float = 10) -> Rate:
    return Rate(value, n, n - 1, rarer, int(n), 0.0, value * (1 - value) / n)


def test_a_difference_of_wilson_intervals_is_newcombes() -> None:
    # Newcombe (1998), method 10, worked with scipy's Wilson intervals.
    a, b = (
        stats.binomtest(56, 70).proportion_ci(0.95, "wilson"),
        stats.binomtest(48, 80).proportion_ci(0.95, "wilson"),
    )
    d = 0.8 - 0.6
    expected = (
        d - np.hypot(0.8 - a.low, b.high - 0.6),
        d + np.hypot(a.high - 0.8, 0.6 - b.low),
    )
    found = difference_interval(Rate(0.8, 70, 1e9, 14, 70, 0, 1), Rate(0.6, 80, 1e9, 32, 80, 0, 1), 0.95)
    assert found == pytest.approx(expected, abs=1e-6)


def test_rates_that_go_together_differ_more_surely() -> None:
    a, b = rate(0.5, 60), rate(0.4, 60)
    apart = difference_interval(a, b, 0.95)
    alike = difference_interval(a, b, 0.95, covariance=0.8 * a.variance)
    assert alike[1] - alike[0] < apart[1] - apart[0]


def test_the_p_value_and_the_interval_agree() -> None:
    a, b = rate(0.5, 60), rate(0.3, 60)
    p = p_value(a, b)
    low, _ = difference_interval(a, b, 1 - p)
    assert low == pytest.approx(0, abs=1e-6)
    assert p_value(a, a) == 1


def test_holm_is_the_published_step_down() -> None:
    # Holm (1979): ordered p times the number left, made monotone.
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


def test_groups_that_cannot_be_told_apart_share_a_letter() -> None:
    rates = {"Aube": rate(0.8, 400), "Brunnen": rate(0.78, 400), "Cimon": rate(0.2, 400)}
    ranks = {p.name: p for p in places(differences(rates, 0.95), list(rates), 0.95)}
    assert set(ranks["Aube"].letters) & set(ranks["Brunnen"].letters)
    assert not set(ranks["Aube"].letters) & set(ranks["Cimon"].letters)
    assert (ranks["Aube"].best, ranks["Aube"].worst) == (1, 2)
    assert (ranks["Cimon"].best, ranks["Cimon"].worst) == (3, 3)


@given(st.lists(st.tuples(st.floats(0.02, 0.98), st.integers(5, 400)), min_size=2, max_size=7))
@settings(max_examples=40, deadline=None)
def test_letters_say_just_what_the_comparisons_say(found: list[tuple[float, int]]) -> None:
    rates = {f"g{i}": rate(p, n) for i, (p, n) in enumerate(found)}
    pairs = differences(rates, 0.95)
    letters = {p.name: set(p.letters.split()) for p in places(pairs, sorted(rates), 0.95)}
    for pair in pairs:
        assert (pair.adjusted_p <= 0.05) == (not letters[pair.first] & letters[pair.second])


def test_a_score_that_hardly_errs_in_the_sample_is_left_out() -> None:
    # Right in all but 5 % of sentences: a sample of 33 shows one or two errors, and no spread to go by.
    generator = np.random.default_rng(4)
    inside = 0
    for _ in range(400):
        f = (generator.random(300) < 0.25).astype(float)
        y = np.where(generator.random(300) < 0.05, 1 - f, f)
        i = generator.choice(300, 33, replace=False)
        rate, alone = corrected(float(f.mean()), sample(y[i], f[i], 300), 0.9)
        low, high = rate.interval(0.95)
        inside += low <= y.mean() <= high
        assert rate == alone or (f[i] != y[i]).sum() >= LEAST_WRONG
    assert inside / 400 > 0.93  # 0.81 with a variance of whatever errors there were
