"""The scores of a bundle, in Parquet and CSV from one pass, and what was counted on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from framing.output.bundle.fields import Field
from framing.output.columns import NESTED
from framing.output.own_columns import own_name
from framing.output.scores import scan_scores
from framing.output.sinks import open_sink
from framing.profiles.counts import as_text, named

PARQUET, CSV = "scores.parquet", "scores.csv"


@dataclass(slots=True)
class Census:
    """Rows by voice, articles by group, first and last date."""

    rows: int = 0
    voices: Counter[str] = field(default_factory=Counter)
    articles: set[tuple[str, ...]] = field(default_factory=set)
    first: str | None = None
    last: str | None = None

    def add(self, batch: pa.Table, keys: Sequence[str], voice: str) -> None:
        """Count a batch; `keys` are the columns that tell articles apart, the article's own last."""
        self.rows += batch.num_rows
        for row in pc.value_counts(as_text(batch[voice])).to_pylist():
            if row["values"] is not None:
                self.voices[row["values"]] += row["counts"]
        shown = pa.table({str(i): named(batch[name]) for i, name in enumerate(keys)})
        self.articles.update(
            tuple(row.values()) for row in shown.group_by(shown.column_names).aggregate([]).to_pylist()
        )
        if "published" in batch.column_names and batch.num_rows:
            span = pc.min_max(as_text(batch["published"])).as_py()
            self.first = min(filter(None, (self.first, span["min"])), default=None)
            self.last = max(filter(None, (self.last, span["max"])), default=None)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len({key[:-1] for key in self.articles})


def schema_of(path: Path, without: Sequence[str]) -> pa.Schema:
    """The columns that a bundle keeps of the scores at `path`."""
    first = next(iter(scan_scores(path)))
    return pa.schema([column for column in first.schema if column.name not in without])


def copy_scores(path: Path, folder: Path, schema: pa.Schema, fields: list[Field], census: Census, keys: Sequence[str],
                words: bool) -> None:  # fmt: skip
    """Write both tables into `folder`, batch by batch; without `words` the spans keep their offsets only."""
    described = pa.schema(
        [
            column.with_metadata({"description": about["description"]})
            for column, about in zip(schema, fields, strict=True)
        ]
    )
    flat = [name for name in schema.names if not pa.types.is_fixed_size_list(schema.field(name).type)]
    voice = own_name("voice", schema.names)
    with (folder / PARQUET).open("wb") as parquet, (folder / CSV).open("wb") as text:
        sinks = [
            open_sink(parquet, ".parquet", described),
            open_sink(text, ".csv", pa.schema([schema.field(n) for n in flat])),
        ]
        for batch in scan_scores(path):
            columns = [batch.column(batch.schema.get_field_index(name)) for name in schema.names]
            kept = [c if words or c.type not in NESTED.values() else _wordless(c) for c in columns]
            made = pa.RecordBatch.from_arrays(kept, schema=described)
            census.add(pa.Table.from_batches([made]), keys, voice)
            sinks[0].write(made)
            sinks[1].write(
                pa.RecordBatch.from_arrays([made.column(schema.get_field_index(n)) for n in flat], names=flat)
            )
        for sink in sinks:
            sink.close()


def _wordless(column: pa.Array) -> pa.Array:
    return pa.array(_without_words(column.to_pylist()), column.type)


def _without_words(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_words(item) for item in value]
    if isinstance(value, dict):
        return {key: None if key == "words" else _without_words(item) for key, item in value.items()}
    return value
