"""The penalised logistic regression, against scikit-learn's and at its edges."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from framing.refit.logistic import fit_correction, log_loss


def made(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    features = random.normal(size=(rows, 4))
    labels = (features @ [1.0, -2.0, 0.5, 0.0] + random.logistic(size=rows) > 0).astype(float)
    return features, labels


@given(st.integers(0, 50), st.sampled_from([0.1, 1.0, 30.0]))
@settings(max_examples=15, deadline=None)
def test_without_known_log_odds_it_is_ridge_logistic_regression(seed: int, precision: float) -> None:
    features, labels = made(60, seed)
    found = fit_correction(features, labels, np.zeros(60), np.full(4, precision))
    wanted = LogisticRegression(C=1 / precision, fit_intercept=False, tol=1e-10, max_iter=1000)
    wanted.fit(features, labels)
    np.testing.assert_allclose(found, wanted.coef_[0], atol=2e-3)


def test_known_log_odds_that_are_right_are_left_alone() -> None:
    random = np.random.default_rng(1)
    known = random.normal(size=20_000) * 2
    labels = (random.random(20_000) < 1 / (1 + np.exp(-known))).astype(float)
    columns = np.column_stack([known, np.ones(20_000)])
    found = fit_correction(columns, labels, known, np.array([16.0, 4.0]))
    assert np.abs(found).max() < 0.06


def test_a_prior_that_allows_nothing_changes_nothing() -> None:
    features, labels = made(60, 3)
    assert np.abs(fit_correction(features, labels, np.zeros(60), np.full(4, 1e9))).max() < 1e-6


def test_labels_that_a_line_parts_do_not_run_off() -> None:
    features = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    found = fit_correction(features, np.array([0.0, 0, 1, 1]), np.zeros(4), np.array([1e-3]))
    assert np.isfinite(found).all()
    assert found[0] > 1


def test_far_log_odds_have_a_finite_loss() -> None:
    losses = log_loss(np.array([1.0, 0.0, 1.0]), np.array([800.0, 800.0, -800.0]))
    np.testing.assert_allclose(losses, [0.0, 800.0, 800.0])
