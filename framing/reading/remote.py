"""Inputs at an address: Parquet is read where it lies, everything else is copied to disk first."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

from framing.errors import InputError
from framing.reading.folder import Folder, find_folder
from framing.reading.sources import CHUNK, MANIFEST, Source, is_data


def remote_sources(address: str, spool: Path) -> list[Source]:
    """The files behind `address`; those that are copied lie in `spool` in the folders that they have there.

    Errors: InputError where nothing is there or the address does not answer.
    """
    folder, names = find_folder(address)
    mirror = Path(tempfile.mkdtemp(dir=spool)).resolve()
    sources = []
    for name in names:
        plain = name.rpartition("/")[2]
        if not is_data(plain) and plain != MANIFEST:
            continue
        path = (mirror / name).resolve()
        if not path.is_relative_to(mirror):
            raise InputError(folder.place(name), "a name must not lead out of its folder", repr(name))
        in_place = plain.lower().endswith(".parquet")
        if not in_place:
            _copy(folder, name, path)
        if plain != MANIFEST:
            opener = partial(folder.open, name) if in_place else None
            sources.append(Source(path, folder.place(name), mirror, opener))
    if not sources:
        raise InputError(address, "an input address must hold files", "none")
    return sources


def _copy(folder: Folder, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with folder.open(name) as there, path.open("wb") as here:
        shutil.copyfileobj(there, here, CHUNK)
