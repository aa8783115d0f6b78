"""An artefact's voice layer: learned from its own file, put into it, and judged with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from framing.model.artefact import LAYOUT
from framing.model.calibration import sigmoid
from training.calibrate import best_f1
from training.choice import calibration_parts
from training.items import TAGS, VOICE_TAGS, Item
from training.loop import Listener
from training.recipe import Recipe
from training.sources import gather
from training.tokens import encode
from training.voice_graph import make_ready, session_of_states, with_voice
from training.voice_layer import learn

SOURCE, PART = "polnear", "PolNeAR"


def give_voice(
    folder: Path, recipe: Recipe, other_tags: int, data: Path, listen: Listener | None
) -> dict[str, float]:
    """Put a voice layer into the model file in `folder`, and return the thresholds of its tags' words.

    `other_tags`: how many tags the file has before those of voice, which it may know already or not.
    """
    import onnx

    assert recipe.voice_layer is not None
    model = onnx.load(folder / LAYOUT.model)
    tokenizer = Tokenizer.from_file(str(folder / LAYOUT.tokenizer))
    make_ready(model, other_tags)
    items = gather((SOURCE,), data)
    weights = learn(model, tokenizer, items, recipe.voice_layer, recipe.seed, recipe.max_tokens, listen)
    with_voice(model, weights, other_tags)
    onnx.save(model, folder / LAYOUT.model)
    return _thresholds(model, tokenizer, calibration_parts(data)[PART], recipe.max_tokens)


def _thresholds(model: Any, tokenizer: Tokenizer, items: Sequence[Item], max_tokens: int) -> dict[str, float]:
    """Of each voice tag's words the score of the highest F1 over the tokens of `items`."""
    session = session_of_states(model)
    found, wanted = [], []
    for item, encoding in zip(
        items, encode(tokenizer, [item.text for item in items], max_tokens), strict=True
    ):
        row = np.array([encoding.ids], dtype=np.int64)
        *_, tags = session.run(None, {"input_ids": row, "attention_mask": np.ones_like(row)})
        targets = item.tag_targets(encoding.offsets)[:, [TAGS.index(tag) for tag in VOICE_TAGS]]
        asked = ~np.isnan(targets).any(axis=1)
        found.append(sigmoid(tags[0, asked, -len(VOICE_TAGS) :].astype(np.float64)))
        wanted.append(targets[asked].astype(np.int64))
    scores, labels = np.concatenate(found), np.concatenate(wanted)
    return {
        f"{tag} words": best_f1(scores[:, column], labels[:, column])[0]
        for column, tag in enumerate(VOICE_TAGS)
    }
