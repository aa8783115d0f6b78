"""From a trained network to the int8 ONNX file that ships."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import torch

from training.network import FramingNetwork

OPSET = 18


def export_onnx(network: FramingNetwork, path: Path) -> None:
    """Write the network in fp32, with batch and token axes free."""
    network.eval()
    ids = torch.ones((2, 16), dtype=torch.long)
    batch, tokens = torch.export.Dim("batch", min=1, max=4096), torch.export.Dim("tokens", min=2, max=512)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            dynamo=True,
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
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
    """Weights to 8 bits, channel by channel; products are 8-bit at run time.

    `reduce_range` keeps weights to 7 bits: processors without VNNI add two 8-bit products in 16 bits and
    would saturate.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as scratch:
        prepared = Path(scratch) / "prepared.onnx"
        model = onnx.load(source)
        # The exporter's notes on inner shapes contradict its own rewriting of the last layer.
        del model.graph.value_info[:]
        onnx.save(model, prepared)
        quantize_dynamic(prepared, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
