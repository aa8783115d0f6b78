"""What the rules decided about each line, and which rule it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from framing.reading.boilerplate.lines import Line


@dataclass(slots=True)
class Page:
    """The lines of a page; `removed` and `non_content` give the rule for a line's index."""

    lines: list[Line]
    removed: dict[int, str] = field(default_factory=dict)
    non_content: dict[int, str] = field(default_factory=dict)

    def remove(self, indices: Iterable[int], rule: str) -> None:
        """Take lines out; the first rule that takes a line is the one that is reported."""
        for index in indices:
            self.removed.setdefault(index, rule)

    def kept(self, start: int = 0, end: int | None = None) -> list[int]:
        """Indices of the lines still in, within `start:end`."""
        stop = len(self.lines) if end is None else min(end, len(self.lines))
        return [index for index in range(max(start, 0), stop) if index not in self.removed]
