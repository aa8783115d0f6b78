"""How far labels may move a head: not by chance, and far enough where they are right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import InputError
from framing.model import Calibration
from framing.refit import Head, refit
from framing.refit.head import even_threshold, folds, put_right
from framing.refit.logistic import log_loss

WIDTH = 12
BEFORE = Head(np.eye(WIDTH)[0] * 2, 0.0, Calibration(), 0.5)


def sentences(count: int, weight: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Hidden states, and labels drawn from the log-odds that `weight` gives them."""
    random = np.random.default_rng(seed)
    hidden = random.normal(size=(count, WIDTH))
    return hidden, (random.random(count) < 1 / (1 + np.exp(-hidden @ weight))).astype(np.int64)


def loss(head: Head, hidden: np.ndarray, labels: np.ndarray) -> float:
    return float(log_loss(labels.astype(float), head.log_odds(hidden)).mean())


def test_another_question_is_learned() -> None:
    other = np.eye(WIDTH)[1] * 2 - np.eye(WIDTH)[0]
    hidden, labels = sentences(400, other, 0)
    fresh = sentences(2000, other, 1)
    found = refit(BEFORE, hidden, labels, np.arange(400))
    assert loss(found, *fresh) < loss(BEFORE, *fresh) - 0.2
    assert np.mean((found.scores(fresh[0]) >= found.threshold) == fresh[1]) > 0.75


def test_twenty_labels_of_the_same_question_do_little_harm() -> None:
    fresh = sentences(2000, BEFORE.weight, 100)
    harm = []
    for seed in range(20):
        hidden, labels = sentences(20, BEFORE.weight, seed)
        harm.append(loss(refit(BEFORE, hidden, labels, np.arange(20)), *fresh) - loss(BEFORE, *fresh))
    assert np.mean(harm) < 0.06


def test_labels_without_any_rule_make_scores_humble() -> None:
    random = np.random.default_rng(2)
    hidden, labels = random.normal(size=(300, WIDTH)), random.integers(0, 2, 300)
    found = refit(BEFORE, hidden, labels, np.arange(300))
    assert loss(found, hidden, labels) < loss(BEFORE, hidden, labels) - 0.1


def test_it_is_the_same_every_time() -> None:
    hidden, labels = sentences(60, BEFORE.weight, 5)
    one, two = (refit(BEFORE, hidden, labels, np.arange(60) // 2) for _ in range(2))
    np.testing.assert_array_equal(one.weight, two.weight)
    assert (one.bias, one.threshold, one.strength) == (two.bias, two.threshold, two.strength)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8)), min_size=4, max_size=60), st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_a_group_is_held_out_whole_and_every_row_once(rows: list[tuple[int, int]], seed: int) -> None:
    labels, groups = (np.array(column) for column in zip(*rows, strict=True))
    if len(set(groups.tolist())) < 2 or np.bincount(labels).max() < 2:
        with pytest.raises(InputError, match="of two articles"):
            list(folds(labels, groups, seed))
        return
    held_out = []
    for fit_on, held in folds(labels, groups, seed):
        assert not {*groups[fit_on].tolist()} & {*groups[held].tolist()}
        held_out += held.tolist()
    assert sorted(held_out) == list(range(len(rows)))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_a_threshold_calls_neither_all_nor_nothing(scores: list[float]) -> None:
    assert 0.05 <= even_threshold(np.array(scores)) <= 0.95


def test_with_fewer_answers_than_folds_there_are_fewer_folds() -> None:
    labels, groups = np.array([0, 1, 0, 1, 0, 1]), np.arange(6)
    assert len(list(folds(labels, groups))) == 3
    with pytest.raises(InputError):
        list(folds(np.array([0, 1]), np.arange(2)))


def test_with_many_labels_the_rate_is_that_of_the_labels() -> None:
    random = np.random.default_rng(3)
    log_odds = random.normal(-1.5, 1.0, 5000)
    labels = (random.random(5000) < 1 / (1 + np.exp(-log_odds))).astype(np.int64)
    before = Head(np.ones(1), 0.0, Calibration(), threshold=0.5)
    head = put_right(before, 2 * log_odds + 1, labels)
    said = head.calibration(2 * log_odds + 1) >= head.threshold
    assert said.mean() == pytest.approx(labels.mean(), abs=0.02)
    assert said.mean() > 1.3 * np.mean(log_odds > 0)


def test_of_few_labels_the_share_alone_does_not_move_the_threshold() -> None:
    """Ten of ten called 1, by chance: the threshold does not follow them to where it would call everything 1."""
    log_odds = np.linspace(-2, 2, 10)
    head = put_right(
        Head(np.ones(1), 0.0, Calibration(), threshold=0.5), log_odds, np.ones(10, dtype=np.int64)
    )
    assert 0 < np.mean(head.calibration(log_odds) >= head.threshold) < 1
