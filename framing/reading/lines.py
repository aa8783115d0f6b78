"""Lines of a text stream, none of which can fill the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from framing.reading.options import MAX_ARTICLE

# A row holds an article and its other columns.
MAX_LINE = 2 * MAX_ARTICLE


class TooLong:
    """Stands for a line that is longer than `MAX_LINE`; `length` is what it came to, in characters."""

    def __init__(self, length: int) -> None:
        self.length = length

    @property
    def found(self) -> str:
        """The value for a message."""
        return f"{self.length:,} characters"


def bounded_lines(stream: TextIO) -> Iterator[str | TooLong]:
    """The lines of `stream` with their ends; a longer one than `MAX_LINE` is skipped and told."""
    while line := stream.readline(MAX_LINE + 1):
        if len(line) <= MAX_LINE:
            yield line
            continue
        length = len(line)
        while not line.endswith(("\n", "\r")) and (line := stream.readline(MAX_LINE)):
            length += len(line)
        yield TooLong(length)
