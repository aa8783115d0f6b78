"""Text and metadata made into an Article, or refused; one way for pages, rows and pasted text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from framing.reading.boilerplate import clean_page
from framing.reading.boilerplate.page import tidy_whitespace
from framing.reading.dates import iso_date
from framing.reading.language import detect_language
from framing.reading.options import MAX_ARTICLE, ReadOptions
from framing.reading.tables import Row, reject
from framing.reading.values import MISSING, as_text, scrub
from framing.types import NOTHING, Article, Reject, Span, Unit, content_hash

DATE_RULE = "'published' must be an ISO date or a clear one; the article was kept without it"


def field_text(value: Any) -> str | None:
    """A metadata cell as trimmed text; `None` where it is blank."""
    text = (as_text(value) or "").strip()
    return None if text in MISSING else text


def field_name(value: Any) -> str | None:
    """A cell that names what articles are grouped by: one name whatever its blanks and its Unicode form."""
    text = field_text(value)
    return None if text is None else unicodedata.normalize("NFC", " ".join(text.split()))


def make_article(
    text: str, meta: Mapping[str, Any], place: str, options: ReadOptions, extra: Mapping[str, Any] = NOTHING
) -> Iterator[Article | Reject]:
    """The article with notes before it, or why it is refused."""
    if len(text) > MAX_ARTICLE:
        yield reject(place, f"an article must have at most {MAX_ARTICLE:,} characters", f"{len(text):,}")
        return
    nuls = text.count("\x00")
    if nuls:
        yield reject(place, "text must hold no NUL characters; they were taken out", str(nuls))
    text, spans = _clean(scrub(text.replace("\x00", "")), options.clean)
    if not text:
        yield reject(place, "an article must have text", "none")
        return
    detected = detect_language(text) if options.language else None
    if detected is not None and detected[0] != options.language:
        found = f"'{detected[0]}' (probability {detected[1]:.2f}): {text[:80]!r}"
        yield reject(place, f"the language must be '{options.language}'", found)
        return
    published, note = _published(meta.get("published"), place)
    if note is not None:
        yield note
    article = _with_meta(Article(text, "", place, published=published, extra=extra), meta)
    yield replace(
        article, language=article.language or (detected[0] if detected else None), non_content=spans
    )


def _with_meta(article: Article, meta: Mapping[str, Any]) -> Article:
    """The article with the metadata that is plain text, and its id: the given one, else the content hash."""
    outlet = field_name(meta.get("outlet"))
    return replace(
        article,
        id=field_text(meta.get("id")) or content_hash(outlet, article.text),
        outlet=outlet,
        title=field_text(meta.get("title")),
        event=field_name(meta.get("event")),
        topic=field_name(meta.get("topic")),
        url=field_text(meta.get("url")),
        role=field_text(meta.get("role")),
        language=field_text(meta.get("language")),
    )


def _published(value: Any, place: str) -> tuple[str | None, Reject | None]:
    """The ISO date, and a note where there was something that is none."""
    found = iso_date(value)
    if found is not None or field_text(value) is None:
        return found, None
    return None, reject(place, DATE_RULE, repr(as_text(value)))


def _clean(text: str, wanted: bool) -> tuple[str, tuple[Span, ...]]:
    if not wanted:
        return tidy_whitespace(text), ()
    page = clean_page(text)
    return page.text, page.non_content


def row_units(
    row: Row, fields: Mapping[str, str], options: ReadOptions, rest: Sequence[str]
) -> Iterator[Article | Reject]:
    """What one table row gives; `fields` maps Article fields to columns, `rest` are the unmapped ones."""
    meta = {name: row.values.get(column) for name, column in fields.items()}
    if options.unit is Unit.SENTENCE:
        yield from _sentence(row, meta)
        return
    if row.fault is not None:
        yield row.fault
        return
    problem = _text_problem(row, meta["text"], fields["text"])
    if problem is not None:
        yield problem
        return
    extra = {name: row.values.get(name) for name in rest}
    yield from make_article(str(meta["text"]), meta, row.place, options, extra)


def _text_problem(row: Row, text: Any, column: str) -> Reject | None:
    if text is None or (isinstance(text, str) and text.strip() in MISSING):
        return reject(row.place, f"the text column '{column}' must not be empty", repr(text))
    if not isinstance(text, str):
        return reject(
            row.place, f"the text column '{column}' must hold text", f"{type(text).__name__} {text!r}"
        )
    return None


def _sentence(row: Row, meta: Mapping[str, Any]) -> Iterator[Article | Reject]:
    """One Article for each row, whatever is in it, so that a table comes back row for row."""
    problem = row.fault or _text_problem(row, meta["text"], "text")
    if problem is None and len(meta["text"]) > MAX_ARTICLE:
        problem = reject(
            row.place, f"a sentence must have at most {MAX_ARTICLE:,} characters", f"{len(meta['text']):,}"
        )
    if problem is not None:
        yield problem
    published, note = _published(meta.get("published"), row.place)
    if note is not None:
        yield note
    text = "" if problem is not None else scrub(meta["text"])
    yield _with_meta(Article(text, "", row.place, Unit.SENTENCE, published=published, extra=row.values), meta)
