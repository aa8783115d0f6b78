"""What refitting needs of an ONNX file, without the onnx package: where the heads' weights stand in it.

A head is the last thing in the network: a row of `heads.weight` times the text's pooled hidden state, plus a
bias. So a refitted head is the same file with other numbers in that row. The file is protocol-buffer messages;
only their framing is read here (protobuf.dev/programming-guides/encoding), and only the few fields named below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.errors import ArtefactError

Range = tuple[int, int]

# Field numbers of onnx.proto.
_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER, _GRAPH_OUTPUT = 1, 5, 12
_NODE_INPUT, _NODE_OUTPUT, _NODE_OPERATOR = 1, 2, 4
_TENSOR_DIMENSION, _TENSOR_NAME, _TENSOR_RAW = 1, 8, 9
_VALUE_NAME = 1
# Wire types of protocol buffers.
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

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
    graphs = [where for number, where in _fields(model, (0, len(model))) if number == _MODEL_GRAPH]
    inputs: list[str] | None = None
    tensors: dict[str, Range] = {}
    for graph in graphs:
        for number, where in _fields(model, graph):
            if number == _GRAPH_NODE and LOGITS in _texts(model, where, _NODE_OUTPUT):
                inputs = _texts(model, where, _NODE_INPUT)
                if _texts(model, where, _NODE_OPERATOR) != ["Gemm"] or len(inputs) != 3:
                    raise ArtefactError(f"{rule}, found {_texts(model, where, _NODE_OPERATOR)}")
            elif number == _GRAPH_INITIALIZER:
                tensors[_texts(model, where, _TENSOR_NAME)[0]] = where
    if inputs is None or not {*inputs[1:]} <= tensors.keys():
        raise ArtefactError(f"{rule}, found none")
    weight, shape = _tensor(model, tensors[inputs[1]])
    bias, length = _tensor(model, tensors[inputs[2]])
    if len(shape) != 2 or length != shape[:1] or weight[1] - weight[0] != 4 * shape[0] * shape[1]:
        raise ArtefactError(f"{rule}, found shapes {shape} and {length}")
    return HeadLayer(inputs[0], weight, bias, *shape)


def with_output(model: bytes, name: str) -> bytes:
    """The model with the inner value `name` as one more output, the last.

    Two messages of one kind, one behind the other, are read as their union: so nothing before it is touched.
    """
    value = _message(_VALUE_NAME, name.encode())
    return model + _message(_MODEL_GRAPH, _message(_GRAPH_OUTPUT, value))


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


def _fields(data: bytes, where: Range) -> Iterator[tuple[int, Range]]:
    """Number and place of every field of a message; of a number, the place is that of its own bytes."""
    at, end = where
    while at < end:
        key, at = _varint(data, at)
        wire, start = key & 7, at
        if wire == _VARINT:
            _, at = _varint(data, at)
        elif wire == _BYTES:
            size, start = _varint(data, at)
            at = start + size
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            raise ArtefactError(f"model.onnx: must be protocol-buffer messages, found wire type {wire}")
        yield key >> 3, (start, at)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _texts(data: bytes, where: Range, number: int) -> list[str]:
    return [data[slice(*place)].decode() for found, place in _fields(data, where) if found == number]


def _tensor(data: bytes, where: Range) -> tuple[Range, tuple[int, ...]]:
    """Where a tensor's raw bytes stand, and its shape."""
    raw: Range = (0, 0)
    shape: list[int] = []
    for number, place in _fields(data, where):
        if number == _TENSOR_RAW:
            raw = place
        elif number == _TENSOR_DIMENSION:
            # One by one, or packed into one field: the numbers follow one another either way.
            at = place[0]
            while at < place[1]:
                size, at = _varint(data, at)
                shape.append(size)
    return raw, tuple(shape)


def _message(number: int, content: bytes) -> bytes:
    """One field of bytes."""
    return _number(number << 3 | _BYTES) + _number(len(content)) + content


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
