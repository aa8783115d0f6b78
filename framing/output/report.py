"""The HTML report: one file, no script, nothing fetched; every sentence with its voice and its scores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from framing.output.page import page
from framing.output.report_view import ArticleView, group_ready_split, outlet_bars, view_article
from framing.output.whole import WholeFile, check_ending
from framing.profiles import RAW_RATE
from framing.types import AnnotatedArticle, OutletProfile, Signature

REPORT_ENDINGS = (".html", ".htm")
# Beyond this a browser turns sluggish on a phone; the scores file always holds everything.
MAX_ARTICLES = 200
MAX_SENTENCES = 20_000


def write_report(
    path: str | os.PathLike[str],
    articles: Iterable[AnnotatedArticle],
    signature: Signature | str,
    profiles: Sequence[OutletProfile] = (),
    total: int | None = None,
) -> None:
    """Write the report; shows the first `MAX_ARTICLES` articles (and `MAX_SENTENCES` sentences), and says so.

    `total` is the number of articles there are; without it `articles` is read to its end to count them.
    Raises `OutputError` if `path` cannot be written.
    """
    check_ending(Path(path), REPORT_ENDINGS)
    with WholeFile(path) as file:
        source = iter(group_ready_split(articles))
        views = list(_first(source))
        total = len(views) + sum(1 for _ in source) if total is None else total
        page = _page(views, str(signature), profiles, max(total, len(views)))
        for chunk in page:
            file.write(chunk.encode("utf-8", "replace"))


def _first(source: Iterable[Sequence[AnnotatedArticle]]) -> Iterable[ArticleView]:
    """Views until a cap is reached; the last one may be cut short, and then says so."""
    left = MAX_SENTENCES
    for number, parts in enumerate(islice(source, MAX_ARTICLES), start=1):
        view = view_article(parts, number, left)
        left -= len(view.sentences)
        yield view
        if left <= 0:
            return


def _legend(views: Sequence[ArticleView]) -> list[tuple[str, str]]:
    """Name and meaning of each device on the page."""
    return sorted({(d.name, d.meaning) for view in views for s in view.sentences for d in s.devices})


def _page(
    views: Sequence[ArticleView], signature: str, profiles: Sequence[OutletProfile], total: int
) -> Iterable[str]:
    return page(
        "report.html",
        ("report.css",),
        articles=views,
        total=total,
        shown_sentences=sum(len(view.sentences) for view in views),
        editorial_sentences=sum(s.is_editorial for view in views for s in view.sentences),
        unsure_sentences=sum(s.is_unsure for view in views for s in view.sentences),
        devices=_legend(views),
        bars=outlet_bars(profiles),
        signature=signature,
        raw_rate=RAW_RATE,
    )
