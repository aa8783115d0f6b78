"""From a trained network to a folder that annotates, with torch's own scores beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the train extra")

from training.aware import RoundedLinear, measured_steps, round_inside, steps_of, unrounded  # noqa: E402
from training.export import export_onnx, matrix_steps, quantise  # noqa: E402
from training.fitted import Fitted, embed, fit  # noqa: E402
from training.items import Item  # noqa: E402
from training.recipe import Recipe, Stage  # noqa: E402
from training.rounding import sample  # noqa: E402
from training.steps import Steps  # noqa: E402
from training.tokens import encode, pad  # noqa: E402

pytestmark = [pytest.mark.train, pytest.mark.slow]

TEXTS = ["The council approved the budget .", "A shameful and reckless betrayal of the school .", "Tuesday ."]


@pytest.fixture
def fitted(tiny_encoder: Path) -> Fitted:
    recipe = Recipe("tiny", (Stage("s", ("x",), 2, 5e-3, 4),), encoder=str(tiny_encoder), max_tokens=32)
    found = fit(recipe, [[Item(t, charged=float(i % 2), editorial=0.0) for i, t in enumerate(TEXTS * 4)]])
    embed(found, TEXTS * 4)
    return found


def test_the_exported_files_give_the_networks_scores(fitted: Fitted, tmp_path: Path) -> None:
    import onnxruntime
    from tokenizers import Tokenizer

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


def test_a_network_that_was_trained_to_round_computes_what_its_file_does(
    fitted: Fitted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import onnxruntime
    from onnx import load

    monkeypatch.setattr("training.export.FEWEST_COLUMNS", 32)  # the tiny encoder's
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(fitted.encoder.tokenizer_json)
    ids, mask = pad([encoding.ids for encoding in encode(tokenizer, TEXTS, 32)])
    with torch.inference_mode():
        plain = fitted.network(ids, mask)
    measured = measured_steps(fitted.network, [[1, 2, 3, 4], *ids.tolist()])
    # So coarse that they are seen beside the rounding of word vectors.
    round_inside(fitted.network, {name: Steps(40 * size, zero) for name, (size, zero) in measured.items()})
    with torch.inference_mode():
        expected = fitted.network(ids, mask)
        with unrounded(fitted.network):
            unchanged = fitted.network(ids, mask)
    assert len(steps_of(fitted.network)) == 6 * fitted.encoder.module.config.num_hidden_layers
    assert torch.equal(unchanged.logits, plain.logits)
    assert not torch.equal(expected.logits, plain.logits)
    export_onnx(fitted.network, tmp_path / "full.onnx")
    assert len(steps_of(fitted.network)) > 0, "exported in 32 bits, it rounds again"
    quantise(tmp_path / "full.onnx", tmp_path / "small.onnx", [], matrix_steps(fitted.network))
    session = onnxruntime.InferenceSession(str(tmp_path / "small.onnx"))
    feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
    for found, values, other in zip(session.run(None, feed)[:2], expected, plain, strict=False):
        np.testing.assert_allclose(found, values.numpy(), atol=0.02)
        assert np.abs(found - values.numpy()).mean() < 0.5 * np.abs(other.numpy() - values.numpy()).mean()
    # What a text scores does not depend on its company, to the last bit.
    here, there = (
        session.run(None, {name: value[rows] for name, value in feed.items()})[0] for rows in ([0, 1], [2, 0])
    )
    np.testing.assert_array_equal(here[0], there[1])
    names = [node.op_type for node in load(tmp_path / "small.onnx").graph.node]
    assert names.count("ReduceMax") < names.count("QuantizeLinear")


def test_what_is_cut_off_has_no_gradient() -> None:
    layer = torch.nn.Linear(4, 2)
    layer.__class__ = RoundedLinear
    layer.steps = Steps.around_zero(1.0)  # type: ignore[assignment]
    given = torch.tensor([[0.5, -0.5, 3.0, -3.0]], requires_grad=True)
    layer(given).sum().backward()
    assert given.grad is not None
    assert (given.grad[0, :2] != 0).all()
    assert (given.grad[0, 2:] == 0).all()
