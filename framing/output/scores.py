"""Reads score tables back: any of the three formats or a folder of Parquet, also after another program saved them."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from framing.errors import InputError
from framing.output.dataset_parts import dataset_parts, is_folder
from framing.output.own_columns import from_json, is_nested, own_name, own_types
from framing.output.score_columns import SCORE_COLUMNS
from framing.output.sinks import ENDINGS
from framing.types import NOTHING

_BATCH_ROWS = 131_072
# A row must fit in a block; the longest sentence of a hostile file is far below this.
_BLOCK_BYTES = 32 << 20


def read_scores(path: str | os.PathLike[str], columns: Sequence[str] | None = None) -> pa.Table:
    """A scores file as a table; `columns` picks some, under their dictionary names.

    Raises `InputError` if the file cannot be read, lacks a column or holds a value of another type.
    """
    batches = list(scan_scores(path, columns))
    return pa.Table.from_batches(batches) if batches else pa.table({})


def column_names(path: str | os.PathLike[str]) -> list[str]:
    """The columns of a scores file."""
    if Path(path).name.lower().endswith(".parquet") and Path(path).is_file():
        try:
            return list(pyarrow.parquet.read_schema(path).names)
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(str(path), "a scores file must be whole and of its type", str(error)) from error
    batches = scan_scores(path)
    return list(next(iter(batches)).schema.names)


def scan_scores(
    path: str | os.PathLike[str], columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """The same batch by batch, for a table larger than memory; at least one batch, which may be empty."""
    place = os.fspath(path)
    if is_folder(place):
        yield from _cast(_dataset(place, columns), place)
        return
    path = Path(path)
    ending = next((e for e in ENDINGS if path.name.lower().endswith(e)), None)
    if ending is None:
        raise InputError(str(path), f"a scores file ends in one of {', '.join(ENDINGS)}", repr(path.suffix))
    if not path.is_file():
        raise InputError(str(path), "the scores must be a file or a folder of Parquet", "nothing there")
    try:
        yield from _cast(_OPEN[ending.removesuffix(".gz")](path, columns), str(path))
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise InputError(str(path), "a scores file must be whole and of its type", str(error)) from error
    except OSError as error:
        raise InputError(str(path), "a scores file must be readable", error.strerror or str(error)) from error


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is read: `picked` maps a column of the file to its dictionary name, `types` to the type it has."""

    picked: Mapping[str, str]
    types: Mapping[str, pa.DataType]


def _plan(path: Path | str, names: Sequence[str], columns: Sequence[str] | None) -> _Plan:
    """The plan for a file with the columns `names`; `InputError` names all that are missing."""
    if columns is None:
        return _Plan({name: name for name in names}, own_types(names))
    picked = {own_name(name, names): name for name in columns}
    missing = [name for column, name in picked.items() if column not in names]
    if missing:
        rule = f"scores need the column{'s' * (len(missing) > 1)} {', '.join(map(repr, missing))}"
        if "outlet" in missing:
            rule += ", or --by with another column to group by"
        raise InputError(str(path), rule, ", ".join(names) or "no column")
    return _Plan(picked, own_types(names))


def _parquet(path: Path, columns: Sequence[str] | None) -> Iterator[tuple[pa.RecordBatch, _Plan]]:
    with pyarrow.parquet.ParquetFile(path) as file:
        yield from _rows(file, str(path), columns)


def _dataset(address: str, columns: Sequence[str] | None) -> Iterator[tuple[pa.RecordBatch, _Plan]]:
    """The parts one after the other."""
    for part in dataset_parts(address):
        with part.opened() as file:
            yield from _rows(file, part.place, columns, part.hive)


