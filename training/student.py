"""A smaller encoder of the same kind, to be taught by a larger one: the `fast` tier.

It keeps the vocabulary, and of the word vectors the directions in which they differ most; its layers start afresh.
"""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor

from framing.errors import ArtefactError
from training.encoder import Encoder, load_encoder
from training.recipe import Student


def starting_encoder(name: str, student: Student | None) -> Encoder:
    """The encoder called `name`, made smaller where a student's shape is given."""
    encoder = load_encoder(name)
    return shrunk(encoder, student) if student else encoder


def shrunk(encoder: Encoder, shape: Student) -> Encoder:
    """An encoder of `shape` with the vocabulary of `encoder`, which must be a BERT. Layers are random (torch's seed)."""
    config = deepcopy(encoder.module.config)
    if config.model_type != "bert" or shape.width > encoder.hidden_size:
        found = f"{config.model_type}, {encoder.hidden_size} wide"
        rule = f"a student's encoder must be a BERT, {shape.width} wide or wider"
        raise ArtefactError(f"{encoder.name}: {rule}, found {found}")
    config.num_hidden_layers, config.hidden_size = shape.layers, shape.width
    config.num_attention_heads, config.intermediate_size = shape.heads, shape.feed_forward
    module = type(encoder.module)(config, add_pooling_layer=False)
    old, new = encoder.module.embeddings, module.embeddings
    directions = _directions(old.word_embeddings.weight, shape.width)
    with torch.no_grad():
        for name in ("word_embeddings", "position_embeddings", "token_type_embeddings"):
            getattr(new, name).weight.copy_(getattr(old, name).weight @ directions)
    return Encoder(encoder.name, module, encoder.tokenizer_json, shape.width)


def _directions(vectors: Tensor, count: int) -> Tensor:
    """The first principal directions of `vectors` from the origin, shape (width, count)."""
    wide = vectors.detach().double()
    _, found = torch.linalg.eigh(wide.T @ wide)
    kept: Tensor = found.flip(1)[:, :count].float()
    return kept
