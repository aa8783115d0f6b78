"""`framing model export`: what other programs load says what framing says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from framing import read_article
from framing.cli.model import model as command
from framing.errors import ArtefactError, MissingExtraError, OutputError
from framing.model import Model, load_model, open_artefact
from framing.model.artefact import LAYOUT
from framing.model.onnx_file import read_graph
from framing.output.hub import FORMATS, card, classifier, write, write_hub_folder
from framing.sentences import split_article

LOUD = "It was a shabby surrender, and the spineless council knew it."
# Measured on these 200 sentences: 0.031 and 0.0021, since framing rounds to 8 bits between the layers.
LARGEST, MEAN = 0.05, 0.003
# Measured: 0.0002. What the layer that sums up adds to that.
BY_THE_LAYER = 0.0005


@pytest.fixture(scope="module")
def shipped() -> Model:
    return load_model()


@pytest.fixture(scope="module")
def texts(root: Path) -> list[str]:
    """200 sentences of the demo corpus."""
    articles = [
        read_article(path.read_text("utf-8")) for path in sorted((root / "annotations").rglob("*.txt"))
    ]
    return [s.text for article in articles for s in split_article(article) if s.text.strip()][:200]


@pytest.fixture(scope="module")
def scores(shipped: Model, texts: list[str]) -> NDArray[np.float64]:
    return np.stack([*shipped.predict(texts).by_head.values()], axis=1)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("safetensors", reason="needs the hub extra")
    return exported(tmp_path_factory.mktemp("hub") / "model", "hub")


@pytest.fixture(scope="module")
def onnx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(tmp_path_factory.mktemp("onnx") / "model", "onnx")


def exported(folder: Path, form: str) -> Path:
    arguments = ["export", "shipped", "--format", form, "-o", str(folder)]
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return folder


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-logits.astype(np.float64))))


@pytest.mark.train
def test_plain_transformers_gives_the_scores(
    hub: Path, shipped: Model, texts: list[str], scores: NDArray[np.float64]
) -> None:
    pytest.importorskip("torch", reason="needs the train extra")
    from transformers import pipeline

    names = (*shipped.artefact.heads, *shipped.artefact.devices)
    score = pipeline("text-classification", model=str(hub), top_k=None)
    assert score.model.config.framing["thresholds"]["editorial"] == shipped.artefact.thresholds["editorial"]
    found = [
        {one["label"]: one["score"] for one in row} for row in score(texts, batch_size=32, truncation=True)
    ]
    off = np.abs(np.array([[row[name] for name in names] for row in found]) - scores)
    assert (off.max() < LARGEST, off.mean() < MEAN) == (True, True), (off.max(), off.mean())
    # In company or alone: padding is not heard.
    (alone,) = score([LOUD], truncation=True)
    together = score([LOUD, " ".join([LOUD] * 5)], batch_size=2, truncation=True)[0]
    assert [one["score"] for one in alone] == pytest.approx([one["score"] for one in together], abs=1e-5)


@pytest.mark.train
def test_every_weight_is_taken_and_the_last_layer_is_the_mean_under_the_heads(
    hub: Path, shipped: Model, texts: list[str]
) -> None:
    torch = pytest.importorskip("torch", reason="needs the train extra")
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    from framing.model.weights import read_weights

    network, told = AutoModelForSequenceClassification.from_pretrained(hub, output_loading_info=True)
    assert not any(told.values())
    tokens = AutoTokenizer.from_pretrained(hub)(
        [*texts[:40], "", LOUD * 40], padding=True, truncation=True, return_tensors="pt"
    )
    assert set(tokens) == {"input_ids", "attention_mask"}
    assert tokens["input_ids"].shape[1] == shipped.artefact.max_tokens
    with torch.no_grad():
        said = network(**tokens, output_hidden_states=True)
    mask = tokens["attention_mask"].unsqueeze(-1)
    mean = ((said.hidden_states[-2] * mask).sum(1) / mask.sum(1)).numpy()
    weights = read_weights(shipped.artefact)
    logits = mean @ weights["heads.weight"].T + weights["heads.bias"]
    for column, name in enumerate((*shipped.artefact.heads, *shipped.artefact.devices)):
        expected = shipped.artefact.calibration[name](logits[:, column].astype(np.float64))
        np.testing.assert_allclose(sigmoid(said.logits[:, column].numpy()), expected, atol=BY_THE_LAYER)


def test_plain_onnx_runtime_gives_the_scores(
    onnx: Path, shipped: Model, texts: list[str], scores: NDArray[np.float64]
) -> None:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(onnx / "tokenizer.json"))
    tokenizer.enable_truncation(json.loads((onnx / "tokenizer_config.json").read_text())["model_max_length"])
    tokenizer.enable_padding(pad_to_multiple_of=4)
    session = onnxruntime.InferenceSession(str(onnx / "onnx" / "model.onnx"))
    for text, expected in zip(texts, scores, strict=True):
        encoding = tokenizer.encode(text)
        asked = {"input_ids": [encoding.ids], "attention_mask": [encoding.attention_mask]}
        logits, tags, embedding = session.run(["logits", "tags", "sentence_embedding"], asked)
        np.testing.assert_allclose(sigmoid(logits[0]), expected, atol=1e-5)
    assert tags.shape[2] == 1 + len(shipped.artefact.devices) + len(shipped.artefact.voice_tags)
    assert embedding.shape[1] == shipped.artefact.metadata["embedding"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_folder_says_what_it_is_and_names_no_place(form: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(form)
    text = (folder / "README.md").read_text("utf-8")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    assert re.match(r"---\nlicense: apache-2.0\n(?:.+: .+\n)+---\n\n# ", text)
    assert config["framing"]["signature"] in text
    assert (
        [*config["label2id"]]
        == [*config["id2label"].values()]
        == re.findall(r"^\| (\w+) \| 0\.\d+ \|$", text, re.M)
    )
    assert "## Limits" in text
    for file in folder.rglob("*.*"):
        content = file.read_bytes() if file.is_file() else b""
        # Torch's exporter leaves stack traces in what it writes.
        assert not re.search(rb"stack_trace|site-packages|training/network.py", content), file
    assert not [path for path in folder.rglob("*") if path.suffix in {".pkl", ".bin", ".pt", ".py"}]


@pytest.mark.parametrize("form", [pytest.param("hub", marks=pytest.mark.train), "onnx"])
def test_the_example_on_the_card_runs(form: str, request: pytest.FixtureRequest) -> None:
    if form == "hub":
        pytest.importorskip("torch", reason="needs the train extra")
    folder: Path = request.getfixturevalue(form)
    (code,) = re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text("utf-8"), re.S)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert float(re.findall(r"0\.\d+", done.stdout)[0]) > 0.5, done.stdout


def test_the_onnx_file_differs_in_its_heads_alone(onnx: Path, shipped: Model) -> None:
    before = (shipped.artefact.folder / LAYOUT.model).read_bytes()
    after = (onnx / "onnx" / "model.onnx").read_bytes()
    mine, theirs = read_graph(after, "export"), read_graph(before, "artefact")
    assert mine.nodes == theirs.nodes
    changed = [name for name, one in mine.tensors.items() if not np.array_equal(one, theirs.tensors[name])]
    assert sorted(changed) == ["heads.bias", "heads.weight"]


def test_an_encoder_out_of_a_folder_is_named_without_it(tmp_path: Path) -> None:
    place = str(tmp_path / "encoders" / "mine")
    (tmp_path / LAYOUT.card).write_text(f"---\nbase_model: {place}\n---\n\n# Mine\n\nOf {place}.\n", "utf-8")
    shipped = open_artefact()
    own = replace(shipped, folder=tmp_path, metadata={**shipped.metadata, "encoder": place})
    text = card.hub_card(own, "onnx", "signature", 6)
    assert str(tmp_path) not in text
    assert "base_model: mine\nlibrary_name: onnx\n" in text
    assert text.endswith("Of mine.\n")


def test_a_model_without_a_card_gets_one(tmp_path: Path) -> None:
    text = card.hub_card(replace(open_artefact(), folder=tmp_path), "hub", "signature", 7)
    assert "license" not in text.split("---\n")[1]
    assert text.endswith("It has no card.\n")


def test_nothing_is_left_where_it_cannot_be_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = open_artefact()
    monkeypatch.setattr(write, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"framing\[hub\]"):
        write_hub_folder(shipped, "hub", tmp_path / "model")
    monkeypatch.setattr(write, "hub_card", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_hub_folder(shipped, "onnx", tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_more_questions_than_the_hidden_states_hold_are_refused() -> None:
    shipped = open_artefact()
    with pytest.raises(ArtefactError, match="more than twice the 192 questions, found 384"):
        classifier.check_room(shipped, questions=192, width=384)


def test_the_installed_command_takes_a_folder_and_refuses_one_that_is_full(
    shipped: Model, tmp_path: Path
) -> None:
    mine: Path = shutil.copytree(shipped.artefact.folder, tmp_path / "mine")
    (tmp_path / "out").mkdir()
    program = [str(Path(sys.executable).parent / "framing"), "model", "export", str(mine), "-o", "out"]
    done = subprocess.run([*program, "--format", "onnx"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote out{os.linesep}")
    again = subprocess.run([*program, "--format", "onnx"], cwd=tmp_path, capture_output=True, text=True)
    assert again.returncode == OutputError.exit_code
    assert again.stderr.startswith("framing: out: the output's folder must be new or empty, found ")
