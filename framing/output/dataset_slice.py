"""The parts that one of many workers adds to a dataset."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

import pyarrow as pa

from framing.output.dataset import PART_ROWS, PartsSink
from framing.output.dataset_folder import DatasetFolder, Part
from framing.output.whole import unwritable


class DatasetSlice:
    """The parts that one worker adds to the dataset at `address`, which another process has claimed.

    Their names follow from `number`: made twice, they are the same files. `parts` are there after `commit`.
    """

    def __init__(self, address: str, number: int, partition: Sequence[str] = ()) -> None:
        self._folder, self._partition, self._number = DatasetFolder(address), tuple(partition), number
        self.parts: tuple[Part, ...] = ()

    def open(self, schema: pa.Schema) -> PartsSink:
        """Raises OutputError where the folder takes no files."""
        self._making = self._folder.make_room()
        name = f"part-{self._number:05d}"
        self._sink = PartsSink(self._folder, schema, self._partition, self._making, PART_ROWS, name)
        return self._sink

    def commit(self) -> None:
        """Make parts of what still waits."""
        try:
            self._sink.finish(empty=False)
        except OSError as error:
            raise unwritable(self._folder.address, error) from error
        finally:
            self.discard()
        self.parts = tuple(self._sink.parts)

    def discard(self) -> None:
        """Leave nothing in the making; parts that are there already are the dataset's to take away."""
        shutil.rmtree(self._making, ignore_errors=True)
