"""The records of a CSV stream, one by one, with what is wrong with the broken ones.

A stray quotation mark makes the csv module swallow all that follows. So each record is read by itself,
and when it does not fit, its first line is refused and the lines it swallowed are read again.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from framing.reading.lines import MAX_LINE, TooLong, bounded_lines


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of the record that begins on line `line`; `fault` is (rule, found) of a broken one."""

    line: int
    fields: list[str]
    fault: tuple[str, str] | None = None


class _Lines:
    """The lines of a stream, of which the ones taken for a record can be given back."""

    def __init__(self, stream: TextIO) -> None:
        self._fresh = bounded_lines(stream)
        self._again: deque[str | TooLong] = deque()
        self.number = 0
        self.taken: list[str | TooLong] = []
        self._size = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._fresh)
        self.number += 1
        self.taken.append(line)
        if isinstance(line, TooLong):
            raise csv.Error(line.found)
        self._size += len(line)
        if self._size > MAX_LINE:
            raise csv.Error(f"more than {MAX_LINE:,} characters in one record")
        return line

    def begin(self) -> int:
        """Start a record; returns the number of its first line."""
        self.taken, self._size = [], 0
        return self.number + 1

    def give_back(self) -> None:
        """Return all lines of the record but its first."""
        if len(self.taken) < 2:
            return
        self._again.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        self.taken = self.taken[:1]


def records(stream: TextIO, delimiter: str, width: int | None = None) -> Iterator[Record]:
    """The records of `stream`; with `width`, records of other lengths are faulty. Blank lines are skipped."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    lines = _Lines(stream)
    while True:
        first = lines.begin()
        try:
            fields, problem = _strict(lines, delimiter), ""
        except StopIteration:
            return
        except csv.Error as error:
            fields, problem = [], str(error)
        if problem or not _fits(fields, width):
            fields, problem = _first_line(lines, delimiter, problem)
        if problem:
            yield Record(first, fields, ("a row must be well formed", problem))
        elif not _fits(fields, width):
            rule = f"a row must have {width} fields, as the header has"
            yield Record(first, fields, (rule, f"{len(fields)}: {delimiter.join(fields)[:80]!r}"))
        elif fields:
            yield Record(first, fields[:width])


def _strict(lines: Iterable[str], delimiter: str) -> list[str]:
    return next(csv.reader(lines, delimiter=delimiter, strict=True))


def _fits(fields: list[str], width: int | None) -> bool:
    """Empty fields too many are a trailing delimiter; no fields at all are a blank line."""
    return not fields or width is None or (len(fields) >= width and not any(fields[width:]))


def _first_line(lines: _Lines, delimiter: str, problem: str) -> tuple[list[str], str]:
    """The fields of the record's first line alone, and what is wrong with it; the others are read again."""
    lines.give_back()
    line = lines.taken[0]
    if isinstance(line, TooLong):
        return [], problem
    lenient = next(csv.reader([line], delimiter=delimiter), [])
    try:
        return _strict([line], delimiter), ""
    except csv.Error as error:
        if str(error).startswith("unexpected end"):
            return lenient, f"a quotation mark that is never closed: {line.strip()[:80]!r}"
        return lenient, ""  # a mark inside a field that nobody doubled: what is meant is plain
