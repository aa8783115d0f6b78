"""What refitting needs of an ONNX file, without the onnx package: where the heads' weights stand in it.

A head is the last thing in the network: a row of `heads.weight` times the text's pooled hidden state, plus a
bias. So a refitted head is the same file with other numbers in that row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import ArtefactError
from framing.model.onnx_file import (
    BYTES,
    GRAPH_INITIALIZER,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    MODEL_GRAPH,
    NODE_INPUT,
    NODE_OPERATOR,
    NODE_OUTPUT,
    TENSOR_NAME,
    VALUE_NAME,
    Range,
    fields,
    tensor,
    texts,
)

LOGITS = "logits"


@dataclass(frozen=True, slots=True)
class HeadLayer:
    """The last layer of the heads: the name of what it reads, and where its numbers stand in the file.

    `weight` and `bias` are byte ranges of little-endian 32-bit floats: (questions, width) and (questions,).
    """

    reads: str
    weight: Range
    bias: Range
    questions: int
    width: int


def head_layer(model: bytes, place: str) -> HeadLayer:
    """Find the layer that makes the logits. Raises ArtefactError if the file has none of that form."""
    try:
        return _head_layer(model, f"{place}: the logits must be made by one layer of plain weights")
    except (IndexError, UnicodeDecodeError) as error:
        raise ArtefactError(f"{place}: must be a whole ONNX file, found {error}") from error


def _head_layer(model: bytes, rule: str) -> HeadLayer:
    graphs = [where for number, where in fields(model, (0, len(model))) if number == MODEL_GRAPH]
    inputs: list[str] | None = None
    tensors: dict[str, Range] = {}
    for graph in graphs:
        for number, where in fields(model, graph):
            if number == GRAPH_NODE and LOGITS in texts(model, where, NODE_OUTPUT):
                inputs = texts(model, where, NODE_INPUT)
                if texts(model, where, NODE_OPERATOR) != ["Gemm"] or len(inputs) != 3:
                    raise ArtefactError(f"{rule}, found {texts(model, where, NODE_OPERATOR)}")
            elif number == GRAPH_INITIALIZER:
                tensors[texts(model, where, TENSOR_NAME)[0]] = where
    if inputs is None or not {*inputs[1:]} <= tensors.keys():
        raise ArtefactError(f"{rule}, found none")
    weight, shape = tensor(model, tensors[inputs[1]])
    bias, length = tensor(model, tensors[inputs[2]])
    if len(shape) != 2 or length != shape[:1] or weight[1] - weight[0] != 4 * shape[0] * shape[1]:
        raise ArtefactError(f"{rule}, found shapes {shape} and {length}")
    return HeadLayer(inputs[0], weight, bias, *shape)


def with_output(model: bytes, name: str) -> bytes:
    """The model with the inner value `name` as one more output, the last.

    Two messages of one kind, one behind the other, are read as their union: so nothing before it is touched.
    """
    value = message(VALUE_NAME, name.encode())
    return model + message(MODEL_GRAPH, message(GRAPH_OUTPUT, value))


def with_head(
    model: bytes, layer: HeadLayer, question: int, weight: NDArray[np.float64], bias: float
) -> bytes:
    """The model with other numbers in the row of one question; `weight` has the shape (width,)."""
    changed = bytearray(model)
    start = layer.weight[0] + 4 * layer.width * question
    changed[start : start + 4 * layer.width] = weight.astype("<f4").tobytes()
    start = layer.bias[0] + 4 * question
    changed[start : start + 4] = np.array([bias], "<f4").tobytes()
    return bytes(changed)


def read_head(model: bytes, layer: HeadLayer, question: int) -> tuple[NDArray[np.float64], float]:
    """Weight, shape (width,), and bias of one question."""
    weights = np.frombuffer(model[slice(*layer.weight)], "<f4").reshape(layer.questions, layer.width)
    bias = np.frombuffer(model[slice(*layer.bias)], "<f4")
    return weights[question].astype(np.float64), float(bias[question])


def message(number: int, content: bytes) -> bytes:
    """One field of a message: its number, and bytes."""
    return _number(number << 3 | BYTES) + _number(len(content)) + content


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
