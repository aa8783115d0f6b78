"""A model folder's figures on what it never saw, in its metadata and on its card.

`python -m training.figures` measures the shipped models anew: the sentences that they are asked follow the rules of
framing/sentences, and the figures with them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.corpora.resolve import data_folder
from eval.held_out import measure_artefact
from framing.annotator import Annotator
from framing.model import load_model
from framing.model.artefact import LAYOUT, SHIPPED
from training.card import card


def write_figures(folder: Path, data: Path) -> None:
    """Measure the artefact in `folder` on the corpora in `data`, and write what was found into the folder."""
    annotator = Annotator(load_model(folder))
    metadata = {**annotator.model.artefact.metadata, "held_out": measure_artefact(annotator, data).rows}
    save_metadata(folder, metadata)
    (folder / LAYOUT.card).write_text(card(metadata, str(annotator.signature)), encoding="utf-8")


def save_metadata(folder: Path, metadata: dict[str, Any]) -> None:
    """Write an artefact's metadata."""
    text = json.dumps(metadata, indent=1, ensure_ascii=False) + "\n"
    (folder / LAYOUT.metadata).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for shipped in SHIPPED.values():
        write_figures(shipped, data_folder())