def _rows(
    file: pyarrow.parquet.ParquetFile,
    place: str,
    columns: Sequence[str] | None,
    hive: Mapping[str, str | None] = NOTHING,
) -> Iterator[tuple[pa.RecordBatch, _Plan]]:
    """The rows of one Parquet file, with columns by the names of its folders."""
    stored = file.schema_arrow.names
    by_folder = {name: value for name, value in hive.items() if name not in stored}
    plan = _plan(place, [*stored, *by_folder], columns)
    # One column at least, or nothing would tell how many rows there are.
    read = [name for name in plan.picked if name in stored] or stored[:1]
    none = True
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=read):
        none = False
        yield _with(batch, by_folder, plan), plan
    if none:
        yield _with(_no_rows(file.schema_arrow.empty_table().select(read).schema), by_folder, plan), plan


def _with(batch: pa.RecordBatch, by_folder: Mapping[str, str | None], plan: _Plan) -> pa.RecordBatch:
    columns = [
        pa.repeat(pa.scalar(by_folder[name], pa.string()), batch.num_rows)
        if name in by_folder
        else batch.column(name)
        for name in plan.picked
    ]
    return pa.RecordBatch.from_arrays(columns, names=list(plan.picked))


def _no_rows(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], f.type) for f in schema], schema=schema)


def _open(path: Path) -> BinaryIO:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _csv(path: Path, columns: Sequence[str] | None) -> Iterator[tuple[pa.RecordBatch, _Plan]]:
    with _open(path) as file:
        head = file.readline().decode("utf-8-sig")
    names = next(csv.reader([head]), [])
    plan = _plan(path, names, columns)
    # Columns that are not the program's own stay text: a type guessed from the first rows may not last.
    types = {name: plan.types.get(name, pa.string()) for name in plan.picked}
    types |= {name: pa.string() for name, kind in types.items() if is_nested(kind)}
    convert = pyarrow.csv.ConvertOptions(
        column_types=types,
        include_columns=list(plan.picked),
        null_values=["", "NA"],  # R writes NA
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )
    with _open(path) as file:
        reader = pyarrow.csv.open_csv(
            file,
            read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK_BYTES),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=convert,
        )
        none = True
        for batch in reader:
            none = False
            yield batch, plan
        if none:
            yield _no_rows(reader.schema), plan


def _jsonl(path: Path, columns: Sequence[str] | None) -> Iterator[tuple[pa.RecordBatch, _Plan]]:
    plan: _Plan | None = None
    rows: list[dict[str, Any]] = []
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            row = _object(path, number, line)
            if plan is None:
                plan = _plan(path, list(row), columns)
            rows.append(row)
            if len(rows) >= _BATCH_ROWS:
                yield _from_rows(rows, plan), plan
                rows = []
    if plan is None:
        plan = _plan(path, [column.name for column in SCORE_COLUMNS], columns)
    yield _from_rows(rows, plan), plan


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}:{number}", "a line must be a JSON object", str(error)) from error
    if not isinstance(row, dict):
        raise InputError(f"{path}:{number}", "a line must be a JSON object", type(row).__name__)
    return row


def _from_rows(rows: list[dict[str, Any]], plan: _Plan) -> pa.RecordBatch:
    columns = [pa.array([row.get(name) for row in rows], type=plan.types.get(name)) for name in plan.picked]
    return pa.RecordBatch.from_arrays(columns, names=list(plan.picked))


def _cast(batches: Iterator[tuple[pa.RecordBatch, _Plan]], place: str) -> Iterator[pa.RecordBatch]:
    """Rename to dictionary names; give the program's own columns their types (pandas makes 0/1 a float)."""
    for batch, plan in batches:
        columns = []
        for name in plan.picked:
            column, kind = batch.column(batch.schema.get_field_index(name)), plan.types.get(name)
            try:
                columns.append(column if kind is None else _as(column, kind))
            except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
                raise InputError(place, f"column '{name}' must be of type {kind}", str(error)) from error
        yield pa.RecordBatch.from_arrays(columns, names=list(plan.picked.values()))


def _as(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == kind:
        return column
    if is_nested(kind) and pa.types.is_string(column.type):
        return from_json(column, kind)
    return column.cast(kind)


_OPEN = {".parquet": _parquet, ".csv": _csv, ".jsonl": _jsonl}
