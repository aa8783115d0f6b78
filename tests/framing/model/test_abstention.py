"""From a share of wrong labels that one accepts to a distance from the threshold."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import InputError
from framing.model import Risk, margin_for, open_artefact, risk_coverage

CURVE = [Risk(0.0, 1.0, 0.2), Risk(0.1, 0.8, 0.15), Risk(0.2, 0.6, 0.1), Risk(0.3, 0.4, 0.06)]


@pytest.mark.parametrize(
    ("risk", "margin"), [(0.06, 0.3), (0.09, 0.3), (0.1, 0.2), (0.19, 0.1), (0.2, 0.0), (0.9, 0.0)]
)
def test_the_least_margin_that_is_right_often_enough(risk: float, margin: float) -> None:
    assert margin_for(risk, CURVE) == margin
    assert margin_for(risk, CURVE[::-1]) == margin


def test_a_lucky_small_margin_is_not_believed() -> None:
    """A curve that dips is noise: beyond the margin that is given, every larger one holds too."""
    dips = [Risk(0.0, 1.0, 0.05), Risk(0.1, 0.8, 0.15), Risk(0.2, 0.6, 0.08)]
    assert margin_for(0.1, dips) == 0.2


def test_a_risk_that_the_model_never_reaches_is_refused_with_its_best() -> None:
    with pytest.raises(InputError, match=r"abstain: .* wrong 6\.0% of the time at best, found 0\.01"):
        margin_for(0.01, CURVE)


def test_where_no_risk_is_known_none_is_promised() -> None:
    with pytest.raises(InputError, match=r"abstain: .* from 50 held-out labels or more, found fewer"):
        margin_for(0.5, [])


@pytest.mark.parametrize("risk", [0.0, 1.0, -0.1, 1.5])
def test_a_risk_is_a_share(risk: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        margin_for(risk, CURVE)


def test_the_risk_falls_where_scores_are_sure() -> None:
    random = np.random.default_rng(2)
    scores = random.uniform(size=4_000)
    labels = (random.uniform(size=4_000) < scores).astype(np.int64)
    curve = risk_coverage([(scores, labels)], 0.5)
    assert curve[0].coverage == 1
    assert curve[0].risk == pytest.approx(0.25, abs=0.03)
    assert curve[40].risk == pytest.approx(0.05, abs=0.03)
    assert curve[40].coverage == pytest.approx(0.2, abs=0.03)


def test_few_labels_say_nothing_of_a_risk() -> None:
    scores, labels = np.linspace(0.01, 0.99, 60), np.r_[np.zeros(30), np.ones(30)].astype(np.int64)
    curve = risk_coverage([(scores, labels)], 0.5)
    assert curve[-1].margin == 0.09  # beyond it 48 are left
    assert risk_coverage([(scores[:49], labels[:49])], 0.5) == []


POINTS = st.lists(st.tuples(st.integers(0, 49), st.floats(0, 1), st.floats(0, 0.6)), min_size=1, max_size=12)


@given(POINTS, st.floats(0.01, 0.99))
def test_every_margin_from_there_on_holds_and_the_next_smaller_does_not(
    points: list[tuple[int, float, float]], risk: float
) -> None:
    curve = [
        Risk(margin / 100, coverage, wrong) for margin, coverage, wrong in {p[0]: p for p in points}.values()
    ]
    try:
        margin = margin_for(risk, curve)
    except InputError:
        assert max(curve).risk > risk
        return
    assert all(point.risk <= risk for point in curve if point.margin >= margin)
    smaller = [point for point in curve if point.margin < margin]
    assert not smaller or max(smaller).risk > risk


def test_the_shipped_curve_loses_coverage_as_the_margin_grows() -> None:
    curve = sorted(open_artefact().risk_coverage)
    assert curve[0].margin == 0
    assert curve[0].coverage == 1
    assert all(left.coverage >= right.coverage for left, right in pairwise(curve))
    assert all(0 <= point.risk <= 1 for point in curve)
