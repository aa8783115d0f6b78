"""The voice layer in an ONNX file: beside a network whose every other number stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.export import quantise_products
from training.items import VOICE_TAGS
from training.rounding import session_of

# So many of the last hidden states are read: the first ones know spelling and word order, of which the later know enough.
STATES = 5
PREFIX = "voice."
_TAGS, _BEFORE = "tags", "tags_before_voice"


def session_of_states(model: Any) -> Any:
    """A session of `model` that gives the hidden states which the voice layer reads, and then the tags."""
    return session_of(model, (*hidden_states(model.graph), _TAGS))


def hidden_states(graph: Any) -> list[str]:
    """The last STATES of what the layers hand on, the word vectors first of all; of an encoder whose layers are not
    named as BERT's, only what the tags read."""
    norms = {node.output[0]: node.input[2] for node in graph.node if node.op_type == "LayerNormalization"}
    named = [
        state
        for state, bias in norms.items()
        if bias.endswith((".output.LayerNorm.bias", ".embeddings.LayerNorm.bias"))
        and ".attention." not in bias
    ]
    return named[-STATES:] or [_tags_layer(graph)[0].input[0]]


def with_voice(model: Any, weights: Mapping[str, NDArray[np.float32]], other_tags: int) -> None:
    """Put a voice layer into `model`, which has `other_tags` before those of voice."""
    from onnx import TensorProto, helper, numpy_helper

    make_ready(model, other_tags)
    graph = model.graph
    states = hidden_states(graph)
    constants = {
        PREFIX + name: value for name, value in weights.items() if not name.startswith("inputs.weight")
    }
    constants |= {
        f"{PREFIX}inputs.{place}": part
        for place, part in enumerate(np.split(weights["inputs.weight"], len(states)))
    }
    # Nothing is added to the tags before those of voice.
    for name in ("outputs.weight", "outputs.bias"):
        constants[PREFIX + name] = _padded(weights[name], before=other_tags)
    constants[PREFIX + "tokens"] = np.array([1], np.int64)
    constants[PREFIX + "both"] = np.array([0, 0, -1], np.int64)
    make = helper.make_node
    nodes = [
        make("MatMul", [state, f"{PREFIX}inputs.{place}"], [f"{PREFIX}read.{place}"])
        for place, state in enumerate(states)
    ]
    nodes += [
        make("Sum", [node.output[0] for node in nodes], [f"{PREFIX}read"]),
        make("Add", [f"{PREFIX}read", f"{PREFIX}inputs.bias"], [f"{PREFIX}sum"]),
        make("Gelu", [f"{PREFIX}sum"], [f"{PREFIX}given"]),
        make("Transpose", [f"{PREFIX}given"], [f"{PREFIX}tokens_first"], perm=[1, 0, 2]),
        # Backwards it would begin in the padding if it were not told where a text ends.
        make("ReduceSum", ["attention_mask", f"{PREFIX}tokens"], [f"{PREFIX}there"], keepdims=0),
        make("Cast", [f"{PREFIX}there"], [f"{PREFIX}lengths"], to=TensorProto.INT32),
        make(
            "GRU",
            [f"{PREFIX}tokens_first", *(f"{PREFIX}recurrent.{name}" for name in "WRB"), f"{PREFIX}lengths"],
            [f"{PREFIX}directions"],
            direction="bidirectional",
            hidden_size=weights["recurrent.R"].shape[-1],
            linear_before_reset=1,
        ),
        make("Transpose", [f"{PREFIX}directions"], [f"{PREFIX}texts_first"], perm=[2, 0, 1, 3]),
        make("Reshape", [f"{PREFIX}texts_first", f"{PREFIX}both"], [f"{PREFIX}heard"]),
        make("MatMul", [f"{PREFIX}heard", f"{PREFIX}outputs.weight"], [f"{PREFIX}product"]),
        make("Add", [f"{PREFIX}product", f"{PREFIX}outputs.bias"], [f"{PREFIX}added"]),
        make("Add", [_BEFORE, f"{PREFIX}added"], [_TAGS]),
    ]
    _rename_output(graph, _TAGS, _BEFORE)
    graph.node.extend(nodes)
    graph.initializer.extend(
        numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in constants.items()
    )
    if any(node.op_type == "MatMulIntegerToFloat" for node in graph.node):
        quantise_products(model)


