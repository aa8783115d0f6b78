"""The three formats a scores table is written in, batch by batch, into an open binary file."""

from __future__ import annotations

import gzip
import json
import math
from typing import Any, BinaryIO, Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from framing.output.rows import as_json
from framing.reading.parquet import cells_of

ENDINGS = (".parquet", ".csv.gz", ".csv", ".jsonl.gz", ".jsonl")

# Whole lines by \n for every reader: some readers also break lines at these.
_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
_BREAKING = str.maketrans(_BREAKS)


class Sink(Protocol):
    """Takes batches of one schema; `close` finishes the format and leaves the file open."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows of `batch`."""

    def close(self) -> None:
        """Write what the format needs at its end."""


def open_sink(file: BinaryIO, ending: str, schema: pa.Schema) -> Sink:
    """The sink for `ending`, one of `ENDINGS`."""
    if ending == ".parquet":
        return ParquetSink(file, schema)
    stream = _Plain(file) if not ending.endswith(".gz") else _Gzip(file)
    return CsvSink(stream, schema) if ending.startswith(".csv") else JsonlSink(stream)


class ParquetSink:
    """Parquet, zstd; the signature is also in the file's metadata."""

    def __init__(self, file: BinaryIO, schema: pa.Schema) -> None:
        self._writer = pyarrow.parquet.ParquetWriter(file, schema, compression="zstd")

    def write(self, batch: pa.RecordBatch) -> None:
        """Write one row group."""
        self._writer.write_batch(batch)

    def close(self) -> None:
        """Write the footer."""
        self._writer.close()


class CsvSink:
    """CSV, UTF-8, comma; texts are quoted, nulls are empty, nested values are JSON."""

    def __init__(self, stream: _Stream, schema: pa.Schema) -> None:
        self._stream = stream
        self._flat = pa.schema([_flat_field(field) for field in schema])
        self._writer = pyarrow.csv.CSVWriter(stream.file, self._flat)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows."""
        columns = [_flat(batch.column(i), field.type) for i, field in enumerate(self._flat)]
        self._writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=self._flat))

    def close(self) -> None:
        """Flush."""
        self._writer.close()
        self._stream.close()


class JsonlSink:
    """One JSON object a line; a number that JSON does not have (NaN, infinity) is null."""

    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def write(self, batch: pa.RecordBatch) -> None:
        """Write the rows."""
        names, columns = batch.schema.names, map(cells_of, batch.columns)
        lines = (json_line(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True))
        self._stream.file.write("".join(lines).encode("utf-8"))

    def close(self) -> None:
        """Flush."""
        self._stream.close()


def json_line(row: dict[str, Any]) -> str:
    """One line of JSONL."""
    text = json.dumps(_finite(row), ensure_ascii=False, default=str)
    return text.translate(_BREAKING) + "\n"


class _Stream(Protocol):
    file: BinaryIO

    def close(self) -> None: ...


class _Plain:
    """The file itself: closing the sink leaves it open, for it has yet to be made durable."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def close(self) -> None:
        self.file.flush()


class _Gzip:
    """Gzip over the file, without a time stamp: the same rows, the same bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file: Any = gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=0)

    def close(self) -> None:
        self.file.close()


def _flat_field(field: pa.Field) -> pa.Field:
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    known = (
        pa.types.is_primitive(kind)  # numbers, booleans, dates and times
        or pa.types.is_null(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_decimal(kind)
    )
    return pa.field(field.name, kind if known else pa.string())


def _flat(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if column.type == kind:
        return column
    if pa.types.is_dictionary(column.type):
        return column.cast(kind)
    return pa.array([None if v is None else as_json(v) for v in column.to_pylist()], type=kind)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value
