"""The voice layer: what it learns, where it stands in the file, and that nothing else of the file moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the train extra")

import onnx  # noqa: E402
from tokenizers import Tokenizer  # noqa: E402

from training.encoder import load_encoder  # noqa: E402
from training.export import export_onnx, quantise  # noqa: E402
from training.items import VOICE_TAGS, Item, Mark  # noqa: E402
from training.network import FramingNetwork  # noqa: E402
from training.tokens import encode, pad  # noqa: E402
from training.voice_graph import (  # noqa: E402
    copy_voice,
    hidden_states,
    make_ready,
    session_of_states,
    voice_weights,
    with_voice,
)
from training.voice_layer import VoiceLayer, learn  # noqa: E402

pytestmark = [pytest.mark.train, pytest.mark.slow]

DEVICES = ("loaded_wording",)
OTHER_TAGS = 2  # the rationale, and one device
TEXTS = [
    "The council said the budget delayed the bridge .",
    "A minister .",
    "Members of the school approved it",
]


@pytest.fixture(scope="module")
def tokenizer(tiny_encoder: Path) -> Tokenizer:
    return Tokenizer.from_str(load_encoder(str(tiny_encoder)).tokenizer_json)


@pytest.fixture(scope="module", params=["rounded", "whole", "without voice"])
def path(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path
) -> Path:
    """The file of an untrained tiny network, in 8 bits or 32, with the linear voice tags or without."""
    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(4)
    encoder = load_encoder(str(tiny_encoder))
    network = FramingNetwork(encoder.module, encoder.hidden_size)
    for weights in (*network.parameters(), network.projection, network.offset):
        weights.data += torch.randn_like(weights) * 0.1
    tags = () if request.param == "without voice" else VOICE_TAGS
    export_onnx(network, folder / "full.onnx", DEVICES, tags)
    if request.param == "whole":
        return folder / "full.onnx"
    quantise(folder / "full.onnx", folder / "small.onnx")
    return folder / "small.onnx"


def answers(model: Any, tokenizer: Tokenizer, texts: list[str]) -> list[Any]:
    import onnxruntime

    ids, mask = pad([encoding.ids for encoding in encode(tokenizer, texts, 32)])
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()})  # type: ignore[no-any-return]


def layer_of(model: Any) -> VoiceLayer:
    torch.manual_seed(5)
    return VoiceLayer(32 * len(hidden_states(model.graph)), 8).eval()


def test_only_the_tags_of_voice_move(path: Path, tokenizer: Tokenizer) -> None:
    before, model = answers(onnx.load(path), tokenizer, TEXTS), onnx.load(path)
    assert len(hidden_states(model.graph)) == 3, "the word vectors and both layers"
    layer = layer_of(model)
    with_voice(model, layer.weights(), OTHER_TAGS)
    onnx.checker.check_model(model)
    after = answers(model, tokenizer, TEXTS)
    for name, (one, other) in zip(
        ("logits", "tags", "embedding"), zip(before, after, strict=True), strict=True
    ):
        same = slice(0, OTHER_TAGS) if name == "tags" else slice(None)
        assert np.array_equal(one[..., same], other[..., same]), name
    # As torch has it, and a text in a batch as the text alone.
    ready = onnx.load(path)
    make_ready(ready, OTHER_TAGS)
    for row, text in enumerate(TEXTS):
        (encoding,) = encode(tokenizer, [text], 32)
        ids, mask = pad([encoding.ids])
        *states, tags = session_of_states(ready).run(
            None, {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        )
        with torch.inference_mode():
            added = layer(torch.from_numpy(np.concatenate(states, axis=-1)), mask).numpy()
        wanted = tags[0, :, OTHER_TAGS:] + added[0]
        np.testing.assert_allclose(after[1][row, : len(encoding.ids), OTHER_TAGS:], wanted, atol=0.02)
        assert np.abs(added).max() > 0.05


def test_a_layer_is_taken_out_and_put_into_another_file(
    path: Path, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    model = onnx.load(path)
    assert voice_weights(model) is None
    copy_voice(path, path, OTHER_TAGS)
    assert onnx.load(path) == model, "there is nothing to copy"
    with_voice(model, layer_of(model).weights(), OTHER_TAGS)
    said = answers(model, tokenizer, TEXTS)
    onnx.save(model, tmp_path / "with.onnx")
    onnx.save(onnx.load(path), tmp_path / "other.onnx")
    copy_voice(tmp_path / "with.onnx", tmp_path / "other.onnx", OTHER_TAGS)
    for one, other in zip(said, answers(onnx.load(tmp_path / "other.onnx"), tokenizer, TEXTS), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    with_voice(model, layer_of(model).weights(), OTHER_TAGS)
    assert np.array_equal(answers(model, tokenizer, TEXTS)[1], said[1]), "one layer, not two"
    make_ready(model, OTHER_TAGS)
    first = answers(onnx.load(path), tokenizer, TEXTS)[1]
    assert np.array_equal(answers(model, tokenizer, TEXTS)[1][..., : first.shape[-1]], first)
    assert voice_weights(model) is None


def test_it_learns_what_one_word_cannot_tell(path: Path, tokenizer: Tokenizer) -> None:
    """A content is whatever stands behind "said": the same words before it are none."""
    words = ["the council", "a minister", "members of the school", "the bridge", "a report"]
    texts = [f"{one} said {other} delayed {third}" for one in words for other in words for third in words]
    items = [
        Item(
            text,
            marks=(Mark("content", text.index("said") + 5, len(text)),),
            searched=frozenset(VOICE_TAGS),
        )
        for text in texts
    ]
    model = onnx.load(path)
    make_ready(model, OTHER_TAGS)
    heard: list[float] = []
    weights = learn(model, tokenizer, items * 20, 16, 7, 32, lambda report: heard.append(report.loss))
    assert len(heard) == 6 * -(-len(items) * 20 // 64)
    assert heard[-1] < heard[0] / 3
    once, again = (learn(model, tokenizer, items, 4, 7, 32) for _ in range(2))
    assert all(np.array_equal(once[name], again[name]) for name in once), "by the seed alone"
    with_voice(model, weights, OTHER_TAGS)
    tags = answers(model, tokenizer, ["the council said the council delayed the council"])[1][0, 1:-1, -1]
    assert (tags > 0).tolist() == [False] * 3 + [True] * 5
