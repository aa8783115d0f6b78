"""What a teacher says of texts, as targets for a student: shares in place of labels, for every question and token.

The teacher answers through the same 8-bit file that would ship, which is several times faster than its network; a
student learns from hundreds of thousands of sentences that nobody labelled (Hinton et al. 2015).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from framing.model.calibration import sigmoid
from framing.model.runtime import passes
from framing.types import content_hash
from training.export import export_onnx, quantise
from training.fitted import Fitted, fit
from training.items import QUESTIONS, TAGS, Answers, Item
from training.loop import Listener, stage_keys
from training.recipe import Recipe, load_recipe
from training.rounding import sample
from training.tokens import encode

Read = Callable[[tuple[str, ...]], list[Item]]


def mixtures(
    recipe: Recipe, read: Read, work: Path | None = None, listen: Listener | None = None
) -> list[list[Item]]:
    """The items of each stage: `read` gives those of its sources; where it is taught, the teacher answers them.

    A teacher that is not in `work` yet is trained first, on what `read` gives for its own sources.
    """
    found = []
    for stage in recipe.stages:
        items = read(stage.sources)
        if recipe.teacher and stage.taught_by:
            items = _taught(items, load_recipe(recipe.teacher).until(stage.taught_by), read, work, listen)
        found.append(items)
    return found


def _taught(
    items: Sequence[Item], teacher: Recipe, read: Read, work: Path | None, listen: Listener | None
) -> list[Item]:
    """The items with the answers of `teacher`, kept in `work` by the texts and all that made it."""
    lessons = mixtures(teacher, read, work, listen)
    key = content_hash(stage_keys(teacher, lessons)[-1], *(item.text for item in items))
    path = work / f"answers-{key}.safetensors" if work else None
    if path and path.is_file():
        kept = load_file(path)
    else:
        kept = ask(fit(teacher, lessons, work, listen), [item.text for item in items])
        if path:
            save_file(kept, path)
    ends = np.cumsum(kept["tokens"])[:-1]
    tags = np.split(kept["tags"], ends)
    return [
        replace(item, answers=Answers(tuple(questions), mine))
        for item, questions, mine in zip(items, kept["questions"].tolist(), tags, strict=True)
    ]


def ask(teacher: Fitted, texts: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """`questions` (texts, QUESTIONS), `tokens` (texts,) and `tags` (tokens of all texts, TAGS): shares between 0 and 1,
    of the 8-bit form of `teacher`; NaN for tokens of no width."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(teacher.encoder.tokenizer_json)
    encodings = encode(tokenizer, texts, teacher.recipe.max_tokens)
    tokens = np.array([len(encoding.ids) for encoding in encodings], np.int64)
    starts = np.concatenate([[0], np.cumsum(tokens)])
    questions = np.zeros((len(texts), len(QUESTIONS)), np.float32)
    tags = np.full((int(starts[-1]), len(TAGS)), np.nan, np.float16)
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "small.onnx"
        export_onnx(teacher.network, plain)
        quantise(plain, small, sample(texts, tokenizer, teacher.recipe.max_tokens))
        session = onnxruntime.InferenceSession(str(small), providers=["CPUExecutionProvider"])
    for chosen, (logits, said, _) in passes(session, encodings):
        questions[chosen] = sigmoid(logits)
        for line, index in enumerate(chosen.tolist()):
            wide = np.array([first < last for first, last in encodings[index].offsets])
            mine = sigmoid(said[line, : tokens[index]]).astype(np.float16)
            mine[~wide] = np.nan
            tags[starts[index] : starts[index + 1]] = mine
    return {"questions": questions, "tokens": tokens, "tags": tags}
