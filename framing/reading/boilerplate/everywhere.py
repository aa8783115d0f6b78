"""Rules for single lines that hold wherever on the page the line stands."""

from __future__ import annotations

from framing.reading.boilerplate.fates import Page
from framing.reading.boilerplate.lines import Line
from framing.reading.boilerplate.patterns import heading, matches
from framing.reading.boilerplate.wording import (
    BUTTON,
    CREDIT,
    FURNITURE,
    LONGEST_PROMOTION_WORDS,
    PLAYER,
    PROMOTION,
)

# A caption with its credit is a sentence or two; a longer line that ends in one is a body paragraph.
LONGEST_CAPTION_WORDS = 50


def is_furniture(line: Line) -> bool:
    """Whether the site speaks about itself: cookies, subscription, copyright, sharing, advertising."""
    return matches(FURNITURE, heading(line.bare)) or matches(FURNITURE, line.bare)


def is_button(line: Line) -> bool:
    """Whether the line is a button or a menu word."""
    text = heading(line.bare) or line.bare
    return matches(BUTTON, text) or matches(PLAYER, text) or is_furniture(line)


def is_promotion(line: Line) -> bool:
    """Whether the line sends the reader to another page: "Read more: ..."."""
    return line.words <= LONGEST_PROMOTION_WORDS and matches(PROMOTION, line.bare)


def is_credited_caption(line: Line) -> bool:
    """Whether the line ends in a photo credit."""
    return line.words <= LONGEST_CAPTION_WORDS and matches(CREDIT, line.bare)


def remove_furniture(page: Page) -> None:
    """Site sentences go; a promotion between paragraphs stays in the text, marked as no content."""
    for index, line in enumerate(page.lines):
        if is_furniture(line):
            page.remove([index], "site furniture")
        elif is_promotion(line):
            page.non_content[index] = "promotion"
        elif is_credited_caption(line):
            page.remove([index], "photo caption with credit")


def remove_players(page: Page) -> None:
    """Player debris goes where two such lines meet, behind a bullet, or where a clock stands at nought."""
    debris = [matches(PLAYER, heading(line.bare) or line.bare) for line in page.lines]
    for index, line in enumerate(page.lines):
        company = any(debris[max(index - 1, 0) : index]) or any(debris[index + 1 : index + 2])
        plain = line.bullet or line.bare.strip("-").startswith(("0:00", "00:00"))
        if debris[index] and (company or plain):
            page.remove([index], "media player")


def remove_button_rows(page: Page) -> None:
    """Two or more buttons in a row go: one alone could be a cross-heading."""
    run: list[int] = []
    for index in range(len(page.lines) + 1):
        if index < len(page.lines) and is_button(page.lines[index]):
            run.append(index)
            continue
        if len(run) > 1:
            page.remove(run, "buttons")
        run = []
