"""What the labelling API takes and gives, for its OpenAPI; offsets count code points of the sentence."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from framing.labels.formats.label_studio import DEVICES
from framing.labels.rows import ANNOTATOR, to_row
from framing.output.device_names import device_meaning, device_name
from framing.types import Annotation
from framing.web.labelling.agreed import Coefficient
from framing.web.labelling.judgement import LONGEST_NOTE, QUESTIONS
from framing.web.labelling.queue import Item
from framing.web.labelling.service import LONGEST_NAME, Labelling, Standing, Turn

Annotator = Annotated[
    str,
    Path(
        pattern=f"^{ANNOTATOR.pattern}$", max_length=LONGEST_NAME, description="Who judges: a name or a code."
    ),
]
Key = Annotated[str, Field(max_length=64, description="The sentence, as a turn names it.")]
Seen = Annotated[int, Field(ge=0, description="How many rows on the sentence the turn told of (`seen`).")]


class Mark(BaseModel):
    """A device, with the words that carry it or, without offsets, of the whole sentence."""

    model_config = ConfigDict(extra="forbid")
    device: str
    start: int | None = None
    end: int | None = None


class Answers(BaseModel):
    """An annotator's answers to one sentence; a question that is not asked is left out."""

    voice: str | None = None
    editorial: Literal[0, 1] | None = None
    devices: list[Mark] | None = None
    charged: Literal[0, 1] | None = None
    confidence: Literal[1, 2, 3] | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None


class Judgement(Answers):
    """A judgement of the sentence `key`."""

    model_config = ConfigDict(extra="forbid")
    key: Key
    seen: Seen


class Skip(BaseModel):
    """A sentence to pass over, with the reason if there is one to note."""

    model_config = ConfigDict(extra="forbid")
    key: Key
    seen: Seen
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] | None = None


class Undo(BaseModel):
    """What to take back: `undo` of the turn."""

    model_config = ConfigDict(extra="forbid")
    key: Key
    seen: Seen


class Sentence(BaseModel):
    """A sentence, with its neighbours where the queue has them; outlet and score only where they are shown."""

    key: str
    text: str
    before: str | None
    after: str | None
    outlet: str | None
    score: float | None


class Screen(BaseModel):
    """An annotator's turn: the sentence, null at the end, and how far they are.

    `answers` are those that the annotator gave the sentence and that stand, or that were just taken back.
    """

    sentence: Sentence | None
    seen: int
    answers: Answers | None
    undo: Undo | None
    judged: int
    skipped: int
    left: int


class DeviceKind(BaseModel):
    """One of the codebook's devices."""

    device: str
    name: str
    meaning: str


class Form(BaseModel):
    """What is asked of every sentence, and of how many."""

    questions: list[str]
    devices: list[DeviceKind]
    codebook: str
    sentences: int
    each: int | None
    show: bool


class Progress(BaseModel):
    """How far everybody is. `left` are judgements wanted in all; null where everybody judges every sentence."""

    sentences: int
    each: int | None
    left: int | None
    annotators: list[Standing]


class Agreed(BaseModel):
    """How far annotators agree; `sentences` were judged by two or more."""

    coefficients: list[Coefficient]
    sentences: int


def screen(turn: Turn, show: bool) -> Screen:
    """The turn as the page gets it; blind unless `show`."""
    answers = turn.word.taken_back or turn.word.row
    return Screen(
        sentence=None if turn.item is None else _sentence(turn.item, show),
        seen=turn.word.revisions,
        answers=None if answers is None else _answers(answers),
        undo=None if turn.undo is None else Undo(key=turn.undo[0], seen=turn.undo[1]),
        judged=turn.judged,
        skipped=turn.skipped,
        left=turn.left,
    )


def _sentence(item: Item, show: bool) -> Sentence:
    return Sentence(
        key=item.key,
        text=item.text,
        before=item.before,
        after=item.after,
        outlet=item.task.outlet if show else None,
        score=item.score if show else None,
    )


def form(of: Labelling) -> Form:
    """What a labelling asks."""
    devices = [DeviceKind(device=d, name=device_name(d), meaning=device_meaning(d)) for d in DEVICES]
    plan = of.plan
    return Form(
        questions=list(plan.asked),
        devices=devices,
        codebook=plan.codebook,
        sentences=len(of.queue.items),
        each=plan.each,
        show=plan.show,
    )


def _answers(row: Annotation) -> Answers:
    given = to_row(row)
    return Answers(**{name: given[name] for name in (*QUESTIONS, "confidence", "note")})
