"""Texts as padded token ids, and the targets of their tokens."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from tokenizers import Encoding, Tokenizer


def encode(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> list[Encoding]:
    """Token ids and offsets of each text, cut to `max_tokens` with the closing token kept."""
    tokenizer.enable_truncation(max_tokens)
    tokenizer.no_padding()
    found: list[Encoding] = tokenizer.encode_batch(list(texts))
    return found


def pad(ids: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, shape (texts, longest), padded with 0."""
    longest = max(len(row) for row in ids)
    padded = torch.zeros((len(ids), longest), dtype=torch.long)
    mask = torch.zeros_like(padded)
    for row, values in enumerate(ids):
        padded[row, : len(values)] = torch.tensor(values)
        mask[row, : len(values)] = 1
    return padded, mask


def pad_tags(tags: Sequence[torch.Tensor]) -> torch.Tensor:
    """Tag targets, shape (texts, longest, tags), padded with NaN."""
    return torch.nn.utils.rnn.pad_sequence(list(tags), batch_first=True, padding_value=float("nan"))
