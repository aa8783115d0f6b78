"""Offsets in the units that other programs count in: code points here, UTF-16 units in JavaScript and Java."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate

from framing.errors import InputError
from framing.types import Span


class Utf16:
    """Converts spans of `text` between code points and UTF-16 units."""

    def __init__(self, text: str) -> None:
        # at[i]: the UTF-16 units before code point i.
        self._at = [0, *accumulate(1 + (c > "\uffff") for c in text)]

    def to_units(self, span: Span) -> Span:
        """The span in UTF-16 units."""
        return Span(self._at[span.start], self._at[span.end])

    def to_points(self, span: Span) -> Span | None:
        """The span in code points; a border inside a pair moves outward. `None` if it lies outside the text."""
        if not 0 <= span.start <= span.end <= self._at[-1]:
            return None
        start = bisect_left(self._at, span.start)
        if self._at[start] != span.start:
            start -= 1
        return Span(start, bisect_left(self._at, span.end))


def located(text: str, span: Span, stated: str | None, place: str, units: bool) -> Span:
    """A tool's span of `text` in code points.

    `units`: the tool counts UTF-16 units. `stated` is the covered text where the tool keeps a copy: if it is
    not what its own way of counting finds, the other ways are tried (old releases counted differently, and
    browsers take a line break of two characters for one). Raises `InputError` if none fits.
    """
    ways = list(_ways(text, units))
    for way in ways:
        found = way(span)
        if found is not None and found.start < found.end <= len(text):
            if stated is None or _plain(text[found.start : found.end]) == _plain(stated):
                return found
            if not _plain(stated):
                return found
    where = f"{span.start} to {span.end} for {stated!r}" if stated else f"{span.start} to {span.end}"
    raise InputError(place, f"a span must lie inside its text of {len(text)} characters", where)


Way = Callable[[Span], Span | None]


def _ways(text: str, units: bool) -> Iterator[Way]:
    def points(span: Span) -> Span | None:
        return span if 0 <= span.start <= span.end <= len(text) else None

    own = [Utf16(text).to_points, points] if units else [points, Utf16(text).to_points]
    yield from own
    if "\r\n" in text:
        folded, back = _folded(text)
        for way in (Utf16(folded).to_points, lambda span: span):
            yield lambda span, way=way: _unfold(way(span), back)  # type: ignore[misc]


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` with one character for each line break, and where each of its places is in `text`."""
    kept = [i for i in range(len(text)) if not text.startswith("\r\n", i)]
    return text.replace("\r\n", "\n"), [*kept, len(text)]


def _unfold(span: Span | None, back: list[int]) -> Span | None:
    if span is None or not 0 <= span.start < span.end < len(back):
        return None
    start = back[span.start]
    # A folded line break stands at its \n: a span that begins with it begins at the \r.
    return Span(start, back[span.end - 1] + 1)


def _plain(text: str) -> str:
    return "".join(text.replace("\\n", " ").split())
