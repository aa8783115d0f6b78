"""A callable from a batch of texts to columns of scores: for `datasets`' map, Ray Data, pandas, and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.errors import InputError
from framing.reading.values import scrub
from framing.types import Article, Unit

if TYPE_CHECKING:
    import pyarrow as pa

    from framing.annotator import Annotator

# How much of a text an error shows.
_SHOWN = 40


class _Column(list[Any]):
    """A list that Arrow makes an array of one type of, also where nothing is in it.

    `datasets` fixes the type of a column by its first batch: from a batch of missing texts it would infer none, and
    refuse the scores of the next.
    """

    def __init__(self, values: Sequence[Any], kind: pa.DataType) -> None:
        super().__init__(values)
        self._kind = kind

    def __arrow_array__(self, type: pa.DataType | None = None) -> pa.Array:
        import pyarrow as pa

        return pa.array(list(self), type or self._kind)


def _text(cell: Any, column: str) -> str:
    """The text of a cell of any table library, where it has one; what no file can hold is replaced."""
    if isinstance(cell, str):
        return scrub(cell)
    # Missing: None, pandas' NA and NaN, which alone is not itself.
    if cell is None or type(cell).__name__ == "NAType" or (isinstance(cell, float) and cell != cell):
        return ""
    raise InputError(
        f"column '{column}'", "must hold texts, or nothing", f"{type(cell).__name__} {str(cell)[:_SHOWN]!r}"
    )


class BatchScorer:
    """Scores sentences batch by batch.

    >>> scorer = BatchScorer()
    >>> scorer({"text": ["It was a craven surrender to a corrupt clique."]})["editorial_label"]
    [1]

    `dataset.map(BatchScorer(), batched=True)` adds the columns of the data dictionary to a `datasets` table; `framing_`
    stands before a name that the table has already. Lists and spans are JSON text, as in a CSV file, since an empty
    list has no type to infer. It may be sent to other processes: each loads the model once, when it first scores.
    """

    def __init__(self, column: str = "text", model: str | Path | None = None, **options: Any) -> None:
        """`column` holds the sentences; `model` and `options` are those of `framing.load`."""
        self.column, self.model, self.options = column, model, options
        self._annotator: Annotator | None = None

    def __getstate__(self) -> dict[str, Any]:
        # `datasets` names what it keeps by this state: with another model or program in the same place it scores anew.
        return {
            "column": self.column, "model": self.model, "options": self.options, "_annotator": None,
            "made_by": str(self._loaded().signature),
        }  # fmt: skip

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)

    def __call__(
        self, batch: Mapping[str, Sequence[Any]] | pa.Table | pa.RecordBatch
    ) -> dict[str, list[Any]]:
        """The added columns, one value a row; a text that is missing has none.

        Raises KeyError without the column, InputError where it holds one text instead of a batch of them, or what is no text.
        """
        import pyarrow as pa

        from framing.output.own_columns import is_nested
        from framing.output.rows import as_json, layout, rows

        if isinstance(batch, (pa.Table, pa.RecordBatch)):
            batch = {name: batch.column(place).to_pylist() for place, name in enumerate(batch.schema.names)}
        given = batch[self.column]
        if isinstance(given, (pa.Array, pa.ChunkedArray)):
            given = given.to_pylist()
        if given is None or isinstance(given, str):
            rule = "must hold a batch of texts; with datasets: dataset.map(BatchScorer(), batched=True)"
            found = "one that is missing" if given is None else f"the one text {given[:_SHOWN]!r}"
            raise InputError(f"column '{self.column}'", rule, found)
        annotator = self._loaded()
        texts = [_text(cell, self.column) for cell in given]
        articles = [Article(text, str(place), str(place), Unit.SENTENCE) for place, text in enumerate(texts)]
        artefact, signature = annotator.model.artefact, annotator.signature
        size = int(artefact.metadata["embedding"]) if annotator.embeddings else None
        taken = pa.schema([(str(name), pa.null()) for name in batch])
        where = layout(Unit.SENTENCE, taken, signature, artefact.devices, size)
        found_rows = [
            row for one in annotator.annotate_many(articles) for row in rows(one, where, str(signature))
        ]
        columns: dict[str, list[Any]] = {}
        for name in where.ours.values():
            kind, values = where.schema.field(name).type, [row[name] for row in found_rows]
            if is_nested(kind):
                kind, values = pa.string(), [None if v is None else as_json(v) for v in values]
            columns[name] = _Column(values, kind)
        return columns

    def _loaded(self) -> Annotator:
        if self._annotator is None:
            from framing.annotator import load

            self._annotator = load(self.model, **self.options)
        return self._annotator
