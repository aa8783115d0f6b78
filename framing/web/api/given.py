"""An article as a request gives it: its text, or its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, Field

from framing.errors import InputError
from framing.reading import read_article
from framing.reading.dates import iso_date
from framing.reading.options import MAX_ARTICLE
from framing.types import Article, Reject
from framing.web.reading import read_page
from framing.web.services import Services

_LONGEST_FIELD = 1000

Text = Annotated[str | None, Field(max_length=_LONGEST_FIELD)]


class ToAnnotate(BaseModel):
    """A text, or the address of a page that has it. `any_language`: do not refuse what is not English."""

    text: Annotated[str | None, Field(max_length=MAX_ARTICLE)] = None
    url: Text = None
    title: Text = None
    outlet: Text = None
    published: Text = None
    any_language: bool = False


def units_of(asked: ToAnnotate, services: Services) -> Iterator[Article | Reject]:
    """The article, or why there is none. Errors: InputError for a text or an address that breaks a rule."""
    if (asked.text is None) == (asked.url is None):
        found = "both" if asked.text is not None else "neither"
        raise InputError("body", "either 'text' or 'url' must be given", found)
    if asked.url is not None:
        if asked.published is not None and iso_date(asked.published) is None:
            raise InputError(
                "body", "'published' must be an ISO date or a clear one", repr(asked.published[:100])
            )
        for unit in read_page(asked.url, services.settings.limits, asked.any_language):
            yield _named(unit, asked) if isinstance(unit, Article) else unit
        return
    yield read_article(
        asked.text or "",
        title=asked.title,
        outlet=asked.outlet,
        published=asked.published,
        language=None if asked.any_language else "en",
    )


def article_of(asked: ToAnnotate, services: Services) -> Article:
    """The article alone. Errors: InputError with the reason why there is none."""
    refused: Reject | None = None
    for unit in units_of(asked, services):
        if isinstance(unit, Article):
            return unit
        refused = refused or unit
    if refused is None:
        raise InputError("body", "there must be an article", "none")
    raise InputError(refused.source, refused.rule, refused.found)


def _named(article: Article, asked: ToAnnotate) -> Article:
    """The page's article; what the visitor knows better than the page."""
    published = iso_date(asked.published) if asked.published else article.published
    return replace(
        article,
        title=asked.title or article.title,
        outlet=asked.outlet or article.outlet,
        published=published,
    )
