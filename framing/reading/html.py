"""The article out of an HTML page, with what the page says about it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from framing.errors import InputError
from framing.reading.quoted_html import HAS_QUOTATIONS, mark_quotations

# Below this many characters trafilatura takes all the page's text in one line, paragraphs lost. Its own
# default of 250 does that to news in brief.
SHORTEST_ARTICLE = 60


def extract_html(markup: str, place: str) -> tuple[str, Mapping[str, str | None]]:
    """The article's text, and title, published, outlet and url where the page gives them.

    Errors: InputError when no article can be found in the page.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(SHORTEST_ARTICLE)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says, the Reject says
    dates = {"original_date": True, "extensive_search": False}  # a date found by chance is worse than none
    try:
        found = bare_extraction(
            _marked(markup),
            with_metadata=True,
            include_comments=False,
            date_extraction_params=dates,
            config=config,
        )
    except (ValueError, RecursionError, AttributeError, TypeError, AssertionError) as error:
        raise InputError(place, "an HTML page must be readable", f"{type(error).__name__}: {error}") from None
    if found is None or not (found.text or "").strip():
        raise InputError(place, "an HTML page must hold an article", f"none in {len(markup):,} characters")
    meta = {"title": found.title, "published": found.date, "outlet": found.sitename, "url": found.url}
    return found.text, meta


def _marked(markup: str) -> Any:
    """The page with its quotations marked, as a tree; a page without any, or one that is no tree, as it is."""
    from trafilatura import load_html

    tree = load_html(markup) if HAS_QUOTATIONS.search(markup) else None
    if tree is None:
        return markup
    mark_quotations(tree)
    return tree
