"""Plain text as a table of its lines: a sentence on each, with its number."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from framing.errors import InputError
from framing.reading.encoding import find_encoding
from framing.reading.lines import MAX_LINE, TooLong, bounded_lines
from framing.reading.sources import count_readable, open_binary, read_chunks
from framing.reading.tables import Row, encoding_note, faulty

if TYPE_CHECKING:
    import pyarrow as pa


class LinesTable:
    """The lines of a text file that are not blank, as `text` and `line`: the number in the file, from 1.

    Errors: InputError when there is none.
    """

    def __init__(self, path: Path, place: str, forced: str | None = None) -> None:
        import pyarrow as pa

        self._path, self._place = path, place
        self._encoding = find_encoding(read_chunks(path), place, forced)
        self.notes = encoding_note(place, self._encoding.note)
        self.columns: dict[str, pa.DataType] = {"text": pa.string(), "line": pa.int64()}
        self.long: frozenset[str] = frozenset()
        self.total: int | None = count_readable(self._lines())
        if not self.total:
            raise InputError(place, "a file must hold text", "none")

    def __iter__(self) -> Iterator[Row]:
        for number, line in self._lines():
            place = f"{self._place}:{number}"
            if isinstance(line, TooLong):
                rule = f"a line must have at most {MAX_LINE:,} characters"
                yield faulty(place, rule, line.found, {"line": number})
                continue
            yield Row(place, {"text": line, "line": number})

    def _lines(self) -> Iterator[tuple[int, str | TooLong]]:
        with io.TextIOWrapper(open_binary(self._path), self._encoding.name, self._encoding.errors) as stream:
            for number, line in enumerate(bounded_lines(stream), start=1):
                if isinstance(line, TooLong):
                    yield number, line
                elif not line.isspace():
                    yield number, line.removesuffix("\n")
