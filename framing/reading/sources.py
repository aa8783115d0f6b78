"""The files behind the inputs: folders walked, gzip opened, standard input laid on disk, formats told."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from framing.errors import InputError
from framing.reading.folder import is_remote
from framing.reading.hive import hive_values

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.jsonl"
# What was refused, in a dataset that `framing annotate` wrote: no input when its folder is one.
REJECTS = "_rejects.jsonl"
STDIN = "-"
CHUNK = 1 << 20
HEAD = 1 << 16
ENDINGS = {
    **dict.fromkeys((".txt", ".text", ".md"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    ".parquet": "parquet",
}
# What a damaged or vanished file raises while it is being read.
READ_ERRORS = (OSError, EOFError, gzip.zlib.error)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `place` is how messages call it, `folder` the input folder it was found in.

    `opener` opens what is read where it lies, at an address: then nothing is at `path`.
    """

    path: Path
    place: str
    folder: Path | None = None
    opener: Callable[[], pa.NativeFile] | None = None

    @property
    def hive(self) -> dict[str, str | None]:
        """The columns that stand in the names of the folders it lies in, below the input folder."""
        return {} if self.folder is None else hive_values(self.path.relative_to(self.folder).as_posix())


def find_sources(inputs: Sequence[str], spool: Path) -> list[Source]:
    """The files behind `inputs`, in order; standard input goes into the folder `spool`.

    Errors: InputError when an input does not exist, is an empty folder, or an address that does not answer.
    """
    found: list[Source] = []
    named: set[str] = set()
    for given in inputs:
        path = Path(given).absolute()  # for a reader that works in another folder
        if given == STDIN:
            found.append(Source(_lay_down(sys.stdin.buffer, spool / "stdin"), "stdin"))
        elif is_remote(given):
            from framing.reading.remote import remote_sources

            found.extend(one for one in remote_sources(given, spool) if _first_time(one.place, named))
        elif path.is_dir():
            files = [Source(file.absolute(), str(file), path) for file in _walk(Path(given))]
            if not files:
                raise InputError(given, "an input folder must hold files", "none")
            found.extend(file for file in files if _first_time(str(file.path.resolve()), named))
        elif path.exists():
            if _first_time(str(path.resolve()), named):
                found.append(Source(path, given))
        else:
            raise InputError(given, "an input must be a file, a folder, an address or '-'", "nothing there")
    return found


def _first_time(real: str, named: set[str]) -> bool:
    """Whether the file was not named before: one given twice is read once."""
    known = real in named
    named.add(real)
    return not known


def _walk(folder: Path) -> Iterator[Path]:
    """Files under `folder`, sorted, without hidden ones and manifests."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            file = Path(parent, name)
            if is_data(name) and file.is_file():
                yield file


def is_data(name: str) -> bool:
    """Whether a file in a folder is an input: hidden files, manifests and markers such as `_SUCCESS` are not."""
    if name.startswith(".") or name in (MANIFEST, REJECTS):
        return False
    return not name.startswith("_") or Path(name.lower().removesuffix(".gz")).suffix in ENDINGS


def _lay_down(stream: BinaryIO, path: Path) -> Path:
    with path.open("wb") as file:
        shutil.copyfileobj(stream, file, CHUNK)
    return path


def open_binary(path: Path) -> BinaryIO:
    """The file's bytes, gunzipped where its first bytes say so."""
    file = path.open("rb")
    if file.read(2) != b"\x1f\x8b":
        file.seek(0)
        return file
    file.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))


def read_chunks(path: Path) -> Iterator[bytes]:
    """The file's bytes in pieces; a damaged gzip ends where the damage is."""
    with open_binary(path) as file:
        while True:
            try:
                chunk = file.read(CHUNK)
            except READ_ERRORS:
                return
            if not chunk:
                return
            yield chunk


def plain_file(source: Source, spool: Path) -> Path:
    """The file itself, or its gunzipped copy in `spool`, for formats that jump about in a file."""
    with source.path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return source.path
    with open_binary(source.path) as packed:
        return _lay_down(packed, spool / f"{len(list(spool.iterdir()))}.plain")


def format_of(source: Source, forced: str | None) -> str:
    """The format: the forced one, else by the ending, else by the content.

    Errors: InputError for JSON that is not one object a line.
    """
    if forced is not None:
        return forced
    name = source.path.name.lower().removesuffix(".gz")
    ending = Path(name).suffix
    if ending in ENDINGS:
        return ENDINGS[ending]
    with open_binary(source.path) as file:
        return _sniff(file.read(HEAD), source.place, json_named=ending == ".json")


def _sniff(head: bytes, place: str, json_named: bool) -> str:
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip()
    lowered = start[:1024].lower()
    if (
        lowered.startswith((b"<!doctype html", b"<html", b"<?xml"))
        or b"<html" in lowered
        or b"<body" in lowered
    ):
        return "html"
    line = start.split(b"\n", 1)[0]
    if line.startswith(b"{") and _is_object(line, whole=b"\n" in start or len(head) < HEAD):
        return "jsonl"
    if json_named:
        raise InputError(
            place, "JSON must be one object a line (JSONL)", repr(line[:60].decode("utf-8", "replace"))
        )
    return "text"


def _is_object(line: bytes, whole: bool) -> bool:
    if not whole:  # the first line is longer than what was looked at
        return line.lstrip(b"{ \t").startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
