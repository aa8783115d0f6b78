"""Words, marks and whole quotations of one sentence: what the attribution rules look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.sentences.quotes import CLOSERS, is_scare
from framing.types import Span

TOKEN = re.compile(r"\w+(?:['’.-]\w+)*['’]?|([^\w\s])\1{3,}|[^\w\s]")  # a long run of one mark is one token
QUOTE = "\x00quote"
WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark, or a whole quotation (`lower` is then QUOTE)."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word, and neither a mark nor a quotation."""
        return self.lower != QUOTE and (self.text[0].isalnum() or self.text[0] == "_")


def tokens_of(text: str, quotes: Sequence[Span]) -> list[Token]:
    """The tokens of a sentence; a quotation longer than scare quotes is one token."""
    tokens: list[Token] = []
    at = 0
    for quote in quotes:
        if is_scare(text[quote.start : quote.end]) and not _utterance(text, quote):
            continue
        tokens.extend(_plain(text, at, quote.start))
        tokens.append(Token(text[quote.start : quote.end], QUOTE, *quote))
        at = quote.end
    tokens.extend(_plain(text, at, len(text)))
    return tokens


def _plain(text: str, start: int, end: int) -> list[Token]:
    return [Token(m[0], m[0].lower(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]


def _utterance(text: str, quote: Span) -> bool:
    """Whether a short quotation ends in a mark of its own: "No," she said; it may be a whole utterance."""
    return text[quote.start : quote.end].rstrip(CLOSERS)[-1:] in {".", ",", "?", "!", "…"}
