from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the train extra")

from eval.corpora import outlets

sys.path.insert(0, str(Path(__file__).parent))
from corpora import write_corpora

from training.choice import parts_learnt_from
from training.recipe import Recipe, Stage


def recipe(*sources: str) -> Recipe:
    return Recipe("made", (Stage("one", sources, 1, 1e-4),))


def test_a_model_is_calibrated_on_the_corpora_that_it_learnt_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write_corpora(tmp_path)
    monkeypatch.setattr(outlets, "LABELS", data / "labels")
    assert set(parts_learnt_from(recipe("outlets%2", "polnear"), data)) == {"outlets", "PolNeAR"}
    everything = set(parts_learnt_from(recipe("anno_lexical"), data))
    assert {"BABE", "NewsSD-ENG", "outlets"} <= everything, "nothing of its own answers every head"
