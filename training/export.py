"""From a trained network to the 8-bit ONNX file that ships."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.aware import products, steps_of, unrounded
from training.items import VOICE_TAGS
from training.network import FramingNetwork
from training.rounding import grams, rounded
from training.steps import LARGEST_ACTIVATION, LARGEST_WEIGHT, ZERO, Steps, digest

OPSET = 20  # the first with Gelu as one operator
OUTPUTS = ("logits", "tags", "sentence_embedding")
# Narrower matrices are the heads: too small to save anything, and the last thing to blur.
FEWEST_COLUMNS = 64


def export_onnx(
    network: FramingNetwork,
    path: Path,
    devices: tuple[str, ...] | None = None,
    voice_tags: tuple[str, ...] = VOICE_TAGS,
) -> None:
    """Write the network in fp32, with batch and token axes free; with `devices`, only those and `voice_tags`."""
    network.eval()
    ids = torch.ones((2, 16), dtype=torch.long)
    batch, tokens = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("tokens", min=2, max=512)
    with warnings.catch_warnings(), unrounded(network):
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network if devices is None else network.with_only(devices, voice_tags),
            (ids, torch.ones_like(ids)),
            dynamo=True,
            input_names=["input_ids", "attention_mask"],
            output_names=list(OUTPUTS),
            dynamic_shapes={
                "input_ids": {0: batch, 1: tokens},
                "attention_mask": {0: batch, 1: tokens},
            },
            opset_version=OPSET,
            verbose=False,
        )
    assert program is not None  # dynamo export always returns the program
    program.save(str(path), external_data=False)


def matrix_steps(network: FramingNetwork) -> dict[str, Steps]:
    """The steps of a network that was trained to round, by the `digest` of the matrix that they are multiplied by."""
    every = products(network)
    return {digest(every[name].weight.detach().numpy().T): steps for name, steps in steps_of(network).items()}


def quantise(
    source: Path, target: Path, ids: Sequence[Sequence[int]] = (), steps: Mapping[str, Steps] | None = None
) -> None:
    """Weights to 8 bits: of matrices column by column, of word vectors row by row.

    Products in `steps` (`matrix_steps`) are rounded as they were trained to be. Of the others, matrices are rounded so
    that products stay near on the texts whose tokens are `ids` (rounding.py), and activations are scaled token by token
    at run time. Either way a text's scores do not depend on its company. ONNX Runtime's dynamic quantisation scales
    activations by the whole batch, and scores moved by hundredths with what else was scored; its MatMulNBits does as
    here, in 0.6 of the speed.
    """
    import onnx

    model = onnx.load(source)
    # The exporter's notes on inner shapes contradict its own rewriting of the last layer.
    del model.graph.value_info[:]
    for node in model.graph.node:
        # Stack traces, which name the folders of the machine that trained.
        del node.metadata_props[:]
    quantise_products(model, ids, steps or {})
    _quantise_word_vectors(model)
    onnx.save(model, target)


def quantise_products(
    model: Any, ids: Sequence[Sequence[int]] = (), steps: Mapping[str, Steps] | None = None
) -> None:
    """Replace each product with a wide constant matrix by one of integers; what is in integers already stays."""
    from onnx import helper, numpy_helper

    graph = model.graph
    tables = {tensor.name: tensor for tensor in graph.initializer}
    wide = _wide(graph, tables)
    fixed = {
        node.input[0]: steps[found]
        for node in wide.values()
        if steps and (found := digest(numpy_helper.to_array(tables[node.input[1]]))) in steps
    }
    loose = [node.input[0] for node in wide.values() if node.input[0] not in fixed]
    known = grams(model, loose, ids) if ids else {}
    biases = _biases(graph, [node.output[0] for node in wide.values() if node.input[0] in fixed])
    constants = _shared()
    added = {result for _, result in biases.values()}
    nodes: list[Any] = []
    done = {name for node in graph.node for name in node.output}
    for node in graph.node:
        if node.output[0] not in wide:
            if node.output[0] not in added:
                nodes.append(node)
            continue
        given, table = node.input[0], tables[node.input[1]]
        values, name = numpy_helper.to_array(table), table.name
        depth, width = values.shape
        if given in fixed:
            constants |= {
                f"{given}_step": np.float32(fixed[given].size),
                f"{given}_zero": np.uint8(fixed[given].zero),
            }
        has_steps = given in fixed or f"{given}_step" in tables
        if f"{given}_integers" not in done:
            nodes += _stepped(given) if has_steps else _rounded(given)
            constants[f"{given}_flat"] = np.array([-1, depth], np.int64)
            done.add(f"{given}_integers")
        if has_steps:
            nodes.append(_stepped_product(given, name, *biases.get(node.output[0], ("", node.output[0]))))
        else:
            nodes += _product(given, name, node.output[0])
        scales = np.maximum(np.abs(values).max(axis=0), 1e-12) / LARGEST_WEIGHT
        constants |= {
            f"{name}_int8": rounded(values, scales, known.get(given), LARGEST_WEIGHT),
            f"{name}_scale": scales.astype(np.float32),
            f"{name}_width": np.array([width], np.int64),
        }
        graph.initializer.remove(table)
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    graph.initializer.extend(
        numpy_helper.from_array(np.asarray(value), key)
        for key, value in constants.items()
        if key in used and key not in tables
    )
    if not any(opset.domain == "com.microsoft" for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _wide(graph: Any, tables: Mapping[str, Any]) -> dict[str, Any]:
    """The products with matrices that are worth rounding, by what they make."""
    return {
        node.output[0]: node
        for node in graph.node
        if node.op_type == "MatMul"
        and node.input[1] in tables
        and tables[node.input[1]].dims[-1] >= FEWEST_COLUMNS
    }


def _shared() -> dict[str, Any]:
    """The constants that the nodes of all products may read."""
    return {
        "every_row": np.array([-1], np.int64),
        "last_axis": np.array([1], np.int64),
        "one": np.float32(1),
        "zero_point": np.uint8(ZERO),
        "zero_points": np.array([ZERO], np.uint8),
        "to_activation": np.float32(1 / LARGEST_ACTIVATION),
        "smallest_scale": np.float32(1e-12),
    }


def _biases(graph: Any, products: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Of each of the `products` that only a constant row is added to: the name of that row, and of the sum."""
    rows = {tensor.name for tensor in graph.initializer if len(tensor.dims) == 1}
    readers = Counter(name for node in graph.node for name in node.input)
    found = {}
    for node in graph.node:
        if node.op_type == "Add" and len(names := set(node.input)) == 2 and len(names & rows) == 1:
            (product,) = names - rows
            if product in products and readers[product] == 1:
                found[product] = (*(names & rows), node.output[0])
    return found


