"""A sentence corrected where it was read: the correction is a label like any other, and says it was not blind."""

from __future__ import annotations

from dataclasses import replace
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
    """Keep a correction; when the answer comes it is on the disk. What it does not answer stays as this annotator said it
    before; a label that was given blind is not corrected here, where the score is on screen."""
    if given.editorial is None and given.charged is None and given.voice is None:
        raise InputError("body", "a correction must answer 'editorial', 'charged' or 'voice'", "none of them")
    if any(letter.isalnum() and not letter.isascii() for letter in given.annotator):
        # Replaced, the letters of two people could become one name, and their labels one person's.
        raise InputError(
            "body.annotator", "a name must be of letters from a to z and digits", repr(given.annotator)
        )
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
    services.labels.revise(label.annotator, label.sentence, lambda said: _beside(label, said))
    return Kept(annotator=label.annotator, time=label.time)


def _beside(label: Annotation, said: Annotation | None) -> Annotation:
    """`label` with the answers of the word before it where it has none. Errors: InputError where that one was blind."""
    if said is None:
        return label
    if said.blind:
        rule = "a sentence that was judged without sight of the score is changed on the page Label"
        raise InputError("the label", rule, f"judged so by {said.annotator}")
    names = ("voice", "editorial", "charged", "devices", "note", "id", "chosen_by", "design")
    both = replace(label, **{name: getattr(said, name) for name in names if getattr(label, name) is None})
    # A sentence that does not frame has no device.
    return replace(both, devices=()) if both.editorial == 0 and both.devices else both
