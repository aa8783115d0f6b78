"""What is read of an ONNX file, without the onnx package: its nodes, its weights, and where they stand.

The file is protocol-buffer messages; only their framing is read here (protobuf.dev/programming-guides/encoding),
and only the few fields named below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ArtefactError

Range = tuple[int, int]

# Field numbers of onnx.proto.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_INITIALIZER, GRAPH_OUTPUT = 1, 5, 12
NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR = 1, 2, 4
TENSOR_NAME = 8
VALUE_NAME = 1
_NODE_ATTRIBUTE = 5
_ATTRIBUTE_NAME, _ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2, 3
_TENSOR_DIMENSION, _TENSOR_TYPE, _TENSOR_RAW = 1, 2, 9
# Wire types of protocol buffers.
_VARINT, _FIXED64, BYTES, _FIXED32 = 0, 1, 2, 5
# Numbers of onnx.proto's TensorProto.DataType, of those that weights and shapes come in.
_TYPES = {1: "<f4", 2: "u1", 3: "i1", 6: "<i4", 7: "<i8", 10: "<f2", 11: "<f8"}


@dataclass(frozen=True, slots=True)
class Node:
    """One operation; `numbers` are its attributes that are single numbers."""

    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    numbers: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Graph:
    """A network's operations in order, and its constants by name."""

    nodes: tuple[Node, ...]
    tensors: Mapping[str, NDArray[Any]]

    def made_by(self) -> dict[str, Node]:
        """The node that makes each value."""
        return {name: node for node in self.nodes for name in node.outputs}


def read_graph(model: bytes, place: str) -> Graph:
    """The graph of the file's bytes; constants are views of them. Raises ArtefactError if it is broken."""
    nodes: list[Node] = []
    tensors: dict[str, NDArray[Any]] = {}
    try:
        for graph in (where for number, where in fields(model, (0, len(model))) if number == MODEL_GRAPH):
            for number, where in fields(model, graph):
                if number == GRAPH_NODE:
                    nodes.append(_node(model, where))
                elif number == GRAPH_INITIALIZER and (found := _array(model, where)) is not None:
                    tensors[texts(model, where, TENSOR_NAME)[0]] = found
    except (IndexError, ValueError) as error:
        raise ArtefactError(f"{place}: must be a whole ONNX file, found {error}") from error
    return Graph(tuple(nodes), tensors)


def fields(data: bytes, where: Range) -> Iterator[tuple[int, Range]]:
    """Number and place of every field of a message; of a number, the place is that of its own bytes.

    Raises IndexError where the message is cut off.
    """
    at, end = where
    while at < end:
        key, at = _varint(data, at)
        wire, start = key & 7, at
        if wire == _VARINT:
            _, at = _varint(data, at)
        elif wire == BYTES:
            size, start = _varint(data, at)
            at = start + size
        elif wire in (_FIXED64, _FIXED32):
            at += 8 if wire == _FIXED64 else 4
        else:
            raise ArtefactError(f"model.onnx: must be protocol-buffer messages, found wire type {wire}")
        if at > end:
            raise IndexError(f"a field that ends {at - end} bytes behind its message")
        yield key >> 3, (start, at)


def texts(data: bytes, where: Range, number: int) -> list[str]:
    """The fields `number` of a message, as texts."""
    return [data[slice(*place)].decode() for found, place in fields(data, where) if found == number]


def tensor(data: bytes, where: Range) -> tuple[Range, tuple[int, ...]]:
    """Where a tensor's raw bytes stand, and its shape."""
    raw: Range = (0, 0)
    shape: list[int] = []
    for number, place in fields(data, where):
        if number == _TENSOR_RAW:
            raw = place
        elif number == _TENSOR_DIMENSION:
            # One by one, or packed into one field: the numbers follow one another either way.
            at = place[0]
            while at < place[1]:
                size, at = _varint(data, at)
                shape.append(size)
    return raw, tuple(shape)


def _array(data: bytes, where: Range) -> NDArray[Any] | None:
    """A tensor's numbers; None where they are of a type, or kept in a way, that weights are not."""
    (start, end), shape = tensor(data, where)
    (kind,) = (_varint(data, place[0])[0] for number, place in fields(data, where) if number == _TENSOR_TYPE)
    if kind not in _TYPES or start == end:
        return None
    return np.frombuffer(data, _TYPES[kind], offset=start, count=int(np.prod(shape))).reshape(shape)


def _node(data: bytes, where: Range) -> Node:
    numbers: dict[str, float] = {}
    for number, place in fields(data, where):
        if number == _NODE_ATTRIBUTE:
            (name,) = texts(data, place, _ATTRIBUTE_NAME)
            for kind, value in fields(data, place):
                if kind == _ATTRIBUTE_INT:
                    found, _ = _varint(data, value[0])
                    numbers[name] = found - (found >> 63 << 64)  # the upper half is below zero
                elif kind == _ATTRIBUTE_FLOAT:
                    numbers[name] = float(np.frombuffer(data[slice(*value)], "<f4")[0])
    return Node(
        "".join(texts(data, where, NODE_OPERATOR)),
        tuple(texts(data, where, NODE_INPUT)),
        tuple(texts(data, where, NODE_OUTPUT)),
        numbers,
    )


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