def make_ready(model: Any, other_tags: int) -> None:
    """Take out the voice layer that `model` has, and give tags that know nothing of voice columns for it, of zeros."""
    from onnx import numpy_helper

    graph = model.graph
    kept = [
        node for node in graph.node
        if not any(name.startswith(PREFIX) for name in (*node.input, *node.output))
    ]  # fmt: skip
    if len(kept) < len(graph.node):
        constants = [tensor for tensor in graph.initializer if not tensor.name.startswith(PREFIX)]
        _replace(graph.node, kept)
        _replace(graph.initializer, constants)
        _rename_output(graph, _BEFORE, _TAGS)
    product, bias = _tags_layer(graph)
    for tensor in graph.initializer:
        if tensor.name in (product.input[1], bias) and tensor.dims[-1] == other_tags:
            value = _padded(numpy_helper.to_array(tensor), behind=len(VOICE_TAGS))
            tensor.CopyFrom(numpy_helper.from_array(value, tensor.name))
    (tags,) = (output for output in graph.output if output.name == _TAGS)
    tags.type.tensor_type.shape.dim[2].dim_value = other_tags + len(VOICE_TAGS)


def voice_weights(model: Any) -> dict[str, NDArray[np.float32]] | None:
    """The weights of the voice layer in `model`, to be put into another one; None if it has none."""
    from onnx import numpy_helper

    found = {
        tensor.name.removeprefix(PREFIX): numpy_helper.to_array(tensor)
        for tensor in model.graph.initializer
        if tensor.name.startswith(PREFIX)
    }
    if not found:
        return None
    kept = {name: found[name] for name in ("inputs.bias", "recurrent.W", "recurrent.R", "recurrent.B")}
    parts: list[NDArray[np.float32]] = []
    while (name := f"inputs.{len(parts)}") in found or f"{name}_int8" in found:
        is_rounded = name not in found
        parts.append(found[f"{name}_int8"] * found[f"{name}_scale"] if is_rounded else found[name])
    kept["inputs.weight"] = np.concatenate(parts).astype(np.float32)
    for name in ("outputs.weight", "outputs.bias"):
        kept[name] = found[name][..., -len(VOICE_TAGS) :]
    return kept


def copy_voice(source: Path, target: Path, other_tags: int) -> None:
    """Put the voice layer of the model file `source` into `target`; without one there, `target` stays as it is."""
    import onnx

    weights = voice_weights(onnx.load(source))
    if weights is not None:
        model = onnx.load(target)
        with_voice(model, weights, other_tags)
        onnx.save(model, target)


def _tags_layer(graph: Any) -> tuple[Any, str]:
    """The product that the tags come from, and the name of the bias that is added to it."""
    made = {name: node for node in graph.node for name in node.output}
    tables = {tensor.name for tensor in graph.initializer}
    (bias,) = (name for name in made[_TAGS].input if name in tables)
    (product,) = (name for name in made[_TAGS].input if name != bias)
    return made[product], bias


def _padded(value: NDArray[np.float32], before: int = 0, behind: int = 0) -> NDArray[np.float32]:
    """With columns of zeros."""
    return np.pad(value, [(0, 0)] * (value.ndim - 1) + [(before, behind)])


def _rename_output(graph: Any, old: str, new: str) -> None:
    """Give what a node makes another name; the outputs of the graph keep theirs."""
    for node in graph.node:
        node.output[:] = [new if name == old else name for name in node.output]


def _replace(field: Any, values: list[Any]) -> None:
    del field[:]
    field.extend(values)
