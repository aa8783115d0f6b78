"""The sentence embedding: the base encoder's own, distilled into a linear map of some of the network's layers.

Fine-tuning bends the layers towards the heads and spoils them for likeness of meaning, the last ones most. The map is
fitted by least squares after training, at no cost to the heads. A stage with `embedding_weight` holds against the
spoiling: a linear layer reads the encoder's own mean out of the last layers, and its loss is one less the cosine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.network import FramingNetwork, pooled
from training.tokens import encode, pad

# Hardly any: thousands of sentences for a thousand weights an output.
RIDGE = 1e-3
BATCH = 64


def fit_embedding(
    network: FramingNetwork, base: Any, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int
) -> None:
    """Set the network's projection so that its embedding has the cosines of `base`, the untouched encoder.

    The target is the mean of the base's last layer (as sentence-transformers takes it), on its first
    principal directions over `texts`.
    """
    network.eval()
    students = []
    ids = [encoding.ids for encoding in encode(tokenizer, texts, max_tokens)]
    ids.sort(key=len)
    teachers = own_meaning(base, ids).numpy()
    with torch.inference_mode():
        for start in range(0, len(ids), BATCH):
            rows, mask = pad(ids[start : start + BATCH])
            found = network.encoder(input_ids=rows, attention_mask=mask, output_hidden_states=True)
            students.append(pooled([found.hidden_states[n] for n in network.layers], mask).numpy())
    size = len(network.offset)
    weights, offset = linear_map(np.concatenate(students), teachers, size)
    network.projection.copy_(torch.from_numpy(weights))
    network.offset.copy_(torch.from_numpy(offset))


def own_meaning(base: Any, ids: Sequence[list[int]]) -> torch.Tensor:
    """What the encoder `base` makes of each text, unit length, shape (texts, width): the mean of its last layer."""
    base.eval()
    found = torch.zeros((len(ids), base.config.hidden_size))
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            rows, mask = pad([ids[place] for place in chosen])
            last = base(input_ids=rows, attention_mask=mask).last_hidden_state
            found[chosen] = torch.nn.functional.normalize(pooled([last], mask), dim=-1)
    return found


def linear_map(
    students: NDArray[np.float32], teachers: NDArray[np.float32], size: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (students' width, size) and offset that take students nearest to the teachers' first directions."""
    teacher = teachers.astype(np.float64)
    # Not centred: cosines are angles from the origin.
    _, directions = np.linalg.eigh(teacher.T @ teacher)
    target = teacher @ directions[:, ::-1][:, :size]
    mean_x, mean_y = students.mean(0, dtype=np.float64), target.mean(0)
    x, y = students - mean_x, target - mean_y
    gram = x.T @ x
    gram[np.diag_indices_from(gram)] += RIDGE * np.trace(gram) / len(gram)
    weights = np.linalg.solve(gram, x.T @ y)
    return weights.astype(np.float32), (mean_y - mean_x @ weights).astype(np.float32)
