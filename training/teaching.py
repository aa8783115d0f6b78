"""What a teacher says of texts, as targets for a student: shares in place of labels, for every question and token.

The teacher answers through the same 8-bit file that would ship, which is several times faster than its network; a
student learns from hundreds of thousands of sentences that nobody labelled (Hinton et al. 2015).
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from framing.errors import InputError
from framing.model import Artefact
from framing.model.calibration import sigmoid
from framing.model.runtime import passes
from framing.types import content_hash
from training.export import export_onnx, matrix_steps, quantise
from training.fitted import Fitted, fit
from training.items import QUESTIONS, TAGS, Answers, Item
from training.loop import Listener, stage_keys
from training.recipe import BASE, Recipe, load_recipe
from training.rounding import sample
from training.thaw import origin, thaw
from training.tokens import encode

Read = Callable[[tuple[str, ...]], list[Item]]


def mixtures(
    recipe: Recipe,
    read: Read,
    work: Path | None = None,
    listen: Listener | None = None,
    start: Artefact | None = None,
) -> list[list[Item]]:
    """The items of each stage: `read` gives those of its sources; where it is taught, the teacher answers them.

    A teacher that is not in `work` yet is trained first, on what `read` gives for its own sources. `start` is what the
    recipe goes on from, and the teacher of stages that are taught by their base.
    """
    found = []
    for stage in recipe.stages:
        items = read(stage.sources)
        if stage.taught_by == BASE:
            if start is None:
                raise InputError(
                    recipe.name, "a stage taught by its base goes on from a model (--base)", "no model"
                )
            items = _taught(items, partial(thaw, start, recipe), origin(start), work, stage.label_share)
        elif recipe.teacher and stage.taught_by:
            teacher = load_recipe(recipe.teacher).until(stage.taught_by)
            lessons = mixtures(teacher, read, work, listen)
            made = partial(fit, teacher, lessons, work, listen)
            items = _taught(items, made, stage_keys(teacher, lessons)[-1], work, stage.label_share)
        found.append(items)
    return found


def _taught(
    items: Sequence[Item],
    teacher: Callable[[], Fitted],
    name: str,
    work: Path | None,
    label_share: float | None = None,
) -> list[Item]:
    """The items with the answers of `teacher`, kept in `work` by the texts and its `name`, that of all that made it.

    Items that are alike get the same answers to questions, the mean of theirs. A token's tags are its own.
    `label_share` of an answer is the item's own label, where it has one.
    """
    key = content_hash(name, *(item.text for item in items))
    path = work / f"answers-{key}.safetensors" if work else None
    if path and path.is_file():
        kept = load_file(path)
    else:
        kept = ask(teacher(), [item.text for item in items])
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            save_file(kept, path)
    ends = np.cumsum(kept["tokens"])[:-1]
    tags = np.split(kept["tags"], ends)
    questions = evened(kept["questions"], [item.alike for item in items])
    if label_share:
        questions = mixed(questions, np.array([item.targets for item in items], np.float32), label_share)
    return [
        replace(item, answers=Answers(tuple(said), mine))
        for item, said, mine in zip(items, questions.tolist(), tags, strict=True)
    ]


def evened(answers: NDArray[np.float32], alike: Sequence[str | None]) -> NDArray[np.float32]:
    """`answers`, shape (texts, questions), with the mean of the rows that are alike in each of them."""
    found = answers.copy()
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for row, name in enumerate(alike):
        if name is not None:
            groups[name].append(row)
    for rows in groups.values():
        found[rows] = answers[rows].mean(axis=0)
    return found


def mixed(
    answers: NDArray[np.float32], labels: NDArray[np.float32], label_share: float
) -> NDArray[np.float32]:
    """`answers` with that share of `labels` in them, both of shape (texts, questions); where a label is NaN, as they are."""
    both = (1 - label_share) * answers + label_share * labels
    return np.where(np.isnan(labels), answers, both).astype(np.float32)


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
        ids = sample(texts, tokenizer, teacher.recipe.max_tokens)
        quantise(plain, small, ids, matrix_steps(teacher.network))
        session = onnxruntime.InferenceSession(str(small), providers=["CPUExecutionProvider"])
    for chosen, (logits, said, _) in passes(session, encodings):
        questions[chosen] = sigmoid(logits)
        for line, index in enumerate(chosen.tolist()):
            wide = np.array([first < last for first, last in encodings[index].offsets])
            mine = sigmoid(said[line, : tokens[index]]).astype(np.float16)
            mine[~wide] = np.nan
            tags[starts[index] : starts[index + 1]] = mine
    return {"questions": questions, "tokens": tokens, "tags": tags}
