"""A network with its tokenizer, trained by a recipe: what everything else in training works on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from framing.errors import InputError
from training.embedding import fit_embedding
from training.encoder import Encoder, load_encoder
from training.items import QUESTIONS, Item
from training.loop import Listener, outputs, train
from training.network import EMBEDDING_LAYERS, KEPT_LAYERS, FramingNetwork, Outputs
from training.recipe import Recipe
from training.student import starting_encoder


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained network and all it needs to score a text."""

    recipe: Recipe
    encoder: Encoder
    network: FramingNetwork

    def outputs(self, texts: Sequence[str]) -> Iterator[tuple[int, Encoding, Outputs]]:
        """What the network says of each text; see `training.loop.outputs`."""
        tokenizer = Tokenizer.from_str(self.encoder.tokenizer_json)
        return outputs(self.network, tokenizer, texts, self.recipe.max_tokens)

    def logits(self, texts: Sequence[str], head: str) -> NDArray[np.float64]:
        """Uncalibrated logits of one head or device in fp32, shape (texts,)."""
        column, found = QUESTIONS.index(head), np.zeros(len(texts))
        for index, _, row in self.outputs(texts):
            found[index] = float(row.logits[column])
        return found


def fit(
    recipe: Recipe,
    mixtures: Sequence[Sequence[Item]],
    work: Path | None = None,
    listen: Listener | None = None,
) -> Fitted:
    """Train a fresh network by `recipe` on one mixture a stage. Raises InputError where it has none, or where it asks for
    what only a trained network can do."""
    if not recipe.stages:
        raise InputError(
            recipe.name, "a recipe without stages is for a model that is there (--base)", "no model"
        )
    if recipe.quantisation_aware:
        rule = "quantisation-aware training goes on from a model that is there (--base)"
        raise InputError(recipe.name, rule, "no model")
    torch.manual_seed(recipe.seed)
    encoder = starting_encoder(recipe.encoder, recipe.student)
    kept = any(stage.embedding_weight for stage in recipe.stages)
    layers = KEPT_LAYERS if kept else EMBEDDING_LAYERS
    network = FramingNetwork(encoder.module, encoder.hidden_size, layers)
    train(network, Tokenizer.from_str(encoder.tokenizer_json), recipe, mixtures, work, listen)
    return Fitted(recipe, encoder, network)


def embed(fitted: Fitted, texts: Sequence[str]) -> None:
    """Give a trained network its embedding: that of the encoder it started from, over `texts`."""
    base = load_encoder(fitted.recipe.encoder)
    tokenizer = Tokenizer.from_str(base.tokenizer_json)
    fit_embedding(fitted.network, base.module, tokenizer, texts, fitted.recipe.max_tokens)
