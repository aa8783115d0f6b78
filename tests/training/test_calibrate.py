from __future__ import annotations

import numpy as np
import pytest

from training.calibrate import best_f1, fit, threshold


def test_calibration_finds_the_curve_that_made_the_labels() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 3, 20_000)
    labels = (random.uniform(size=len(logits)) < 1 / (1 + np.exp(-(0.5 * logits - 1)))).astype(np.int64)
    found = fit([(logits, labels)])
    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.intercept == pytest.approx(-1, abs=0.06)


def test_a_large_part_does_not_outweigh_a_small_one() -> None:
    one = (np.zeros(10_000), np.r_[np.ones(1_000), np.zeros(9_000)].astype(np.int64))
    other = (np.zeros(10), np.r_[np.ones(9), np.zeros(1)].astype(np.int64))
    assert fit([one, other])(np.zeros(1))[0] == pytest.approx(0.5, abs=0.01)


def test_at_the_threshold_as_many_are_labelled_as_people_labelled() -> None:
    random = np.random.default_rng(1)
    scores = random.uniform(0.2, 0.8, 5_000)
    labels = (scores + random.normal(0, 0.2, len(scores)) > 0.62).astype(np.int64)
    step = threshold([(scores, labels)])
    assert np.mean(scores >= step) == pytest.approx(labels.mean(), abs=0.02)


def test_the_best_threshold_keeps_the_precision_asked_for() -> None:
    scores = np.linspace(0.05, 0.8, 200)
    labels = (np.arange(200) % 4 == 0).astype(np.int64)
    labels[150:] = np.arange(50) % 3 > 0
    step, precision, recall = best_f1(scores, labels, 0.6)
    said = scores >= step
    assert precision == pytest.approx(labels[said].mean())
    assert precision >= 0.6
    assert recall == pytest.approx((labels[said]).sum() / labels.sum())
    assert best_f1(scores, labels)[2] >= recall
