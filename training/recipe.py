"""A recipe: what is trained on what, in which order, read from TOML. Unknown keys are errors.

A recipe may be the beginning of another one: `of = "default"`, `until = "gold"`.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.types import content_hash

# Teachers that are whole models: what the recipe goes on from, and the default as it ships.
BASE, SHIPPED = "base", "shipped"
RECIPES = Path(__file__).parent / "recipes"
_RATES = (
    "learning_rate",
    "warmup",
    "weight_decay",
    "layer_decay",
    "device_weight",
    "tag_weight",
    "embedding_weight",
    "keep",
    "dropout",
    "label_share",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over a mixture. `sources` are names known to `training.sources`, optionally `name*weight`.

    `device_weight` and `tag_weight` scale the losses of devices and of tokens beside that of the heads.
    `embedding_weight` scales the loss of meaning (training/embedding.py): the layers that carry the embedding are kept
    near what the untouched encoder makes of the same text.
    `seed` is added to the recipe's own: runs that differ in it share the stages before.
    With `taught_by` every question is asked of every text, and the targets are what the teacher says (training/teaching.py):
    "base", the model that the recipe goes on from, "shipped", the default as it ships, or a stage of the recipe's teacher,
    its network after that stage.
    `label_share` is how much of a target an item's own label is there, between 0 and 1, where it has one; the rest, and all
    where it has none, is the teacher's answer (Hinton et al. 2015, "Distilling the knowledge").
    `keep` is the share of the weights as they were before the stage in those after it, between 0 and 1: their mean often
    learns the new and keeps the old better than either (Wortsman et al. 2022, "Robust fine-tuning").
    `dropout` is the share of numbers left out while it trains, otherwise the encoder's own.
    """

    name: str
    sources: tuple[str, ...]
    epochs: int
    learning_rate: float
    batch: int = 32
    warmup: float = 0.06
    weight_decay: float = 0.01
    layer_decay: float = 1.0
    device_weight: float = 0.5
    tag_weight: float = 0.5
    seed: int = 0
    taught_by: str | None = None
    label_share: float | None = None
    embedding_weight: float | None = None
    keep: float | None = None
    dropout: float | None = None


