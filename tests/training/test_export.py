"""From a trained network to a folder that annotates, with torch's own scores beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the train extra")

from training.export import export_onnx, quantise  # noqa: E402
from training.fitted import embed, fit  # noqa: E402
from training.items import Item  # noqa: E402
from training.recipe import Recipe, Stage  # noqa: E402
from training.rounding import sample  # noqa: E402
from training.tokens import encode, pad  # noqa: E402

pytestmark = [pytest.mark.train, pytest.mark.slow]

TEXTS = ["The council approved the budget .", "A shameful and reckless betrayal of the school .", "Tuesday ."]


def test_the_exported_files_give_the_networks_scores(tiny_encoder: Path, tmp_path: Path) -> None:
    import onnxruntime
    from tokenizers import Tokenizer

    recipe = Recipe("tiny", (Stage("s", ("x",), 2, 5e-3, 4),), encoder=str(tiny_encoder), max_tokens=32)
    fitted = fit(recipe, [[Item(t, charged=float(i % 2), editorial=0.0) for i, t in enumerate(TEXTS * 4)]])
    embed(fitted, TEXTS * 4)
    tokenizer = Tokenizer.from_str(fitted.encoder.tokenizer_json)
    ids, mask = pad([encoding.ids for encoding in encode(tokenizer, TEXTS, 32)])
    with torch.inference_mode():
        expected = fitted.network(ids, mask)
    export_onnx(fitted.network, tmp_path / "full.onnx")
    quantise(tmp_path / "full.onnx", tmp_path / "small.onnx", sample(TEXTS, tokenizer, 32))
    feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
    full = onnxruntime.InferenceSession(str(tmp_path / "full.onnx")).run(None, feed)
    small = onnxruntime.InferenceSession(str(tmp_path / "small.onnx")).run(None, feed)
    for place, values in enumerate(expected):
        np.testing.assert_allclose(full[place], values.numpy(), atol=1e-4)
        np.testing.assert_allclose(small[place], values.numpy(), atol=0.15)
    assert (tmp_path / "small.onnx").stat().st_size < (tmp_path / "full.onnx").stat().st_size
    # The stack traces of torch's exporter name folders of the machine.
    assert b"stack_trace" not in (tmp_path / "small.onnx").read_bytes()
