"""Small sums over sorted spans, each linear in their number."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from framing.types import Span

# Closing marks and theirs that open. An apostrophe closes too often what nothing opened.
PAIRS = {'"': '"', "”": "“", "»": "«", ")": "("}
WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def merged(spans: Iterable[Span]) -> list[Span]:
    """The union, in order, without overlaps."""
    union: list[Span] = []
    for span in sorted(spans):
        if union and span.start <= union[-1].end:
            union[-1] = Span(union[-1].start, max(union[-1].end, span.end))
        else:
            union.append(span)
    return union


def without(spans: Sequence[Span], holes: Sequence[Span]) -> Iterator[Span]:
    """What of `spans` lies outside `holes`; both sorted and free of overlaps."""
    at = 0
    for span in spans:
        start = span.start
        while at < len(holes) and holes[at].end <= start:
            at += 1
        i = at
        while i < len(holes) and holes[i].start < span.end:
            if holes[i].start > start:
                yield Span(start, holes[i].start)
            start = max(start, holes[i].end)
            i += 1
        if start < span.end:
            yield Span(start, span.end)


def trimmed(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans without white space at their edges; those that hold no letter or digit are left out."""
    for start, end in spans:
        piece = text[start:end]
        if WORD.search(piece):
            yield Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()))


def closed(text: str, span: Span) -> Span:
    """The span with a closing mark right behind it that is opened inside, or an opening mark that is closed inside."""
    start, end = span
    inside, behind, before = text[start:end], text[end : end + 1], text[start - 1 : start] if start else ""
    if behind in PAIRS and _more(inside, PAIRS[behind], behind):
        return Span(start, end + 1)
    closing = next((mark for mark, opening in PAIRS.items() if opening == before), None)
    return Span(start - 1, end) if closing and _more(inside, closing, before) else span


def _more(inside: str, one: str, other: str) -> bool:
    """Whether marks of `one` kind have no partner of the `other`, which may be the same."""
    return inside.count(one) % 2 == 1 if one == other else inside.count(one) > inside.count(other)


def touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares a character with one of `others`, which are sorted and free of overlaps."""
    at = bisect_left(others, span.end, key=lambda one: one.start)
    return bool(at) and span.start < others[at - 1].end


def words_in(text: str, spans: Iterable[Span]) -> int:
    """How many words begin inside `spans`."""
    return sum(len(WORD.findall(text, start, end)) for start, end in spans)
