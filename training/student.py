"""A smaller encoder cut out of a larger one, to be taught by it: the `fast` tier."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from framing.errors import ArtefactError
from training.encoder import Encoder, load_encoder
from training.recipe import Student


def starting_encoder(name: str, student: Student | None) -> Encoder:
    """The encoder called `name`, made smaller where a student's shape is given."""
    encoder = load_encoder(name)
    return shrunk(encoder, student) if student else encoder


def shrunk(encoder: Encoder, shape: Student) -> Encoder:
    """The word vectors of `encoder`, which must be a BERT, its last layers, and their strongest feed-forward units."""
    module = encoder.module
    config = module.config
    if config.model_type != "bert":
        raise ArtefactError(f"{encoder.name}: a student's encoder must be a BERT, found {config.model_type}")
    if shape.layers > config.num_hidden_layers or shape.feed_forward > config.intermediate_size:
        rule = f"at most {config.num_hidden_layers} layers and {config.intermediate_size} feed-forward units"
        raise ArtefactError(f"{encoder.name}: a student has {rule}, found {shape}")
    module.encoder.layer = module.encoder.layer[-shape.layers :]
    for layer in module.encoder.layer:
        _narrow(layer.intermediate.dense, layer.output.dense, shape.feed_forward)
    config.num_hidden_layers, config.intermediate_size = shape.layers, shape.feed_forward
    return encoder


def _narrow(into: nn.Linear, out: nn.Linear, units: int) -> None:
    """Keep the hidden units whose weights in and out are largest together."""
    strength: Tensor = into.weight.norm(dim=1) * out.weight.norm(dim=0)
    kept = strength.argsort(descending=True)[:units].sort().values
    with torch.no_grad():
        into.weight, into.bias = nn.Parameter(into.weight[kept]), nn.Parameter(into.bias[kept])
        out.weight = nn.Parameter(out.weight[:, kept])
    into.out_features = out.in_features = units
