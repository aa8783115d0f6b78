"""Tables as Parquet: row groups streamed in batches, Arrow types kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.reading.tables import Row, faulty
from framing.types import NOTHING, Reject

if TYPE_CHECKING:
    import pyarrow as pa

BATCH_ROWS = 1024


class ParquetTable:
    """A Parquet file; a damaged row group is refused, and the next one is read.

    `file` is a path, or what opens the file. `hive` are columns by the names of its folders; the file's own go first.
    """

    notes: tuple[Reject, ...] = ()

    def __init__(
        self,
        file: Path | Callable[[], pa.NativeFile],
        place: str,
        hive: Mapping[str, str | None] = NOTHING,
    ) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._file, self._place = file, place
        try:
            with pq.ParquetFile(self._source()) as opened:
                self.total: int | None = opened.metadata.num_rows
                self.columns = {field.name: _plain(field.type) for field in opened.schema_arrow}
        except (pa.ArrowException, OSError) as error:
            raise InputError(place, "must be a Parquet file", str(error)) from None
        self._hive = {name: value for name, value in hive.items() if name not in self.columns}
        self.columns |= dict.fromkeys(self._hive, pa.string())

    def _source(self) -> Path | pa.NativeFile:
        return self._file if isinstance(self._file, Path) else self._file()

    def __iter__(self) -> Iterator[Row]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        with pq.ParquetFile(self._source()) as file:
            before = 0
            for group in range(file.num_row_groups):
                number = before
                try:
                    for batch in file.iter_batches(BATCH_ROWS, row_groups=[group]):
                        cells = {name: _cells(batch.column(i)) for i, name in enumerate(batch.schema.names)}
                        for values in zip(*cells.values(), strict=True):
                            number += 1
                            row = dict(zip(cells, values, strict=True)) | self._hive
                            yield Row(f"{self._place}:row {number}", row)
                except (pa.ArrowException, OSError) as error:
                    rows = (
                        f"{self._place}:rows {number + 1}-{before + file.metadata.row_group(group).num_rows}"
                    )
                    yield faulty(rows, "a row group must be readable", str(error))
                before += file.metadata.row_group(group).num_rows


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type of a column's values: dictionaries and extensions are ways to store them."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return kind.value_type
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def _cells(column: pa.Array) -> list[Any]:
    import pyarrow as pa

    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    try:
        values: list[Any] = column.to_pylist()
    except ValueError:  # times to the nanosecond do not fit Python's; Arrow takes them back as numbers
        values = column.cast(pa.int64()).to_pylist()
    return values
