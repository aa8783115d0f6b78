"""An ONNX file read without the onnx package, and an artefact's weights in 32 bits."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.errors import ArtefactError
from framing.model import DEFAULT, open_artefact
from framing.model.artefact import LAYOUT
from framing.model.onnx_file import read_graph
from framing.model.weights import read_bert

FILE = (DEFAULT / LAYOUT.model).read_bytes()
WHOLE = read_graph(FILE, "model.onnx")


def test_it_reads_what_the_onnx_package_reads() -> None:
    onnx = pytest.importorskip("onnx", reason="needs the train extra")
    theirs = onnx.load_from_string(FILE).graph
    mine = WHOLE
    assert [(n.operator, *n.inputs, *n.outputs) for n in mine.nodes] == [
        (n.op_type, *n.input, *n.output) for n in theirs.node
    ]
    arrays = {one.name: onnx.numpy_helper.to_array(one) for one in theirs.initializer}
    # Truth values are no weights.
    assert {name for name in arrays if arrays[name].dtype != bool} == set(mine.tensors)
    for name, found in mine.tensors.items():
        np.testing.assert_array_equal(found, arrays[name])
    for one, other in zip(mine.nodes, theirs.node, strict=True):
        kinds = {onnx.AttributeProto.INT: "i", onnx.AttributeProto.FLOAT: "f"}
        numbers = {a.name: getattr(a, kinds[a.type]) for a in other.attribute if a.type in kinds}
        assert one.numbers == numbers


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(FILE) - 1))
def test_of_a_file_cut_off_anywhere_all_is_read_or_nothing(cut: int) -> None:
    with contextlib.suppress(ArtefactError):
        found = read_graph(FILE[:cut], "model.onnx")
        assert found.tensors.keys() in ({}.keys(), WHOLE.tensors.keys())


def test_a_broken_file_is_refused_by_name() -> None:
    with pytest.raises(ArtefactError, match=r"^here/model.onnx: must be a whole ONNX file, found "):
        read_graph(FILE[: len(FILE) // 2], "here/model.onnx")


def test_weights_are_what_the_8_bit_rows_stand_for() -> None:
    artefact = open_artefact()
    weights, shape = read_bert(artefact)
    assert (shape.attention_heads, shape.norm_epsilon) == (12, 1e-12)
    words = weights["encoder.embeddings.word_embeddings.weight"]
    plain = WHOLE.tensors
    scale = plain["encoder.embeddings.word_embeddings.weight_scale"]
    assert words.shape == (30522, 384)
    np.testing.assert_allclose(np.abs(words).max(axis=1), 127 * scale[:, 0], rtol=1e-5)
    assert weights["encoder.encoder.layer.5.intermediate.dense.weight"].shape == (1536, 384)
    assert weights["projection"].shape == (1152, 128)
    assert weights["tags.weight"].shape == (len(weights["tags.bias"]), 384)
    assert all(value.dtype == np.float32 for name, value in weights.items() if name.endswith("weight"))


def test_a_file_that_is_no_bert_is_refused(tmp_path: Path) -> None:
    (tmp_path / LAYOUT.model).write_bytes(b"")
    with pytest.raises(ArtefactError, match="must be a BERT, found sentence-transformers/all-MiniLM-L6-v2"):
        read_bert(replace(open_artefact(), folder=tmp_path))
