"""The calibration curve: its bins add up, its intervals cover, a census has none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.profiles.calibrated import LEAST_LABELS, MOST_BINS, calibration_curve
from framing.profiles.ppi import Labelled
from framing.profiles.rates import CENSUS


def sampled(
    y: np.ndarray, f: np.ndarray, stratum: np.ndarray, each: int, generator: np.random.Generator
) -> Labelled:
    """A sample of `each` sentences a stratum, without replacement."""
    rows, inclusion = [], []
    for h in np.unique(stratum):
        mine = np.flatnonzero(stratum == h)
        rows.append(generator.choice(mine, each, replace=False))
        inclusion.append(np.full(each, each / len(mine)))
    place, share = np.concatenate(rows), np.concatenate(inclusion)
    return Labelled(y[place], f[place], stratum[place], place, 1 / share, share, np.ones(len(place)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=400), st.integers(0, 99))
def test_the_bins_are_all_of_the_labels(rows: list[tuple[bool, float]], seed: int) -> None:
    y, f = (np.array(column, float) for column in zip(*rows, strict=True))
    weight = np.random.default_rng(seed).uniform(2, 9, len(y))
    n = np.arange(len(y))
    curve = calibration_curve(Labelled(y, f, n % 2, n, weight, 1 / weight, np.ones(len(y))))
    assert 1 <= len(curve.bins) <= MOST_BINS
    assert sum(one.rate.n for one in curve.bins) == sum(curve.counts) == len(y)
    assert sum(one.share for one in curve.bins) == pytest.approx(1)
    assert sum(one.share * one.rate.value for one in curve.bins) == pytest.approx(curve.rate.value)
    assert sum(one.share * one.score for one in curve.bins) == pytest.approx(curve.score)
    for one in curve.bins:
        assert one.low - 1e-9 <= one.score <= one.high + 1e-9
        if one.rate.low is not None and one.rate.high is not None:
            assert 0 <= one.rate.low <= one.rate.value + 1e-9
            assert one.rate.value - 1e-9 <= one.rate.high <= 1


def test_few_labels_make_few_bins() -> None:
    n = np.arange(2 * LEAST_LABELS + 5)
    s = Labelled(n % 2.0, n / len(n), n * 0, n, np.full(len(n), 3.0), np.full(len(n), 1 / 3), np.ones(len(n)))
    assert [one.rate.n for one in calibration_curve(s).bins] == [22, 23]


def test_the_intervals_cover() -> None:
    """600 draws of 150 labels, 5 strata by score with unequal shares: the rate of each bin's sentences."""
    generator = np.random.default_rng(11)
    f = generator.beta(1, 3, 4000)
    y = (generator.random(4000) < f**1.5).astype(float)
    stratum = np.searchsorted([0.05, 0.15, 0.3, 0.6], f)
    covered = drawn = 0
    for _ in range(600):
        for one in calibration_curve(sampled(y, f, stratum, 30, generator)).bins:
            # The last bin holds its upper end, the others do not.
            truth = y[(f >= one.low) & (f < one.high)].mean()
            assert one.rate.low is not None
            assert one.rate.high is not None
            covered += one.rate.low <= truth <= one.rate.high
            drawn += 1
    assert drawn == 600 * 7
    assert 0.93 <= covered / drawn <= 0.985


def test_labels_of_everything_leave_no_doubt() -> None:
    generator = np.random.default_rng(2)
    f = generator.random(200)
    y = (generator.random(200) < f).astype(float)
    n = np.arange(200)
    curve = calibration_curve(Labelled(y, f, n * 0, n, np.ones(200), np.ones(200), np.ones(200)))
    assert {one.rate.method for one in curve.bins} == {CENSUS}
    assert all(one.rate.low == one.rate.value == one.rate.high for one in curve.bins)
