"""Two scores tables of the same sentences side by side: each group's rates, and which labels changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import InputError
from framing.profiles.counts import as_text, check_voices, column_of, key_column
from framing.profiles.interval import Counts
from framing.profiles.paired import raw_difference
from framing.profiles.questions import Question
from framing.profiles.universe import Key, slices
from framing.types import Estimate

# Sentences and raw rate of a group in one of the tables.
Side = tuple[int, float]
ALL: Key = ("(all)",)
# From this share on, what moved with the sentences is no side matter beside what moved with the labels.
MANY_UNSHARED = 0.01


@dataclass(frozen=True, slots=True)
class Movement:
    """One group. `old` and `new` are raw rates of all its sentences in either table (`old` is `None` for a group
    that only the new table names); `difference` is that of the `shared` ones. `up` labels of these went from 0 to 1, `down` from 1 to 0."""

    key: Key
    articles: int
    shared: int
    only_old: int
    only_new: int
    old: float | None
    new: float
    up: int
    down: int
    difference: Estimate

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the row has to know."""
        others = self.only_old + self.only_new
        if others <= MANY_UNSHARED * (2 * self.shared + others):
            return ()
        return (
            f"{self.only_old} sentences count in the old table only and {self.only_new} in the new one: the "
            f"difference is of the {self.shared} that count in both",
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """All groups that share a sentence by name, `whole` (all of them together; `None` if no sentence is shared), and
    the sentences whose label changed, most moved first. `unshared` are the groups of either table without such a sentence.

    `changed` has the columns `id`, those grouped by, `article`, `old_score`, `new_score`, `old_label`,
    `new_label`.
    """

    groups: tuple[Movement, ...]
    whole: Movement | None
    changed: pa.Table
    unshared: tuple[Key, ...] = ()


def sentences(
    batches: Iterable[pa.RecordBatch], question: Question, by: Sequence[str], article: str, id_column: str
) -> pa.Table:
    """The sentences that `question` is asked of: `id`, the keys, `article`, `score`, `label`.

    Raises `InputError` for ids that are missing or come twice.
    """
    parts = []
    for batch in batches:
        table = pa.Table.from_batches([batch])
        check_voices(table["voice"])
        table = table.filter(question.rows(table))
        columns = {"id": as_text(column_of(table, id_column))}
        columns |= {name: key_column(table, name) for name in by}
        columns |= {"article": as_text(column_of(table, article)), "score": question.scores(table)}
        parts.append(pa.table(columns | {"label": question.hits(table)}))
    whole = pa.concat_tables(parts)
    for name in ("id", "article"):
        if whole[name].null_count:
            rule = f"'{id_column if name == 'id' else article}' must be there for every sentence"
            raise InputError("scores", rule, f"{whole[name].null_count} empty")
    twice = whole.num_rows - pc.count_distinct(whole["id"]).as_py()
    if twice:
        raise InputError("scores", f"'{id_column}' must be unique", f"{twice} ids again")
    return whole


def compare(old: pa.Table, new: pa.Table, by: Sequence[str], level: float) -> Moves:
    """What moved between two tables of `sentences`. Groups are those of the new table."""
    before = old.select(["id", "score", "label"]).rename_columns(["id", "old_score", "old_label"])
    after = new.rename_columns(
        [f"new_{name}" if name in ("score", "label") else name for name in new.column_names]
    )
    shared = after.join(before, "id", join_type="inner").combine_chunks()
    up = pc.greater(shared["new_label"], shared["old_label"])
    down = pc.less(shared["new_label"], shared["old_label"])
    counted = shared.append_column("n", pa.array(np.ones(shared.num_rows, np.int64)))
    counted = counted.append_column("up", up.cast(pa.int64())).append_column("down", down.cast(pa.int64()))
    counts = counted.group_by([*by, "article"]).aggregate([(name, "sum") for name in ("n", "up", "down")])
    sides = _rates(old, by), _rates(new, by)
    parts = slices(counts, by)
    groups = [_movement(part.key, counts, part.rows, sides, level) for part in parts]
    every = {ALL: _rate(old)}, {ALL: _rate(new)}
    whole = _movement(ALL, counts, np.arange(counts.num_rows), every, level) if parts else None
    changed = shared.filter(pc.or_(up, down))
    moved = pc.abs(pc.subtract(changed["new_score"], changed["old_score"]))
    order = pc.sort_indices(
        changed.append_column("moved", moved), [("moved", "descending"), ("id", "ascending")]
    )
    columns = ["id", *by, "article", "old_score", "new_score", "old_label", "new_label"]
    unshared = (sides[0].keys() | sides[1].keys()) - {part.key for part in parts}
    return Moves(tuple(groups), whole, changed.take(order).select(columns), tuple(sorted(unshared)))


def _movement(
    key: Key, counts: pa.Table, rows: Counts, sides: tuple[dict[Key, Side], dict[Key, Side]], level: float
) -> Movement:
    count, up, down = (_taken(counts, f"{name}_sum", rows) for name in ("n", "up", "down"))
    shared = int(count.sum())
    new_n, new = sides[1][key]
    before = sides[0].get(key)  # a group may have another name in the old table
    return Movement(
        key,
        len(count),
        shared,
        max(0, before[0] - shared) if before else 0,
        new_n - shared,
        before[1] if before else None,
        new,
        int(up.sum()),
        int(down.sum()),
        raw_difference(count, up, down, level),
    )


def _rates(table: pa.Table, by: Sequence[str]) -> dict[Key, Side]:
    return {part.key: _rate(table.take(pa.array(part.rows))) for part in slices(table, by)}


def _rate(table: pa.Table) -> Side:
    if not table.num_rows:
        return 0, 0.0
    return table.num_rows, float(pc.mean(table["label"]).as_py())


def _taken(table: pa.Table, name: str, rows: Counts) -> Counts:
    return np.asarray(table[name].to_numpy()[rows], np.int64)
