"""All the sentences that a sample stands for, from one pass over a scores table of any size.

Kept are one small row an article, one a cell (group, and thousandth of the score), and the sampled
sentences themselves: tens of megabytes for ten million sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from framing.errors import InputError
from framing.profiles.counts import as_text, check_voices, column_of, key_column, key_columns
from framing.profiles.questions import Question
from framing.profiles.sums import summed

# Scores are told apart to a thousandth where sentences are sorted into strata.
BINS = 1000
_COMPACT_AT = 500_000
_JOIN = "\x1f"

Key = tuple[str, ...]
Rows = NDArray[np.int64]


def bins(scores: pa.ChunkedArray | NDArray[np.float64]) -> NDArray[np.int64]:
    """The thousandth of each score, 0 to 999."""
    values = scores.to_numpy() if isinstance(scores, pa.ChunkedArray) else scores
    return np.minimum((values * BINS).astype(np.int64), BINS - 1)


@dataclass(frozen=True, slots=True)
class Slice:
    """Rows of `Universe.articles` or `Universe.cells` that belong to one group."""

    key: Key
    rows: Rows


class Universe:
    """Counts of the sentences that `question` is asked of, by `by` and by `within` (the design's groups).

    `ids` are the sampled sentences to keep as they are (`found`); `id_column` is where their ids stand.
    `strata_by` is the score that sorts sentences into cells, where it is not the question's own.
    """

    def __init__(
        self,
        question: Question,
        by: Sequence[str],
        within: Sequence[str] = (),
        article: str = "article_id",
        ids: Iterable[str] = (),
        id_column: str = "sentence_id",
        strata_by: str | None = None,
    ) -> None:
        self.question, self.by, self.within = question, tuple(by), tuple(within or by)
        self.article, self.id_column = article, id_column
        self.strata_by = strata_by or question.score
        self._ids = pa.array(sorted(set(ids)), pa.string())
        self._keys = tuple(dict.fromkeys([*self.by, *self.within]))
        self._articles: list[pa.Table] = []
        self._cells: list[pa.Table] = []
        self._found: list[pa.Table] = []
        self._pending = 0

    def columns(self, present: Sequence[str]) -> list[str]:
        """What must be read of a table that has the columns `present`."""
        kept = [self.id_column] if len(self._ids) else []
        needed = [
            *key_columns(self._keys, present),
            self.article,
            *self.question.columns,
            self.strata_by,
            *kept,
        ]
        return list(dict.fromkeys(needed))

    def add_batch(self, batch: pa.RecordBatch) -> None:
        """Count the sentences of a batch."""
        table = pa.Table.from_batches([batch])
        check_voices(table["voice"])
        table = table.filter(self.question.rows(table))
        if not table.num_rows:
            return
        article = as_text(column_of(table, self.article))
        if article.null_count:
            rule = f"'{self.article}' must name every sentence's article"
            raise InputError("scores", rule, f"{article.null_count} empty")
        scores = self.question.scores(table)
        keys = {name: key_column(table, name) for name in self._keys}
        numbers = {"n": _ones(len(scores)), "f": scores, "hits": self.question.hits(table)}
        sorting = pc.fill_null(column_of(table, self.strata_by).cast(pa.float64()), 0.0)
        places = {"bin": pa.array(bins(sorting))}
        self._articles.append(_sum(pa.table(keys | {"article": article} | numbers)))
        self._cells.append(_sum(pa.table(keys | places | numbers)))
        self._pending += self._articles[-1].num_rows + self._cells[-1].num_rows
        if len(self._ids):
            self._keep(table, keys | {"article": article} | numbers)
        if self._pending >= _COMPACT_AT:
            self._compact()

    @property
    def articles(self) -> pa.Table:
        """Columns of `by` and `within`, `article`, `n` sentences, `f` sum of scores, `hits` model labels."""
        self._compact()
        return self._articles[0] if self._articles else self._empty("article")

    def sizes(self) -> tuple[dict[Key, int], dict[Key, int]]:
        """How many articles, and how many sentences, each group of `within` has."""
        codes, names = codes_of(self.articles, self.within)
        # An article has a row for each group of `by` that it has sentences of.
        whole, _ = codes_of(self.articles, [*self.within, "article"])
        one_each = codes[np.unique(whole, return_index=True)[1]]
        articles = np.bincount(one_each, minlength=len(names))
        sentences = np.bincount(codes, self.articles["n"].to_numpy(), minlength=len(names))
        return dict(zip(names, articles.tolist(), strict=True)), dict(
            zip(names, map(int, sentences), strict=True)
        )

    @property
    def cells(self) -> pa.Table:
        """The same sums, by `bin` of the score in place of the article."""
        self._compact()
        return self._cells[0] if self._cells else self._empty("bin")

    @property
    def found(self) -> pa.Table:
        """The sampled sentences: `id`, the keys, `article`, `f`, `hits`, `voice`."""
        if not self._found:
            names = ["id", *self._keys, "article", "f", "hits", "voice"]
            return pa.table({name: pa.array([], pa.string()) for name in names})
        table = pa.concat_tables(self._found)
        if len(pc.unique(table["id"])) < table.num_rows:
            raise InputError("scores", f"'{self.id_column}' must be unique", "a sampled id twice")
        return table

    def _keep(self, table: pa.Table, columns: dict[str, pa.ChunkedArray]) -> None:
        ids = as_text(column_of(table, self.id_column))
        rows = pa.table(columns | {"id": ids, "voice": as_text(table["voice"])}).drop_columns(["n"])
        rows = rows.filter(pc.is_in(ids, value_set=self._ids))
        if rows.num_rows:
            self._found.append(rows)

    def _compact(self) -> None:
        # A table alone is summed already, and must keep its rows' order: places in it are handed out.
        if len(self._articles) > 1:
            self._articles = [_sum(pa.concat_tables(self._articles))]
            self._cells = [_sum(pa.concat_tables(self._cells))]
        self._pending = 0

    def _empty(self, last: str) -> pa.Table:
        return pa.table({name: pa.array([], pa.string()) for name in [*self._keys, last, "n", "f", "hits"]})


def slices(table: pa.Table, keys: Sequence[str]) -> list[Slice]:
    """The groups of a table by `keys`, in order of their names."""
    if not table.num_rows:
        return []
    codes, names = codes_of(table, keys)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0])
    ends = np.r_[starts[1:], len(order)]
    found = [
        Slice(names[int(codes[order[start]])], order[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]
    return sorted(found, key=lambda part: part.key)


def codes_of(table: pa.Table, keys: Sequence[str]) -> tuple[Rows, list[Key]]:
    """Each row's group as a code, and the groups' names by code."""
    joined = pc.binary_join_element_wise(*[table[key] for key in keys], _JOIN)
    encoded = joined.combine_chunks().dictionary_encode()
    encoded = encoded.chunk(0) if isinstance(encoded, pa.ChunkedArray) else encoded
    names = [tuple(name.split(_JOIN)) for name in encoded.dictionary.to_pylist()]
    return encoded.indices.to_numpy().astype(np.int64), names


def _ones(length: int) -> pa.Array:
    return pa.array(np.ones(length, dtype=np.int64))


def _sum(table: pa.Table) -> pa.Table:
    numbers = [name for name in table.column_names if name in ("n", "f", "hits")]
    keys = [name for name in table.column_names if name not in numbers]
    return summed(table, keys, numbers)
