"""Sufficient statistics: for each article of each group, how many sentences of each kind.

Everything a profile needs is a sum over articles, so a table of any size is read once, batch by batch,
and only one small row an article stays in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.errors import InputError
from framing.profiles.interval import Counts
from framing.profiles.sums import codes, run_starts, summed
from framing.types import AnnotatedArticle, Article, ScoredSentence, Unit, Voice

UNKNOWN = "(unknown)"
SEPARATOR = " / "
KINDS = ("sentences", "own_voice", "editorial", "quoting", "charged", "unsure")
NEEDED = ("voice", "quote_share", "editorial_label", "charged_label")

OWN_VOICE = frozenset({Voice.OUTLET, Voice.MIXED, Voice.ATTRIBUTED})
QUOTING = frozenset({Voice.QUOTE, Voice.MIXED})
# Rows kept before they are summed again: one row an article of a batch, about 75 bytes each, and twice as much again while
# they are summed. Half a million articles that come once each are never summed before the end.
_COMPACT_AT = 1_000_000
# Articles kept as Python objects before they become rows: each takes five times as much memory as a row.
_PENDING = 10_000


def added_column(names: Sequence[str], name: str) -> str:
    """What the added column `name` is called in a table whose own columns may have had that name."""
    while f"framing_{name}" in names:
        name = f"framing_{name}"
    return name


@dataclass(frozen=True, slots=True)
class Group:
    """The articles of one group (outlet, topic, ...): counts an article, in equal-length arrays.

    `own_voice` are those with a label, `unsure` those on which the model abstained.
    """

    name: str
    keys: tuple[str, ...]
    sentences: Counts
    own_voice: Counts
    editorial: Counts
    quoting: Counts
    charged: Counts
    unsure: Counts

    @property
    def articles(self) -> int:
        """Number of articles with at least one sentence of content."""
        return len(self.sentences)


class Tally:
    """Adds up articles; `groups` gives what was added, grouped by `by`, sorted by name.

    `article` names the column that tells which article a sentence is from. Sentences of voice
    `non_content` count nowhere.
    """

    def __init__(self, by: Sequence[str] = ("outlet",), article: str = "article_id") -> None:
        self.by, self.article = tuple(by), article
        self._tables: list[pa.Table] = []
        self._pending: list[dict[str, object]] = []
        self._rows = self._summed = 0

    def add(self, annotated: AnnotatedArticle) -> None:
        """Add one article as it comes from the annotator."""
        content = [s for s in annotated.sentences if s.sentence.voice != Voice.NON_CONTENT]
        if not content:
            return
        article = annotated.article
        row: dict[str, object] = {"article": _article_of(article)}
        for place, name in enumerate(self.by):
            value = _value(article, name)
            row[f"by{place}"] = UNKNOWN if value in (None, "") else str(value)
        self._pending.append(row | _count(content))
        if len(self._pending) >= _PENDING:
            self._flush()

    def add_batch(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Add rows of a scores table."""
        table = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
        self._append(self._sum(self._kinds(table)))

    def merge(self, other: Tally) -> None:
        """Add what `other`, grouped alike, has counted."""
        other._flush()
        for table in other._tables:
            self._append(table)

    def groups(self) -> Iterator[Group]:
        """The groups in order of their names."""
        self._flush()
        self._compact()
        if not self._tables:
            return
        keys = [f"by{place}" for place in range(len(self.by))]
        table = self._tables[0]
        # Not joined as they are shown: "A / B" of "C" is not "A" of "B / C".
        apart = pc.binary_join_element_wise(*[table[key] for key in keys], "\x1f")
        table = table.append_column("group", apart).sort_by(
            [("group", "ascending"), ("article", "ascending")]
        )
        if not table.num_rows:
            return
        starts = run_starts(codes(table["group"])[0])
        columns = [table[kind].to_numpy() for kind in KINDS]

        def keys_of(row: int) -> tuple[str, ...]:
            return tuple(table[key][row].as_py() for key in keys)

        for start, end in zip(starts, np.r_[starts[1:], table.num_rows], strict=True):
            found = (column[start:end] for column in columns)
            key = keys_of(int(start))
            yield Group(SEPARATOR.join(key), key, *found)

    def _kinds(self, table: pa.Table) -> pa.Table:
        """Keys and one 0/1 column a kind, for the rows that are content."""
        names = table.column_names
        voice, share, editorial, charged = (column_of(table, added_column(names, n)) for n in NEEDED)
        check_voices(voice)
        own = pc.and_(one_of(voice, OWN_VOICE), pc.is_valid(editorial))
        # Scored, for it has the one label, but without the other: the model abstained.
        unsure = pc.and_(pc.and_(one_of(voice, OWN_VOICE), pc.is_null(editorial)), pc.is_valid(charged))
        quoting = pc.and_(one_of(voice, QUOTING), pc.is_valid(charged))
        quoting = pc.and_(quoting, pc.fill_null(pc.greater(share, 0), False))
        kinds = {
            "sentences": pc.is_valid(voice),
            "own_voice": own,
            "editorial": pc.and_(own, pc.fill_null(pc.equal(editorial, 1), False)),
            "quoting": quoting,
            "charged": pc.and_(quoting, pc.fill_null(pc.equal(charged, 1), False)),
            "unsure": unsure,
        }
        keys = {f"by{place}": key_column(table, name) for place, name in enumerate(self.by)}
        article = column_of(table, self.article)
        if article.null_count:
            raise InputError(
                "scores",
                f"'{self.article}' must name every sentence's article",
                f"{article.null_count} empty",
            )
        columns = keys | {"article": as_text(article)} | {k: pc.cast(v, pa.int64()) for k, v in kinds.items()}
        content = pc.fill_null(pc.not_equal(voice, Voice.NON_CONTENT.value), False)
        return pa.table(columns).filter(content)

    def _sum(self, table: pa.Table) -> pa.Table:
        return summed(table, [*(f"by{place}" for place in range(len(self.by))), "article"], KINDS)

    def _append(self, table: pa.Table) -> None:
        self._tables.append(table)
        self._rows += table.num_rows
        if self._rows >= max(_COMPACT_AT, 2 * self._summed):
            self._compact()

    def _compact(self) -> None:
        if self._tables:
            self._tables = [self._sum(pa.concat_tables(self._tables))]
            self._rows = self._summed = self._tables[0].num_rows

    def _flush(self) -> None:
        if self._pending:
            pending, self._pending = self._pending, []
            self._append(self._sum(pa.Table.from_pylist(pending)))


