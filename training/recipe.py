"""A recipe: what is trained on what, in which order, read from TOML. Unknown keys are errors."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.types import content_hash

RECIPES = Path(__file__).parent / "recipes"
_RATES = ("learning_rate", "warmup", "weight_decay", "layer_decay", "device_weight", "tag_weight")


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over a mixture. `sources` are names known to `training.sources`, optionally `name*weight`.

    `device_weight` and `tag_weight` scale the losses of devices and of tokens beside that of the heads.
    `seed` is added to the recipe's own: runs that differ in it share the stages before.
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """A whole training run. `max_tokens` cuts longer sentences; `freeze_embeddings` keeps the word vectors."""

    name: str
    stages: tuple[Stage, ...]
    encoder: str = "minilm"
    seed: int = 13
    max_tokens: int = 128
    freeze_embeddings: bool = True

    @property
    def hash(self) -> str:
        """Content hash of everything that shapes the result."""
        return content_hash(json.dumps(asdict(self), sort_keys=True))


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
    stages = tuple(_stage(path, table) for table in raw.pop("stage", []))
    if not stages:
        raise InputError(str(path), "a recipe needs at least one [[stage]]", "none")
    _check_keys(path, "the recipe", raw, Recipe)
    _check_types(path, "the recipe", raw, {})
    return Recipe(stages=stages, **raw)


def _stage(path: Path, table: dict[str, Any]) -> Stage:
    _check_keys(path, f"stage {table.get('name')!r}", table, Stage)
    try:
        stage = Stage(**{**table, "sources": tuple(table["sources"])})
    except (KeyError, TypeError) as error:
        raise InputError(
            str(path), "a stage needs name, sources, epochs, learning_rate", str(error)
        ) from error
    _check_types(path, f"stage {stage.name!r}", table, {"sources": list})
    return stage


def _check_types(path: Path, where: str, table: dict[str, Any], kinds: dict[str, type]) -> None:
    """Numbers must be numbers and lists lists: a recipe that loads can be trained."""
    known = {"epochs": int, "batch": int, "seed": int, "max_tokens": int, "freeze_embeddings": bool}
    known |= dict.fromkeys(_RATES, float)
    known |= {"name": str, "encoder": str} | kinds
    for name, value in table.items():
        kind = known[name]
        if not (type(value) is kind or (kind is float and type(value) is int)):
            raise InputError(str(path), f"{where}: '{name}' must be a {kind.__name__}", repr(value))


def _check_keys(path: Path, where: str, table: dict[str, Any], cls: type) -> None:
    known = {f.name for f in fields(cls)}
    unknown = sorted(set(table) - known)
    if unknown:
        raise InputError(str(path), f"{where} takes only {', '.join(sorted(known))}", ", ".join(unknown))
