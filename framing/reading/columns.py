"""Which column of a table holds which field of an Article: by its usual names, or named by the user."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from framing.errors import InputError
from framing.types import Unit

# In order of preference. Names are compared in lower case with "_" for spaces, dots and hyphens.
USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        *("text", "body", "content", "article_text", "article_body", "articlebody", "full_text", "fulltext"),
        *("maintext", "main_text", "body_text", "news_text", "article_content", "article", "sentence"),
        *("sentence_text", "sent", "paragraph", "story", "txt"),
    ),
    "id": ("id", "article_id", "doc_id", "document_id", "sentence_id", "uid", "uuid", "guid", "_id"),
    "outlet": (
        *("outlet", "source", "source_name", "news_outlet", "outlet_name", "publisher", "publication"),
        *(
            "media",
            "medium",
            "media_name",
            "newspaper",
            "site",
            "site_name",
            "sitename",
            "news_source",
            "domain",
        ),
    ),
    "title": ("title", "headline", "article_title"),
    "published": (
        *(
            "published",
            "date",
            "publish_date",
            "published_at",
            "published_date",
            "publication_date",
            "pub_date",
        ),
        *("pubdate", "date_published", "date_publish", "datetime", "timestamp"),
    ),
    "event": ("event", "event_id", "event_name", "story_id"),
    "topic": ("topic", "section", "category", "subject"),
    "url": ("url", "link", "news_link", "article_url", "web_url", "source_url", "permalink", "uri"),
    "role": ("role",),
    "language": ("language", "lang"),
}
LONGEST_NAME = 40
_SENTENCE_FIRST = ("sentence", "sentence_text", "sent")


def match_columns(
    names: Sequence[str], named: Mapping[str, str], unit: Unit, place: str, need_text: bool = True
) -> dict[str, str]:
    """Article field -> column, for the fields that the table has.

    Errors: InputError, with the columns found, when a named column or any text column is missing.
    """
    matched: dict[str, str] = {}
    for field, wanted in named.items():
        column = wanted if wanted in names else _find(names, (wanted,), ())
        if column is None:
            raise InputError(
                place, f"the column named for '{field}' must be there ('{wanted}')", _listed(names)
            )
        matched[field] = column
    for field, usual in USUAL_NAMES.items():
        if field not in matched:
            order = (*_SENTENCE_FIRST, *usual) if field == "text" and unit is Unit.SENTENCE else usual
            column = _find(names, order, matched.values())
            if column is not None:
                matched[field] = column
    if need_text and "text" not in matched:
        raise InputError(place, "a table must have a text column (text, body, content, ...)", _listed(names))
    return matched


def is_header(line: str) -> bool:
    """Whether a first line names the columns of a table, that of the texts among them.

    Names stand right behind their mark: "Text, colour and light" begins a sentence.
    """
    for mark in (",", ";", "\t"):
        cells = [cell.strip('"') for cell in line.lstrip("\ufeff").rstrip("\r\n").split(mark)]
        if len(cells) > 1 and all(0 < len(cell) <= LONGEST_NAME and cell == cell.strip() for cell in cells):
            return any(_plain(cell) in USUAL_NAMES["text"] for cell in cells)
    return False


def _find(names: Sequence[str], order: Sequence[str], taken: Iterable[str]) -> str | None:
    used = set(taken)
    known: dict[str, str] = {}
    for name in names:
        if name not in used:
            known.setdefault(_plain(name), name)
    return next((known[_plain(wanted)] for wanted in order if _plain(wanted) in known), None)


def _plain(name: str) -> str:
    return re.sub(r"[\s.-]+", "_", name.strip().casefold())


def _listed(names: Sequence[str]) -> str:
    return "the columns " + ", ".join(names) if names else "no columns"
