"""Hard-wrapped text, each line broken at a fixed width, made into paragraphs again: a sentence never leaves its line."""

from __future__ import annotations

import re
from itertools import pairwise

# The widths at which mail, archives and plain-text editors break.
WIDTHS = range(50, 91)
# A block shows its width by so many lines that break off within a sentence and go on in lower case.
FEWEST_BREAKS = 2
# So large a share of the breaks within a sentence must go on in lower case: the others meet a name.
GOING_ON = 0.6
# A line that is broken at a width is nearly as long as that, save for one long word.
SHORTEST_SHARE = 0.7

_BLANK = "\n\n"
_SENTENCE_END = re.compile(r"[.?!…:][\"'”’»)\]]*$")
_LOWER = re.compile(r"[\"'“‘«(\[—–-]*\s?[a-z]")
# Bullets, numbers of a list, quoted mail, tables: nothing of this is running text.
_SET_OUT = re.compile(r"(?:[•·▪■●◦‣∙►▶»›>|#*+-]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s|.*(?:\t|\||\s{3})")
_HYPHEN = re.compile(r"\w-$")


def join_wrapped(text: str) -> str:
    """`text`, tidied, with the lines of each block that is clearly hard-wrapped joined to paragraphs."""
    blocks = [block.split("\n") for block in text.split(_BLANK)]
    widths = [width for block in blocks if (width := _width(block))]
    if not widths:
        return text
    return _BLANK.join("\n".join(_joined(block, max(widths))) for block in blocks)


def _width(lines: list[str]) -> int | None:
    """The longest line of a block that is clearly hard-wrapped."""
    width = max(map(len, lines))
    if width not in WIDTHS or not _is_wrapped(lines, width):
        return None
    breaks, going_on = _breaks(lines)
    return width if going_on >= max(FEWEST_BREAKS, GOING_ON * breaks) else None


def _breaks(lines: list[str]) -> tuple[int, int]:
    """How many lines break off within a sentence, and after how many of them it goes on in lower case."""
    below = [below for line, below in pairwise(lines) if not _SENTENCE_END.search(line)]
    return len(below), sum(_LOWER.match(line) is not None for line in below)


def _is_wrapped(lines: list[str], width: int) -> bool:
    """Whether every line that stops short of the width ends a paragraph: with a sentence's end."""
    return not any(map(_SET_OUT.match, lines)) and all(
        _is_full(line, below, width) or _SENTENCE_END.search(line) for line, below in pairwise(lines)
    )


def _is_full(line: str, below: str, width: int) -> bool:
    """Whether the first word of the line below had no room on this one."""
    first = below.split(maxsplit=1)[0]
    return SHORTEST_SHARE * width <= len(line) <= width < len(line) + 1 + len(first)


def _joined(lines: list[str], widest: int) -> list[str]:
    """The paragraphs of a block, which is as it was where it is not wrapped.

    Where other blocks show the text's width, one line that goes on in lower case is enough.
    """
    width = _width(lines)
    if width is None and _is_wrapped(lines, widest) and _breaks(lines)[1]:
        width = widest
    if width is None:
        return lines
    joined = [lines[0]]
    for line, below in pairwise(lines):
        if not _is_full(line, below, width):
            joined.append(below)
        elif _HYPHEN.search(line) and below[0].islower():  # "well-" and "known" are one word
            joined[-1] += below
        else:
            joined[-1] += f" {below}"
    return joined
