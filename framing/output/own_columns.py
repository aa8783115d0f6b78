"""Which columns of a scores file are the program's own, and of which type; the others stay as they are.

A file may be older than some columns, come from an artefact with other devices, or hold a researcher's own
column of the same name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import pyarrow as pa

from framing.output.columns import NESTED, Column
from framing.output.score_columns import DEVICE, EMBEDDING, LABEL, SCORE_COLUMNS, device_columns
from framing.profiles import added_column
from framing.types import Unit

_ADDED = {column.name for column in SCORE_COLUMNS if column.unit is None}
_OF_ARTICLES = {column.name for column in SCORE_COLUMNS if column.unit is Unit.ARTICLE}
# Files without it are older than the nested columns: a `rationale` in them is somebody else's.
_MARKS_NESTED = "charged_rationale"
# These came together, after the other nested columns.
_OF_SPEAKERS = ("speakers", "attributions")


def own_name(name: str, names: Sequence[str]) -> str:
    """What the column `name` of the dictionary is called in a file with the columns `names`."""
    added = name in _ADDED or name == EMBEDDING or name.startswith(DEVICE)
    return added_column(names, name) if added and not _of_articles(names) else name


def own_columns(names: Sequence[str]) -> dict[str, Column]:
    """Every column of the program's own, by its name in the file."""
    articles = _of_articles(names)
    nested = own_name(_MARKS_NESTED, names) in names
    columns = [c for c in SCORE_COLUMNS if articles or c.unit is None]
    columns = [c for c in columns if nested or c.type not in NESTED]
    if not all(own_name(name, names) in names for name in _OF_SPEAKERS):
        columns = [c for c in columns if c.name not in _OF_SPEAKERS]
    columns += [column for device in _devices(names) for column in device_columns(device)]
    return {found: c for c in columns if (found := own_name(c.name, names)) in names}


def own_types(names: Sequence[str]) -> dict[str, pa.DataType]:
    """The Arrow type of every column of the program's own, by its name in the file."""
    return {name: column.arrow for name, column in own_columns(names).items()}


def is_nested(kind: pa.DataType | None) -> bool:
    """Whether a column of this type is written as JSON in CSV."""
    return kind in NESTED.values()


def from_json(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """JSON texts as the nested `kind`; raises ArrowInvalid for one that is none."""
    try:
        return pa.array([None if text is None else json.loads(text) for text in column.to_pylist()], kind)
    except (ValueError, TypeError) as error:
        raise pa.ArrowInvalid(str(error)) from error


def _of_articles(names: Sequence[str]) -> bool:
    """Whether the file was read as articles: then nothing of ours was renamed, and the input's columns were."""
    return set(names) >= _OF_ARTICLES and added_column(names, "signature") == "signature"


def _devices(names: Sequence[str]) -> Iterator[str]:
    """Devices with both of their columns: a lone `device_type` may be anybody's."""
    present = set(names)
    for name in names:
        base = name.removeprefix("framing_")
        if base.startswith(DEVICE) and f"{name}{LABEL}" in present:
            yield base.removeprefix(DEVICE)
