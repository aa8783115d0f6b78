from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the train extra")

from training.rounding import grams, rounded  # noqa: E402

pytestmark = pytest.mark.train


def inputs(seed: int, depth: int = 96, tokens: int = 4000) -> np.ndarray:
    """Inputs that go together, as those of a network do."""
    random = np.random.default_rng(seed)
    return random.normal(size=(tokens, 12)) @ random.normal(size=(12, depth)) + 0.2 * random.normal(
        size=(tokens, depth)
    )


def test_products_stay_nearer_than_with_every_weight_at_its_nearest() -> None:
    random = np.random.default_rng(5)
    seen, unseen = np.split(inputs(1, tokens=8000), 2)
    weights = random.normal(size=(96, 40)).astype(np.float32)
    scales = (np.abs(weights).max(axis=0) / 15).astype(np.float32)
    wrong = []
    for gram in (None, seen.T @ seen):
        found = rounded(weights, scales, gram, 15)
        assert found.dtype == np.int8
        assert np.abs(found).max() <= 15
        wrong.append(np.abs(unseen @ (found * scales - weights)).mean())
    assert wrong[1] < 0.5 * wrong[0]


def test_what_was_learned_in_less_than_half_a_step_is_not_lost() -> None:
    """Weights on a grid that all went on a little the same way: the nearest step is where they came from."""
    random, x = np.random.default_rng(7), inputs(2) + 1.0
    scales = np.full(40, 0.1, np.float32)
    before = (random.integers(-15, 16, (96, 40)) * scales).astype(np.float32)
    after = before + 0.02 * np.sign(random.normal(size=40)).astype(np.float32)
    moved = x @ (after - before)
    np.testing.assert_array_equal(rounded(after, scales, None, 63) * scales, before)
    kept = x @ (rounded(after, scales, x.T @ x, 63) * scales - before)
    assert np.corrcoef(kept.ravel(), moved.ravel())[0, 1] > 0.95


def test_rows_of_inputs_that_never_come_are_rounded_too() -> None:
    x = inputs(3)
    x[:, 10:20] = 0.0
    weights = np.random.default_rng(1).normal(size=(96, 8)).astype(np.float32)
    scales = np.abs(weights).max(axis=0) / 63
    found = rounded(weights, scales, x.T @ x, 63)
    np.testing.assert_array_equal(found[10:20], np.round(weights[10:20] / scales))


def test_a_network_without_a_wide_product_has_nothing_to_look_at() -> None:
    assert grams(None, [], [[1, 2]]) == {}