def _stepped(given: str) -> list[Any]:
    """Nodes that round `given` to its own steps."""
    from onnx.helper import make_node

    return [make_node("QuantizeLinear", [given, f"{given}_step", f"{given}_zero"], [f"{given}_integers"])]


def _stepped_product(given: str, weight: str, bias: str, result: str) -> Any:
    """The node that multiplies `given`, in integers of its own steps, by a rounded matrix, and adds `bias`."""
    from onnx.helper import make_node

    inputs = [f"{given}_integers", f"{weight}_int8", f"{given}_step", f"{weight}_scale", f"{given}_zero"]
    return make_node(
        "MatMulIntegerToFloat", inputs + ["", bias] * bool(bias), [result], domain="com.microsoft"
    )


def _rounded(given: str) -> list[Any]:
    """Nodes that make of `given` rows of 8-bit integers, each with its scale."""
    from onnx.helper import make_node

    def of(name: str) -> str:
        return f"{given}_{name}"

    return [
        make_node("Shape", [given], [of("shape")], end=-1),
        make_node("Reshape", [given, of("flat")], [of("rows")]),
        make_node("Abs", [of("rows")], [of("absolute")]),
        make_node("ReduceMax", [of("absolute"), "last_axis"], [of("largest")], keepdims=1),
        make_node("Mul", [of("largest"), "to_activation"], [of("scale_or_none")]),
        make_node("Max", [of("scale_or_none"), "smallest_scale"], [of("scale")]),
        make_node("Reshape", [of("scale"), "every_row"], [of("scales")]),
        make_node("Shape", [of("scales")], [of("count")]),
        make_node("Expand", ["zero_points", of("count")], [of("zeros")]),
        make_node("QuantizeLinear", [of("rows"), of("scales"), of("zeros")], [of("integers")], axis=0),
    ]


def _product(given: str, weight: str, result: str) -> list[Any]:
    """Nodes that multiply the rounded rows of `given` by a rounded matrix, in the shape that the product had."""
    from onnx.helper import make_node

    integers = [f"{given}_integers", f"{weight}_int8", "one", f"{weight}_scale", "zero_point"]
    return [
        make_node("MatMulIntegerToFloat", integers, [f"{result}_unscaled"], domain="com.microsoft"),
        make_node("Mul", [f"{result}_unscaled", f"{given}_scale"], [f"{result}_rows"]),
        make_node("Concat", [f"{given}_shape", f"{weight}_width"], [f"{result}_shape"], axis=0),
        make_node("Reshape", [f"{result}_rows", f"{result}_shape"], [result]),
    ]


def _quantise_word_vectors(model: Any) -> None:
    """Replace the largest table that rows are gathered from by 8-bit rows, each with a scale."""
    from onnx import helper, numpy_helper

    graph = model.graph
    tables = {tensor.name: tensor for tensor in graph.initializer}
    gather = max(
        (node for node in graph.node if node.op_type == "Gather" and node.input[0] in tables),
        key=lambda node: int(np.prod(tables[node.input[0]].dims)),
    )
    table = tables[gather.input[0]]
    values = numpy_helper.to_array(table)
    scales = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-12) / 127
    rows = np.round(values / scales).astype(np.int8)
    name, output = table.name, gather.output[0]
    graph.initializer.remove(table)
    graph.initializer.extend(
        [
            numpy_helper.from_array(rows, f"{name}_int8"),
            numpy_helper.from_array(scales.astype(np.float32), f"{name}_scale"),
        ]
    )
    ids = gather.input[1]
    position = list(graph.node).index(gather)
    graph.node.remove(gather)
    nodes = [
        helper.make_node("Gather", [f"{name}_int8", ids], [f"{output}_int8"], name=f"{name}_rows"),
        helper.make_node("Cast", [f"{output}_int8"], [f"{output}_cast"], to=1, name=f"{name}_cast"),
        helper.make_node("Gather", [f"{name}_scale", ids], [f"{output}_scale"], name=f"{name}_scales"),
        helper.make_node("Mul", [f"{output}_cast", f"{output}_scale"], [output], name=f"{name}_mul"),
    ]
    for offset, node in enumerate(nodes):
        graph.node.insert(position + offset, node)
