"""The JSON forms of profiles, of what they can be filtered by, and of the sentences behind them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from framing.types import Estimate, OutletProfile, Voice
from framing.web.api.forms import Offsets


class Rate(BaseModel):
    """A rate with its interval over articles; no ends where there is no honest interval."""

    value: float
    low: float | None
    high: float | None
    level: float
    method: str
    n: int


class Profile(BaseModel):
    """One group's rates: `editorial` of its own-voice sentences, `charged_quote` of those that quote."""

    name: str
    articles: int
    sentences: int
    own_voice_sentences: int
    editorial: Rate | None
    charged_quote: Rate | None
    warnings: list[str]


class Profiles(BaseModel):
    """All groups, highest editorial rate first, with what the numbers are and what they depend on."""

    by: str
    note: str
    signature: str
    profiles: list[Profile]


class Named(BaseModel):
    """A name to filter by, and how many sentences it has."""

    name: str
    sentences: int


class Choices(BaseModel):
    """What there is to filter by; `first` and `last` are the days of the oldest and the newest article."""

    outlets: list[Named]
    topics: list[Named]
    first: str | None
    last: str | None


class Row(BaseModel):
    """A sentence of the table with its scores; what the table has no column for is absent."""

    sentence_id: str | None
    article_id: str | None
    outlet: str | None
    title: str | None
    published: str | None
    topic: str | None
    url: str | None
    text: str | None
    voice: Voice
    editorial: float
    editorial_label: int | None
    charged: float | None
    charged_label: int | None
    rationale: list[Offsets]
    charged_rationale: list[Offsets]


class Sentences(BaseModel):
    """Sentences from the place `first` on, out of `count`."""

    count: int
    first: int
    sentences: list[Row]


def profile_form(found: OutletProfile) -> Profile:
    """A profile of the program."""
    return Profile(
        name=found.outlet,
        articles=found.articles,
        sentences=found.sentences,
        own_voice_sentences=found.own_voice_sentences,
        editorial=_rate(found.editorial_rate),
        charged_quote=_rate(found.charged_quote_rate),
        warnings=list(found.warnings),
    )


def _rate(found: Estimate | None) -> Rate | None:
    return Rate.model_validate(found, from_attributes=True) if found else None


_TEXTS = ("sentence_id", "article_id", "outlet", "title", "published", "topic", "url", "text")


def row_form(row: dict[str, Any]) -> Row:
    """A row of a scores table."""
    spans = {
        name: [(one["start"], one["end"]) for one in row[name] or () if one["start"] is not None]
        for name in ("rationale", "charged_rationale")
    }
    # A table's own columns may hold numbers or dates.
    texts = {name: str(row[name]) for name in _TEXTS if row.get(name) is not None}
    return Row(**row | spans | texts)
