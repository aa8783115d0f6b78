"""A network with an artefact's weights, for training on.

No hub and no corpus is needed for it, and what 8 bits rounded stays rounded: a score of the thawed network is
within hundredths of the artefact's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn

from framing.errors import ArtefactError
from framing.model import RATIONALE, Artefact
from framing.model.weights import read_steps, read_weights
from training.aware import measured_steps, round_inside
from training.fitted import Fitted
from training.items import QUESTIONS, TAGS, Item
from training.loop import Listener, train
from training.network import EMBEDDING_LAYERS, FramingNetwork
from training.recipe import Recipe, Student
from training.rounding import sample
from training.steps import Steps
from training.student import starting_encoder

# A question or word tag that the artefact does not have: it says no.
ABSENT = -4.0


def go_on(
    recipe: Recipe,
    artefact: Artefact,
    mixtures: Sequence[Sequence[Item]],
    work: Path | None = None,
    listen: Listener | None = None,
) -> Fitted:
    """Train by `recipe` from the weights of `artefact` on, instead of from an encoder.

    Checkpoints are named by the artefact: those of another one are never taken up.
    """
    # The embedding is fitted to the encoder that the artefact came from.
    recipe = replace(recipe, encoder=str(artefact.metadata["recipe"]["encoder"]))
    fitted = thaw(artefact, recipe)
    tokenizer = Tokenizer.from_str(fitted.encoder.tokenizer_json)
    if recipe.quantisation_aware:
        texts = [item.text for items in mixtures for item in items]
        ids = sample(texts, tokenizer, recipe.max_tokens)
        round_inside(fitted.network, measured_steps(fitted.network, ids))
    train(fitted.network, tokenizer, recipe, mixtures, work, listen, origin(artefact))
    return fitted


def origin(artefact: Artefact) -> str:
    """What checkpoints and answers are named by that came from the artefact."""
    return f"artefact-{artefact.hash}"


def thaw(artefact: Artefact, recipe: Recipe) -> Fitted:
    """The network of `artefact`, to be trained by `recipe`; it rounds where the artefact was trained to.

    Raises ArtefactError if its weights cannot be told.
    """
    told = artefact.metadata["recipe"]
    shape = told.get("student")
    encoder = starting_encoder(str(told["encoder"]), Student(**shape) if shape else None)
    layers = tuple(artefact.metadata.get("embedding_layers", EMBEDDING_LAYERS))
    network = FramingNetwork(encoder.module, encoder.hidden_size, layers)
    weights = read_weights(artefact)
    questions = (*artefact.heads, *artefact.devices)
    tags = (RATIONALE, *artefact.devices, *artefact.voice_tags)
    state = network.state_dict()
    for name, value in state.items():
        # `meaning` only trains: an artefact does not hold it.
        if name.endswith(("position_ids", "token_type_ids")) or name.startswith("meaning."):
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
    round_inside(network, {name: Steps(*found) for name, found in read_steps(artefact).items()})
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
