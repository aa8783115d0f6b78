"""The files behind the inputs: folders walked, gzip opened, standard input laid on disk, formats told."""

from __future__ import annotations

import contextlib
import errno
import gzip
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from framing.errors import InputError, OutputError
from framing.reading.columns import is_header
from framing.reading.folder import is_remote
from framing.reading.hive import hive_values
from framing.reading.names import ENDINGS, MANIFEST, ending_of
from framing.reading.walk import walk
from framing.types import Reject

if TYPE_CHECKING:
    import pyarrow as pa

STDIN = "-"
CHUNK = 1 << 20
HEAD = 1 << 16
# What a damaged or vanished file raises while it is being read.
READ_ERRORS = (OSError, EOFError, gzip.zlib.error)  # type: ignore[attr-defined]


def count_readable(rows: Iterable[object]) -> int:
    """How many rows come before the damage, if there is any: reading proper tells of it, after them."""
    count = 0
    with contextlib.suppress(*READ_ERRORS):
        for _ in rows:
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read; `place` is how messages call it, `folder` the input folder it was found in.

    `opener` opens what is read where it lies, at an address: then nothing is at `path`. `refused` says why there is
    nothing to read.
    """

    path: Path
    place: str
    folder: Path | None = None
    opener: Callable[[], pa.NativeFile] | None = None
    refused: Reject | None = None

    @property
    def hive(self) -> dict[str, str | None]:
        """The columns that stand in the names of the folders it lies in, below the input folder."""
        return {} if self.folder is None else hive_values(self.path.relative_to(self.folder).as_posix())


def find_sources(inputs: Sequence[str], spool: Path, any_ending: bool = False) -> list[Source]:
    """The files behind `inputs`, in order; standard input goes into the folder `spool`.

    In folders files whose ending the program does not know are refused, unless `any_ending`.

    Errors: InputError when an input does not exist, is an empty folder, or an address that does not answer.
    """
    found: list[Source] = []
    named: set[tuple[bool, str]] = set()
    for given in inputs:
        path = Path(given).absolute()  # for a reader that works in another folder
        if given == STDIN:
            found.append(Source(_lay_down(sys.stdin.buffer, spool / "stdin"), "stdin"))
        elif is_remote(given):
            from framing.reading.remote import remote_sources

            found.extend(one for one in remote_sources(given, spool, any_ending) if _new(one, named))
        elif path.is_dir():
            files = list(_found_in(Path(given), any_ending))
            if not files:
                raise InputError(given, "an input folder must hold files", "none")
            found.extend(file for file in files if _new(file, named))
        elif path.exists():
            file = Source(path, given)
            if _new(file, named):
                found.append(file)
        else:
            raise InputError(given, "an input must be a file, a folder, an address or '-'", "nothing there")
    return [one for one in found if not _tells_of_others(one, found)]


def _tells_of_others(source: Source, sources: Iterable[Source]) -> bool:
    """Whether a named file is the manifest of others that were named, as the shell makes of `articles/*`."""
    path = source.path
    return path.name == MANIFEST and any(
        other.path.parent == path.parent for other in sources if other.path.name != MANIFEST
    )


def _new(source: Source, named: set[tuple[bool, str]]) -> bool:
    """Whether the file was not named before: one given twice is read once, and refused once."""
    remote = source.refused or is_remote(source.place)
    real = (source.refused is not None, source.place if remote else str(source.path.resolve()))
    known = real in named
    named.add(real)
    return not known


def _found_in(folder: Path, any_ending: bool) -> Iterator[Source]:
    """What lies under an input folder."""
    for one in walk(folder, any_ending):
        if isinstance(one, Path):
            yield Source(one.absolute(), str(one), folder.absolute())
        else:
            yield refused_source(one)


def refused_source(refused: Reject) -> Source:
    """A file or folder of which there is nothing to read."""
    return Source(Path(refused.source).absolute(), refused.source, refused=refused)


def _lay_down(stream: BinaryIO, path: Path) -> Path:
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(stream, file, CHUNK)
    except OSError as error:
        check_room(error)
        raise
    return path


def check_room(error: BaseException) -> None:
    """Tell a full disk from a damaged file: raises OutputError, for the next file would be refused for it too."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        rule = "must have room for what is copied or unpacked to be read (TMPDIR names another folder)"
        raise OutputError(tempfile.gettempdir(), rule, str(error)) from error


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
    ending = ending_of(source.path.name)
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
    if b"\n" in start and is_header(line.decode("utf-8", "replace")):
        return "csv"
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
