"""What stands under an article: related headlines, legal notices, comments, the site's foot."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from framing.reading.boilerplate.everywhere import is_button, is_furniture
from framing.reading.boilerplate.fates import Page
from framing.reading.boilerplate.headings import (
    COMMENT_DEBRIS,
    END_HEADING,
    LIST_HEADING,
    WEAK_END_HEADING,
)
from framing.reading.boilerplate.lines import Line
from framing.reading.boilerplate.meta import is_meta
from framing.reading.boilerplate.patterns import heading, matches

# An article goes on after a list of other articles where two paragraphs follow each other that are at
# least this long, as a share of the body's median paragraph; teasers are shorter and stand between headlines.
RESUMING_SHARE = 0.6
# Of the lines from there to the next heading so many must be paragraphs.
RESUMING_PARAGRAPHS = 0.6
DEBRIS_WINDOW = 12
# Headlines in a row, each of some words, most of them capitalised, that no heading announces.
SHORTEST_HEADLINE_LIST = 6
HEADLINE_LIST_WORDS = 5
TITLE_CASE_SHARE = 0.6


def clean_tail(page: Page, first: int) -> None:
    """Apply the rules for what follows the first paragraph."""
    index = first + 1
    while index < len(page.lines):
        kind = _heading_kind(page.lines, index)
        if kind is None:
            index += 1
            continue
        resume = _resume(page, first, index) if kind != "end" else None
        if resume is None:
            page.remove(range(_with_tags(page, first, index), len(page.lines)), "after the article")
            break
        if resume > index + 1:  # straight away it is a cross-heading, and stays
            page.remove(range(index, resume), "list inside the article")
        index = resume
    _remove_foot(page, first)


def _heading_kind(lines: Sequence[Line], index: int) -> str | None:
    """`end` for what no article follows, `list` for what may be a box inside it."""
    text = heading(lines[index].bare)
    if matches(END_HEADING, text):
        return "end"
    if matches(WEAK_END_HEADING, text):
        after = lines[index + 1 : index + 1 + DEBRIS_WINDOW]
        return "end" if any(matches(COMMENT_DEBRIS, line.bare) for line in after) else None
    if matches(LIST_HEADING, text) and not _leads_in(lines, index):
        return "list"
    return None


def _leads_in(lines: Sequence[Line], index: int) -> bool:
    """Whether the line announces the paragraph under it ("More from the report:") and no list."""
    below = lines[index + 1] if index + 1 < len(lines) else None
    return lines[index].text.endswith(":") and below is not None and below.paragraph and below.sentence


def _resume(page: Page, first: int, at: int) -> int | None:
    """Index at which the article goes on after the heading `at`, if it does."""
    lines = page.lines
    body = [lines[i].words for i in page.kept(first, at) if lines[i].paragraph]
    floor = RESUMING_SHARE * median(body) if body else 0
    for index in range(at + 1, len(lines) - 1):
        if _heading_kind(lines, index) is not None:
            return None
        if _is_body(lines[index], floor) and _is_body(lines[index + 1], floor):
            end = next(
                (i for i in range(index, len(lines)) if _heading_kind(lines, i) is not None), len(lines)
            )
            kept = page.kept(index, end)
            share = sum(lines[i].paragraph for i in kept) / max(len(kept), 1)
            return index if share >= RESUMING_PARAGRAPHS else None
    return None


def _is_body(line: Line, floor: float) -> bool:
    question = line.bare.endswith("?")  # a headline may be one
    return line.paragraph and line.words >= floor and not question and not is_furniture(line)


def _with_tags(page: Page, first: int, end: int) -> int:
    """Where the tail begins once the tags, buttons and dates over its heading are counted in.

    A list that a line ending in ":" announces belongs to the article; tags after it are another block.
    """
    lines = page.lines
    start = end
    while start - 1 > first and _is_tail_debris(lines, start - 1):
        start -= 1
    if start == end or not lines[start - 1].text.endswith(":"):
        return start
    of_list = lines[start].block
    after_list = next((i for i in range(start, end) if lines[i].block != of_list), end)
    return after_list if after_list - start > 1 else end


def _is_tail_debris(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    tag = line.label and (
        line.bullet or heading(line.bare).lower().startswith(("tags", "topics", "filed under"))
    )
    return tag or is_button(line) or is_meta(line)


def _remove_foot(page: Page, first: int) -> None:
    """The foot of a page that no heading announces: from the end up, as far as it is plainly one."""
    kept = page.kept(first + 1)
    end = kept[-1] + 1 if kept else first + 1
    foot = page.kept(_with_tags(page, first, end), end)
    if foot and (end < len(page.lines) or any(is_button(page.lines[i]) for i in foot)):
        page.remove(foot, "foot of the page")
    _remove_headline_list(page, first)


def _remove_headline_list(page: Page, first: int) -> None:
    kept = page.kept(first + 1)
    start = len(kept)
    while start and _in_title_case(page.lines[kept[start - 1]]):
        start -= 1
    if len(kept) - start >= SHORTEST_HEADLINE_LIST:
        page.remove(kept[start:], "list of headlines")


def _in_title_case(line: Line) -> bool:
    words = [word for word in line.bare.split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    # Enumerations begin with a number or a dash.
    starts_as_one = line.bare[0].isalpha() or line.bare[0] in "'\"‘“"
    long_enough = line.headline and line.words >= HEADLINE_LIST_WORDS and len(words) > 2 and starts_as_one
    return (
        long_enough and not line.bullet and ":" not in line.bare and capitals / len(words) >= TITLE_CASE_SHARE
    )
