"""Folders of Hugging Face `datasets`: Parquet out; Parquet or what `save_to_disk` left (Arrow) in.

Out, the folder holds `data/train-00000-of-00001.parquet`, which `datasets.load_dataset(FOLDER)` reads. `datasets`
itself is not needed for either way.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw, Tasks
from framing.labels.formats.plain import convert
from framing.labels.rows import ALWAYS, to_row
from framing.labels.tasks import carried

_DEVICE = pa.struct([("device", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
_TYPES = {
    "start": pa.int32(), "end": pa.int32(), "editorial": pa.int8(), "charged": pa.int8(), "confidence": pa.int8(),
    "blind": pa.bool_(), "devices": pa.list_(_DEVICE),
}  # fmt: skip
_NAMES = (*ALWAYS, "text", "outlet", "id", "chosen_by", "design")
SCHEMA = pa.schema([(name, _TYPES.get(name, pa.string())) for name in _NAMES])


def rows(path: Path) -> Iterator[Raw]:
    """The rows of every Parquet or Arrow file of the folder, or of one such file."""
    inside = (
        sorted(p for p in path.rglob("*") if p.suffix in (".parquet", ".arrow")) if path.is_dir() else [path]
    )
    # `datasets` leaves its own intermediate results beside the data.
    inside = [p for p in inside if not p.name.startswith("cache-")]
    if not inside or not all(p.is_file() for p in inside):
        raise InputError(str(path), "a folder of datasets holds .parquet or .arrow files", "none")
    for file in inside:
        try:
            for number, row in enumerate(_table(file).to_pylist(), start=1):
                yield Raw(f"{file}: row {number}", "unknown", row)
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(str(file), "must be a whole Parquet or Arrow file", str(error)) from error


def _table(file: Path) -> pa.Table:
    if file.suffix == ".parquet":
        return pq.read_table(file)
    with pa.memory_map(str(file)) as source:
        return pa.ipc.open_stream(source).read_all()


def render(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:  # noqa: ARG001
    """One row a label, and one for each task without any."""
    found = []
    for task, labels in tasks:
        found += [to_row(one) for one in labels] or [carried(task) | {"text": task.text}]
    out = io.BytesIO()
    columns = {name: pa.array([row.get(name) for row in found], SCHEMA.field(name).type) for name in _NAMES}
    pq.write_table(pa.table(columns, schema=SCHEMA), out, compression="zstd")
    return {"data/train-00000-of-00001.parquet": out.getvalue()}


FORMAT = Format("datasets", "Hugging Face datasets", rows, convert, render, needs_text=False, suggests=False)
