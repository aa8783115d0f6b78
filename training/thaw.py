"""A network with an artefact's weights: out of the 8-bit file, back to 32 bits, for training on.

No hub and no corpus is needed for it, and what 8 bits rounded stays rounded: a score of the thawed network is
within hundredths of the artefact's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from framing.errors import ArtefactError
from framing.model import RATIONALE, Artefact
from framing.model.artefact import LAYOUT
from training.encoder import load_encoder
from training.fitted import Fitted
from training.items import QUESTIONS, TAGS
from training.network import FramingNetwork
from training.recipe import Recipe

# 8-bit weights are stored from 0 to 255 around this.
ZERO_POINT = 128
# A question or word tag that the artefact does not have: it says no.
ABSENT = -4.0


def thaw(artefact: Artefact, recipe: Recipe) -> Fitted:
    """The network of `artefact`, to be trained by `recipe`. Raises ArtefactError if its weights cannot be told."""
    encoder = load_encoder(str(artefact.metadata["recipe"]["encoder"]))
    network = FramingNetwork(encoder.module, encoder.hidden_size)
    weights = _weights(str(artefact.folder / LAYOUT.model))
    questions = (*artefact.heads, *artefact.devices)
    tags = (RATIONALE, *artefact.devices, *artefact.voice_tags)
    state = network.state_dict()
    for name, value in state.items():
        if name.endswith(("position_ids", "token_type_ids")):
            continue
        if name not in weights:
            raise ArtefactError(f"{artefact.folder}: its model must hold the weights '{name}', found none")
        found = weights[name]
        if name.startswith(("heads.", "tags.")):
            rows, every = (questions, QUESTIONS) if name.startswith("heads.") else (tags, TAGS)
            found = _placed(found, rows, every)
        if found.shape != tuple(value.shape):
            shapes = f"{found.shape} for {tuple(value.shape)}"
            raise ArtefactError(f"{artefact.folder}: '{name}' must have the encoder's shape, found {shapes}")
        state[name] = torch.tensor(np.array(found, dtype=np.float32))
    network.load_state_dict(state)
    return Fitted(recipe, encoder, network)


def narrowed(network: FramingNetwork, artefact: Artefact) -> FramingNetwork:
    """The network with the rows that `artefact` has, in its order, and no others."""
    questions = [QUESTIONS.index(name) for name in (*artefact.heads, *artefact.devices)]
    tags = [TAGS.index(name) for name in (RATIONALE, *artefact.devices, *artefact.voice_tags)]
    for layer, rows in ((network.heads, questions), (network.tags, tags)):
        layer.weight = nn.Parameter(layer.weight[rows].detach())
        layer.bias = nn.Parameter(layer.bias[rows].detach())
    return network


def _placed(rows: NDArray[Any], names: Sequence[str], every: Sequence[str]) -> NDArray[Any]:
    """The rows of `names` at their places among `every`."""
    found = np.full((len(every), *rows.shape[1:]), 0.0 if rows.ndim > 1 else ABSENT, dtype=np.float32)
    found[[every.index(name) for name in names]] = rows
    return found


def _weights(path: str) -> dict[str, NDArray[Any]]:
    """Every weight of the file by its name in the network.

    The exporter renames matrices but keeps the names of the biases that are added to their products.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    plain = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: value for name, value in plain.items() if "." in name or name == "offset"}
    products: dict[str, NDArray[Any]] = {}
    for node in graph.node:
        inputs = list(node.input)
        if node.op_type == "MatMulNBits":
            sizes = {a.name: a.i for a in node.attribute}
            products[node.output[0]] = _eight_bits(plain[inputs[1]], plain[inputs[2]], sizes["K"])
            if inputs[1] == "projection_Q8":
                found["projection"] = products[node.output[0]].T
        elif node.op_type == "MatMul" and inputs[1] in plain:
            products[node.output[0]] = plain[inputs[1]].T
            if inputs[1] == "projection":
                found["projection"] = plain[inputs[1]]
        elif node.op_type == "Add" and (bias := [name for name in inputs if name.endswith(".bias")]):
            other = inputs[1 - inputs.index(bias[0])]
            if other in products:
                found[bias[0].removesuffix("bias") + "weight"] = products[other]
    for name in [name for name in found if name.endswith("_int8")]:
        whole = name.removesuffix("_int8")
        found[whole] = found[name].astype(np.float32) * plain[f"{whole}_scale"]
    return found


def _eight_bits(rows: NDArray[Any], scales: NDArray[Any], width: int) -> NDArray[Any]:
    """A matrix (columns out, width) of blocks of 8-bit weights (columns out, blocks, block), a scale a block."""
    values = (rows.astype(np.float32) - ZERO_POINT) * scales.reshape(rows.shape[0], -1, 1)
    return np.asarray(values.reshape(rows.shape[0], -1)[:, :width])
