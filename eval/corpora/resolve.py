"""Where a research corpus lies on this machine: one folder that holds them all, named once."""

from __future__ import annotations

import os
from pathlib import Path

from framing.errors import InputError

ENVIRONMENT = "FRAMING_DATA"
BESIDE_CHECKOUT = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def data_folder(given: str | Path | None = None) -> Path:
    """The folder with one subfolder a corpus: `given`, else $FRAMING_DATA, else ../shared/data.

    Raises InputError with the way to name it where none of the three is there.
    """
    chosen = given or os.environ.get(ENVIRONMENT) or BESIDE_CHECKOUT
    folder = Path(chosen)
    if not folder.is_dir():
        raise InputError(
            str(folder),
            f"research corpora are read from a folder: give --data FOLDER or set {ENVIRONMENT}",
            "no such folder",
        )
    return folder


def corpus_file(folder: Path, name: str) -> Path:
    """`folder/name`, checked to be there."""
    path = folder / name
    if not path.is_file():
        raise InputError(str(path), "the corpus file must be there (see eval/corpora)", "no such file")
    return path
