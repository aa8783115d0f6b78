"""How much a network multiplies, and a network of one product, to see how much the machine can."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

import numpy as np

from framing.model.artefact import LAYOUT, Artefact
from framing.model.onnx_file import read_graph


def multiplications(artefact: Artefact, tokens: Iterable[int]) -> int:
    """How many multiplications the artefact's encoder needs for texts of so many tokens each."""
    path = artefact.folder / LAYOUT.model
    graph = read_graph(path.read_bytes(), str(path))
    matrices = [
        graph.tensors[node.inputs[1]] for node in graph.nodes if node.operator == "MatMulIntegerToFloat"
    ]
    a_token = sum(matrix.size for matrix in matrices)
    layers = sum(node.operator == "Softmax" for node in graph.nodes)
    # Each token's query with every key, and its weights with every value.
    return sum(count * a_token + 2 * layers * len(matrices[0]) * count * count for count in tokens)


def product_model(depth: int, columns: int, integers: bool) -> bytes:
    """An ONNX model: `given` (rows, depth) times a constant matrix, in 8-bit integers as in the artefact, or in fp32."""
    onnx = import_module("onnx")
    random = np.random.default_rng(0)
    matrix = random.integers(-63, 63, (depth, columns)).astype(np.int8 if integers else np.float32)
    constants = {"matrix": matrix}
    if integers:
        constants |= {
            "one": np.array(1, np.float32),
            "scale": np.ones(columns, np.float32),
            "zero_point": np.array(128, np.uint8),
        }
        names = ["given", "matrix", "one", "scale", "zero_point"]
        node = onnx.helper.make_node("MatMulIntegerToFloat", names, ["found"], domain="com.microsoft")
    else:
        node = onnx.helper.make_node("MatMul", ["given", "matrix"], ["found"])
    kinds = onnx.TensorProto
    graph = onnx.helper.make_graph(
        [node],
        "product",
        [
            onnx.helper.make_tensor_value_info(
                "given", kinds.UINT8 if integers else kinds.FLOAT, ["rows", depth]
            )
        ],
        [onnx.helper.make_tensor_value_info("found", kinds.FLOAT, ["rows", columns])],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    versions = [onnx.helper.make_opsetid("", 20), onnx.helper.make_opsetid("com.microsoft", 1)]
    found: bytes = onnx.helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString()
    return found
