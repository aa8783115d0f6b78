"""A folder of files on this machine, or behind an address that fsspec knows: `s3://bucket/articles/`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import FramingError, InputError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa


def is_remote(address: str) -> bool:
    """Whether `address` has a scheme, and so is no path of this machine."""
    return "://" in address


def local_path(address: str) -> Path | None:
    """The file of this machine that an address names ("file:///data/a.jsonl"), if it does."""
    scheme, mark, path = address.partition("://")
    return Path(path) if mark and scheme in ("file", "local") else None


class Folder:
    """Reads files by their names relative to the folder. Raises InputError where the address does not answer."""

    def __init__(self, address: str) -> None:
        self.address = address if address.endswith("/") else f"{address}/"
        self.remote = is_remote(address)
        self.system, self.root = _open_address(address)

    def place(self, name: str) -> str:
        """How messages call the file `name`."""
        return self.address + name

    def path(self, name: str) -> str:
        """What the file system calls the file `name`."""
        return f"{self.root}/{name}"

    def files(self) -> list[str]:
        """The names of all files under it, sorted, without hidden ones; none where there is no such folder."""
        from pyarrow.fs import FileSelector, FileType

        with answering(self.address):
            found = self.system.get_file_info(FileSelector(self.root, recursive=True, allow_not_found=True))
        root = self.root.strip("/")
        names = (i.path.strip("/")[len(root) :].lstrip("/") for i in found if i.type == FileType.File)
        return sorted(n for n in names if n and not any(part.startswith(".") for part in n.split("/")))

    def open(self, name: str) -> pa.NativeFile:
        """The file for reading here and there."""
        with answering(self.place(name)):
            return self.system.open_input_file(self.path(name))

    def read(self, name: str) -> bytes:
        """All bytes of a small file."""
        with answering(self.place(name)), self.open(name) as file:
            data: bytes = file.read()
            return data


def find_folder(address: str) -> tuple[Folder, list[str]]:
    """The folder at `address` with its files; for the address of a file, the folder around it and that file."""
    from pyarrow.fs import FileType

    system, root = _open_address(address)
    with answering(address):
        kind = system.get_file_info(root).type
    if kind == FileType.File:
        around, _, name = address.rpartition("/")
        return Folder(around), [name]
    folder = Folder(address)
    return folder, folder.files()


@contextmanager
def answering(place: str) -> Iterator[None]:
    """Every service has exceptions of its own: whatever comes becomes an InputError that names the place."""
    try:
        yield
    except FramingError:
        raise
    except Exception as error:
        raise InputError(place, "an address must answer", f"{type(error).__name__}: {error}") from error


def _open_address(address: str) -> tuple[Any, str]:
    """The file system as Arrow's, and what it calls the place."""
    from pyarrow.fs import FSSpecHandler, LocalFileSystem, PyFileSystem

    if not is_remote(address):
        return LocalFileSystem(), os.path.realpath(address)
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingExtraError(f"the address {address}", "cloud") from None
    try:
        system, root = url_to_fs(address)
    except (ImportError, ValueError) as error:  # fsspec names the package that a scheme needs
        raise InputError(address, "an address must be of a kind that fsspec knows", str(error)) from error
    return PyFileSystem(FSSpecHandler(system)), root.rstrip("/")
