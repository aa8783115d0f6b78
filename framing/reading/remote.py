"""Inputs at an address: Parquet is read where it lies, everything else is copied to disk first."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from framing.errors import InputError
from framing.reading.folder import Folder, find_folder
from framing.reading.names import MANIFEST, page_beside, parts_of_page, sort_out
from framing.reading.sources import CHUNK, Source, refused_source
from framing.types import Reject


def remote_sources(address: str, spool: Path, any_ending: bool = False) -> list[Source]:
    """The files behind `address`; those that are copied lie in `spool` in the folders that they have there.

    Errors: InputError where nothing is there or the address does not answer.
    """
    folder, names = find_folder(address)
    named = [folder.place(name) for name in names] == [address]
    mirror = Path(tempfile.mkdtemp(dir=spool)).resolve()
    readable, refused = _sort_out(folder, names, any_ending or named)
    sources = []
    for name in names:
        plain = name.rpartition("/")[2]
        if name not in readable and plain != MANIFEST:
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
    sources += map(refused_source, refused)
    if not sources:
        raise InputError(address, "an input address must hold files", "none")
    return sources


def _sort_out(folder: Folder, names: Sequence[str], any_ending: bool) -> tuple[set[str], list[Reject]]:
    """Those of `names` that are read, and what is told of the others."""
    files: dict[str, list[str]] = defaultdict(list)
    for name in names:
        above, _, plain = name.rpartition("/")
        files[above].append(plain)
    readable: set[str] = set()
    refused: list[Reject] = []
    pages: list[str] = []
    for inside, plains in sorted(files.items()):
        above, _, last = inside.rpartition("/")
        if any(f"{inside}/".startswith(page) for page in pages):
            continue
        if page := page_beside(last, files.get(above, ())):
            pages.append(f"{inside}/")
            refused.append(parts_of_page(folder.place(inside), page))
            continue
        read, told = sort_out(plains, folder.place(inside), any_ending)
        readable.update(f"{inside}/{plain}" if inside else plain for plain in read)
        refused += told
    return readable, refused


def _copy(folder: Folder, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with folder.open(name) as there, path.open("wb") as here:
        shutil.copyfileobj(there, here, CHUNK)
