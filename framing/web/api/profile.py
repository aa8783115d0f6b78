"""Profiles over the scores file that the app was started with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.exceptions import HTTPException
from starlette.responses import Response

from framing.output.charts import of_profiles, profile_picture, write_picture
from framing.output.profile_table import NOTE
from framing.profiles import INTERVAL
from framing.web.api.profile_forms import Choices, Named, Profiles, Sentences, profile_form, row_form
from framing.web.problems import ANSWERS
from framing.web.scores_table import LEVEL, RESAMPLES, SEED, Filters, ScoresTable
from framing.web.services import UseServices

router = APIRouter(prefix="/profile", tags=["profile"], responses=ANSWERS)

Name = Annotated[str | None, Query(max_length=1000)]
# Beyond this nobody turns pages; the file itself holds all.
_LAST_PLACE = 10_000


def _filters(
    outlet: Name = None, topic: Name = None, since: date | None = None, until: date | None = None
) -> Filters:
    return Filters(outlet, topic, _day(since), _day(until))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _table(services: UseServices) -> ScoresTable:
    if services.settings.scores is None:
        raise HTTPException(404, "the app must be started with a scores file: framing serve --scores FILE")
    return ScoresTable(services.settings.scores)


UseFilters = Annotated[Filters, Depends(_filters)]
UseTable = Annotated[ScoresTable, Depends(_table)]
By = Literal["outlet", "topic", "month", "year"]
Format = Literal["svg", "png", "pdf", "html"]
KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf", "html": "text/html"}
_CHARTS: dict[int | str, dict[str, Any]] = {200: {"content": {kind: {} for kind in KINDS.values()}}}


@router.get("")
def profile(table: UseTable, filters: UseFilters, by: By = "outlet") -> Profiles:
    """The raw model rates of each outlet, topic, month or year, with intervals over articles."""
    found, signatures = table.profiles(by, filters)
    profiles = [profile_form(one) for one in found]
    return Profiles(by=by, note=NOTE, signature=_signature(signatures), profiles=profiles)


@router.get("/chart", response_class=Response, responses=_CHARTS)
def chart(table: UseTable, filters: UseFilters, by: By = "outlet", format: Format = "svg") -> Response:
    """The same rates as a chart to keep: for a page, for print, or as a page of its own."""
    found, signatures = table.profiles(by, filters)
    picture = profile_picture(of_profiles(found), _signature(signatures), NOTE, by)
    with TemporaryDirectory(prefix="framing-") as folder:
        path = Path(folder, f"profile.{format}")
        write_picture(path, picture)
        drawn = path.read_bytes()
    kept = {"Content-Disposition": f'attachment; filename="profile.{format}"'}
    return Response(drawn, media_type=KINDS[format], headers=kept)


@router.get("/choices")
def choices(table: UseTable) -> Choices:
    """What the scores can be filtered by."""
    found = table.choices()
    return Choices(
        outlets=[Named(name=name, sentences=count) for name, count in found.outlets],
        topics=[Named(name=name, sentences=count) for name, count in found.topics],
        first=found.first,
        last=found.last,
    )


@router.get("/sentences")
def sentences(
    table: UseTable,
    filters: UseFilters,
    services: UseServices,
    first: Annotated[int, Query(ge=0, le=_LAST_PLACE)] = 0,
    most: Annotated[int, Query(ge=1)] = 50,
) -> Sentences:
    """The own-voice sentences behind a rate, highest score first."""
    rows, count = table.sentences(filters, first, min(most, services.settings.limits.sentences))
    return Sentences(count=count, first=first, sentences=[row_form(row) for row in rows])


def _signature(signatures: set[str]) -> str:
    """What the scores and the intervals depend on."""
    scored = " and ".join(sorted(signatures)) or "unsigned scores"
    return f"{scored}|interval:{INTERVAL}@{LEVEL:g}|resamples:{RESAMPLES}|seed:{SEED}"
