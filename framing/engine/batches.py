"""A callable from a batch of texts to columns of scores: for `datasets`' map, Ray Data, pandas, and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.types import Article, Unit

if TYPE_CHECKING:
    from framing.annotator import Annotator


class BatchScorer:
    """Scores sentences batch by batch.

    >>> scorer = BatchScorer()
    >>> scorer({"text": ["It was a craven surrender to a corrupt clique."]})["editorial_label"]
    [1]

    `dataset.map(BatchScorer(), batched=True)` adds the columns of the data dictionary to a `datasets` table; lists and
    spans are JSON text, as in a CSV file, since an empty list has no type to infer. It may be sent to other
    processes: each loads the model once, when it first scores.
    """

    def __init__(self, column: str = "text", model: str | Path | None = None, **options: Any) -> None:
        """`column` holds the sentences; `model` and `options` are those of `framing.load`."""
        self.column, self.model, self.options = column, model, options
        self._annotator: Annotator | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"column": self.column, "model": self.model, "options": self.options, "_annotator": None}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)

    def __call__(self, batch: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """The added columns, one value a row; a text that is missing has none. Raises KeyError without the column."""
        import pyarrow as pa

        from framing.output.own_columns import is_nested
        from framing.output.rows import as_json, layout, rows

        annotator = self._loaded()
        texts = [text if isinstance(text, str) else "" for text in batch[self.column]]
        articles = [Article(text, str(place), str(place), Unit.SENTENCE) for place, text in enumerate(texts)]
        artefact, signature = annotator.model.artefact, annotator.signature
        size = int(artefact.metadata["embedding"]) if annotator.embeddings else None
        where = layout(Unit.SENTENCE, pa.schema([]), signature, artefact.devices, size)
        found = [row for one in annotator.annotate_many(articles) for row in rows(one, where, str(signature))]
        columns = {name: [row[name] for row in found] for name in where.schema.names}
        nested = [field.name for field in where.schema if is_nested(field.type)]
        texts_of = {name: [None if v is None else as_json(v) for v in columns[name]] for name in nested}
        return columns | texts_of

    def _loaded(self) -> Annotator:
        if self._annotator is None:
            from framing.annotator import load

            self._annotator = load(self.model, **self.options)
        return self._annotator
