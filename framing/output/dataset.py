"""A scores table as a folder of Parquet parts, that appears part by part and says when it is whole.

    scores/_UNFINISHED                              while it is written, and after a killed run
    scores/outlet=Sund%20Post/part-00000.parquet    a bounded number of rows
    scores/_rejects.jsonl                           where something was refused
    scores/_SUCCESS                                 written last: the signature, and every part with its rows

Rows wait in files on this machine, one a partition, until they make a part: memory does not grow with the number of
partitions, and row groups stay large.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.errors import OutputError
from framing.output.dataset_folder import Contents, DatasetFolder, Part
from framing.output.sinks import ParquetSink
from framing.output.whole import unwritable
from framing.reading.hive import hive_folder
from framing.reading.names import REJECTS

# A part is some 50 MB: few enough files for a store that charges for each, small enough to be read by one worker.
PART_ROWS = 262_144
GROUP_ROWS = 32_768
# Each is a folder and a file at least: more of them is an id and not a partition.
MOST_PARTITIONS = 10_000
# What file systems take as one name, in bytes.
LONGEST_NAME = 255


class WholeDataset:
    """The dataset at `address`: `open` it, write batches, then `commit` or `discard`.

    `beside` is where files go, on this machine, that are put into the folder on `commit`. `partition` are columns
    that go into the names of folders. After `discard` the folder is as it was before.
    """

    def __init__(self, address: str, partition: Sequence[str] = (), part_rows: int = PART_ROWS) -> None:
        self._folder = DatasetFolder(address)
        self._partition, self._part_rows = tuple(partition), part_rows
        self._making: Path | None = None
        self._folders: set[str] = set()

    @property
    def beside(self) -> Path:
        """The path whose neighbour `.rejects.jsonl` becomes the dataset's `_rejects.jsonl`."""
        assert self._making is not None, "asked before open"
        return self._making / "scores"

    def open(self, schema: pa.Schema, signature: str) -> PartsSink:
        """Claim the folder; raises OutputError where it cannot be written, or not with these partitions."""
        _check_partition(self._folder.address, self._partition, schema)
        self._signature = signature
        self._making = self._folder.claim()
        self._sink = PartsSink(self._folder, schema, self._partition, self._making, self._part_rows)
        return self._sink

    def adopt(self, parts: Sequence[Part]) -> None:
        """Take in parts that other processes put into the folder."""
        self._sink.parts += parts
        self._folders.update(part.path.rpartition("/")[0] for part in parts)
        if len(self._folders) > MOST_PARTITIONS:
            raise _too_many(self._folder.address, max(self._folders))

    def commit(self) -> None:
        """Make parts of what still waits, put the rejects beside them, and say that the dataset is whole."""
        try:
            self._sink.finish()
            self._put_rejects()
            parts = tuple(self._sink.parts)
            rows = sum(part.rows for part in parts)
            self._folder.finish(Contents(self._signature, self._partition, rows, parts))
        except BaseException as error:
            self.discard()
            if isinstance(error, OSError):
                raise unwritable(self._folder.address, error) from error
            raise
        self._tidy()

    def discard(self) -> None:
        """Take the parts away; reasons for refusing everything stay."""
        if self._making is None:
            return
        with contextlib.suppress(
            OutputError
        ):  # then the marker stays, and nobody takes what is left for scores
            self._folder.withdraw()
            self._put_rejects()
            self._tidy()
            self._folder.abandon()
        self._tidy()

    def _put_rejects(self) -> None:
        rejects = self.beside.with_name(f"{self.beside.name}.rejects.jsonl")
        if rejects.exists():
            self._folder.put(rejects, REJECTS)

    def _tidy(self) -> None:
        if self._making is not None:
            shutil.rmtree(self._making, ignore_errors=True)
            self._folder.tidy()  # what workers left that were killed
            self._making = None


@dataclass(slots=True)
class _Waiting:
    """The rows of one partition that wait to become a part."""

    file: Path
    folder: str
    rows: int = 0


