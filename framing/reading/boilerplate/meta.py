"""Lines about the article: who wrote it, when, how long it is, how often it was shared."""

from __future__ import annotations

from framing.reading.boilerplate.lines import Line
from framing.reading.boilerplate.patterns import heading, matches
from framing.reading.boilerplate.wording import BYLINE, COUNT_LINE, DATE_LINE

LONGEST_BYLINE_WORDS = 14


def is_meta(line: Line) -> bool:
    """Whether the line says who wrote the article, when, how long it is or how often it was shared."""
    text = heading(line.bare)
    return is_byline(line) or matches(DATE_LINE, text) or matches(COUNT_LINE, text)


def is_byline(line: Line) -> bool:
    """Whether the line says who wrote the article."""
    return line.words <= LONGEST_BYLINE_WORDS and BYLINE.fullmatch(line.bare) is not None
