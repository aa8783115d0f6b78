from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from eval.calibration import _abstain_row, _calibration_row, area_under_risk, chance_error
from eval.metrics import expected_calibration_error
from eval.scored import Scored
from framing.annotator import Annotator


def part(labels: list[int], scores: list[float]) -> Scored:
    texts = tuple(map(str, range(len(labels))))
    return Scored("set", "editorial", texts, np.array(labels), np.array(scores), texts)


def test_area_under_risk_by_hand() -> None:
    # Risks at coverages 1/4, 2/4, 3/4, 1: 0, 0, 1/3, 1/2.
    assert area_under_risk(np.array([0.0, 0.0, 1.0, 1.0])) == pytest.approx((1 / 3 + 1 / 2) / 4)
    assert area_under_risk(np.array([1.0, 0.0])) > area_under_risk(np.array([0.0, 1.0]))


def test_few_sentences_show_an_error_by_chance() -> None:
    random = np.random.default_rng(0)
    few, many = random.uniform(size=200), random.uniform(size=20_000)
    assert chance_error(few) > 4 * chance_error(many)
    labels = (random.uniform(size=200) < few).astype(int)
    assert expected_calibration_error(labels, few) == pytest.approx(chance_error(few), rel=0.6)


def test_the_surest_labels_come_first() -> None:
    # Wrong are the two nearest to the threshold.
    row = _calibration_row(part([1, 1, 0, 1, 0, 0], [0.9, 0.8, 0.55, 0.45, 0.1, 0.05]), 0.5)
    assert row["risk at 50 %"] == 0
    assert row["risk"] == pytest.approx(2 / 6)
    assert row["AURC"] == row["best"]


def test_abstaining_counts_only_what_is_labelled(words: Callable[..., Annotator]) -> None:
    annotator = words()
    row = _abstain_row(part([1, 0, 0, 1], [0.9, 0.1, 0.55, 0.45]), annotator, 0.1)
    assert row is not None
    assert (row["margin"], row["coverage"], row["risk found"]) == (0.2, 0.5, 0.0)
    assert _abstain_row(part([1, 0], [0.9, 0.1]), annotator, 0.05) is None
