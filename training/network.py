"""The network: one encoder; a logit for each question, tags for each token, and an embedding, in one pass."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from training.items import HEADS, QUESTIONS, RATIONALE, TAGS

# The layers whose means carry the embedding: the middle ones keep what the last ones give up for the heads.
EMBEDDING_LAYERS = (2, 3, 4)
# With the loss of meaning: there the untouched encoder says what a text means, and the loss keeps it there.
KEPT_LAYERS = (4, 5, 6)
EMBEDDING_SIZE = 128


class Outputs(NamedTuple):
    """`logits` (batch, questions), `tags` (batch, tokens, tags), `embedding` (batch, size), unit length."""

    logits: Tensor
    tags: Tensor
    embedding: Tensor


class FramingNetwork(nn.Module):
    """Token ids and mask, shape (batch, tokens), to `Outputs`; columns in the order of QUESTIONS and TAGS.

    `layers` carry the embedding, those that the encoder has; the last one where it has none of them.
    The embedding is a fixed linear map, fitted after training (training/embedding.py): it has no gradient. While the
    network trains, `embedding` is what `meaning` makes of the same layers, as wide as the encoder.
    """

    projection: Tensor
    offset: Tensor

    def __init__(self, encoder: Any, hidden_size: int, layers: tuple[int, ...] = EMBEDDING_LAYERS) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(hidden_size, len(QUESTIONS))
        self.tags = nn.Linear(hidden_size, len(TAGS))
        depth = encoder.config.num_hidden_layers
        self.layers = tuple(n for n in layers if n <= depth) or (depth,)
        size = min(EMBEDDING_SIZE, hidden_size)
        self.meaning = nn.Linear(hidden_size * len(self.layers), hidden_size)
        self.register_buffer("projection", torch.zeros(hidden_size * len(self.layers), size))
        self.register_buffer("offset", torch.zeros(size))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Outputs:
        """Everything a text is asked, in one pass."""
        found = self.encoder(input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True)
        last = found.last_hidden_state
        middle = pooled([found.hidden_states[n] for n in self.layers], attention_mask)
        meaning = self.meaning(middle) if self.training else middle @ self.projection + self.offset
        return Outputs(
            self.heads(self.dropout(pooled([last], attention_mask))),
            self.tags(self.dropout(last)),
            nn.functional.normalize(meaning, dim=-1),
        )

    def with_only(self, devices: tuple[str, ...], voice_tags: tuple[str, ...]) -> FramingNetwork:
        """A copy that knows only the heads, the rationale, these devices and these voice tags, in this order."""
        kept = deepcopy(self)
        questions = [QUESTIONS.index(name) for name in (*HEADS, *devices)]
        tags = [TAGS.index(name) for name in (RATIONALE, *devices, *voice_tags)]
        for layer, rows in ((kept.heads, questions), (kept.tags, tags)):
            layer.weight = nn.Parameter(layer.weight[rows].detach())
            layer.bias = nn.Parameter(layer.bias[rows].detach())
        return kept


def pooled(hidden: list[Tensor], attention_mask: Tensor) -> Tensor:
    """The mean over a text's tokens of each hidden state, side by side: shape (batch, states * width)."""
    mask = attention_mask.unsqueeze(-1).to(hidden[0].dtype)
    return torch.cat([(state * mask).sum(1) / mask.sum(1).clamp(min=1) for state in hidden], dim=-1)


def masked_loss(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean binary cross-entropy over the targets that are there (NaN = not asked).

    `weights` has one value a text; `logits` and `targets` share any shape whose first axis is the texts.
    """
    asked = ~torch.isnan(targets)
    loss = nn.functional.binary_cross_entropy_with_logits(
        logits.float(), torch.nan_to_num(targets), reduction="none"
    )
    scale = asked * weights.view(-1, *[1] * (targets.dim() - 1))
    return (loss * scale).sum() / scale.sum().clamp(min=1e-6)


def total_loss(
    outputs: Outputs, targets: Tensor, tags: Tensor, weights: Tensor, devices: float, rationale: float
) -> Tensor:
    """The heads' loss, plus `devices` times that of the devices, plus `rationale` times that of the tags."""
    count = len(HEADS)
    loss = masked_loss(outputs.logits[:, :count], targets[:, :count], weights)
    loss = loss + devices * masked_loss(outputs.logits[:, count:], targets[:, count:], weights)
    return loss + rationale * masked_loss(outputs.tags, tags, weights)
