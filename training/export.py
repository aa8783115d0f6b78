"""From a trained network to the 8-bit ONNX file that ships."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.network import FramingNetwork

OPSET = 18
OUTPUTS = ("logits", "tags", "sentence_embedding")
# Weights of one column share a scale by this many rows.
BLOCK = 128
# ONNX Runtime's name for products of 8-bit integers; activations are scaled row by row.
INT8_PRODUCTS = 4
# Narrower matrices are the heads: too small to save anything, and the last thing to blur.
FEWEST_COLUMNS = 64


def export_onnx(network: FramingNetwork, path: Path, devices: tuple[str, ...] | None = None) -> None:
    """Write the network in fp32, with batch and token axes free; with `devices`, only those of them."""
    network.eval()
    ids = torch.ones((2, 16), dtype=torch.long)
    batch, tokens = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("tokens", min=2, max=512)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network if devices is None else network.with_devices(devices),
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


def quantise(source: Path, target: Path) -> None:
    """Weights to 8 bits: of matrices block by block, of word vectors row by row.

    Activations are scaled row by row at run time. ONNX Runtime's dynamic quantisation, 1.7 times as fast,
    scales them by the whole batch: there a sentence's score moved by hundredths with what else was scored.
    """
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import (
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    model = onnx.load(source)
    # The exporter's notes on inner shapes contradict its own rewriting of the last layer.
    del model.graph.value_info[:]
    shapes = {tensor.name: tuple(tensor.dims) for tensor in model.graph.initializer}
    narrow = [
        node.name
        for node in model.graph.node
        if node.op_type == "MatMul" and shapes.get(node.input[1], (0, 0))[-1] < FEWEST_COLUMNS
    ]
    logging.getLogger("onnxruntime.quantization.matmul_nbits_quantizer").setLevel(
        logging.WARNING
    )  # a line a node
    config = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=INT8_PRODUCTS, bits=8
    )
    quantiser = MatMulNBitsQuantizer(model, nodes_to_exclude=narrow, algo_config=config)
    quantiser.process()
    model = quantiser.model.model
    _quantise_word_vectors(model)
    onnx.save(model, target)


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
