"""Tables as CSV: the delimiter told from the content, every cell a string exactly as in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.reading.csv_records import Record, records
from framing.reading.encoding import find_encoding
from framing.reading.sources import HEAD, count_readable, open_binary, read_chunks
from framing.reading.tables import Row, encoding_note, reject

if TYPE_CHECKING:
    import pyarrow as pa

DELIMITERS = ",;\t|"
SNIFFED_ROWS = 50


class CsvTable:
    """A CSV file with a header; the first pass counts its rows."""

    def __init__(self, path: Path, place: str, forced: str | None = None) -> None:
        import pyarrow as pa

        self._path, self._place = path, place
        self._encoding = find_encoding(read_chunks(path), place, forced)
        self.notes = encoding_note(place, self._encoding.note)
        with self._open() as stream:
            self._delimiter = sniff_delimiter(stream.read(HEAD))
        with self._open() as stream:
            header = next(records(stream, self._delimiter), None)
        if header is None or header.fault:
            raise InputError(
                place,
                "a CSV file must begin with a header",
                header.fault[1] if header and header.fault else "nothing",
            )
        self._names = distinct(header.fields)
        self.columns: dict[str, pa.DataType] = dict.fromkeys(self._names, pa.string())
        self.long: frozenset[str] = frozenset()
        self.total: int | None = count_readable(self._records())

    def __iter__(self) -> Iterator[Row]:
        for record in self._records():
            place = f"{self._place}:{record.line}"
            if record.fault is None:
                yield Row(place, dict(zip(self._names, record.fields, strict=True)))
                continue
            usable = dict(zip(self._names, record.fields, strict=False))
            yield Row(place, usable, reject(place, *record.fault))

    def _open(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(
            open_binary(self._path), self._encoding.name, self._encoding.errors, newline=""
        )

    def _records(self) -> Iterator[Record]:
        with self._open() as stream:
            body = records(stream, self._delimiter, len(self._names))
            next(body, None)  # the header
            yield from body


def sniff_delimiter(head: str) -> str:
    """The delimiter that gives most rows as many fields as the header; of several, the one with most."""

    def fit(delimiter: str) -> tuple[float, int]:
        rows = [row for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if row]
        rows = rows[: SNIFFED_ROWS + 1]
        if not rows:
            return 0.0, 0
        width = len(rows[0])
        same = sum(len(row) == width for row in rows) / len(rows)
        return (round(same, 1) if width > 1 else 0.0), width

    csv.field_size_limit(max(csv.field_size_limit(), len(head)))
    best = max(DELIMITERS, key=fit)
    return best if fit(best)[0] > 0 else ","


def distinct(names: list[str]) -> list[str]:
    """Column names with a number behind the second of a kind: no two columns share a name."""
    stripped = [name.strip() for name in names]
    result: list[str] = []
    for name in stripped:
        unused, number = name, 1
        while unused in result or (number > 1 and unused in stripped):
            number += 1
            unused = f"{name}_{number}"
        result.append(unused)
    return result
