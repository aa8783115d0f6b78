"""`clean_page`: the steps from the text of a page to the text of its article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.reading.boilerplate.everywhere import remove_button_rows, remove_furniture, remove_players
from framing.reading.boilerplate.fates import Page
from framing.reading.boilerplate.head import clean_head
from framing.reading.boilerplate.lines import split_lines
from framing.reading.boilerplate.repeats import remove_pull_quotes
from framing.reading.boilerplate.tail import clean_tail
from framing.reading.wrapped import join_wrapped
from framing.types import Span

# A page has hundreds of lines; a text of more is a book or a log, which has no page around it.
MOST_LINES = 20_000

# Lines that articles carry in archives too; alone they do not show that a page was copied.
ARTICLES_OWN = {"byline, date or count", "photo caption with credit"}

_BLANK_LINES = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A line that was taken out, and the rule that took it."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """The article's text; `non_content` are lines left in it that are not the article's words (promotions; a
    byline or caption where nothing shows a page around the article); `removed` says what went and why."""

    text: str
    non_content: tuple[Span, ...] = ()
    removed: tuple[RemovedLine, ...] = ()


def clean_page(text: str) -> CleanedPage:
    """Take the article out of page text; a text that is one article already keeps all its lines."""
    text = tidy_whitespace(text)
    if text.count("\n") > MOST_LINES:
        return CleanedPage(text)
    page = Page(split_lines(text))
    remove_furniture(page)
    remove_players(page)
    remove_button_rows(page)
    first = clean_head(page)
    if first is not None:
        clean_tail(page, first)
        remove_pull_quotes(page, first)
    if set(page.removed.values()) <= ARTICLES_OWN:
        # Nothing of a page around it: an article as an archive keeps it, byline and captions included.
        page.non_content |= page.removed
        page.removed.clear()
    return _assemble(page)


def tidy_whitespace(text: str) -> str:
    """Newlines as `\\n`, no white space at the edges of lines, at most one blank line in a row, nothing hard-wrapped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    # Line by line, and not by a pattern: a run of a hundred thousand spaces takes that minutes.
    text = "\n".join(line.strip() for line in text.split("\n"))
    return join_wrapped(_BLANK_LINES.sub("\n\n", text))


def _assemble(page: Page) -> CleanedPage:
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    last = None
    for index in page.kept():
        line = page.lines[index]
        if last is not None:
            parts.append("\n" if page.lines[last].block == line.block else "\n\n")
            length += len(parts[-1])
        if index in page.non_content:
            spans.append(Span(length, length + len(line.text)))
        parts.append(line.text)
        length += len(line.text)
        last = index
    removed = tuple(RemovedLine(page.lines[i].text, rule) for i, rule in sorted(page.removed.items()))
    return CleanedPage("".join(parts), tuple(spans), removed)
