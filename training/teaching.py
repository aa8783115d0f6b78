"""What a teacher says of texts, as targets for a student: shares in place of labels, for every question and token.

The teacher answers through its 8-bit file, the one that ships or would, which is several times faster than a network;
a student learns from hundreds of thousands of sentences that nobody labelled (Hinton et al. 2015).
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from framing.errors import InputError
from framing.model import RATIONALE, Artefact
from framing.model.artefact import LAYOUT
from framing.model.calibration import sigmoid
from framing.model.runtime import passes
from framing.types import content_hash
from training.export import export_onnx, matrix_steps, quantise
from training.fitted import fit
from training.items import QUESTIONS, TAGS, Answers, Item
from training.loop import Listener, stage_keys
from training.recipe import BASE, SHIPPED, Recipe, load_recipe
from training.rounding import sample
from training.thaw import origin
from training.tokens import encode

Read = Callable[[tuple[str, ...]], list[Item]]


@dataclass(frozen=True, slots=True)
class Teacher:
    """An ONNX model with its tokenizer, and which of QUESTIONS and of TAGS its columns answer."""

    model: Path
    tokenizer_json: str
    max_tokens: int
    questions: tuple[str, ...]
    tags: tuple[str, ...]


def mixtures(
    recipe: Recipe,
    read: Read,
    work: Path | None = None,
    listen: Listener | None = None,
    models: Mapping[str, Artefact] | None = None,
) -> list[list[Item]]:
    """The items of each stage: `read` gives those of its sources; where it is taught, the teacher answers them.

    A teacher that is a recipe and not in `work` yet is trained first, on what `read` gives for its own sources. `models`
    are the teachers that are whole models, by name (`BASE`, `SHIPPED`). Raises InputError where one is not there.
    """
    found = []
    for stage in recipe.stages:
        items = read(stage.sources)
        if stage.taught_by in (BASE, SHIPPED):
            model = (models or {}).get(stage.taught_by)
            if model is None:
                raise InputError(recipe.name, _missing(stage.taught_by), "none")
            items = _taught(items, partial(_whole, model), origin(model), work, stage.label_share)
        elif recipe.teacher and stage.taught_by:
            teacher = load_recipe(recipe.teacher).until(stage.taught_by)
            lessons = mixtures(teacher, read, work, listen, models)
            name = stage_keys(teacher, lessons)[-1]
            network = partial(_after, teacher, lessons, work, listen, [item.text for item in items])
            items = _taught(items, network, name, work, stage.label_share)
        found.append(items)
    return found


def _missing(teacher: str) -> str:
    if teacher == BASE:
        return "a stage taught by its base goes on from a model (--base)"
    return "a fold has no shipped model for teacher, since that has learned from what the fold is measured on"


def _taught(
    items: Sequence[Item],
    teacher: Callable[[], AbstractContextManager[Teacher]],
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
        with teacher() as answering:
            kept = ask(answering, [item.text for item in items])
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


@contextmanager
def _whole(artefact: Artefact) -> Iterator[Teacher]:
    """A model as it is: with its voice layer, where it has one, and without the devices that it does not ship."""
    questions = (*artefact.heads, *artefact.devices)
    tags = (RATIONALE, *artefact.devices, *artefact.voice_tags)
    tokenizer = (artefact.folder / LAYOUT.tokenizer).read_text(encoding="utf-8")
    yield Teacher(artefact.folder / LAYOUT.model, tokenizer, artefact.max_tokens, questions, tags)


@contextmanager
def _after(
    recipe: Recipe,
    lessons: Sequence[Sequence[Item]],
    work: Path | None,
    listen: Listener | None,
    texts: Sequence[str],
) -> Iterator[Teacher]:
    """The network of a recipe after its last stage, in 8 bits for `texts`."""
    fitted = fit(recipe, lessons, work, listen)
    tokenizer = fitted.encoder.tokenizer_json
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "small.onnx"
        export_onnx(fitted.network, plain)
        ids = sample(texts, Tokenizer.from_str(tokenizer), recipe.max_tokens)
        quantise(plain, small, ids, matrix_steps(fitted.network))
        yield Teacher(small, tokenizer, recipe.max_tokens, QUESTIONS, TAGS)


def ask(teacher: Teacher, texts: Sequence[str]) -> dict[str, NDArray[np.generic]]:
    """`questions` (texts, QUESTIONS), `tokens` (texts,) and `tags` (tokens of all texts, TAGS): shares between 0 and 1;
    NaN for what the teacher does not answer, and for tokens of no width."""
    session = onnxruntime.InferenceSession(str(teacher.model), providers=["CPUExecutionProvider"])
    encodings = encode(Tokenizer.from_str(teacher.tokenizer_json), texts, teacher.max_tokens)
    tokens = np.array([len(encoding.ids) for encoding in encodings], np.int64)
    starts = np.concatenate([[0], np.cumsum(tokens)])
    asked = np.array([QUESTIONS.index(name) for name in teacher.questions])
    tagged = np.array([TAGS.index(name) for name in teacher.tags])
    questions = np.full((len(texts), len(QUESTIONS)), np.nan, np.float32)
    tags = np.full((int(starts[-1]), len(TAGS)), np.nan, np.float16)
    for chosen, (logits, said, _) in passes(session, encodings):
        questions[np.ix_(chosen, asked)] = sigmoid(logits)
        for line, index in enumerate(chosen.tolist()):
            wide = np.array([first < last for first, last in encodings[index].offsets])
            rows = np.flatnonzero(wide) + starts[index]
            tags[np.ix_(rows, tagged)] = sigmoid(said[line, : tokens[index]])[wide]
    return {"questions": questions, "tokens": tokens, "tags": tags}
