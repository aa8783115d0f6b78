"""The labelling API: an annotator's turn, their judgements, and for the coordinator progress and agreement."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from framing.web.labelling.desk import UseDesk
from framing.web.labelling.schemas import (
    Agreed,
    Annotator,
    Form,
    Judgement,
    Progress,
    Screen,
    Skip,
    Undo,
    form,
)
from framing.web.problems import Problems

_CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": Problems, "description": "Another window has dealt with the sentence meanwhile"}
}
api = APIRouter(prefix="/labels", tags=["labels"])


@api.get("/form")
async def get_form(desk: UseDesk) -> Form:
    """What is asked of every sentence of the queue."""
    return form(desk.labelling)


@api.get("/annotators/{annotator}/turn")
async def turn(annotator: Annotator, desk: UseDesk) -> Screen:
    """The sentence that the annotator judges now: the same until it is dealt with."""
    return await desk.ask(desk.labelling.turn, annotator)


@api.get("/annotators/{annotator}/skipped")
async def skipped(annotator: Annotator, desk: UseDesk, after: str | None = None) -> Screen:
    """A sentence that the annotator skipped: the first, or the next one after the sentence `after`."""
    return await desk.ask(desk.labelling.skipped, annotator, after)


@api.post("/annotators/{annotator}/judgements", responses=_CONFLICT)
async def judge(annotator: Annotator, judgement: Judgement, desk: UseDesk) -> Screen:
    """Put a judgement on the disk; when this answers it is there. The answer is the next turn."""
    given = judgement.model_dump()
    return await desk.ask(desk.labelling.judge, annotator, judgement.key, judgement.seen, given)


@api.post("/annotators/{annotator}/skips", responses=_CONFLICT)
async def skip(annotator: Annotator, passed: Skip, desk: UseDesk) -> Screen:
    """Pass a sentence over; the answer is the next turn."""
    return await desk.ask(desk.labelling.skip, annotator, passed.key, passed.seen, passed.note)


@api.post("/annotators/{annotator}/undo", responses=_CONFLICT)
async def undo(annotator: Annotator, what: Undo, desk: UseDesk) -> Screen:
    """Take back what the annotator said last; the answer is that sentence with the answers it had."""
    return await desk.ask(desk.labelling.undo, annotator, what.key, what.seen)


@api.get("/progress")
async def progress(desk: UseDesk) -> Progress:
    """How far everybody is who has judged or skipped a sentence."""
    return Progress(
        sentences=len(desk.labelling.queue.items),
        each=desk.labelling.plan.each,
        left=desk.labelling.left,
        annotators=desk.labelling.standings(),
    )


@api.get("/agreement")
def agreement(desk: UseDesk) -> Agreed:
    """How far the annotators agree so far, with intervals over articles."""
    coefficients, sentences = desk.agreement()
    return Agreed(coefficients=coefficients, sentences=sentences)
