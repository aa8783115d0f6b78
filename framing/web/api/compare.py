"""Compare tellings of one event: with the wire's, or with what most of them share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse, Response

from framing.comparison import Fate, with_headline
from framing.comparison import compare as compare_articles
from framing.errors import InputError
from framing.output.comparison_json import as_json
from framing.output.comparison_page import comparison_page
from framing.types import AnnotatedArticle, Article, Voice
from framing.web.api.forms import Offsets
from framing.web.api.given import ToAnnotate, article_of
from framing.web.problems import ANSWERS
from framing.web.services import Services, UseServices

router = APIRouter(tags=["compare"], responses=ANSWERS)

# Aligning grows with the square of an event's sentences.
MOST_ARTICLES = 12
LONGEST_ARTICLE = 60_000
HTML = "text/html"


class ToCompare(BaseModel):
    """Tellings of one event; `wire` is the place of the wire's among them, from 0."""

    articles: Annotated[list[ToAnnotate], Field(min_length=2, max_length=MOST_ARTICLES)]
    wire: Annotated[int, Field(ge=0, lt=MOST_ARTICLES)] | None = None


class Told(BaseModel):
    """A sentence with its scores; offsets are code points in its article's text."""

    index: int
    start: int
    end: int
    text: str
    voice: Voice
    editorial: float | None
    editorial_label: Literal[0, 1] | None
    charged: float | None


class Reference(Told):
    """A sentence that the tellings are set beside, and whose it is."""

    article_id: str
    outlet: str | None


class Link(BaseModel):
    """A telling's sentence tells the sentence at the place `reference`, without `words_gone` of it."""

    reference: int
    similarity: float
    words_gone: list[Offsets]
    editorial: float | None
    charged: float | None


class Retold(Told):
    """A telling's sentence: what became of the reference in it. Not content: no fate."""

    fate: Fate | None
    similarity: float | None
    words_new: list[Offsets]
    links: list[Link]


class Compared(BaseModel):
    """An article of the event."""

    article_id: str
    outlet: str | None
    title: str | None
    published: str | None
    source: str
    text: str


class Telling(Compared):
    """An article beside the reference; `reference_fates` has one for each sentence of it."""

    counts: dict[Fate, int]
    sentences: list[Retold]
    reference_fates: list[Fate | None]
    omitted: list[int]


class Comparison(BaseModel):
    """The tellings beside the wire, or without one beside the common core."""

    signature: str
    wire: Compared | None
    reference: list[Reference]
    tellings: list[Telling]


@router.post(
    "/compare",
    response_model=Comparison,
    responses={200: {"content": {HTML: {}}, "description": "JSON, or one page to keep"}},
)
def compare(
    asked: ToCompare, services: UseServices, accept: Annotated[str, Header(include_in_schema=False)] = ""
) -> Comparison | Response:
    """What each telling kept, reworded, added and left out; as a page that works by itself if you accept HTML."""
    if asked.wire is not None and asked.wire >= len(asked.articles):
        raise InputError(
            "wire", f"must be under {len(asked.articles)}, the number of articles", str(asked.wire)
        )
    articles = [_article(given, place, services) for place, given in enumerate(asked.articles)]
    annotated = _annotate(articles, services)
    found = compare_articles(annotated, None if asked.wire is None else annotated[asked.wire])
    signature = services.comparing.signature
    if HTML in accept:
        page = "".join(comparison_page(found, signature))
        return _attached(page)
    return Comparison.model_validate_json(as_json(found, signature))


def _article(given: ToAnnotate, place: int, services: Services) -> Article:
    """The article that was given, with its headline as a sentence. Errors: InputError, with its number."""
    try:
        article = article_of(given, services)
        if len(article.text) > LONGEST_ARTICLE:
            rule = f"an article to compare must have at most {LONGEST_ARTICLE:,} characters"
            raise InputError("text", rule, f"{len(article.text):,}")
    except InputError as error:
        raise InputError(f"article {place + 1}, {error.place}", error.rule, error.found) from error
    return with_headline(article)


def _annotate(articles: Sequence[Article], services: Services) -> list[AnnotatedArticle]:
    annotated = []
    for article in articles:
        with services.scoring:
            annotated.append(services.comparing.annotate(article))
    return annotated


def _attached(page: str) -> Response:
    """A page to keep: its own script and style would not run in this app's pages, and need not."""
    kept = {"Content-Disposition": 'attachment; filename="comparison.html"'}
    return HTMLResponse(page.encode("utf-8", "replace"), headers=kept)
