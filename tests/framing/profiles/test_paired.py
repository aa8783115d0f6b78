"""The interval of a paired difference: covers, has width where nothing moved, and vanishes for one model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.profiles.paired import (
    OTHER_LABELS,
    SAME_LABELS,
    UP_AND_DOWN,
    corrected_difference,
    raw_difference,
)
from framing.profiles.ppi import Labelled
from framing.profiles.rates import corrected


@pytest.mark.parametrize(
    ("up", "down", "articles", "likeness"),
    [
        (0.1, 0.02, 12, 0.1),
        (0.02, 0.0, 40, 0.1),
        (0.1, 0.0, 80, 0.1),
        (0.1, 0.1, 40, 0.05),
        (0.02, 0.02, 20, 0.05),
    ],
)
def test_it_covers(up: float, down: float, articles: int, likeness: float) -> None:
    """400 draws of articles whose labels move together by `likeness`, the intra-article correlation."""
    generator = np.random.default_rng(7)
    covered, draws, spread = 0, 400, 1 / likeness - 1
    for _ in range(draws):
        count = np.maximum(1, generator.negative_binomial(3, 3 / 18, articles))
        rise = generator.binomial(count, generator.beta(spread * up, spread * (1 - up), articles))
        fall = generator.binomial(count - rise, down / (1 - up))
        found = raw_difference(count, rise, fall, 0.95)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= up - down <= found.high
    assert covered / draws >= 0.92


def test_no_change_seen_is_not_no_change() -> None:
    none = np.zeros(20, np.int64)
    found = raw_difference(np.full(20, 10), none, none, 0.95)
    assert (found.value, found.method) == (0.0, UP_AND_DOWN)
    assert found.low is not None
    assert found.high is not None
    assert found.low < -0.05 < 0.05 < found.high


def test_one_article_has_no_interval() -> None:
    found = raw_difference(np.array([10]), np.array([3]), np.array([1]), 0.95)
    assert (found.value, found.low, found.high) == (pytest.approx(0.2), None, None)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=40))
def test_it_holds_its_value_and_turns_round_with_the_sides(articles: list[tuple[int, int, int]]) -> None:
    count, up, down = (np.array(column, np.int64) for column in zip(*articles, strict=True))
    count = np.maximum(count, up + down)
    one, back = raw_difference(count, up, down, 0.95), raw_difference(count, down, up, 0.95)
    assert one.low is not None
    assert one.high is not None
    assert back.low is not None
    assert one.low <= one.value + 1e-12
    assert one.value <= one.high + 1e-12
    assert one.high == pytest.approx(-back.low)
    assert one.method == UP_AND_DOWN


def labelled(f: np.ndarray, y: np.ndarray) -> Labelled:
    n = len(y)
    return Labelled(
        y, f, np.arange(n) % 3, np.arange(n) // 2, np.full(n, 10.0), np.full(n, 0.1), np.full(n, 0.5)
    )


def test_the_same_labels_cancel_out() -> None:
    generator = np.random.default_rng(3)
    y = (generator.random(90) < 0.4).astype(float)
    f, g = (np.clip(0.5 * y + generator.normal(0.25, 0.2, 90), 0, 1) for _ in range(2))
    before, after = labelled(f, y), labelled(g, y)
    old, new = corrected(float(f.mean()), before, 0.5)[0], corrected(float(g.mean()), after, 0.5)[0]
    itself = corrected_difference(old, old, before, before, True, 0.95)
    assert (itself.value, itself.low, itself.high) == (0, 0, 0)
    paired = corrected_difference(old, new, before, after, True, 0.95)
    apart = corrected_difference(old, new, before, after, False, 0.95)
    assert (paired.method, apart.method) == (SAME_LABELS, OTHER_LABELS)
    assert paired.value == apart.value == new.value - old.value
    assert paired.low is not None
    assert paired.high is not None
    assert apart.low is not None
    assert apart.high is not None
    assert paired.low < 0 < paired.high
    assert paired.high - paired.low < 0.7 * (apart.high - apart.low)
