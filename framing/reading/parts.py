"""The parts of a corpus, one a file: a table, a page, or a text with a sentence on each line."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from framing.errors import InputError
from framing.reading.articles import make_article, row_units
from framing.reading.csv_table import CsvTable
from framing.reading.defaults import filled
from framing.reading.encoding import decode, find_encoding
from framing.reading.html import extract_html
from framing.reading.jsonl import JsonlTable
from framing.reading.lines import MAX_LINE, TooLong, bounded_lines
from framing.reading.manifest import Entry
from framing.reading.options import MAX_ARTICLE, ReadOptions
from framing.reading.parquet import ParquetTable
from framing.reading.sources import READ_ERRORS, Source, format_of, open_binary, plain_file, read_chunks
from framing.reading.tables import Row, Table, encoding_note, faulty, reject
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


class LinesPart:
    """A text file with one sentence on each line."""

    columns: Mapping[str, Any] = NOTHING

    def __init__(self, source: Source, entry: Entry, options: ReadOptions) -> None:
        self._source, self._meta, self._options = source, entry.meta, options
        self._encoding = find_encoding(read_chunks(source.path), source.place, options.encoding)
        self.total: int | None = self._count()
        if not self.total:
            raise InputError(source.place, "a file must hold text", "none")

    def __iter__(self) -> Iterator[Article | Reject]:
        yield from encoding_note(self._source.place, self._encoding.note)
        fields = {name: name for name in ("text", *self._meta) if name != "id"}
        for number, line in self._lines():
            place = f"{self._source.place}:{number}"
            row = Row(place, {**self._meta, "text": line})
            if isinstance(line, TooLong):
                row = faulty(place, f"a line must have at most {MAX_LINE:,} characters", line.found)
            yield from row_units(row, fields, self._options, ())

    def _lines(self) -> Iterator[tuple[int, str | TooLong]]:
        with io.TextIOWrapper(
            open_binary(self._source.path), self._encoding.name, self._encoding.errors
        ) as stream:
            for number, line in enumerate(bounded_lines(stream), start=1):
                if isinstance(line, TooLong):
                    yield number, line
                elif not line.isspace():
                    yield number, line.removesuffix("\n")

    def _count(self) -> int:
        count = 0
        try:
            for _ in self._lines():
                count += 1
        except READ_ERRORS:  # reading proper reports it, after the lines before the damage
            pass
        return count


def make_part(source: Source, entry: Entry, options: ReadOptions, spool: Path) -> Part:
    """The part for a file; a file that cannot be read becomes its own Reject."""
    if source.refused is not None:
        return RefusedPart(source.refused)
    try:
        return _part(source, entry, options, spool)
    except InputError as error:
        return RefusedPart(reject(error.place, error.rule, error.found))
    except READ_ERRORS as error:
        return RefusedPart(unreadable(source.place, error))


def unreadable(place: str, error: Exception) -> Reject:
    """A file that cannot be read, or not to its end."""
    return reject(place, "a file must be readable to its end", f"{type(error).__name__}: {error}")


def _part(source: Source, entry: Entry, options: ReadOptions, spool: Path) -> Part:
    kind = format_of(source, options.format)
    table: Table | None = None
    if kind == "jsonl":
        table = JsonlTable(source.path, source.place, options.encoding)
    elif kind == "csv":
        table = CsvTable(source.path, source.place, options.encoding)
    elif kind == "parquet":
        table = ParquetTable(source.opener or plain_file(source, spool), source.place)
    if table is not None:
        return TablePart(table, source, entry, options)
    if options.unit is Unit.ARTICLE:
        return PagePart(source, kind, entry, options)
    if kind == "html":
        raise InputError(source.place, "sentences are read from tables and plain text", "an HTML page")
    return LinesPart(source, entry, options)