@dataclass(frozen=True, slots=True)
class Student:
    """How much of the encoder a student keeps (training/student.py): its last `layers`, with `feed_forward` units each."""

    layers: int
    feed_forward: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole training run. `max_tokens` cuts longer sentences; `freeze_embeddings` keeps the word vectors.

    `voice_layer` is the size of a recurrent layer that tags source, cue and content, learned last (training/voice_layer.py);
    a recipe without stages puts one into a model that is there.
    With `quantisation_aware` the network rounds in training as its file will (training/aware.py); only for a model that is
    there.
    `teacher` is the recipe whose networks answer in stages that are taught by one of its stages; with `student` the encoder is made smaller.
    """

    name: str
    stages: tuple[Stage, ...]
    encoder: str = "minilm"
    seed: int = 13
    max_tokens: int = 128
    freeze_embeddings: bool = True
    teacher: str | None = None
    student: Student | None = None
    voice_layer: int | None = None
    quantisation_aware: bool | None = None

    @property
    def hash(self) -> str:
        """Content hash of everything that shapes the result."""
        return content_hash(settings(self))

    def until(self, stage: str) -> Recipe:
        """The recipe broken off after its stage of that name. Raises InputError where there is none."""
        names = [one.name for one in self.stages]
        if stage not in names:
            raise InputError(self.name, f"its stages are {', '.join(names)}", repr(stage))
        return replace(self, stages=self.stages[: names.index(stage) + 1])


def settings(of: Recipe | Stage) -> str:
    """Every setting that is made, as JSON: what no recipe asked for before does not change the hash of one."""
    return json.dumps(_made(asdict(of)), sort_keys=True)


def _made(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _made(one) for key, one in value.items() if one is not None}
    return [_made(one) for one in value] if isinstance(value, list | tuple) else value


def load_recipe(name: str) -> Recipe:
    """The recipe in the file `name`, or the one of that name in training/recipes."""
    path = Path(name) if name.endswith(".toml") else RECIPES / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in RECIPES.glob("*.toml")))
        raise InputError(str(path), f"a recipe is a TOML file or one of: {known}", "no such file")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(str(path), "a recipe must be TOML", str(error)) from error
    raw.setdefault("name", path.stem)
    if "until" in raw or "of" in raw:
        return _broken_off(path, raw)
    stages = tuple(_stage(path, table) for table in raw.pop("stage", []))
    if not stages and not raw.get("voice_layer"):
        raise InputError(str(path), "a recipe needs at least one [[stage]], or a voice_layer", "neither")
    shape = raw.pop("student", None)
    _check_keys(path, "the recipe", raw, Recipe)
    _check_types(path, "the recipe", raw, {})
    if "teacher" not in raw and any(stage.taught_by not in (None, BASE, SHIPPED) for stage in stages):
        raise InputError(str(path), "a stage that is taught needs the recipe's 'teacher'", "none")
    return Recipe(stages=stages, student=shape and _student(path, shape), **raw)


def _broken_off(path: Path, table: dict[str, Any]) -> Recipe:
    """A recipe that is another one, `of`, up to and with its stage `until`."""
    if sorted(table) != ["name", "of", "until"] or not all(
        isinstance(value, str) for value in table.values()
    ):
        raise InputError(
            str(path), "a recipe that is part of another one takes 'of' and 'until', names", repr(table)
        )
    return replace(load_recipe(table["of"]).until(table["until"]), name=table["name"])


def _student(path: Path, table: dict[str, Any]) -> Student:
    _check_keys(path, "'student'", table, Student)
    known = [f.name for f in fields(Student)]
    if sorted(table) != sorted(known) or any(type(v) is not int or v < 1 for v in table.values()):
        raise InputError(str(path), f"'student' needs {', '.join(known)}, numbers from 1", repr(table))
    return Student(**table)


def _stage(path: Path, table: dict[str, Any]) -> Stage:
    _check_keys(path, f"stage {table.get('name')!r}", table, Stage)
    try:
        stage = Stage(**{**table, "sources": tuple(table["sources"])})
    except (KeyError, TypeError) as error:
        raise InputError(
            str(path), "a stage needs name, sources, epochs, learning_rate", str(error)
        ) from error
    _check_types(path, f"stage {stage.name!r}", table, {"sources": list})
    for name in ("keep", "dropout", "label_share"):
        share = getattr(stage, name)
        if share is not None and not 0 <= share < 1:
            raise InputError(
                str(path), f"stage {stage.name!r}: {name!r} is a share from 0 to below 1", str(share)
            )
    if stage.label_share is not None and not stage.taught_by:
        rule = f"stage {stage.name!r}: 'label_share' is for a stage that is taught ('taught_by')"
        raise InputError(str(path), rule, str(stage.label_share))
    return stage


def _check_types(path: Path, where: str, table: dict[str, Any], kinds: dict[str, type]) -> None:
    """Numbers must be numbers and lists lists: a recipe that loads can be trained."""
    known = {
        "epochs": int,
        "batch": int,
        "seed": int,
        "max_tokens": int,
        "voice_layer": int,
        "freeze_embeddings": bool,
        "quantisation_aware": bool,
    }
    known |= dict.fromkeys(_RATES, float)
    known |= {"name": str, "encoder": str, "teacher": str, "taught_by": str} | kinds
    for name, value in table.items():
        kind = known[name]
        if not (type(value) is kind or (kind is float and type(value) is int)):
            raise InputError(str(path), f"{where}: '{name}' must be a {kind.__name__}", repr(value))


def _check_keys(path: Path, where: str, table: dict[str, Any], cls: type) -> None:
    known = {f.name for f in fields(cls)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise InputError(str(path), f"{where} takes only {', '.join(sorted(known))}", ", ".join(unknown))