_ARTICLE_FIELDS = frozenset(
    {"outlet", "title", "published", "event", "topic", "url", "role", "language", "source"}
)


# Parts of the date of publication that one may group by, as the number of characters of an ISO date.
PARTS_OF_DATE = {"year": 4, "month": 7}


def key_columns(by: Sequence[str], columns: Sequence[str]) -> list[str]:
    """The columns that grouping by `by` reads: month and year come out of `published`."""
    read = ["published" if n in PARTS_OF_DATE and n not in columns else n for n in by]
    return list(dict.fromkeys(read))


def key_column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """The group names of `name`: a column of the table, or month or year of its date."""
    if name in PARTS_OF_DATE and name not in table.column_names:
        date = as_text(column_of(table, "published"))
        return named(pc.utf8_slice_codeunits(date, 0, PARTS_OF_DATE[name]))
    column = column_of(table, name)
    if pa.types.is_nested(column.type):
        raise InputError("scores", "a group must be a column of single values", f"'{name}', of {column.type}")
    return named(column)


def column_of(table: pa.Table, name: str) -> pa.ChunkedArray:
    """The column, or `InputError` with those that there are."""
    if name not in table.column_names:
        raise InputError("scores", f"a column '{name}' is needed", ", ".join(table.column_names) or "none")
    return table[name]


def _value(article: Article, name: str) -> object:
    if name in PARTS_OF_DATE and name not in article.extra:
        return article.published[: PARTS_OF_DATE[name]] if article.published else None
    return getattr(article, name) if name in _ARTICLE_FIELDS else article.extra.get(name)


def _article_of(article: Article) -> str:
    """The cluster of an article's sentences.

    A ready-split sentence belongs to the article that its table names; without such a column all of them are
    one, and get no interval: sentences of one article are alike, and taken for articles they feign precision.
    """
    if article.unit is Unit.ARTICLE:
        return article.id
    return str(article.extra.get("article_id") or UNKNOWN)


def _count(content: Sequence[ScoredSentence]) -> dict[str, object]:
    """The counts of one article's content sentences."""
    said = [s for s in content if s.sentence.voice in OWN_VOICE]
    own = [s for s in said if s.editorial_label is not None]
    quoting = [
        s
        for s in content
        if s.sentence.voice in QUOTING and s.sentence.quotes and s.charged_label is not None
    ]
    return {
        "sentences": len(content),
        "own_voice": len(own),
        "editorial": sum(s.editorial_label == 1 for s in own),
        "quoting": len(quoting),
        "charged": sum(s.charged_label == 1 for s in quoting),
        "unsure": sum(s.editorial_label is None and s.charged_label is not None for s in said),
    }


def check_voices(voice: pa.ChunkedArray) -> None:
    """Refuse a voice that the vocabulary does not have."""
    known = {v.value for v in Voice}
    for found in pc.unique(voice).to_pylist():
        if found is not None and found not in known:
            raise InputError("scores", f"'voice' must be one of {', '.join(sorted(known))}", repr(found))


def one_of(voice: pa.ChunkedArray, voices: frozenset[Voice]) -> pa.ChunkedArray:
    """Which rows have one of `voices`."""
    return pc.is_in(voice, value_set=pa.array(sorted(v.value for v in voices)))


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as text, dictionary-encoded or not."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column.cast(pa.string())


def named(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Group names: absent and empty are one group, "(unknown)"."""
    text = pc.fill_null(as_text(column), UNKNOWN)
    return pc.if_else(pc.equal(text, ""), UNKNOWN, text)
