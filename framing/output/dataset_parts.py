"""The parts of a folder of scores: those that its `_SUCCESS` names, else all Parquet files in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from framing.errors import InputError
from framing.output.dataset_folder import SUCCESS, UNFINISHED, read_contents
from framing.reading.folder import Folder, is_remote
from framing.reading.hive import hive_values


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A Parquet file of a folder; `rows` is how many it must have, `None` where nobody said."""

    folder: Folder
    name: str
    rows: int | None = None

    @property
    def place(self) -> str:
        """How messages call it."""
        return self.folder.place(self.name)

    @property
    def hive(self) -> Mapping[str, str | None]:
        """The columns that its folders' names hold."""
        return hive_values(self.name)

    @contextmanager
    def opened(self) -> Iterator[pyarrow.parquet.ParquetFile]:
        """The file; raises InputError where it is damaged or not the one that was written."""
        try:
            with self.folder.open(self.name) as stream, pyarrow.parquet.ParquetFile(stream) as file:
                rows = file.metadata.num_rows
                if self.rows is not None and rows != self.rows:
                    rule = f"a part must have the {self.rows:,} rows that {SUCCESS} says"
                    raise InputError(self.place, rule, f"{rows:,}")
                yield file
        except (pa.ArrowException, OSError) as error:
            raise InputError(self.place, "a part must be readable", str(error)) from error


def is_folder(address: str) -> bool:
    """Whether scores are read from a folder: one of this machine, or any address."""
    return is_remote(address) or Path(address).is_dir()


def dataset_parts(address: str) -> list[StoredPart]:
    """The parts in order; raises InputError for a dataset that is not whole and for a folder without any."""
    folder = Folder(address)
    names = folder.files()
    contents = read_contents(folder) if SUCCESS in names else None
    if contents is not None:
        for part in contents.parts:
            if part.path not in names:
                rule = f"every part that {SUCCESS} names must be there"
                raise InputError(folder.place(part.path), rule, "nothing there")
        return [StoredPart(folder, part.path, part.rows) for part in contents.parts]
    if UNFINISHED in names:
        rule = "a folder of scores must be whole"
        raise InputError(address, rule, "one that is being written, or whose run was broken off")
    parts = [
        name
        for name in names
        if name.lower().endswith(".parquet") and not name.split("/")[-1].startswith("_")
    ]
    if not parts:
        raise InputError(address, "a folder of scores must hold Parquet files", f"{len(names)} other files")
    return [StoredPart(folder, name) for name in parts]
