"""An artefact's weights in 32 bits, out of its 8-bit file, and the shape of the encoder that they belong to.

What 8 bits rounded stays rounded. The runtime also rounds what passes between the layers to 8 bits; a network with
these weights does not, so its scores are mostly within thousandths of the artefact's, at worst within hundredths.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.errors import ArtefactError
from framing.model.artefact import LAYOUT, Artefact
from framing.model.onnx_file import Graph, Node, read_graph

_INTEGERS = "MatMulIntegerToFloat"
_PRODUCTS = ("MatMul", _INTEGERS)
# The place of a bias that the runtime adds with the product itself.
_BIAS = 6
# What only scales a product's rows, or gives it its shape back.
_SAME_PRODUCT = ("Mul", "Reshape")
_QUERY = "encoder.encoder.layer.0.attention.self.query.bias"


@dataclass(frozen=True, slots=True)
class BertShape:
    """What the weights of a BERT encoder do not say themselves."""

    attention_heads: int
    norm_epsilon: float


def read_weights(artefact: Artefact) -> dict[str, NDArray[Any]]:
    """Every weight of the artefact's file by its name in the network (training/network.py)."""
    return _weights(_graph(artefact))


def read_bert(artefact: Artefact) -> tuple[dict[str, NDArray[Any]], BertShape]:
    """The weights, and the shape of their encoder. Raises ArtefactError if it is no BERT."""
    graph = _graph(artefact)
    operators = {node.operator for node in graph.nodes}
    # RoBERTa names its weights in the same way; it counts its positions, BERT does not.
    if _QUERY not in graph.tensors or "Gelu" not in operators or "CumSum" in operators:
        raise ArtefactError(f"{artefact.folder}: the encoder must be a BERT, found {_encoder(artefact)}")
    weights = _weights(graph)
    epsilon = next(node.numbers["epsilon"] for node in graph.nodes if node.operator == "LayerNormalization")
    head = _head_size(graph)
    width = len(graph.tensors[_QUERY])
    if not head or width % head:
        raise ArtefactError(f"{artefact.folder}: {width} must be divided among attention heads, found {head}")
    # The file keeps 32 bits of it: 1e-12 reads as 9.99999996e-13.
    return weights, BertShape(width // head, float(f"{epsilon:.6g}"))


def _graph(artefact: Artefact) -> Graph:
    path = artefact.folder / LAYOUT.model
    return read_graph(path.read_bytes(), str(path))


def _encoder(artefact: Artefact) -> str:
    return str(artefact.metadata.get("encoder", "one of another kind"))


def _head_size(graph: Graph) -> int:
    """The last number of the shape that the queries are brought into; 0 where it cannot be told."""
    (queries,) = (node.outputs[0] for node in graph.nodes if _QUERY in node.inputs)
    made = graph.made_by()
    for node in graph.nodes:
        if node.operator == "Reshape" and node.inputs[0] == queries and node.inputs[1] in made:
            size = graph.tensors.get(made[node.inputs[1]].inputs[-1])
            return 0 if size is None else int(size.ravel()[-1])
    return 0


def read_steps(artefact: Artefact) -> dict[str, tuple[float, int]]:
    """Of each product that rounds what it is given to fixed steps, by its name in the network: their size, and how many
    lie below 0 (training/steps.py)."""
    graph = _graph(artefact)
    return {
        name.removesuffix(".weight"): (
            float(graph.tensors[node.inputs[2]]),
            int(graph.tensors[node.inputs[4]]),
        )
        for name, node in _products(graph).items()
        if node.operator == _INTEGERS and node.inputs[2].endswith("_step")
    }


def _weights(graph: Graph) -> dict[str, NDArray[Any]]:
    plain = graph.tensors
    found = {name: value for name, value in plain.items() if "." in name or name == "offset"}
    for name, node in _products(graph).items():
        matrix = plain[node.inputs[1]]
        if node.operator == _INTEGERS:
            matrix = matrix.astype(np.float32) * plain[node.inputs[3]]
        found[name] = matrix if name == "projection" else matrix.T
    for whole in [name.removesuffix("_int8") for name in found if name.endswith("_int8")]:
        found[whole] = found.pop(f"{whole}_int8").astype(np.float32) * found.pop(f"{whole}_scale")
    return found


def _products(graph: Graph) -> dict[str, Node]:
    """The products with constant matrices, by the names of these. The exporter renames them but keeps the names of the
    biases that are added to their products."""
    found: dict[str, Node] = {}
    made: dict[str, Node] = {}
    for node in graph.nodes:
        inputs, output = node.inputs, node.outputs[0]
        if node.operator in _PRODUCTS and inputs[1] in graph.tensors:
            made[output] = node
            if inputs[1].startswith("projection"):
                found["projection"] = node
            elif len(inputs) > _BIAS:
                found[_weight(inputs[_BIAS])] = node
        elif node.operator in _SAME_PRODUCT and inputs[0] in made:
            made[output] = made[inputs[0]]
        elif node.operator == "Add" and (bias := [name for name in inputs if name.endswith(".bias")]):
            other = inputs[1 - inputs.index(bias[0])]
            if other in made:
                found[_weight(bias[0])] = made[other]
    return found


def _weight(bias: str) -> str:
    return bias.removesuffix("bias") + "weight"
