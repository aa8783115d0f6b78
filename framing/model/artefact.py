"""A model folder: which files it has, what they say of themselves, and that they are whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import ArtefactError
from framing.model.abstention import Risk
from framing.model.calibration import Calibration
from framing.types import content_hash

DEFAULT = Path(__file__).parent / "default"
# The models inside the package, by the name that they are asked for; a model folder of that name comes first.
SHIPPED = {"shipped": DEFAULT, "fast": Path(__file__).parent / "fast"}
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of an artefact's files."""

    model: str = "model.onnx"
    tokenizer: str = "tokenizer.json"
    metadata: str = "framing.json"
    card: str = "README.md"


LAYOUT = Layout()


@dataclass(frozen=True, slots=True)
class Artefact:
    """A checked model folder. `heads` and then `devices` are in the order of the model's output columns, the
    rationale, `devices` and then `voice_tags` (source, cue, content) in that of its tags.

    `thresholds` has one for each of them, and one for the words of each tag (`rationale words`).
    `risk_coverage` is the curve of `editorial` on the calibration parts, or on the held-out labels
    of one's own that the head was refitted with.
    """

    folder: Path
    name: str
    heads: tuple[str, ...]
    devices: tuple[str, ...]
    voice_tags: tuple[str, ...]
    calibration: Mapping[str, Calibration]
    thresholds: Mapping[str, float]
    risk_coverage: tuple[Risk, ...]
    max_tokens: int
    codebook: str
    metadata: Mapping[str, Any]

    @property
    def hash(self) -> str:
        """12 hex digits over weights, tokenizer, calibration and thresholds: what decides a score."""
        parts = {key: self.metadata[key] for key in ("files", "calibration", "thresholds", "max_tokens")}
        return content_hash(json.dumps(parts, sort_keys=True))[:12]


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def open_artefact(folder: str | Path | None = None) -> Artefact:
    """Open and check a model folder, or a shipped model by name; the default tier where none is given.

    Raises ArtefactError.
    """
    place = DEFAULT if folder is None else Path(folder)
    if str(folder) in SHIPPED and not (place / LAYOUT.metadata).is_file():
        place = SHIPPED[str(folder)]
    path = place / LAYOUT.metadata
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ArtefactError(f"{path}: a model folder must hold {LAYOUT.metadata}, found {error}") from error
    except ValueError as error:
        raise ArtefactError(f"{path}: must be JSON, found {error}") from error
    if metadata.get("format") != FORMAT:
        raise ArtefactError(f"{path}: 'format' must be {FORMAT}, found {metadata.get('format')!r}")
    _check_files(place, metadata["files"])
    return Artefact(
        folder=place,
        name=metadata["name"],
        heads=tuple(metadata["heads"]),
        devices=tuple(metadata["devices"]),
        voice_tags=tuple(metadata["voice_tags"]),
        calibration={head: Calibration(**value) for head, value in metadata["calibration"].items()},
        thresholds=dict(metadata["thresholds"]),
        risk_coverage=tuple(Risk(*point) for point in metadata["risk_coverage"]),
        max_tokens=int(metadata["max_tokens"]),
        codebook=str(metadata["codebook"]),
        metadata=metadata,
    )


def _check_files(folder: Path, files: Mapping[str, str]) -> None:
    for name, expected in files.items():
        path = folder / name
        if not path.is_file():
            raise ArtefactError(f"{path}: the artefact names this file, found none")
        found = file_sha256(path)
        if found != expected:
            raise ArtefactError(f"{path}: SHA-256 must be {expected}, found {found}")
