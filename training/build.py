"""From a recipe to a whole artefact: train, export, calibrate what was exported, measure, write the card."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from eval.corpora import anno_lexical, babe, contrast, newssd, outlets, polnear, semeval
from framing.annotator import Annotator
from framing.errors import InputError
from framing.model import RATIONALE, Artefact, Calibration, load_model
from framing.model.artefact import FORMAT, LAYOUT, file_sha256, open_artefact
from framing.types import content_hash
from training.choice import parts_learnt_from
from training.export import export_onnx, matrix_steps, quantise
from training.figures import save_metadata, write_figures
from training.fitted import Fitted, embed, fit
from training.items import HEADS, QUESTIONS, VOICE_TAGS, Item
from training.loop import Listener
from training.network import FramingNetwork
from training.recipe import BASE, SHIPPED, Recipe
from training.rounding import sample
from training.sources import gather, parse_source, plain_texts
from training.teaching import mixtures
from training.thaw import go_on
from training.thresholds import calibrated, reliable_devices, sentence_logits, voice_choice
from training.voicing import SOURCE, give_voice

CODEBOOK = "1"
LICENCES = {m.NAME: m.LICENCE for m in (anno_lexical, babe, contrast, newssd, outlets, polnear, semeval)}
LICENCES |= {"unlabelled": outlets.LICENCE, "named": contrast.LICENCE, "counterfactual": outlets.LICENCE}


def build(
    recipe: Recipe,
    data: Path,
    target: Path,
    work: Path,
    listen: Listener | None = None,
    eight_bits: bool = True,
    start: Artefact | None = None,
) -> Path:
    """Train by `recipe` on the corpora in `data` and put the artefact at `target`, whole or not at all.

    With `start` the stages go on from the weights of that artefact, whose name and past the new one keeps; a recipe
    without stages leaves the weights as they are and adds a voice layer.

    Checkpoints go to `work`; the same call after an interruption goes on from the last one. Without
    `eight_bits` the weights stay as trained, in 32 bits: to see what the shipped ones lose.
    """
    make: Callable[[Path], None]
    if start and not recipe.stages:
        make = partial(_with_voice, recipe, data, listen, start)
    else:
        models = {SHIPPED: open_artefact(SHIPPED)} | ({BASE: start} if start else {})
        lessons = mixtures(recipe, partial(gather, folder=data), work, listen, models)
        fitted = go_on(recipe, start, lessons, work, listen) if start else fit(recipe, lessons, work, listen)
        texts = plain_texts(data)
        embed(fitted, texts)
        make = partial(write, fitted, lessons, texts, data, eight_bits=eight_bits, start=start, listen=listen)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".artefact-") as scratch:
        folder = Path(scratch) / "model"
        make(folder)
        old = Path(scratch) / "old"
        if target.exists():
            target.replace(old)
        folder.replace(target)
    return target


def _with_voice(recipe: Recipe, data: Path, listen: Listener | None, start: Artefact, folder: Path) -> None:
    """Write `start` with a voice layer of its own into the new folder `folder`; nothing else of it changes.

    Raises InputError where its tags do no better than the rules alone.
    """
    shutil.copytree(start.folder, folder)
    told = {"size": recipe.voice_layer, "heard": f"{start.name}-{start.hash}"}
    metadata = {**start.metadata, "voice_tags": list(VOICE_TAGS), "voice_layer": told}
    metadata["data"] = [
        *start.metadata["data"],
        {"corpus": SOURCE, "stage": "voice", "licence": LICENCES[SOURCE]},
    ]
    found = give_voice(folder, recipe, 1 + len(start.devices), data, listen)
    metadata["thresholds"] = start.metadata["thresholds"] | found
    _save(folder, metadata)
    metadata["voice_choice"] = heard = voice_choice(Annotator(load_model(folder)), data)
    if heard["tags"] <= heard["rules"]:
        rule = f"its voices must come nearer to PolNeAR's than by the rules alone, {heard['rules']}"
        raise InputError(recipe.name, rule, str(heard["tags"]))
    _save(folder, metadata)
    write_figures(folder, data)


def write(
    fitted: Fitted,
    lessons: Sequence[Sequence[Item]],
    texts: Sequence[str],
    data: Path,
    folder: Path,
    eight_bits: bool = True,
    start: Artefact | None = None,
    listen: Listener | None = None,
) -> None:
    """Write the artefact of a trained network into the new folder `folder`.

    Calibrations and thresholds are fitted on the scores of the very file that ships, not of the fp32 network. `texts`
    are sentences of any kind, to round the weights for.
    """
    tokenizer = Tokenizer.from_str(fitted.encoder.tokenizer_json)
    ids = sample(texts, tokenizer, fitted.recipe.max_tokens) if eight_bits else None
    folder.mkdir()
    parts = parts_learnt_from(fitted.recipe, data)
    devices, kept, words = reliable_devices(fitted, parts, _taught(lessons))
    _export(fitted.network, folder, kept, VOICE_TAGS, ids)
    (folder / LAYOUT.tokenizer).write_text(fitted.encoder.tokenizer_json, encoding="utf-8")
    metadata = _metadata(fitted, lessons, kept) | {"device_choice": devices}
    if start:
        metadata |= _gone_on(metadata, start)
    _save(folder, metadata)
    calibrations, thresholds, curve = calibrated(sentence_logits(load_model(folder), parts), kept)
    metadata |= {
        "calibration": {head: asdict(value) for head, value in calibrations.items()},
        "thresholds": thresholds | words,
        "risk_coverage": curve,
    }
    if fitted.recipe.voice_layer:
        metadata["thresholds"] |= give_voice(folder, fitted.recipe, 1 + len(kept), data, listen)
    _save(folder, metadata)
    metadata["voice_choice"] = heard = voice_choice(Annotator(load_model(folder)), data)
    if heard["tags"] <= heard["rules"]:
        _export(fitted.network, folder, kept, (), ids)
        metadata["voice_tags"] = []
        for tag in VOICE_TAGS:
            del metadata["thresholds"][f"{tag} words"]
    _save(folder, metadata)
    write_figures(folder, data)


def _export(
    network: FramingNetwork,
    folder: Path,
    devices: tuple[str, ...],
    voice_tags: tuple[str, ...],
    ids: Sequence[Sequence[int]] | None,
) -> None:
    """In 8 bits for the texts whose tokens are `ids`; in 32 where there are none."""
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        export_onnx(network, full, devices, voice_tags)
        if ids is not None:
            quantise(full, folder / LAYOUT.model, ids, matrix_steps(network))
        else:
            shutil.copyfile(full, folder / LAYOUT.model)


def _save(folder: Path, metadata: dict[str, Any]) -> None:
    """Write the metadata, with the hashes of the files as they are now."""
    metadata["files"] = {name: file_sha256(folder / name) for name in (LAYOUT.model, LAYOUT.tokenizer)}
    save_metadata(folder, metadata)


def _taught(lessons: Sequence[Sequence[Item]]) -> set[str]:
    """The questions that some item of the lessons answers."""
    answered = np.zeros(len(QUESTIONS), bool)
    for items in lessons:
        answered |= ~np.isnan([item.targets for item in items]).all(axis=0)
    return {name for name, there in zip(QUESTIONS, answered, strict=True) if there}


def _gone_on(metadata: dict[str, Any], start: Artefact) -> dict[str, Any]:
    """What is told otherwise of a model that went on from an artefact: its name and all that it learned from before.

    The devices that it does not have were judged before: a network thawed from it knows nothing of them.
    """
    before = start.metadata
    here = {row["device"]: row for row in metadata["device_choice"]}
    past = before["recipe"]
    mine = metadata["recipe"]
    last = {name: mine[name] for name in ("voice_layer", "quantisation_aware")}
    return {
        "name": start.name,
        "recipe": past | last | {"stages": [*past["stages"], *mine["stages"]]},
        "recipe_hash": content_hash(before["recipe_hash"], metadata["recipe_hash"]),
        "data": before["data"] + metadata["data"],
        "texts": before["texts"] | metadata["texts"],
        "device_choice": [
            here[row["device"]] if row["device"] in start.devices else row for row in before["device_choice"]
        ],
        "went_on_from": f"{start.name}-{start.hash}",
    }


def _metadata(fitted: Fitted, lessons: Sequence[Sequence[Item]], devices: tuple[str, ...]) -> dict[str, Any]:
    """All that is known before calibration, with calibrations that change nothing."""
    recipe, names = fitted.recipe, (*HEADS, *devices)
    return {
        "format": FORMAT,
        "name": recipe.name,
        "heads": list(HEADS),
        "devices": list(devices),
        "voice_tags": list(VOICE_TAGS),
        "embedding": len(fitted.network.offset),
        "embedding_layers": list(fitted.network.layers),
        "calibration": {name: asdict(Calibration()) for name in names},
        "thresholds": dict.fromkeys(
            (*names, *(f"{tag} words" for tag in (RATIONALE, *devices, *VOICE_TAGS))), 0.5
        ),
        "risk_coverage": [],
        "max_tokens": recipe.max_tokens,
        "codebook": CODEBOOK,
        "encoder": fitted.encoder.name,
        "recipe": json.loads(json.dumps(asdict(recipe))),
        "recipe_hash": recipe.hash,
        "trained": datetime.now(UTC).date().isoformat(),
        "data": [
            {"corpus": name, "stage": stage.name, "licence": LICENCES.get(name, "the user's own")}
            for stage in recipe.stages
            for name, *_ in map(parse_source, stage.sources)
        ],
        "texts": {stage.name: len(items) for stage, items in zip(recipe.stages, lessons, strict=True)},
        **_teacher(recipe),
    }


def _teacher(recipe: Recipe) -> dict[str, str]:
    """The shipped model by its name and hash, where a stage is taught by it."""
    if all(stage.taught_by != SHIPPED for stage in recipe.stages):
        return {}
    shipped = open_artefact(SHIPPED)
    return {"teacher": f"{shipped.name}-{shipped.hash}"}