class PartsSink:
    """Takes batches, and puts a part into the folder whenever a partition has `part_rows` rows (at most a batch more).

    `parts` are those that were put there.
    """

    def __init__(
        self,
        folder: DatasetFolder,
        schema: pa.Schema,
        partition: tuple[str, ...],
        making: Path,
        part_rows: int,
        name: str = "part",
    ) -> None:
        """Parts are called `name`-00000.parquet and so on."""
        self.parts: list[Part] = []
        self._folder, self._partition, self._making, self._part_rows = folder, partition, making, part_rows
        self._whole, self._name = schema, name
        kept = [field for field in schema if field.name not in partition]
        self._schema = pa.schema(kept, metadata=schema.metadata)
        self._waiting: dict[tuple[str | None, ...], _Waiting] = {}

    def write(self, batch: pa.RecordBatch) -> None:
        """Sort the rows to their partitions."""
        for key, rows in self._sorted(batch):
            waiting = self._waiting.get(key) or self._begin(key)
            with waiting.file.open("ab") as file, pa.ipc.new_stream(file, self._schema) as stream:
                stream.write_batch(rows)
            waiting.rows += rows.num_rows
            if waiting.rows >= self._part_rows:
                self._finish(waiting)

    def close(self) -> None:
        """Nothing: whether what waits becomes parts is known on `finish` only."""

    def finish(self, empty: bool = True) -> None:
        """Make parts of what still waits; with `empty`, a table of no rows is one empty part."""
        for waiting in self._waiting.values():
            if waiting.rows:
                self._finish(waiting)
        if empty and not self.parts:
            self._put("", self._whole, iter(()), 0)

    def _sorted(self, batch: pa.RecordBatch) -> Iterator[tuple[tuple[str | None, ...], pa.RecordBatch]]:
        if not self._partition:
            yield (), batch
            return
        columns = [map(_text, batch.column(name).to_pylist()) for name in self._partition]
        places: dict[tuple[str | None, ...], list[int]] = {}
        for place, key in enumerate(zip(*columns, strict=True)):
            places.setdefault(key, []).append(place)
        rest = batch.select(self._schema.names).replace_schema_metadata(self._schema.metadata)
        for key, chosen in places.items():
            yield key, rest.take(pa.array(chosen))

    def _begin(self, key: tuple[str | None, ...]) -> _Waiting:
        number = len(self._waiting)
        if number == MOST_PARTITIONS:
            raise _too_many(self._folder.address, key)
        folder = hive_folder(dict(zip(self._partition, key, strict=True)))
        if any(len(name.encode()) > LONGEST_NAME for name in folder.split("/")):
            rule = f"a folder of --partition must have a name of at most {LONGEST_NAME} bytes"
            raise OutputError(self._folder.address, rule, repr(folder))
        self._waiting[key] = _Waiting(self._making / f"{number}.arrow", folder)
        return self._waiting[key]

    def _finish(self, waiting: _Waiting) -> None:
        self._put(waiting.folder, self._schema, _groups(waiting.file), waiting.rows)
        waiting.file.unlink()
        waiting.rows = 0

    def _put(self, folder: str, schema: pa.Schema, groups: Iterator[pa.RecordBatch], rows: int) -> None:
        made = self._making / "part.parquet"
        with made.open("wb") as file:
            sink = ParquetSink(file, schema)
            for group in groups:
                sink.write(group)
            sink.close()
            file.flush()
            os.fsync(file.fileno())
        # Numbered through the whole dataset: where file names do not tell `ABC` from `Abc`, parts still differ.
        name = f"{self._name}-{len(self.parts):05d}.parquet"
        path = f"{folder}/{name}" if folder else name
        self._folder.put(made, path)
        self.parts.append(Part(path, rows))


def _groups(path: Path) -> Iterator[pa.RecordBatch]:
    """The rows of a waiting file, in row groups."""
    held: list[pa.RecordBatch] = []
    rows = 0
    with pa.OSFile(str(path)) as file:
        while file.tell() < file.size():
            for batch in pa.ipc.open_stream(file):
                held.append(batch)
                rows += batch.num_rows
                if rows >= GROUP_ROWS:
                    yield pa.concat_batches(held)
                    held, rows = [], 0
    if held:
        yield pa.concat_batches(held)


def _too_many(address: str, found: object) -> OutputError:
    return OutputError(
        address, f"--partition must make at most {MOST_PARTITIONS:,} folders", f"one more for {found!r}"
    )


def _text(value: Any) -> str | None:
    """A cell as the name of a folder has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _check_partition(address: str, partition: tuple[str, ...], schema: pa.Schema) -> None:
    for name in partition:
        if name not in schema.names:
            raise OutputError(address, "--partition must name a column of the scores", repr(name))
        kind = schema.field(name).type
        tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_boolean)
        if not (pa.types.is_date(kind) or any(test(kind) for test in tests)):
            rule = "--partition must name a column of text, whole numbers, yes and no, or dates"
            raise OutputError(address, rule, f"'{name}' of type {kind}")
