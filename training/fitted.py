"""A network with its tokenizer, trained by a recipe: what everything else in training works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.encoder import Encoder, load_encoder
from training.items import HEADS, Item
from training.loop import Listener, logits, train
from training.network import FramingNetwork
from training.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained network and all it needs to score a text."""

    recipe: Recipe
    encoder: Encoder
    network: FramingNetwork

    def logits(self, texts: Sequence[str], head: str) -> NDArray[np.float64]:
        """Uncalibrated logits of one head in fp32, shape (texts,)."""
        tokenizer = Tokenizer.from_str(self.encoder.tokenizer_json)
        return logits(self.network, tokenizer, texts, self.recipe.max_tokens)[:, HEADS.index(head)]


def fit(
    recipe: Recipe,
    mixtures: Sequence[Sequence[Item]],
    work: Path | None = None,
    listen: Listener | None = None,
) -> Fitted:
    """Train a fresh network by `recipe` on one mixture a stage."""
    torch.manual_seed(recipe.seed)
    encoder = load_encoder(recipe.encoder)
    network = FramingNetwork(encoder.module, encoder.hidden_size)
    train(network, Tokenizer.from_str(encoder.tokenizer_json), recipe, mixtures, work, listen)
    return Fitted(recipe, encoder, network)
