"""The model card: what it tells is the model's own metadata, and for the shipped ones as they ship."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from framing.annotator import Annotator
from framing.model import load_model
from framing.model.artefact import LAYOUT, SHIPPED
from training.card import card


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_card_is_written_from_its_metadata(name: str) -> None:
    annotator = Annotator(load_model(SHIPPED[name]))
    fresh = card(annotator.model.artefact.metadata, str(annotator.signature))
    assert (SHIPPED[name] / LAYOUT.card).read_text(encoding="utf-8") == fresh


def test_the_defaults_card_and_the_kept_results_tell_the_same_figures(root: Path) -> None:
    kept = json.loads((root / "eval" / "results" / "artefact.json").read_text(encoding="utf-8"))
    assert load_model(SHIPPED["shipped"]).artefact.metadata["held_out"] == kept["rows"]
