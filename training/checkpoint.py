"""Checkpoints without pickle: tensors as safetensors, the rest as JSON, replaced as one folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file


def save(folder: Path, step: int, model: torch.nn.Module, optimiser: torch.optim.Optimizer | None) -> None:
    """Write the state after `step` steps beside `folder` and swap it in: a kill leaves a whole one.

    Without `optimiser` the stage is over, and only its weights are of use.
    """
    fresh, old = _beside(folder, ".new"), _beside(folder, ".old")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, fresh / "model.safetensors")
    if optimiser:
        moments = {
            f"{index}.{name}": value if isinstance(value, torch.Tensor) else torch.tensor(value)
            for index, state in optimiser.state_dict()["state"].items()
            for name, value in state.items()
        }
        save_file(moments, fresh / "optimiser.safetensors")
    (fresh / "progress.json").write_text(json.dumps({"step": step}), encoding="utf-8")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)


def find(folder: Path) -> tuple[Path, int] | None:
    """The newest whole checkpoint and its step, or None. A swap cut short leaves the older under `.old`."""
    for candidate in (folder, _beside(folder, ".old")):
        path = candidate / "progress.json"
        if path.is_file():
            return candidate, int(json.loads(path.read_text(encoding="utf-8"))["step"])
    return None


def restore_model(folder: Path, model: torch.nn.Module) -> None:
    """Load the weights of a checkpoint into `model`."""
    model.load_state_dict(load_file(folder / "model.safetensors"))


def restore_optimiser(folder: Path, optimiser: torch.optim.Optimizer) -> None:
    """Load the optimiser's moments of a checkpoint; the parameter groups stay as built."""
    state: dict[int, dict[str, Any]] = {}
    for key, value in load_file(folder / "optimiser.safetensors").items():
        index, name = key.split(".", 1)
        state.setdefault(int(index), {})[name] = value
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})


def _beside(folder: Path, ending: str) -> Path:
    return folder.with_name(folder.name + ending)
