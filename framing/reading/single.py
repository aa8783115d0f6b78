"""`read_article`: one pasted text as an Article."""

from __future__ import annotations

from framing.errors import InputError
from framing.reading.articles import make_article
from framing.reading.dates import iso_date
from framing.reading.options import ReadOptions
from framing.types import Article


def read_article(
    text: str,
    *,
    id: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    published: str | None = None,
    event: str | None = None,
    topic: str | None = None,
    url: str | None = None,
    role: str | None = None,
    source: str = "text",
    clean: bool = True,
    language: str | None = "en",
) -> Article:
    """The article in `text`, cleaned. Errors: InputError when it is empty, too long, in another language."""
    if published is not None and iso_date(published) is None:
        raise InputError(source, "'published' must be an ISO date or a clear one", repr(published))
    meta = {"id": id, "outlet": outlet, "title": title, "published": published}
    meta |= {"event": event, "topic": topic, "url": url, "role": role}
    refused = None
    for unit in make_article(text, meta, source, ReadOptions(clean=clean, language=language)):
        if isinstance(unit, Article):
            return unit
        refused = refused or unit
    raise InputError(
        source, refused.rule if refused else "an article must have text", refused.found if refused else "none"
    )
