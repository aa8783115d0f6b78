"""The parts of a corpus, one a file: a table (a text with a sentence on each line is one too), or a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from framing.errors import InputError
from framing.reading.articles import make_article, row_units
from framing.reading.csv_table import CsvTable
from framing.reading.defaults import filled
from framing.reading.encoding import decode
from framing.reading.html import extract_html
from framing.reading.jsonl import JsonlTable
from framing.reading.lines_table import LinesTable
from framing.reading.manifest import Entry
from framing.reading.options import MAX_ARTICLE, ReadOptions
from framing.reading.parquet import ParquetTable
from framing.reading.sources import READ_ERRORS, Source, check_room, format_of, open_binary, plain_file
from framing.reading.tables import Table, encoding_note, reject
from framing.types import NOTHING, Article, Reject, Unit

if TYPE_CHECKING:
    import pyarrow as pa

# The most bytes that an article of the greatest length can take.
MAX_BYTES = 4 * MAX_ARTICLE


class Part(Protocol):
    """One file of a corpus."""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """Name -> type of the file's own columns."""

    @property
    def total(self) -> int | None:
        """The number of its units, refused ones included."""

    def __iter__(self) -> Iterator[Article | Reject]:
        """Its units, and what was refused, in order."""


class RefusedPart:
    """A file that was refused as a whole."""

    columns: Mapping[str, Any] = NOTHING
    total: int | None = 0

    def __init__(self, refused: Reject) -> None:
        self._refused = refused

    def __iter__(self) -> Iterator[Article | Reject]:
        yield self._refused


class TablePart:
    """A table, each row of which is a unit; what is said of the file stands in for what a row lacks."""

    def __init__(self, table: Table, source: Source, entry: Entry, options: ReadOptions) -> None:
        self.table, self._options = table, options
        self._filled = filled(table.columns, source.hive, entry, options, source.place)
        used = () if options.unit is Unit.SENTENCE else self._filled.fields.values()
        self.columns = {name: kind for name, kind in self._filled.columns.items() if name not in used}
        self.total = table.total

    def over(self, table: Table) -> TablePart:
        """The same part over other rows of the same columns."""
        part = copy(self)
        part.table, part.total = table, table.total
        return part

    def __iter__(self) -> Iterator[Article | Reject]:
        yield from self.table.notes
        for row in self.table:
            yield from row_units(
                self._filled.fill(row), self._filled.fields, self._options, list(self.columns)
            )


class PagePart:
    """A text or HTML file that holds one article."""

    total: int | None = 1

    def __init__(self, source: Source, kind: str, entry: Entry, options: ReadOptions) -> None:
        self.columns: Mapping[str, Any] = NOTHING  # the manifest's, which the corpus knows
        self._source, self._kind, self._entry, self._options = source, kind, entry, options

    def __iter__(self) -> Iterator[Article | Reject]:
        place = self._source.place
        with open_binary(self._source.path) as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            size = self._source.path.stat().st_size
            rule = f"an article must have at most {MAX_ARTICLE:,} characters"
            yield reject(place, rule, f"a file of {size:,} bytes")
            return
        text, note = decode(data, place, self._options.encoding, self._options.encoding_hint)
        yield from encoding_note(place, note)
        meta: Mapping[str, Any] = NOTHING
        if self._kind == "html":
            if len(text) > MAX_ARTICLE:
                yield reject(place, f"a page must have at most {MAX_ARTICLE:,} characters", f"{len(text):,}")
                return
            text, meta = extract_html(text, place)
        yield from make_article(text, {**meta, **self._entry.meta}, place, self._options, self._entry.rest)


def without_columns(part: Part) -> bool:
    """Whether the part was read, and has no columns that a user could name."""
    return isinstance(part, PagePart) or (isinstance(part, TablePart) and isinstance(part.table, LinesTable))


def make_part(source: Source, entry: Entry, options: ReadOptions, spool: Path) -> Part:
    """The part for a file; a file that cannot be read becomes its own Reject."""
    if source.refused is not None:
        return RefusedPart(source.refused)
    try:
        return _part(source, entry, options, spool)
    except InputError as error:
        return RefusedPart(reject(error.place, error.rule, error.found))
    except READ_ERRORS as error:
        check_room(error)
        return RefusedPart(unreadable(source.place, error))


def unreadable(place: str, error: Exception) -> Reject:
    """A file that cannot be read, or not to its end."""
    return reject(place, "a file must be readable to its end", f"{type(error).__name__}: {error}")


def _part(source: Source, entry: Entry, options: ReadOptions, spool: Path) -> Part:
    kind = format_of(source, options.format)
    if kind == "html" and options.unit is Unit.SENTENCE:
        raise InputError(source.place, "sentences are read from tables and plain text", "an HTML page")
    if kind == "html" or (kind == "text" and options.unit is Unit.ARTICLE):
        return PagePart(source, kind, entry, options)
    if kind == "text":  # beside tables whose columns are named, lines are read all the same
        options = replace(options, columns=NOTHING)
    return TablePart(_table(source, kind, options, spool), source, entry, options)


def _table(source: Source, kind: str, options: ReadOptions, spool: Path) -> Table:
    if kind == "jsonl":
        return JsonlTable(source.path, source.place, options.encoding)
    if kind == "csv":
        return CsvTable(source.path, source.place, options.encoding)
    if kind == "parquet":
        return ParquetTable(source.opener or plain_file(source, spool), source.place)
    return LinesTable(source.path, source.place, options.encoding)
