"""Tables as JSON objects, one a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.reading.encoding import find_encoding
from framing.reading.lines import MAX_LINE, TooLong, bounded_lines
from framing.reading.sources import READ_ERRORS, open_binary, read_chunks
from framing.reading.tables import Row, encoding_note, faulty
from framing.reading.values import kind_of, scrub, type_for

_RULE = "a line must be one JSON object"


def parse_object(line: str) -> dict[str, Any]:
    """The object on a line, NaN as null. Errors: ValueError says what is there instead."""
    try:
        value = json.loads(line, parse_constant=lambda name: None if name == "NaN" else float(name))
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at column {error.colno}: {line.strip()[:80]!r}") from None
    except ValueError as error:  # a number of thousands of digits
        raise ValueError(str(error)) from None
    if not isinstance(value, dict):
        raise ValueError(f"{type(value).__name__}: {line.strip()[:80]!r}")
    return {scrub(name): cell for name, cell in value.items()}


class JsonlTable:
    """A JSONL file. The first pass learns its columns; where a column's kinds do not agree, its type is text."""

    def __init__(self, path: Path, place: str, forced: str | None = None) -> None:
        self._path, self._place = path, place
        self._encoding = find_encoding(read_chunks(path), place, forced)
        self.notes = encoding_note(place, self._encoding.note)
        kinds: dict[str, set[str]] = {}
        total = 0
        for values in self._first_pass():
            total += 1
            for name, value in values.items():
                kind = kind_of(value)
                kinds.setdefault(name, set()).update(() if kind is None else (kind,))
        self.total: int | None = total
        self.columns = {name: type_for(found) for name, found in kinds.items()}
        self.long = frozenset(name for name, found in kinds.items() if "long" in found)

    def __iter__(self) -> Iterator[Row]:
        for place, line in self._lines():
            if isinstance(line, TooLong):
                yield faulty(place, f"a line must have at most {MAX_LINE:,} characters", line.found)
                continue
            try:
                values = parse_object(line)
            except ValueError as error:
                yield faulty(place, _RULE, str(error))
                continue
            yield Row(place, values)

    def _lines(self) -> Iterator[tuple[str, str | TooLong]]:
        with io.TextIOWrapper(open_binary(self._path), self._encoding.name, self._encoding.errors) as stream:
            for number, line in enumerate(bounded_lines(stream), start=1):
                if isinstance(line, TooLong) or not line.isspace():
                    yield f"{self._place}:{number}", line

    def _first_pass(self) -> Iterator[dict[str, Any]]:
        try:
            for _, line in self._lines():
                try:
                    yield {} if isinstance(line, TooLong) else parse_object(line)
                except ValueError:
                    yield {}
        except READ_ERRORS:  # the second pass reports it, after the rows that can be read
            return
