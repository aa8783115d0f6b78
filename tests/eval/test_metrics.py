from __future__ import annotations

import numpy as np
import pytest

from eval.agreement import krippendorff_alpha
from eval.corpora.examples import bucket, sentence_key
from eval.metrics import expected_calibration_error, measure


def test_alpha_is_that_of_the_published_example() -> None:
    # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: nominal data, four
    # observers, missing values; he gives alpha = 0.743.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = [[v for v in unit if v is not None] for unit in zip(*observers, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_at_its_ends() -> None:
    assert krippendorff_alpha([[1, 1], [2, 2]]) == 1.0
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1], [2]]) is None


def test_metrics_against_a_table_done_by_hand() -> None:
    # 3 true positives, 1 false positive, 1 false negative, 2 true negatives.
    found = measure([1, 1, 1, 1, 0, 0, 0], [0.9, 0.8, 0.7, 0.2, 0.6, 0.1, 0.3])
    assert found.precision == pytest.approx(3 / 4)
    assert found.recall == pytest.approx(3 / 4)
    assert found.macro_f1 == pytest.approx((0.75 + 2 / 3) / 2)
    assert (found.n, found.positives) == (7, 4)


def test_a_calibrated_score_has_no_error_and_a_bold_one_has() -> None:
    random = np.random.default_rng(0)
    scores = random.uniform(size=40_000)
    labels = (random.uniform(size=40_000) < scores).astype(int)
    assert expected_calibration_error(labels, scores) < 0.01
    assert expected_calibration_error(labels, np.where(scores > 0.5, 1.0, 0.0)) > 0.2


def test_a_sentence_is_the_same_in_other_typography() -> None:
    assert sentence_key("“It’s  over,” he said.") == sentence_key("It's over he said")
    assert sentence_key("It is over") != sentence_key("It is not over")


def test_buckets_are_fixed_for_ever() -> None:
    # The held-out tenth of every shipped model: a change here would leak training sentences into the test.
    assert [bucket(g) for g in ("a", "b", "c", "https://example.org/x")] == [9, 5, 8, 5]
