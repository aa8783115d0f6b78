"""Width for labels, labels for width, and what measured errors are worth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.profiles.power import Expected, gain_of_errors, gain_of_scores


@given(st.floats(0.02, 0.98), st.floats(0, 0.9), st.floats(0.05, 0.5))
@settings(max_examples=40, deadline=None)
def test_the_labels_found_are_enough_and_one_fewer_is_not(rate: float, gain: float, width: float) -> None:
    expected = Expected(rate, gain)
    n = expected.labels(width, 0.95)
    assert n is not None
    assert expected.width(n, 0.95) <= width
    # Widths need not fall at the point where the score begins to be used; elsewhere they do.
    assert n <= 3 or expected.width(max(2, n // 2), 0.95) > width


def test_more_gain_is_narrower_and_everything_labelled_is_exact() -> None:
    assert Expected(0.3, 0.4).width(100, 0.95) < Expected(0.3, 0.0).width(100, 0.95)
    assert Expected(0.3, 0.0, 100).width(100, 0.95) == 0
    assert Expected(0.3, 0.0, 5).labels(0.0, 0.95) == 5
    assert Expected(0.3, 0.0).labels(1e-6, 0.95) is None


def test_gain_of_errors_is_the_squared_correlation_of_two_labels() -> None:
    truth = np.repeat([1, 1, 0, 0], [30, 10, 15, 45])
    said = np.repeat([1, 0, 1, 0], [30, 10, 15, 45])
    expected = np.corrcoef(truth, said)[0, 1] ** 2
    assert gain_of_errors(0.4, 30 / 45, 30 / 40) == pytest.approx(expected)
    assert gain_of_errors(0.4, 0.3, 0.1) == 0


def test_gain_of_scores() -> None:
    assert gain_of_scores(0.3, 0.09) == pytest.approx(0)
    assert gain_of_scores(0.3, 0.3) == pytest.approx(0.99)
    assert gain_of_scores(0.0, 0.0) == 0
