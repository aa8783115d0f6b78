"""The speed benchmark: what it counts, and that rivals score in processes of their own."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from eval.benchmarks.arithmetic import multiplications, product_model
from eval.benchmarks.speed import FRAMING, Rival, compare, running
from framing.model import open_artefact


def test_multiplications_are_those_of_a_six_layer_encoder() -> None:
    artefact = open_artefact()
    width, inner, layers, embedding = 384, 1536, 6, 128
    a_token = layers * (4 * width * width + 2 * width * inner)
    one = multiplications(artefact, [1])
    # The embedding's map, once a text, is counted with the tokens; five states go into the voice layer.
    a_token += 3 * width * embedding + 5 * width * 64
    assert one - layers * 2 * width == a_token
    assert multiplications(artefact, [10, 10]) == 2 * (10 * a_token + 100 * layers * 2 * width)


@pytest.mark.train
@pytest.mark.parametrize("integers", [True, False])
def test_the_product_is_one(integers: bool) -> None:
    pytest.importorskip("onnx")
    import onnxruntime

    session = onnxruntime.InferenceSession(product_model(8, 16, integers), providers=["CPUExecutionProvider"])
    given = np.full((4, 8), 129 if integers else 1)
    (found,) = session.run(None, {"given": given.astype(np.uint8 if integers else np.float32)})
    matrix = np.random.default_rng(0).integers(-63, 63, (8, 16))
    np.testing.assert_allclose(found, np.tile(matrix.sum(0), (4, 1)))


@pytest.mark.slow
def test_rivals_score_in_turn() -> None:
    texts = ["The ferry left two hours late.", "It was a craven surrender to a corrupt clique."]
    with running([Rival(FRAMING, 32), Rival("TF-IDF + LR", 0)], None, 1, texts) as runners:
        for runner in runners:
            runner.round(len(texts))
    assert all(runner.rates[0] > 0 and runner.memory > 50 for runner in runners)


@pytest.mark.slow
@pytest.mark.train
@pytest.mark.skipif(not find_spec("transformers"), reason="needs the train extra")
def test_the_table_names_what_is_missing_and_measures_the_rest() -> None:
    result = compare(None, threads=1, count=12, rounds=1)
    rates = {row["scorer"]: row["times the pipeline's best"] for row in result.rows}
    assert max(value for name, value in rates.items() if name.startswith("transformers")) == pytest.approx(1)
    assert rates["framing, batch 32"] > 0
    assert ("SetFit" in result.note) is not any(name.startswith("SetFit") for name in rates)
