"""A sentence corrected where it was read: the correction is a label like any other, and says it was not blind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from framing.errors import InputError
from framing.labels.rows import annotator_name
from framing.reading.options import MAX_ARTICLE
from framing.types import Annotation, Voice
from framing.web.problems import ANSWERS
from framing.web.services import UseServices

router = APIRouter(tags=["labels"], responses=ANSWERS)

_LONGEST_FIELD = 1000
_LONGEST_SENTENCE = 20_000

Short = Annotated[str, Field(min_length=1, max_length=_LONGEST_FIELD)]
Answer = Literal[0, 1]


class Correction(BaseModel):
    """What a reader says of a sentence of an annotated article; a question left out was not put."""

    annotator: Short
    article: Short
    article_hash: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    start: Annotated[int, Field(ge=0, le=MAX_ARTICLE)]
    text: Annotated[str, Field(min_length=1, max_length=_LONGEST_SENTENCE)]
    editorial: Answer | None = None
    charged: Answer | None = None
    voice: Voice | None = None
    note: Annotated[str | None, Field(max_length=_LONGEST_FIELD)] = None
    outlet: Annotated[str | None, Field(max_length=_LONGEST_FIELD)] = None


class Kept(BaseModel):
    """The name under which the label stands, and when it was given (UTC)."""

    annotator: str
    time: str


@router.post("/labels/corrections", status_code=201)
def correct(given: Correction, services: UseServices) -> Kept:
    """Keep a correction; when the answer comes it is on the disk. The last one of a sentence counts."""
    if given.editorial is None and given.charged is None and given.voice is None:
        raise InputError("body", "a correction must answer 'editorial', 'charged' or 'voice'", "none of them")
    label = Annotation(
        annotator=annotator_name(given.annotator),
        time=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        codebook=services.annotator.model.artefact.codebook,
        article=given.article,
        article_hash=given.article_hash,
        start=given.start,
        end=given.start + len(given.text),
        voice=given.voice,
        editorial=given.editorial,
        charged=given.charged,
        devices=None,
        note=given.note,
        blind=False,
        text=given.text,
        outlet=given.outlet,
    )
    services.labels.append(label)
    return Kept(annotator=label.annotator, time=label.time)
