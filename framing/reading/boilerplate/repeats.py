"""Pull quotes: a sentence of the body shown a second time, by itself, often with who said it below."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from framing.reading.boilerplate.fates import Page
from framing.reading.boilerplate.lines import Line, stands_alone

# Shorter repetitions are refrains and set phrases.
SHORTEST_PULL_QUOTE = 7
# A line that comes more often than this is a refrain, or a form that the article fills in.
MOST_EQUAL_LINES = 2
LONGEST_PULL_QUOTE = 70
LONGEST_ATTRIBUTION = 10
# So much of an attribution line must stand in the paragraph that holds the quotation.
ATTRIBUTION_SHARE = 0.6
TELLING_LETTERS = 4

_WORD = re.compile(r"\w+(?:[’']\w+)*")


def _words(line: Line) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(line.bare.casefold())]


def remove_pull_quotes(page: Page, first: int) -> None:
    """A block of its own whose words stand, in order, in a longer paragraph goes, with its attribution."""
    words = {index: _words(page.lines[index]) for index in page.kept(first)}
    places = _openings(words)
    times = Counter(tuple(line) for line in words.values())
    for index, quote in words.items():
        fits = (
            SHORTEST_PULL_QUOTE <= len(quote) <= LONGEST_PULL_QUOTE
            and times[tuple(quote)] <= MOST_EQUAL_LINES
        )
        if not fits or not stands_alone(page.lines, index):
            continue
        holder = _holder(index, quote, words, places)
        if holder is None or holder in page.removed or not _is_statement(page.lines[index]):
            continue
        page.remove([index], "pull quote")
        below = next((i for i in page.kept(index + 1, index + 2)), None)
        if below is not None and _is_attribution(page.lines[below], words.get(below, []), words[holder]):
            page.remove([below], "attribution of a pull quote")


def _openings(words: dict[int, list[str]]) -> dict[tuple[str, ...], list[int]]:
    """Lines by each run of `SHORTEST_PULL_QUOTE` words, for runs that open a line somewhere."""
    wanted = {tuple(line[:SHORTEST_PULL_QUOTE]) for line in words.values()}
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, line in words.items():
        for start in range(len(line) - SHORTEST_PULL_QUOTE + 1):
            run = tuple(line[start : start + SHORTEST_PULL_QUOTE])
            if run in wanted:
                places[run].append(index)
    return places


def _holder(
    index: int, quote: list[str], words: dict[int, list[str]], places: dict[tuple[str, ...], list[int]]
) -> int | None:
    """The longer line that holds `quote`, or an earlier line equal to it."""
    needle = f" {' '.join(quote)} "
    for other in places[tuple(quote[:SHORTEST_PULL_QUOTE])]:
        longer = len(words[other]) > len(quote) or (len(words[other]) == len(quote) and other < index)
        if other != index and longer and needle in f" {' '.join(words[other])} ":
            return other
    return None


def _is_attribution(line: Line, words: list[str], holder: list[str]) -> bool:
    if line.text.endswith((".", "?", "!", ":")) or not 0 < line.words <= LONGEST_ATTRIBUTION:
        return False
    if line.text.startswith(("—", "–", "- ", "― ")):
        return True
    telling = [word for word in words if len(word) >= TELLING_LETTERS]
    return bool(telling) and sum(word in holder for word in telling) >= ATTRIBUTION_SHARE * len(telling)


def _is_statement(line: Line) -> bool:
    """Names in a list repeat each other's words; a pull quote is a sentence or in quotation marks."""
    return line.sentence or line.text.startswith(("“", '"', "‘", "«", "„"))
