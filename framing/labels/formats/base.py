"""What a format is: how tasks are written, and how a file's rows become labels, one by one."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.rows import from_row, to_row
from framing.labels.tasks import Origin, Task
from framing.types import Annotation

# How the file ends that a sample was drawn by (framing/profiles/design.py).
DESIGN = ".design.json"
Tasks = Sequence[tuple[Task, Sequence[Annotation]]]
# Told of each row that is no label: one that breaks a rule, or (with no error) one that was not answered.
Refused = Callable[[str, InputError | None], None]


@dataclass(frozen=True, slots=True)
class Raw:
    """A row of a tool's file: where it stands, who wrote it if the file's name tells, and what it holds."""

    place: str
    who: str
    found: Any


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `rows` reads a path; `convert` makes a row's labels (none, if it was not answered) and raises `InputError`.
    `render` gives the files to write by name (empty for the output itself); `None` if it is only read.
    `needs_text`: a task without its sentence cannot be written. `suggests`: it tells a suggestion from an answer.
    """

    name: str
    title: str
    rows: Callable[[Path], Iterator[Raw]]
    convert: Callable[[Raw, Origin], list[Annotation]]
    render: Callable[[Tasks, bool], Mapping[str, bytes]] | None = None
    endings: tuple[str, ...] = ()
    needs_text: bool = True
    suggests: bool = True


def converted(form: Format, raw: Raw, origin: Origin) -> list[Annotation]:
    """The labels of a row, which the store will read again. Raises InputError, whatever the row holds."""
    try:
        found = form.convert(raw, origin)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
        # A file of another tool may hold anything anywhere.
        rule = f"a row must be as {form.title} writes it"
        raise InputError(raw.place, rule, f"{type(error).__name__}: {error}") from error
    for one in found:
        from_row(to_row(one), raw.place)
    return found


def read(form: Format, path: Path, origin: Origin, refused: Refused) -> Iterator[Annotation]:
    """The labels of a file or folder. A row that breaks a rule goes to `refused`, and the rest goes on."""
    for raw in _readable(form, path):
        try:
            found = converted(form, raw, origin)
        except InputError as error:
            refused(raw.place, error)
            continue
        if not found:
            refused(raw.place, None)
        yield from found


def _readable(form: Format, path: Path) -> Iterator[Raw]:
    """The rows, with the errors of the disk in this program's words."""
    try:
        yield from form.rows(path)
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise InputError(str(path), f"must be readable as {form.title} writes it", str(error)) from error


def files(path: Path, *endings: str) -> Iterator[tuple[str, str, bytes]]:
    """Place, name without ending and content of the file, of a folder's or of a zip archive's files."""
    if path.is_dir():
        every = (p for p in path.rglob("*") if p.suffix.lower() in endings and p.is_file())
        # A sample's design lies beside its labels, where `framing profile --labels` looks for it.
        inside = sorted(p for p in every if not p.name.endswith(DESIGN))
        if not inside:
            raise InputError(str(path), f"a folder must hold files ending in {' or '.join(endings)}", "none")
        for file in inside:
            yield str(file), file.stem, file.read_bytes()
    elif not path.is_file():
        raise InputError(str(path), "labels are read from a file or a folder", "nothing there")
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(endings) and not name.endswith(DESIGN):
                    yield f"{path}/{name}", Path(name).stem, archive.read(name)
    else:
        yield str(path), path.stem, path.read_bytes()


def json_lines(path: Path) -> Iterator[Raw]:
    """The objects of JSON lines files."""
    for place, who, data in files(path, ".jsonl", ".json"):
        for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
            if line.strip():
                yield Raw(f"{place}:{number}", who, parsed(line, f"{place}:{number}"))


def parsed(data: bytes, place: str) -> Any:
    """JSON of a file or line."""
    try:
        return json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise InputError(place, "must be JSON", str(error)) from error


def each(labels: Sequence[Annotation]) -> list[Annotation | None]:
    """A task's labels; one `None` for a task without any, so that it is written all the same."""
    return list(labels) or [None]


def as_json(found: Any) -> bytes:
    """JSON of one line, whatever characters it holds."""
    try:
        return json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(found).encode("ascii")


def as_json_lines(found: Sequence[Any]) -> bytes:
    """One JSON object a line."""
    return b"".join(as_json(row) + b"\n" for row in found)
