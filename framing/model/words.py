"""From tagged tokens to the words that a reader sees underlined."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.types import Span

WORD = re.compile(r"\w+(?:['’.&-]\w+)*")


def marked_words(
    text: str, offsets: Sequence[tuple[int, int]], marked: NDArray[np.bool_]
) -> tuple[Span, ...]:
    """The whole words of `text` of which a token is marked; neighbours make one span.

    `offsets` are the tokens' (start, end) in `text`, `marked` says which are marked, padding after them.
    A marked token that is no word (punctuation) marks nothing.
    """
    hits = sorted(offsets[token] for token in np.flatnonzero(marked[: len(offsets)]).tolist())
    found: list[Span] = []
    at = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        while at < len(hits) and hits[at][1] <= start:
            at += 1
        if at == len(hits):
            break
        if hits[at][0] < end:
            if found and not text[found[-1].end : start].strip():
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
    return tuple(found)
