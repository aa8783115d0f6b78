"""Texts longer than the network reads: cut into pieces that overlap, and what is said of the pieces put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.model.kept import Said
from framing.types import Span

if TYPE_CHECKING:
    from tokenizers import Encoding

# Tokens that a piece has in common with the one before it, so that what stands at a cut is read in a context once.
OVERLAP = 32
# A word longer than this is cut where the tokens are.
LONGEST_WORD = 40


def cut(text: str, encoding: Encoding) -> list[Span]:
    """The pieces of `text`, from its encoding with what overflows: one, unless it is longer than the network reads."""
    pieces: list[Span] = []
    for part in (encoding, *encoding.overflowing):
        tokens = [(start, end) for start, end in part.offsets if end > start]
        if not tokens:
            continue
        start, end = tokens[0][0], tokens[-1][1]
        if pieces:
            space = text.rfind(" ", max(0, start - LONGEST_WORD), start + 1)
            start = start if space < 0 else space + 1
        pieces.append(Span(start, end))
    return pieces if len(pieces) > 1 else [Span(0, len(text))]


def put_together(pieces: Sequence[Span], said: Sequence[Said]) -> Said:
    """Of each question what the piece that says yes the loudest says, the marked words of all, the mean embedding."""
    if len(said) == 1:
        return said[0]
    words = []
    for tags in zip(*(one.words for one in said), strict=True):
        every = [
            Span(span.start + piece.start, span.end + piece.start)
            for piece, spans in zip(pieces, tags, strict=True)
            for span in spans
        ]
        words.append(_merged(every))
    vectors = [one.embedding for one in said if one.embedding is not None]
    mean = np.mean(vectors, axis=0) if len(vectors) == len(said) else None
    return Said(
        np.max([one.logits for one in said], axis=0),
        tuple(words),
        None if mean is None else (mean / np.linalg.norm(mean)).astype(np.float32),
    )


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order; those that overlap are one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
