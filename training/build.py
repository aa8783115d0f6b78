"""From a recipe to a whole artefact: train, export, calibrate what was exported, measure, write the card."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from eval.corpora import anno_lexical, babe, newssd, semeval
from eval.held_out import measure_artefact
from framing.annotator import Annotator
from framing.model import Calibration, load_model
from framing.model.artefact import FORMAT, LAYOUT, file_sha256
from training.calibrate import fit as fit_calibration
from training.calibrate import threshold
from training.card import card
from training.choice import asked_parts
from training.export import export_onnx, quantise
from training.fitted import Fitted, fit
from training.items import HEADS, Item
from training.loop import Listener
from training.recipe import Recipe
from training.sources import gather, split_weight

CODEBOOK = "1"
LICENCES = {m.NAME: m.LICENCE for m in (anno_lexical, babe, newssd, semeval)}


def build(recipe: Recipe, data: Path, target: Path, work: Path, listen: Listener | None = None) -> Path:
    """Train by `recipe` on the corpora in `data` and put the artefact at `target`, whole or not at all.

    Checkpoints go to `work`; the same call after an interruption goes on from the last one.
    """
    mixtures = [gather(stage.sources, data) for stage in recipe.stages]
    fitted = fit(recipe, mixtures, work, listen)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".artefact-") as scratch:
        folder = Path(scratch) / "model"
        _write(fitted, mixtures, data, folder)
        old = Path(scratch) / "old"
        if target.exists():
            target.replace(old)
        folder.replace(target)
    return target


def _write(fitted: Fitted, mixtures: Sequence[Sequence[Item]], data: Path, folder: Path) -> None:
    folder.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        export_onnx(fitted.network, full)
        quantise(full, folder / LAYOUT.model)
    (folder / LAYOUT.tokenizer).write_text(fitted.encoder.tokenizer_json, encoding="utf-8")
    metadata = _metadata(fitted, mixtures, folder)
    _save(folder, metadata)
    # Calibrated on the logits of the very file that ships, not of the fp32 network.
    calibrations, thresholds = _calibrate(folder, data)
    metadata["calibration"] = {head: asdict(value) for head, value in calibrations.items()}
    metadata["thresholds"] = thresholds
    _save(folder, metadata)
    annotator = Annotator(load_model(folder))
    result = measure_artefact(annotator, data)
    metadata["held_out"] = result.rows
    _save(folder, metadata)
    (folder / LAYOUT.card).write_text(card(metadata, str(annotator.signature)), encoding="utf-8")


def _save(folder: Path, metadata: dict[str, Any]) -> None:
    (folder / LAYOUT.metadata).write_text(
        json.dumps(metadata, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _metadata(fitted: Fitted, mixtures: Sequence[Sequence[Item]], folder: Path) -> dict[str, Any]:
    recipe = fitted.recipe
    identity = asdict(Calibration())
    return {
        "format": FORMAT,
        "name": recipe.name,
        "heads": list(HEADS),
        "calibration": dict.fromkeys(HEADS, identity),
        "thresholds": dict.fromkeys(HEADS, 0.5),
        "max_tokens": recipe.max_tokens,
        "codebook": CODEBOOK,
        "encoder": fitted.encoder.name,
        "recipe": json.loads(json.dumps(asdict(recipe))),
        "recipe_hash": recipe.hash,
        "trained": datetime.now(UTC).date().isoformat(),
        "data": [
            {"corpus": name, "stage": stage.name, "licence": LICENCES.get(name, "the user's own")}
            for stage in recipe.stages
            for name, _ in map(split_weight, stage.sources)
        ],
        "texts": {stage.name: len(items) for stage, items in zip(recipe.stages, mixtures, strict=True)},
        "files": {name: file_sha256(folder / name) for name in (LAYOUT.model, LAYOUT.tokenizer)},
    }


def _calibrate(folder: Path, data: Path) -> tuple[dict[str, Calibration], dict[str, float]]:
    """Calibration and threshold of each head, on the corpora's calibration parts.

    `charged` keeps a threshold of a half: one part of 349 sentences is too little to move it.
    """
    model = load_model(folder)
    calibrations: dict[str, Calibration] = {}
    thresholds = dict.fromkeys(HEADS, 0.5)
    for head in HEADS:
        parts = []
        for texts, labels in asked_parts(data, head).values():
            scores = model.predict(texts)[head]
            parts.append((np.log(scores) - np.log1p(-scores), labels))
        calibrations[head] = fit_calibration(parts)
        if len(parts) > 1:
            thresholds[head] = threshold([(calibrations[head](z), labels) for z, labels in parts])
    return calibrations, thresholds
