"""Whose voice a sentence is in, by shares of its words.

Words of the source and the cue ("the minister said") count for nobody. Of the rest, `heard` is the share that
stands in quotations or in attributed content of any stance. Little heard: `outlet`. Much heard: `quote` where
most of it is quotation, else `attributed`. In between: `mixed`. Captions, bylines, promotions, headings between
dashes and lines without a word are `non_content`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.sentences.spans import words_in
from framing.types import Span, Voice

# Chosen on PolNeAR train by macro-F1 and accuracy of `eval.voice`; from 0.05 to 0.2 the first is flat (0.673 to
# 0.675 on 500 articles), 0.5 for the second costs 0.7 points of accuracy.
OUTLET_BELOW = 0.15
MIXED_BELOW = 0.60
QUOTE_FROM = 0.50
# A sentence is non-content where more than this share of it is.
NON_CONTENT_ABOVE = 0.5
LONGEST_CREDIT = 160  # characters; a byline or a caption credit is one short line

LABEL = re.compile(
    r"(?:photo|image|picture|photograph|file photo|photo credit|credit|illustration|video|source|read|see|watch|listen)"
    r"s?(?: next| more| also| on this)?\s?[:/]\s?\S|more\s?:\s?\S",
    re.IGNORECASE,
)
AGENCY = re.compile(r"\(?(?:AP|AFP|Reuters|Getty Images)(?: Photo)?(?:/[^()]*)?\)?")
# A line that asks readers to write in, and ends with the address.
CONTACT = re.compile(
    r"\b(?:e-?mail|contact|get in touch|write to|follow|tips?|tweet)\b.{,40}?(?:\S@\S+\.\w+|@\w+)\W*$",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?i:(?:additional )?(?:reporting|editing|writing|written|photos?|photographs?) by|by)\s+(?=[A-Z])"
)
# "- A busy agenda -" between two paragraphs: an agency's headings, that most outlets leave out.
CROSS_HEAD = re.compile(r"([-–—])\s[^.?!]{1,60}\s\1")
BYLINE_WORDS = frozenset({"and", "of", "the", "for", "in", "&", "de", "van", "al"})
LONGEST_BYLINE, LONGEST_CALL = 10, 14  # words


@dataclass(frozen=True, slots=True)
class Words:
    """Word counts of a sentence: all, in source and cue, quoted, and attributed outside quotations."""

    total: int
    tag: int
    quoted: int
    attributed: int

    def __add__(self, other: Words) -> Words:
        return Words(
            self.total + other.total,
            self.tag + other.tag,
            self.quoted + other.quoted,
            self.attributed + other.attributed,
        )


def voice_of(words: Words) -> Voice:
    """The voice by the shares of words; without any word, `non_content`."""
    if not words.total:
        return Voice.NON_CONTENT
    heard = words.quoted + words.attributed
    share = heard / max(1, words.total - words.tag)
    if share < OUTLET_BELOW:
        return Voice.OUTLET
    if share < MIXED_BELOW:
        return Voice.MIXED
    return Voice.QUOTE if words.quoted >= QUOTE_FROM * heard else Voice.ATTRIBUTED


def is_credit(line: str) -> bool:
    """Whether a line is a byline, a caption's credit, a promotion or a heading between dashes."""
    if len(line) > LONGEST_CREDIT:
        return False
    if LABEL.match(line) or AGENCY.fullmatch(line) or CROSS_HEAD.fullmatch(line):
        return True
    byline = BYLINE.match(line)
    words = line[byline.end() :].split() if byline else []
    named = all(word[0].isupper() or word in BYLINE_WORDS for word in words)
    return 0 < len(words) <= LONGEST_BYLINE and named and line[-1] not in ".?!"


def is_call(line: str) -> bool:
    """Whether a line asks readers to write in or to follow, in however many sentences ("Got a story? Email [...]")."""
    return CONTACT.search(line) is not None and words_in(line, [Span(0, len(line))]) <= LONGEST_CALL


def is_non_content(start: int, end: int, non_content: Sequence[Span]) -> bool:
    """Whether most of the range lies in `non_content`."""
    covered = sum(max(0, min(end, span.end) - max(start, span.start)) for span in non_content)
    return covered > NON_CONTENT_ABOVE * (end - start)
