"""`manifest.jsonl`: metadata for the files beside it, one JSON object a line with the field `file`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.reading.columns import match_columns
from framing.reading.jsonl import JsonlTable
from framing.reading.names import MANIFEST
from framing.reading.sources import READ_ERRORS, Source
from framing.reading.tables import Row, reject
from framing.types import NOTHING, Reject, Unit

if TYPE_CHECKING:
    import pyarrow as pa


# No file system takes longer names, and asking for one is an error of its own.
LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a manifest says of one file: Article fields, and the rest, with the types of its columns."""

    meta: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    types: Mapping[str, pa.DataType] = field(default_factory=lambda: NOTHING)


@dataclass(slots=True)
class Manifests:
    """The entries of all manifests by file, the columns they add, and what was wrong with them.

    `files` are the manifests, `read` the files behind the inputs: of those that are read at an address, nothing lies on this machine.
    """

    entries: dict[Path, Entry] = field(default_factory=dict)
    columns: list[Mapping[str, pa.DataType]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    read: set[Path] = field(default_factory=set)
    files: list[Path] = field(default_factory=list)

    def entry(self, path: Path) -> Entry:
        """What is said of `path`; an empty entry where nothing is."""
        return self.entries.get(path.absolute(), Entry())


def read_manifests(sources: Iterable[Source]) -> Manifests:
    """The manifests beside `sources`; in an input folder, a line whose file is missing is refused."""
    manifests = Manifests()
    folders: dict[Path, bool] = {}
    for source in sources:
        manifests.read.add(source.path.absolute())
        parent = source.path.absolute().parent
        folders[parent] = folders.get(parent, False) or source.folder is not None
        if source.folder is not None:
            folders[source.folder.absolute()] = True
    for folder, whole in folders.items():
        path = folder / MANIFEST
        if path.is_file():
            manifests.files.append(path)
            _read(path, whole, manifests)
    return manifests


def _read(path: Path, whole: bool, manifests: Manifests) -> None:
    try:
        table = JsonlTable(path, str(path))
    except (InputError, *READ_ERRORS) as error:
        place, rule, found = str(path), "a manifest must be readable", str(error)
        manifests.rejects.append(reject(place, rule, found))
        return
    names = [name for name in table.columns if name != "file"]
    fields = match_columns(names, {}, Unit.ARTICLE, str(path), need_text=False)
    fields.pop("text", None)
    rest = [name for name in names if name not in fields.values()]
    types = {name: table.columns[name] for name in rest}
    manifests.columns.append(types)
    for row in table:
        problem = row.fault or _problem(row, path.parent, whole, manifests)
        if problem is not None:
            manifests.rejects.append(problem)
            continue
        meta = {
            name: row.values[column] for name, column in fields.items() if row.values.get(column) is not None
        }
        others = {name: row.values.get(name) for name in rest}
        manifests.entries[path.parent / row.values["file"]] = Entry(meta, others, types)


def _problem(row: Row, folder: Path, whole: bool, manifests: Manifests) -> Reject | None:
    file = row.values.get("file")
    if not isinstance(file, str) or not file:
        return reject(row.place, "a manifest line must name its 'file'", repr(file))
    if folder / file in manifests.entries:
        return reject(row.place, "a manifest must name a file once", f"{file!r} again")
    there = folder / file in manifests.read
    if len(file) > LONGEST_NAME or (whole and not there and not (folder / file).is_file()):
        return reject(row.place, "a file named in a manifest must be there", repr(file))
    return None
