"""A model folder with one head refitted: the base's files, one row of numbers and its calibration changed."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from framing.errors import OutputError
from framing.model.artefact import LAYOUT, file_sha256
from framing.refit.features import EDITORIAL, HeadReader
from framing.refit.graph import with_head
from framing.refit.head import Head


def save_model(reader: HeadReader, head: Head, folder: Path, trained_on: Mapping[str, Any]) -> Path:
    """Write the artefact of `reader` with `head` in the place of its own to a new folder, whole or not at all."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(str(folder), "the model's folder must be new or empty", "something there")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".model-") as scratch:
        fresh = Path(scratch) / "model"
        write_model(reader, head, fresh, trained_on)
        fresh.replace(folder)
    return folder


def write_model(reader: HeadReader, head: Head, folder: Path, trained_on: Mapping[str, Any]) -> None:
    """The same into a folder that is made here. `trained_on` says what the labels were, for the metadata."""
    folder.mkdir(exist_ok=True)
    (folder / LAYOUT.model).write_bytes(
        with_head(reader.file, reader.layer, reader.question, head.weight, head.bias)
    )
    write_metadata(reader, head, folder, trained_on)


def write_metadata(reader: HeadReader, head: Head, folder: Path, trained_on: Mapping[str, Any]) -> None:
    """Everything but the model file, which lies in `folder`: what the base says of itself, with `head`'s own."""
    base = reader.artefact
    shutil.copyfile(base.folder / LAYOUT.tokenizer, folder / LAYOUT.tokenizer)
    metadata = dict(base.metadata)
    metadata |= {
        "name": f"{base.name.removesuffix('-refitted')}-refitted",
        "calibration": {**metadata["calibration"], reader.head: asdict(head.calibration)},
        "thresholds": {**metadata["thresholds"], reader.head: head.threshold},
        "trained": datetime.now(UTC).date().isoformat(),
        "refitted": {
            "head": reader.head,
            "base": f"{base.name}-{base.hash}",
            **({"strength": head.strength} if head.strength else {}),
            **trained_on,
        },
        "files": {name: file_sha256(folder / name) for name in (LAYOUT.model, LAYOUT.tokenizer)},
    }
    # Measured on the base, and no longer true of this model.
    metadata.pop("held_out", None)
    if reader.head == EDITORIAL:
        metadata["risk_coverage"] = head.risks
    text = json.dumps(metadata, indent=1, ensure_ascii=False) + "\n"
    (folder / LAYOUT.metadata).write_text(text, encoding="utf-8")
    (folder / LAYOUT.card).write_text(card(metadata), encoding="utf-8")


def card(metadata: Mapping[str, Any]) -> str:
    """The model's card: what it is, and where to read how good it is."""
    refitted = metadata["refitted"]
    rows = "\n".join(f"- {name}: {value}" for name, value in refitted.items())
    return (
        f"# {metadata['name']}\n\nThe artefact {refitted['base']} with its head `{refitted['head']}` refitted on "
        "labels. Its scores are calibrated on labels held out; other heads keep the calibration of the base.\n\n"
        f"{rows}\n\nTrained {metadata['trained']}. Whether it is better than its base, and on what: `VALIDITY.md`, "
        "if it was made by `framing train`. What it cannot do is what its base cannot do: see the base's card.\n"
    )
