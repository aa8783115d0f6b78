"""Score tables out and in: Parquet, CSV or JSONL by the ending, or a folder of parts; whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from framing.output.dataset import WholeDataset
from framing.output.dataset_folder import Part, is_dataset
from framing.output.dataset_slice import DatasetSlice
from framing.output.dictionary import write_dictionary_markdown
from framing.output.rejects import RejectWriter
from framing.output.rows import Row, batch, layout, rows
from framing.output.scores import read_scores, scan_scores
from framing.output.sinks import ENDINGS, Sink, open_sink
from framing.output.whole import WholeFile, check_ending, unwritable
from framing.types import AnnotatedArticle, Signature, Unit

__all__ = ["RejectWriter", "ScoreWriter", "read_scores", "scan_scores", "write_dictionary_markdown"]

# A batch is a Parquet row group: big enough to compress, small enough that memory stays in tens of MB.
_BATCH_ROWS = 32_768
_BATCH_CHARACTERS = 16_000_000
# An embedding is some 4 KB while it waits as Python numbers.
_BATCH_ROWS_WITH_EMBEDDINGS = 4_096
# As text a vector is ten times as long, and no program that reads CSV takes it for numbers.
_ENDINGS_WITH_EMBEDDINGS = (".parquet", ".jsonl.gz", ".jsonl")


class ScoreWriter:
    """Writes one row a sentence to `path`; use as a context manager.

    A path that ends in / and an address (`s3://bucket/scores/`) are a dataset, and `partition` its columns.
    `extra` are the input's remaining columns, `devices` those that the artefact scores, `embedding` the size
    of the vectors where they are kept (not in CSV). A path that cannot be written is an `OutputError` on
    entry, before any scoring; after any exception inside, `path` is as it was before. With `slice_number` only
    the parts of that slice are added to a dataset that another process has open.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        unit: Unit,
        extra: pa.Schema,
        signature: Signature,
        devices: Sequence[str] = (),
        embedding: int | None = None,
        partition: Sequence[str] = (),
        slice_number: int | None = None,
    ) -> None:
        place = os.fspath(path)
        self.path = Path(path)
        self._layout = layout(unit, extra, signature, devices, embedding)
        self._endings = ENDINGS if embedding is None else _ENDINGS_WITH_EMBEDDINGS
        self._most_rows = _BATCH_ROWS if embedding is None else _BATCH_ROWS_WITH_EMBEDDINGS
        self._signature = str(signature)
        self._file: WholeFile | WholeDataset | DatasetSlice = WholeFile(self.path)
        if slice_number is not None:
            self._file = DatasetSlice(place, slice_number, partition)
        elif is_dataset(place):
            self._file = WholeDataset(place, partition)
        self._rows: list[Row] = []
        self._characters = 0
        self._sink: Sink

    @property
    def schema(self) -> pa.Schema:
        """The columns that are written."""
        return self._layout.schema

    @property
    def beside(self) -> Path:
        """The path that the file of rejects lies beside while this is being written."""
        return self._file.beside if isinstance(self._file, WholeDataset) else self.path

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the slice that was written."""
        assert isinstance(self._file, DatasetSlice), "asked of a whole table"
        return self._file.parts

    def adopt(self, parts: Sequence[Part]) -> None:
        """Take parts that other processes wrote into the dataset."""
        assert isinstance(self._file, WholeDataset), "asked of a file"
        self._file.adopt(parts)

    def __enter__(self) -> ScoreWriter:
        if isinstance(self._file, WholeDataset):
            self._sink = self._file.open(self.schema, self._signature)
        elif isinstance(self._file, DatasetSlice):
            self._sink = self._file.open(self.schema)
        else:
            ending = check_ending(self.path, self._endings)
            self._sink = open_sink(self._file.open(), ending, self.schema)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            self._flush()
            self._sink.close()
        except OSError as failure:
            self._discard()
            raise unwritable(str(self.path), failure) from failure
        except BaseException:
            self._discard()
            raise
        self._file.commit()

    def write(self, annotated: AnnotatedArticle) -> None:
        """Add the rows of one article (or of one ready-split sentence)."""
        added = list(rows(annotated, self._layout, self._signature))
        self._rows += added
        self._characters += len(annotated.article.text)
        if len(self._rows) >= self._most_rows or self._characters >= _BATCH_CHARACTERS:
            try:
                self._flush()
            except OSError as failure:
                raise unwritable(str(self.path), failure) from failure

    def _flush(self) -> None:
        if self._rows:
            self._sink.write(batch(self._rows, self.schema))
            self._rows, self._characters = [], 0

    def _discard(self) -> None:
        """Take the unfinished file away; its format is closed first, for it may still hold bytes."""
        with contextlib.suppress(Exception):
            self._sink.close()
        self._file.discard()
