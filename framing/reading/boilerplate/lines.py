"""The lines of a page with the few features that the rules look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A paragraph of running text: shorter ones exist, and other rules protect them. Teasers under related
# headlines have 6 to 14 words, body paragraphs of news 20 to 60.
PARAGRAPH_WORDS = 12
UNPUNCTUATED_PARAGRAPH_WORDS = 30
SENTENCE_WORDS = 4
LABEL_WORDS = 4
HEADLINE_WORDS = range(4, 26)

_BULLET = re.compile(r"(?:[•·▪■●◦‣∙►▶»›*+-]\s+)+")
_TERMINAL = re.compile(r"[.?!…][\"'”’»)\]]*(?:\[\d+\])?$")
_OPEN_END = re.compile(r"[.:;,]$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `bare` is `text` without bullets; lines of a block have no blank between."""

    text: str
    bare: str
    block: int
    words: int

    @property
    def bullet(self) -> bool:
        """Whether the line stands behind a bullet."""
        return len(self.bare) < len(self.text)

    @property
    def sentence(self) -> bool:
        """Whether the line ends as a sentence does."""
        return self.words >= SENTENCE_WORDS and _TERMINAL.search(self.bare[-12:]) is not None

    @property
    def paragraph(self) -> bool:
        """Whether the line is running text."""
        return self.words >= UNPUNCTUATED_PARAGRAPH_WORDS or (self.words >= PARAGRAPH_WORDS and self.sentence)

    @property
    def label(self) -> bool:
        """Whether the line is a name of something and no statement: a menu item, a section, a tag."""
        return (
            self.words <= LABEL_WORDS and not _TERMINAL.search(self.bare) and not _OPEN_END.search(self.bare)
        )

    @property
    def headline(self) -> bool:
        """Whether the line could be a headline: some words and no full stop."""
        return self.words in HEADLINE_WORDS and not _OPEN_END.search(self.bare)


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank, trimmed, NBSP and the like included."""
    lines: list[Line] = []
    block = 0
    after_blank = False
    for raw in text.split("\n"):
        trimmed = raw.strip()
        if not trimmed:
            after_blank = True
            continue
        if after_blank and lines:
            block += 1
        after_blank = False
        bullet = _BULLET.match(trimmed)
        bare = trimmed[bullet.end() :] if bullet else trimmed
        lines.append(Line(trimmed, bare or trimmed, block, len(trimmed.split()) - (1 if bullet else 0)))
    return lines


def stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether the line is a block of its own."""
    block = lines[index].block
    before = index > 0 and lines[index - 1].block == block
    after = index + 1 < len(lines) and lines[index + 1].block == block
    return not before and not after
