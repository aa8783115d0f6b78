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


def test_a_card_says_how_much_of_a_taught_stage_were_labels() -> None:
    metadata = load_model(SHIPPED["shipped"]).artefact.metadata
    for stage, told in (
        ({"taught_by": "base", "label_share": 0.25}, "25 % of the target"),
        ({"taught_by": "base"}, "what it had said before, but"),
    ):
        assert told in card(metadata | {"recipe": metadata["recipe"] | {"stages": [stage]}}, "signed")
    untaught = card(metadata | {"recipe": metadata["recipe"] | {"stages": [{"name": "gold"}]}}, "signed")
    assert "what it had said before" not in untaught
