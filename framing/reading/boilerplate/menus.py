"""Menus over an article, and the names of sections and of the site that stand about them."""

from __future__ import annotations

import re

from framing.reading.boilerplate.everywhere import is_button, is_furniture
from framing.reading.boilerplate.fates import Page
from framing.reading.boilerplate.lines import Line
from framing.reading.boilerplate.meta import is_byline, is_meta

SHORTEST_MENU = 3
LONGEST_BULLET_MENU_ITEM = 6
# Rules whose finds show that the text was copied from a page; one alone is an advertisement in an article.
PAGE_EVIDENCE = frozenset(
    {"site furniture", "buttons", "bulletins", "media player", "list of other articles"}
)
LEAST_DEBRIS = 2
# A bullet that says something: a quotation, or a name and a colon, or an auxiliary verb. A standfirst has one at least.
TELLS = re.compile(
    r"[\"“”]|\w: |\b(?:is|are|was|were|has|have|had|will|would|can|could|says|said|no longer)\b"
)


def _is_menu_item(line: Line) -> bool:
    short_bullet = line.bullet and line.words <= LONGEST_BULLET_MENU_ITEM and not line.sentence
    return (line.label or short_bullet) and not is_meta(line)


def _is_standfirst(run: list[Line]) -> bool:
    """Whether a list gives the article's points, in bullets."""
    return any(line.bullet and TELLS.search(line.bare) for line in run)


def remove_menus(page: Page, first: int) -> None:
    """Runs of names over the article, and then what short names are left there (sections, the site)."""
    lines = page.lines
    runs: list[list[int]] = [[]]
    for index in range(first):
        if _is_menu_item(lines[index]) or (index in page.removed and is_furniture(lines[index])):
            runs[-1].append(index)
        elif not is_meta(lines[index]):
            runs.append([])
    menus = [run for run in runs if len(run) >= SHORTEST_MENU and not _is_standfirst([lines[i] for i in run])]
    debris = sum(page.removed.get(index) in PAGE_EVIDENCE for index in range(first))
    if not menus and debris < LEAST_DEBRIS:
        return
    taken = [index for run in menus for index in run]
    labels = [i for i in page.kept(0, first) if lines[i].label and not is_meta(lines[i])]
    headline = _short_headline(page, first, taken + labels)
    page.remove((index for index in taken if index != headline), "menu")
    page.remove((index for index in labels if index != headline), "section or site name")
    _remove_menu_titles(page, first)


def _remove_menu_titles(page: Page, first: int) -> None:
    """A long line directly over menu items is the menu's or the site's, if a headline comes further down."""
    lines = page.lines
    for index in page.kept(0, first):
        below = index + 1
        in_menu = below < first and lines[below].block == lines[index].block and below in page.removed
        other = any(lines[i].headline and not is_meta(lines[i]) for i in page.kept(below, first))
        if in_menu and other and not lines[index].paragraph:
            page.remove([index], "section or site name")


def _short_headline(page: Page, first: int, taken: list[int]) -> int | None:
    """The headline where it is as short as a menu item: nothing longer is left, and it stands alone."""
    rest = [i for i in page.kept(0, first) if i not in taken and not is_meta(page.lines[i])]
    candidates = [i for i in taken if i not in page.removed and not is_button(page.lines[i])]
    if rest or not candidates:
        return None
    last = candidates[-1]
    alone = last == 0 or page.lines[last - 1].block != page.lines[last].block
    return last if alone and not page.lines[last].bullet else None


def remove_site_name(page: Page, first: int) -> None:
    """The site's name on top: a date stands under it, or it comes again after the article."""
    lines = page.lines
    # Where nothing on the page is running text, `first` may be the headline itself.
    content = [i for i in page.kept(0, first + (not lines[first].sentence)) if not is_meta(lines[i])]
    if len(content) < 2 or content[0] != 0 or not lines[0].label:
        return
    dated = is_meta(lines[1]) and not is_byline(lines[1])
    again = sum(line.bare == lines[0].bare for line in lines[first:])
    if (dated or again) and lines[content[1]].bare != lines[0].bare:
        page.remove([0], "site name")
