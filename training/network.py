"""The network: one encoder, mean pooling, one logit a head."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from training.items import HEADS


class FramingNetwork(nn.Module):
    """Token ids and mask, shape (batch, tokens), to logits, shape (batch, heads) in the order of HEADS."""

    def __init__(self, encoder: Any, hidden_size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.Linear(hidden_size, len(HEADS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Logits for every head in one pass."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)
        logits: Tensor = self.heads(self.dropout(pooled))
        return logits


def masked_loss(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean binary cross-entropy over the targets that are there (NaN = not asked)."""
    asked = ~torch.isnan(targets)
    loss = nn.functional.binary_cross_entropy_with_logits(
        logits.float(), torch.nan_to_num(targets), reduction="none"
    )
    scale = asked * weights.unsqueeze(1)
    return (loss * scale).sum() / scale.sum().clamp(min=1e-6)
