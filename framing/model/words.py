"""From tagged tokens to the words that a reader sees underlined."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.types import Span

WORD = re.compile(r"\w+(?:['’.&-]\w+)*")


def marked_words(
    text: str, offsets: Sequence[tuple[int, int]], marked: NDArray[np.bool_]
) -> list[tuple[Span, ...]]:
    """By tag, the whole words of `text` of which a token is marked; neighbours make one span.

    `offsets` are the tokens' (start, end) in `text`; `marked`, shape (tokens, tags), says which are marked, padding
    after them. A marked token that is no word (punctuation) marks nothing.
    """
    found: list[tuple[Span, ...]] = [()] * marked.shape[1]
    tokens, tags = np.nonzero(marked[: len(offsets)])
    if len(tokens):
        words = [match.span() for match in WORD.finditer(text)]
        ends = [end for _, end in words]
        hits: dict[int, set[int]] = {}
        for token, tag in zip(tokens.tolist(), tags.tolist(), strict=True):
            start, end = offsets[token]
            at = bisect_right(ends, start)
            while at < len(words) and words[at][0] < end:
                hits.setdefault(tag, set()).add(at)
                at += 1
        for tag, places in hits.items():
            found[tag] = _joined(text, [words[place] for place in sorted(places)])
    return found


def _joined(text: str, words: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The words, those with nothing but space between them as one."""
    found: list[Span] = []
    for start, end in words:
        if found and not text[found[-1].end : start].strip():
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return tuple(found)
