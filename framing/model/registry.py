"""The user's own models: folders under one roof, of which one may be the default for `framing annotate`.

The roof is $FRAMING_HOME, else the system's folder for a user's data. A name is kept for the default in a file of
one line; without it the shipped default tier is. Python's `framing.load()` always takes what it is given.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ArtefactError, InputError
from framing.model.artefact import LAYOUT, SHIPPED, Artefact, open_artefact

FIRST = "shipped"
REPORT = "validity.json"
_HOME, _CHOICE, _MODELS = "FRAMING_HOME", "default", "models"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Known:
    """One model of the list. `validity` is its report, None if it has none; `problem` why it cannot be opened."""

    name: str
    folder: Path
    chosen: bool
    artefact: Artefact | None
    validity: Mapping[str, Any] | None
    problem: str | None = None


def home() -> Path:
    """The folder of the user's models; it need not exist."""
    if given := os.environ.get(_HOME):
        return Path(given)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "framing"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "framing"


def chosen_name() -> str:
    """The name of the default model."""
    try:
        return (home() / _CHOICE).read_text(encoding="utf-8").strip() or FIRST
    except OSError:
        return FIRST


def folder_of(model: str | Path | None) -> Path:
    """The folder of a model: a folder as it is, else a name; None is the default. Raises InputError."""
    # The default is a name: a folder called so, where the program happens to run, is another model.
    if model is not None:
        path = Path(model)
        if path.is_dir() and (str(model) not in SHIPPED or (path / LAYOUT.metadata).is_file()):
            return path
    name = chosen_name() if model is None else str(model)
    if name in SHIPPED:
        return SHIPPED[name]
    inside = home() / _MODELS / name
    if NAME.fullmatch(name) and inside.is_dir():
        return inside
    if model is None:
        rule = f"the default model must be there (`framing model use {FIRST}` goes back to the shipped one)"
        raise InputError(str(inside), rule, "nothing")
    names = ", ".join(one.name for one in known())
    raise InputError("--model", f"a model is a folder or one of {names}", repr(name))


def name_of(folder: Path) -> str | None:
    """The name under which a model's folder is known, if it is."""
    for name, shipped in SHIPPED.items():
        if folder == shipped:
            return name
    inside = home() / _MODELS
    return folder.name if folder.resolve().parent == inside.resolve() else None


def known() -> list[Known]:
    """The shipped models and the user's own, by name."""
    place, chosen = home() / _MODELS, chosen_name()
    folders = dict(SHIPPED)
    if place.is_dir():
        folders |= {path.name: path for path in sorted(place.iterdir()) if NAME.fullmatch(path.name)}
    return [_known(name, folder, name == chosen) for name, folder in folders.items()]


def _known(name: str, folder: Path, chosen: bool) -> Known:
    try:
        return Known(name, folder, chosen, open_artefact(folder), read_validity(folder))
    except ArtefactError as error:
        return Known(name, folder, chosen, None, None, str(error))


def read_validity(folder: Path) -> Mapping[str, Any] | None:
    """The validity report of a model folder; None if it has none that can be read."""
    try:
        found = json.loads((folder / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


@dataclass(frozen=True, slots=True)
class Choice:
    """What `choose` did: the default's folder, the doubt that was overruled, the figures of its report that are clearly
    worse than its base's, and where another model that had its name lies now."""

    folder: Path
    overruled: str | None = None
    worse: tuple[str, ...] = ()
    moved: Path | None = None


def choose(model: str, *, force: bool = False) -> Choice:
    """Make a model the default, taking a copy of a folder that is not under the roof yet.

    Raises InputError where its report does not show it to be better and `force` is not given.
    """
    source = folder_of(model)
    open_artefact(source)
    shipped = name_of(source) if source in SHIPPED.values() else None
    overruled = None if shipped else _doubt(source)
    if overruled and not force:
        raise InputError(str(source), "a default must be shown to be better (or --force)", overruled)
    name = shipped or source.resolve().name
    if not NAME.fullmatch(name) or (name in SHIPPED and not shipped):
        rule = f"a model's name must be of letters, digits and _ . -, and none of {', '.join(SHIPPED)}"
        raise InputError(str(source), rule, repr(name))
    target = source if shipped else home() / _MODELS / name
    moved = _copy(source, target) if source.resolve() != target.resolve() else None
    home().mkdir(parents=True, exist_ok=True)
    fresh = home() / f".{_CHOICE}.new"
    fresh.write_text(name + "\n", encoding="utf-8")
    fresh.replace(home() / _CHOICE)
    return Choice(target, overruled, () if shipped else _clearly_worse(target), moved)


def _clearly_worse(folder: Path) -> tuple[str, ...]:
    report = read_validity(folder) or {}
    rows = [row for part in ("behaviour", "corpora") for row in report.get(part, ())]
    return tuple(str(row.get("figure", row.get("set"))) for row in rows if row.get("clearly worse") == "yes")


def _doubt(folder: Path) -> str | None:
    """Why a model is not shown to be better, or None if it is."""
    report = read_validity(folder)
    if report is None:
        return "no validity report"
    return None if report.get("better") is True else str(report.get("verdict", "a report without a verdict"))


def _copy(source: Path, target: Path) -> Path | None:
    """Copy a model folder, whole or not at all. Another model of the name is kept, as NAME-HASH: its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    moved = _aside(source, target)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".model-") as scratch:
        fresh, old = Path(scratch) / "fresh", Path(scratch) / "old"
        shutil.copytree(source, fresh)
        if moved:
            target.replace(moved)
        elif target.exists():
            target.replace(old)
        fresh.replace(target)
    return moved


def _aside(source: Path, target: Path) -> Path | None:
    """Where a model that has the name goes: nowhere if it is the same one, cannot be opened, or lies there already."""
    try:
        there = open_artefact(target).hash if target.exists() else None
    except ArtefactError:
        return None
    if there is None or there == open_artefact(source).hash:
        return None
    aside = target.with_name(f"{target.name}-{there}")
    return None if aside.exists() else aside
