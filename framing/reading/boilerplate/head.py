"""What stands over an article: menus, bulletins, the site's name, byline and captions."""

from __future__ import annotations

from itertools import pairwise

from framing.reading.boilerplate.everywhere import is_promotion
from framing.reading.boilerplate.fates import Page
from framing.reading.boilerplate.headings import LIST_HEADING, TICKER_HEADING
from framing.reading.boilerplate.lines import HEADLINE_WORDS
from framing.reading.boilerplate.menus import remove_menus, remove_site_name
from framing.reading.boilerplate.meta import is_meta
from framing.reading.boilerplate.patterns import heading, matches

SHORTEST_TICKER = 2
# Byline, date and captions reach at most this many lines under the first paragraph (a standfirst often).
LINES_UNDER_STANDFIRST = 12


def first_paragraph(page: Page) -> int | None:
    """Index of the first running text that is no furniture, else of the first sentence, else headline."""
    usable = [i for i in page.kept() if not is_promotion(page.lines[i]) and not is_meta(page.lines[i])]
    for index in usable:
        if page.lines[index].paragraph:
            return index
    statements = (i for i in usable if page.lines[i].sentence)
    return next(statements, next((i for i in usable if page.lines[i].words >= HEADLINE_WORDS.start), None))


def clean_head(page: Page) -> int | None:
    """Apply the rules for the head of a page; returns the index of the first paragraph."""
    if first_paragraph(page) is None:
        return None
    _remove_tickers(page)
    first = first_paragraph(page)
    if first is None:
        return None
    _remove_head_lists(page, first)
    remove_menus(page, first)
    remove_site_name(page, first)
    _remove_meta(page, first)
    _remove_captions(page, first)
    return first


def _headline_over_meta(page: Page, start: int, end: int) -> int | None:
    """The line over the first byline or date in `start:end`: the headline, where both are there."""
    for index in range(start, end):
        if is_meta(page.lines[index]):
            above = [i for i in range(start, index) if page.lines[i].words > 1]
            return above[-1] if above else None
    return None


def _remove_tickers(page: Page) -> None:
    """A bulletin strip is the block under "BREAKING"; its lines look like paragraphs, but are none."""
    lines = page.lines
    seen_paragraph = False
    for index, line in enumerate(lines):
        if not matches(TICKER_HEADING, heading(line.bare)):
            seen_paragraph = seen_paragraph or (line.paragraph and index not in page.removed)
            continue
        if seen_paragraph:
            return
        end = index + 1
        while end < len(lines) and lines[end].block == line.block:
            end += 1
        if end == len(lines):  # the page came without blank lines: only a byline shows where the article is
            end = _headline_over_meta(page, index + 1, len(lines)) or index
        elif (title := _headline_over_meta(page, index + 1, end)) is not None:
            end = title
        if end - index - 1 >= SHORTEST_TICKER:
            page.remove(range(index, end), "bulletins")


def _remove_head_lists(page: Page, first: int) -> None:
    """A list of other articles over this one: from its heading to the headline."""
    for index in range(first):
        if index in page.removed or not matches(LIST_HEADING, heading(page.lines[index].bare)):
            continue
        title = _headline_over_meta(page, index + 1, first + 1)
        end = title if title is not None else _last_headline(page, first)
        if end is not None and end > index:
            page.remove(range(index, end), "list of other articles")


def _last_headline(page: Page, first: int) -> int | None:
    candidates = [i for i in page.kept(0, first) if page.lines[i].headline and not is_meta(page.lines[i])]
    return candidates[-1] if candidates else None


def _remove_meta(page: Page, first: int) -> None:
    """Byline, date, reading time and share counts, down to the first paragraphs of the body."""
    paragraphs = 0
    for index in page.kept(0, first + LINES_UNDER_STANDFIRST):
        paragraphs += page.lines[index].paragraph
        if paragraphs > 1:
            return
        if is_meta(page.lines[index]):
            page.remove([index], "byline, date or count")


def _remove_captions(page: Page, first: int) -> None:
    """A caption comes twice, as the picture's name and under it; so may a headline, which stays once."""
    lines = page.lines
    kept = page.kept(0, first + LINES_UNDER_STANDFIRST)
    for above, below in pairwise(kept):
        if lines[above].bare != lines[below].bare or lines[above].words < 2:
            continue
        # What comes more often, or in a longer block, is a refrain or a list.
        twice = sum(line.bare == lines[above].bare for line in lines) == 2
        pair = twice and sum(lines[i].block in (lines[above].block, lines[below].block) for i in kept) == 2
        bullet = lines[above].bullet or lines[below].bullet
        if lines[above].sentence:
            page.remove([below], "repeated line")
        elif bullet or (above > first and pair):
            page.remove([above, below], "photo caption")
        elif above <= first:
            page.remove([below], "repeated headline")
