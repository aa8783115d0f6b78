"""Who is quoted, and how much: counts by group and speaker, from a scores table in any number of batches.

Memory holds one small row a group and speaker. A speaker is named as each article names them: nobody is matched across
articles beyond the very same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import InputError
from framing.profiles.counts import check_voices, column_of, key_column
from framing.profiles.sums import summed
from framing.types import Stance, Voice

NEEDED = ("voice", "charged_label", "attributions")
COUNTS = ("sentences", "quoting", "quoted_words", "charged", "labelled", "endorsed", "doubted")
# Rows kept before they are summed again.
_COMPACT_AT = 500_000


@dataclass(frozen=True, slots=True)
class Source:
    """One speaker in one group; `speaker` is None for the words whose speaker is not known.

    `sentences` give the speaker's words, `quoting` of them inside quotation marks; `labelled` are those of the
    quoting that have a label, and `charged` those with label 1. `endorsed` and `doubted` are told by such a cue.
    """

    keys: tuple[str, ...]
    speaker: str | None
    sentences: int
    quoting: int
    quoted_words: int
    charged: int
    labelled: int
    endorsed: int
    doubted: int
    quoted_words_of_all: int

    @property
    def share(self) -> float | None:
        """Of the group's quoted words, this speaker's."""
        return self.quoted_words / self.quoted_words_of_all if self.quoted_words_of_all else None

    @property
    def charged_rate(self) -> float | None:
        """Of the sentences that quote the speaker, those labelled charged."""
        return self.charged / self.labelled if self.labelled else None


class SourceTally:
    """Adds up the attributions of a scores table, grouped by the columns `by`; non-content counts nowhere."""

    def __init__(self, by: Sequence[str] = ("outlet",)) -> None:
        self.by = tuple(by)
        self._keys = [f"by{place}" for place in range(len(self.by))]
        self._tables: list[pa.Table] = []
        self._rows = 0

    def add_batch(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Add rows of a scores table, columns under their dictionary names."""
        table = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
        check_voices(column_of(table, "voice"))
        found = _attributions(table)
        rows = found["row"]
        for key, name in zip(self._keys, self.by, strict=True):
            found = found.append_column(key, key_column(table, name).take(rows))
        charged = column_of(table, "charged_label").take(rows)
        found = found.append_column("label", pc.cast(charged, pa.int64()))
        self._tables.append(self._sum(_counts(found, self._keys)))
        self._rows += self._tables[-1].num_rows
        if self._rows >= _COMPACT_AT:
            self._compact()

    def sources(self) -> list[Source]:
        """By group in the order of names; in a group the most quoted first, who is not known last."""
        self._compact()
        if not self._tables:
            return []
        names = [*self._keys, "speaker", *COUNTS]
        rows = sorted(
            zip(*(self._tables[0][name].to_pylist() for name in names), strict=True), key=self._order
        )
        return list(self._made(rows))

    def _order(self, row: tuple[object, ...]) -> tuple[object, ...]:
        keys = len(self._keys)
        counts = dict(zip(COUNTS, row[keys + 1 :], strict=True))
        speaker = row[keys]
        return (*row[:keys], speaker is None, -counts["quoted_words"], -counts["sentences"], speaker or "")  # type: ignore[operator]

    def _made(self, rows: Sequence[tuple[object, ...]]) -> Iterator[Source]:
        keys = len(self._keys)
        words = keys + 1 + COUNTS.index("quoted_words")
        for group, members in groupby(rows, key=lambda row: row[:keys]):
            same = list(members)
            total = sum(row[words] for row in same)  # type: ignore[misc]
            for row in same:
                yield Source(group, *row[keys:], total)  # type: ignore[call-arg, arg-type]

    def _sum(self, table: pa.Table) -> pa.Table:
        return summed(table, [*self._keys, "speaker"], COUNTS)

    def _compact(self) -> None:
        if self._tables:
            self._tables = [self._sum(pa.concat_tables(self._tables))]
            self._rows = self._tables[0].num_rows


def _attributions(table: pa.Table) -> pa.Table:
    """One row an attribution to somebody, with the row of the sentence that it is in."""
    lists = column_of(table, "attributions").combine_chunks()
    if not pa.types.is_list(lists.type):
        raise InputError("scores", "'attributions' must be what `framing annotate` wrote", str(lists.type))
    flat = pc.list_flatten(lists)
    rows = pc.list_parent_indices(lists)
    words = pc.fill_null(pc.struct_field(flat, "quoted_words"), 0)
    found = pa.table(
        {
            "row": rows,
            "speaker": pc.struct_field(flat, "speaker"),
            "quoted_words": pc.cast(words, pa.int64()),
            "stance": pc.struct_field(flat, "stance"),
        }
    )
    # Scare quotes and what is "so-called" are the outlet's own words.
    said = pc.or_(pc.is_valid(pc.struct_field(flat, "source")), pc.greater(words, 0))
    content = pc.not_equal(column_of(table, "voice"), Voice.NON_CONTENT.value).take(rows)
    return found.filter(pc.and_(said, pc.fill_null(content, False).combine_chunks()))


def _counts(found: pa.Table, keys: Sequence[str]) -> pa.Table:
    """One row a sentence and speaker, with its counts."""
    for stance, name in ((Stance.ENDORSING, "endorsed"), (Stance.DOUBTING, "doubted")):
        found = found.append_column(name, pc.cast(pc.equal(found["stance"], stance.value), pa.int64()))
    by = [*keys, "row", "speaker", "label"]
    wanted = [("quoted_words", "sum"), ("endorsed", "max"), ("doubted", "max")]
    one = found.group_by(by).aggregate(wanted)
    quoting = pc.cast(pc.greater(one["quoted_words_sum"], 0), pa.int64())
    labelled = pc.and_(pc.greater(one["quoted_words_sum"], 0), pc.is_valid(one["label"]))
    charged = pc.and_(labelled, pc.fill_null(pc.equal(one["label"], 1), False))
    columns = {name: one[name] for name in (*keys, "speaker")} | {
        "sentences": pa.array([1] * one.num_rows, pa.int64()),
        "quoting": quoting,
        "quoted_words": one["quoted_words_sum"],
        "charged": pc.cast(charged, pa.int64()),
        "labelled": pc.cast(labelled, pa.int64()),
        "endorsed": one["endorsed_max"],
        "doubted": one["doubted_max"],
    }
    return pa.table(columns)
