"""A headline counts as a sentence: where the text lacks it, it is put before the text."""

from __future__ import annotations

from dataclasses import replace

from framing.types import Article, Span, Unit

# Where a headline may stand in a text: some pages have a kicker, a date or a byline before it.
_LINES = 5


def with_headline(article: Article) -> Article:
    """`article`, its title put before its text unless it stands in one of the first lines there."""
    title = " ".join((article.title or "").split())
    if not title or article.unit is not Unit.ARTICLE:
        return article
    opening = [" ".join(line.split()) for line in article.text.split("\n") if line.strip()][:_LINES]
    if any(_plain(title) == _plain(line) for line in opening):
        return article
    by = len(title) + 2
    return replace(
        article,
        text=f"{title}\n\n{article.text}",
        non_content=tuple(Span(start + by, end + by) for start, end in article.non_content),
    )


def _plain(line: str) -> str:
    return "".join(character for character in line.lower() if character.isalnum())
