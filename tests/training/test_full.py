"""Fine-tuning on labels of one's own, on a tiny artefact made here: weights back out, checkpoints, the report."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("torch", reason="needs the train extra")

import onnx
import torch

from framing.cli.train import train
from framing.errors import ArtefactError
from framing.model import RATIONALE, Calibration, load_model, open_artefact
from framing.model.artefact import FORMAT, LAYOUT, Artefact, file_sha256
from framing.output.hub import write_hub_folder
from training.encoder import load_encoder
from training.export import export_onnx, quantise
from training.items import HEADS, VOICE_TAGS
from training.network import FramingNetwork
from training.recipe import Recipe, Stage
from training.thaw import narrowed, thaw
from training.voice_graph import voice_weights, with_voice
from training.voice_layer import VoiceLayer

pytestmark = [pytest.mark.train, pytest.mark.slow]

DEVICES = ("loaded_wording",)
RECIPE = Recipe("tiny", (Stage("gold", ("babe",), 1, 1e-3),))
TEXTS = [
    "The council approved the budget.",
    "A shameful betrayal of the school.",
    "The minister said the tax report.",
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path) -> Artefact:
    """An artefact of an untrained tiny network with one device and the voice tags."""
    folder = tmp_path_factory.mktemp("base") / "tiny"
    folder.mkdir()
    torch.manual_seed(3)
    encoder = load_encoder(str(tiny_encoder))
    network = FramingNetwork(encoder.module, encoder.hidden_size)
    # Trained weights are all different; equal ones are written to the file once, under one name.
    for weights in (*network.parameters(), network.projection, network.offset):
        weights.data += torch.randn_like(weights) * 0.1
    export_onnx(network, folder / "full.onnx", DEVICES)
    quantise(folder / "full.onnx", folder / LAYOUT.model)
    model = onnx.load(folder / LAYOUT.model)
    with_voice(model, VoiceLayer(3 * encoder.hidden_size, 8).weights(), 1 + len(DEVICES))
    onnx.save(model, folder / LAYOUT.model)
    (folder / "full.onnx").unlink()
    (folder / LAYOUT.tokenizer).write_text(encoder.tokenizer_json, encoding="utf-8")
    names, tags = (*HEADS, *DEVICES), (RATIONALE, *DEVICES, *VOICE_TAGS)
    metadata = {
        "format": FORMAT, "name": "tiny", "heads": list(HEADS), "devices": list(DEVICES), "embedding": 32,
        "voice_tags": list(VOICE_TAGS), "calibration": {name: asdict(Calibration()) for name in names},
        "thresholds": dict.fromkeys((*names, *(f"{tag} words" for tag in tags)), 0.5), "risk_coverage": [],
        "max_tokens": 32, "codebook": "1", "data": [], "recipe": asdict(replace(RECIPE, encoder=str(tiny_encoder))),
        "files": {name: file_sha256(folder / name) for name in (LAYOUT.model, LAYOUT.tokenizer)},
    }  # fmt: skip
    (folder / LAYOUT.metadata).write_text(json.dumps(metadata), encoding="utf-8")
    return open_artefact(folder)


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labels") / "mine.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label", "article"])
        for number in range(20):
            writer.writerow([f"The council approved plan {number} of the budget.", 0, f"a{number}"])
            writer.writerow([f"A shameful and craven betrayal of plan {number}.", 1, f"b{number}"])
    return path


def fine_tune(tiny: Artefact, labels: Path, out: Path, work: Path) -> str:
    arguments = ["--labels", labels, "--mode", "full", "--base", tiny.folder, "-o", out, "--work", work]
    done = CliRunner().invoke(train, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_thawed_network_says_what_the_artefact_says(tiny: Artefact) -> None:
    fitted = thaw(tiny, RECIPE)
    said = load_model(tiny.folder).predict(TEXTS)
    for head in HEADS:
        found = 1 / (1 + np.exp(-fitted.logits(TEXTS, head)))
        np.testing.assert_allclose(found, said[head], atol=0.02)
    for index, _, outputs in fitted.outputs(TEXTS):
        assert float(outputs.embedding.numpy() @ said.embedding[index]) > 0.98


def test_transformers_loads_what_is_exported_for_the_hub(tiny: Artefact, tmp_path: Path) -> None:
    from transformers import pipeline

    write_hub_folder(tiny, "hub", tmp_path / "hub")
    score = pipeline("text-classification", model=str(tmp_path / "hub"), top_k=None)
    assert score.model.config.num_attention_heads == 4
    said = load_model(tiny.folder).predict(TEXTS)
    for row, found in enumerate(score(TEXTS, batch_size=3)):
        assert {one["label"] for one in found} == {*HEADS, *DEVICES}
        for one in found:
            assert one["score"] == pytest.approx(said[one["label"]][row], abs=0.02)


def test_frozen_again_it_is_the_same_model(tiny: Artefact, tmp_path: Path) -> None:
    network = narrowed(thaw(tiny, RECIPE).network, tiny)
    export_onnx(network, tmp_path / "again.onnx")
    quantise(tmp_path / "again.onnx", tmp_path / LAYOUT.model)
    for name in (LAYOUT.tokenizer, LAYOUT.metadata):
        (tmp_path / name).write_bytes((tiny.folder / name).read_bytes())
    metadata = json.loads((tmp_path / LAYOUT.metadata).read_text(encoding="utf-8"))
    metadata["files"][LAYOUT.model] = file_sha256(tmp_path / LAYOUT.model)
    (tmp_path / LAYOUT.metadata).write_text(json.dumps(metadata), encoding="utf-8")
    one, two = load_model(tiny.folder).predict(TEXTS), load_model(tmp_path).predict(TEXTS)
    for name in (*HEADS, *DEVICES):
        np.testing.assert_allclose(one[name], two[name], atol=2e-3)


def test_weights_of_another_encoder_are_refused(tiny: Artefact) -> None:
    other = replace(tiny, metadata={**tiny.metadata, "recipe": {"encoder": "minilm"}})
    with pytest.raises(ArtefactError, match="found"):
        thaw(other, RECIPE)


def test_labels_fine_tune_the_whole_network_and_go_on_where_broken_off(
    tiny: Artefact, labels: Path, tmp_path: Path
) -> None:
    assert "held out" in fine_tune(tiny, labels, tmp_path / "mine", tmp_path / "work")
    report = json.loads((tmp_path / "mine" / "validity.json").read_text(encoding="utf-8"))
    assert report["labels"] == 8
    mine = open_artefact(tmp_path / "mine")
    assert mine.metadata["refitted"]["mode"] == "full"
    assert mine.devices == tiny.devices
    assert mine.voice_tags == tiny.voice_tags
    layers = [voice_weights(onnx.load(one.folder / LAYOUT.model)) or {} for one in (tiny, mine)]
    assert all(np.array_equal(value, layers[1][name]) for name, value in layers[0].items())
    assert layers[0]
    before, after = load_model(tiny.folder).predict(TEXTS), load_model(mine.folder).predict(TEXTS)
    assert np.abs(before["editorial"] - after["editorial"]).max() > 1e-3
    # The stage's checkpoint is whole: the same command trains nothing anew and ends the same.
    fine_tune(tiny, labels, tmp_path / "again", tmp_path / "work")
    assert open_artefact(tmp_path / "again").hash == mine.hash
