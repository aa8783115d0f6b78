from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, roc_auc_score

from eval.significance import (
    difference,
    interval,
    mcnemar,
    resampled,
    standard_error,
    weighted_auroc,
    weighted_macro_f1,
    weighted_mean,
)

ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 4), st.integers(1, 3)),
    min_size=2,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_weighted_metrics_are_those_of_scikit_learn(rows: list[tuple[int, int, int, int]]) -> None:
    labels, predicted, scores, weights = (np.array(column) for column in zip(*rows, strict=True))
    assert weighted_macro_f1(labels, predicted)(weights.astype(float)) == pytest.approx(
        f1_score(labels, predicted, labels=[0, 1], average="macro", sample_weight=weights, zero_division=0)
    )
    found = weighted_auroc(labels, scores / 4)(weights.astype(float))
    if len(set(labels.tolist())) == 2:
        assert found == pytest.approx(roc_auc_score(labels, scores / 4, sample_weight=weights))
    else:
        assert math.isnan(found)


def test_the_error_of_a_mean_is_the_textbook_one() -> None:
    values = np.random.default_rng(1).normal(size=400)
    alone = standard_error(weighted_mean(values), range(400))
    assert alone == pytest.approx(values.std() / 20, rel=0.1)


def test_sentences_of_one_article_are_one_witness() -> None:
    values = np.repeat(np.random.default_rng(1).normal(size=100), 4)
    by_sentence = standard_error(weighted_mean(values), range(400))
    by_article = standard_error(weighted_mean(values), np.repeat(np.arange(100), 4).tolist())
    assert by_article == pytest.approx(2 * by_sentence, rel=0.15)


def test_a_group_is_drawn_whole() -> None:
    for weights in resampled(["a", "a", "b", "c"], resamples=20):
        assert weights[0] == weights[1]
        assert weights[0] + weights[2] + weights[3] == 3


def test_a_model_does_not_differ_from_itself_and_a_better_one_does() -> None:
    random = np.random.default_rng(0)
    labels = random.integers(0, 2, 300)
    good = np.where(random.uniform(size=300) < 0.9, labels, 1 - labels)
    bad = np.where(random.uniform(size=300) < 0.6, labels, 1 - labels)
    same = difference(weighted_macro_f1(labels, good), weighted_macro_f1(labels, good), range(300))
    assert (same.value, same.low, same.high) == (0, 0, 0)
    gain = difference(weighted_macro_f1(labels, good), weighted_macro_f1(labels, bad), range(300))
    assert gain.low is not None
    assert gain.low > 0.1


def test_one_article_has_no_interval() -> None:
    found = interval(weighted_mean(np.array([1.0, 0.0])), ["a", "a"])
    assert (found.value, found.low, found.high) == (0.5, None, None)


def test_mcnemar_by_hand() -> None:
    # 10 against 2 discordant sentences: p = 2 (1 + 12 + 66) / 2^12.
    labels = np.ones(20, dtype=int)
    one, other = np.ones(20, dtype=int), np.ones(20, dtype=int)
    other[:10], one[10:12] = 0, 0
    found = mcnemar(labels, one, other)
    assert (found.only_one, found.only_other) == (10, 2)
    assert found.p == pytest.approx(2 * 79 / 4096)
    assert mcnemar(labels, labels, labels).p == 1.0
