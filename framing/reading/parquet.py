"""Tables as Parquet: row groups streamed in batches, Arrow types kept."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.reading.tables import Row, faulty
from framing.reading.values import EXACT
from framing.types import Reject

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH_ROWS = 1024


class ParquetTable:
    """A Parquet file; a damaged row group is refused, and the next one is read.

    `file` is a path, or what opens the file.
    """

    notes: tuple[Reject, ...] = ()

    def __init__(self, file: Path | Callable[[], pa.NativeFile], place: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.file, self._place = file, place
        try:
            with pq.ParquetFile(self._source()) as opened:
                self._wanted = range(opened.metadata.num_rows)
                self.columns = {field.name: _plain(field.type) for field in opened.schema_arrow}
                whole = {name for name, kind in self.columns.items() if pa.types.is_integer(kind)}
                self.long = frozenset(_long(opened.metadata, whole))
        except (pa.ArrowException, OSError) as error:
            raise InputError(place, "must be a Parquet file", str(error)) from None

    @property
    def total(self) -> int:
        """The number of rows."""
        return len(self._wanted)

    def between(self, start: int, stop: int) -> ParquetTable:
        """The table of its rows from `start` to before `stop`; damage is told by the table where it begins."""
        table = copy(self)
        table._wanted = range(start, stop)
        return table

    def _source(self) -> Path | pa.NativeFile:
        return self.file if isinstance(self.file, Path) else self.file()

    def __iter__(self) -> Iterator[Row]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(self._source()) as file:
            before = 0
            for group in range(file.num_row_groups):
                after = before + file.metadata.row_group(group).num_rows
                if before < self._wanted.stop and after > self._wanted.start:
                    yield from self._group(file, group, before, after)
                before = after

    def _group(self, file: pq.ParquetFile, group: int, before: int, after: int) -> Iterator[Row]:
        """What is wanted of a row group that holds the rows from `before` to `after`."""
        import pyarrow as pa

        start, stop = self._wanted.start, self._wanted.stop
        number = before
        try:
            for batch in file.iter_batches(BATCH_ROWS, row_groups=[group]):
                first, last = max(start, number), min(stop, number + batch.num_rows)
                if first < last:
                    wanted = batch.slice(first - number, last - first)
                    cells = {name: cells_of(wanted.column(i)) for i, name in enumerate(wanted.schema.names)}
                    for place, values in enumerate(zip(*cells.values(), strict=True), first + 1):
                        yield Row(f"{self._place}:row {place}", dict(zip(cells, values, strict=True)))
                number += batch.num_rows
                if number >= stop:
                    return
        except (pa.ArrowException, OSError) as error:
            if start <= number < stop:
                yield faulty(
                    f"{self._place}:rows {number + 1}-{after}", "a row group must be readable", str(error)
                )


def _long(metadata: pq.FileMetaData, whole: Container[str]) -> Iterator[str]:
    """Those of the `whole` numbers of 64 bits in which some row group has, or may have, a number beyond what a float holds exactly."""
    for place in range(metadata.num_columns):
        column = metadata.schema.column(place)
        if column.physical_type == "INT64" and column.path in whole:
            groups = (metadata.row_group(group).column(place) for group in range(metadata.num_row_groups))
            if not all(_is_short(group.statistics) for group in groups):
                yield column.path


def _is_short(found: pq.Statistics | None) -> bool:
    if found is None or not found.has_min_max:
        return False
    return all(isinstance(end, int) and abs(end) <= EXACT for end in (found.min, found.max))


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type of a column's values: dictionaries, views and extensions are ways to store them."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return kind.value_type
    if kind == pa.string_view():
        return pa.string()
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def cells_of(column: pa.Array) -> list[Any]:
    """The values of a column as Python's, whatever is in it."""
    import pyarrow as pa

    if isinstance(column, pa.ExtensionArray):
        column = column.storage
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        values: list[Any] = column.to_pylist()
    except (ValueError, OverflowError):
        values = _unusual(column)
    return values


def _unusual(column: pa.Array) -> list[Any]:
    """Cells that Python has no value for: bytes that are no text, replaced; times to the nanosecond and beyond the year
    9999 as numbers, which Arrow takes back; what cannot be told inside lists and the like as missing."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or kind == pa.string_view():
        found = column.cast(pa.large_binary()).to_pylist()
        return [None if one is None else one.decode("utf-8", "replace") for one in found]
    if pa.types.is_temporal(kind):
        numbers: list[Any] = column.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).to_pylist()
        return numbers
    return [_cell(one) for one in column]


def _cell(one: pa.Scalar) -> Any:
    try:
        return one.as_py()
    except (ValueError, OverflowError):
        return None
