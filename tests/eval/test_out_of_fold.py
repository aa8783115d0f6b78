"""Scores out of fold: kept by hash, found again, and each sentence's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from eval.corpora import babe
from eval.out_of_fold import keep_scores, read_scores, scores_file
from eval.populations import own_population


def test_kept_scores_are_found_again(tmp_path: Path) -> None:
    scores = {"b" * 16: 0.25, "a" * 16: 1.0}
    keep_scores("babe-grouped", scores, tmp_path)
    assert read_scores("babe-grouped", tmp_path) == scores
    assert scores_file("babe-grouped", tmp_path).read_text("utf-8").splitlines()[1] == f"{'a' * 16},1.0000"
    assert read_scores("babe-random", tmp_path) == {}


def test_the_kept_scores_are_of_every_sentence_and_tell_them_apart(shared: Path) -> None:
    examples = babe.read(shared / "data")
    assert {e.key for e in examples} == set(read_scores("babe-grouped-unpaired"))
    population = own_population(shared / "data")
    assert population is not None
    right = (population.f >= 0.5) == (population.y == 1)
    assert np.mean(right) == pytest.approx(0.79, abs=0.03)
