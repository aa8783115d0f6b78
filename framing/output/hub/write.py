"""Writes a Hub folder: model, configuration, tokenizer and card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from framing.annotator import Annotator
from framing.errors import MissingExtraError
from framing.model import Artefact, Model
from framing.model.artefact import LAYOUT
from framing.model.weights import read_bert
from framing.output.hub.card import hub_card
from framing.output.hub.classifier import classifier
from framing.output.hub.config import bert_config, tokenizer_config
from framing.output.hub.onnx_model import calibrated_model
from framing.output.whole_folder import WholeFolder


def write_hub_folder(artefact: Artefact, format: str, folder: Path) -> None:
    """Write `artefact` to a new or empty folder, whole or not at all, in one of FORMATS.

    Raises MissingExtraError where safetensors is wanted and not there, ArtefactError if the encoder is no BERT.
    """
    signature = str(Annotator(Model(artefact)).signature)
    with WholeFolder(folder) as inside:
        config = FORMATS[format](artefact, inside)
        told = {"signature": signature, "thresholds": dict(artefact.thresholds)}
        _write_json(inside / "config.json", config | {"framing": told})
        _write_json(inside / "tokenizer_config.json", tokenizer_config(artefact))
        shutil.copyfile(artefact.folder / LAYOUT.tokenizer, inside / LAYOUT.tokenizer)
        card = hub_card(artefact, format, signature, config["num_hidden_layers"])
        (inside / LAYOUT.card).write_text(card, encoding="utf-8")


def _for_transformers(artefact: Artefact, inside: Path) -> dict[str, Any]:
    if find_spec("safetensors") is None:
        raise MissingExtraError("framing model export --format hub", "hub")
    from safetensors.numpy import save

    weights, config = classifier(artefact)
    (inside / "model.safetensors").write_bytes(save(weights, metadata={"format": "pt"}))
    return config


def _for_onnx_runtime(artefact: Artefact, inside: Path) -> dict[str, Any]:
    (inside / "onnx").mkdir()
    (inside / "onnx" / LAYOUT.model).write_bytes(calibrated_model(artefact))
    return bert_config(artefact, *read_bert(artefact))


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


# For transformers (safetensors, 32 bits); for ONNX Runtime and what is built on it (8 bits).
# Each writes the model's file and returns its configuration.
FORMATS: Mapping[str, Callable[[Artefact, Path], dict[str, Any]]] = {
    "hub": _for_transformers,
    "onnx": _for_onnx_runtime,
}
