"""The folder of a dataset, here or at an address: whose it is, what is put into it, and what says that it is whole."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from framing.errors import InputError, OutputError
from framing.files import sync_folder
from framing.output.whole import unwritable
from framing.reading.folder import Folder, is_remote
from framing.reading.names import REJECTS
from framing.reading.sources import CHUNK

UNFINISHED, SUCCESS = "_UNFINISHED", "_SUCCESS"
# What a run that was killed may leave: its parts, its marker, and files that were still in the making.
_OURS = re.compile(r"(.*/)?part-\d{5,}(-\d{5,})?\.parquet")
_MAKING = ".framing-"


def is_dataset(address: str) -> bool:
    """Whether an output is a folder of Parquet parts and not one file."""
    return is_remote(address) or address.endswith(("/", os.sep))


def folder_here(address: str) -> Path:
    """The real path of a dataset on this machine; OutputError where the folder around it is missing."""
    target = Path(address).resolve()
    if not target.parent.is_dir():
        raise OutputError(address, "the folder around the output must exist", f"no folder {target.parent}")
    return target


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a dataset, by its name in the folder."""

    path: str
    rows: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What `_SUCCESS` says: the dataset has these parts and no others."""

    signature: str
    partition: tuple[str, ...]
    rows: int
    parts: tuple[Part, ...]


def read_contents(folder: Folder) -> Contents | None:
    """What `_SUCCESS` says; None where it says nothing, as in a folder that another program wrote."""
    try:
        found = json.loads(folder.read(SUCCESS))
        parts = tuple(Part(**part) for part in found["parts"])
        return Contents(found["signature"], tuple(found["partition"]), found["rows"], parts)
    except (ValueError, TypeError, KeyError):
        return None


class DatasetFolder(Folder):
    """A folder to write a dataset into. Raises OutputError for whatever goes wrong."""

    def __init__(self, address: str) -> None:
        if is_remote(address) and not address.endswith("/"):
            raise OutputError(address, "an output at an address must be a folder, ending in /", repr(address))
        with _writing(address):
            super().__init__(address)
        self._put: list[str] = []
        self._made = False

    def claim(self) -> Path:
        """Mark the folder as being written; a folder on this machine for files in the making.

        What a killed run left is taken away; a folder with anything else in it is refused.
        """
        with _writing(self.address):
            if not self.remote:
                self._make()
            there = self.files()
            found = set(there) - {REJECTS}
            if found and (UNFINISHED not in found or SUCCESS in found):
                rule = "the output's folder must be new, empty or left by a run that was broken off"
                what = "a finished dataset" if SUCCESS in found else f"{len(found)} files in it"
                raise OutputError(self.address, rule, what)
            self._take_away(name for name in there if _is_ours(name))
            self.write(UNFINISHED, b"Being written, or broken off: the same command goes on from there.\n")
            self.tidy()
        return self.make_room()

    def make_room(self) -> Path:
        """A new folder on this machine for files in the making."""
        with _writing(self.address):
            if self.remote:
                return Path(tempfile.mkdtemp(prefix="framing-"))
            return Path(tempfile.mkdtemp(prefix=_MAKING, dir=self.root))

    def tidy(self) -> None:
        """Take away what was in the making."""
        for left in () if self.remote else Path(self.root).glob(f"{_MAKING}*"):
            shutil.rmtree(left, ignore_errors=True)

    def put(self, file: Path, name: str) -> None:
        """Move a finished file of this machine into place; here it appears whole or not at all."""
        with _writing(self.place(name)):
            self._put.append(name)
            if self.remote:
                with file.open("rb") as here, self.system.open_output_stream(self.path(name)) as there:
                    shutil.copyfileobj(here, there, CHUNK)
                file.unlink()
                return
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            file.replace(target)
            sync_folder(str(target.parent))

    def write(self, name: str, data: bytes) -> None:
        """Write a small file."""
        with _writing(self.place(name)), self.system.open_output_stream(self.path(name)) as file:
            file.write(data)

    def finish(self, contents: Contents) -> None:
        """Say that the dataset is whole."""
        self.write(SUCCESS, (json.dumps(asdict(contents), ensure_ascii=False, indent=1) + "\n").encode())
        with contextlib.suppress(Exception):  # a marker that stays is outdone by `_SUCCESS`
            self.system.delete_file(self.path(UNFINISHED))

    def withdraw(self) -> None:
        """Take away all that was put here, by whichever process, and the folders that it leaves empty."""
        with _writing(self.address):
            self._take_away({*self._put, *(name for name in self.files() if _is_ours(name))})
            self._put = []

    def _take_away(self, names: Iterable[str]) -> None:
        folders = set()
        for name in names:
            with contextlib.suppress(FileNotFoundError):  # its writing may have failed
                self.system.delete_file(self.path(name))
            folders.add(Path(self.path(name)).parent)
        for folder in folders if not self.remote else ():
            with contextlib.suppress(OSError):  # until one that holds something
                while folder != Path(self.root):
                    folder.rmdir()
                    folder = folder.parent

    def abandon(self) -> None:
        """Take the marker away, and the folder if it was made for this and is empty."""
        with contextlib.suppress(Exception):
            self.system.delete_file(self.path(UNFINISHED))
            if self._made:
                Path(self.root).rmdir()

    def _make(self) -> None:
        target = folder_here(self.address)
        if target.exists() and not target.is_dir():
            raise OutputError(self.address, "the output must be a folder", "a file")
        self._made = not target.exists()
        target.mkdir(exist_ok=True)


def _is_ours(name: str) -> bool:
    return name == REJECTS or _OURS.fullmatch(name) is not None


@contextmanager
def _writing(place: str) -> Iterator[None]:
    """Every service has exceptions of its own: whatever comes becomes an OutputError that names the place."""
    try:
        yield
    except OutputError:
        raise
    except InputError as error:
        raise OutputError(error.place, error.rule, error.found) from error
    except Exception as error:
        raise unwritable(place, error) from error
