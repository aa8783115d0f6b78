"""What is put before an annotator: one sentence, and everything that its label must carry home.

A task goes out to a labelling tool with or without answers and comes back with them. What identifies the
sentence (its id, its article, the sample that drew it) travels in a field that the tools keep.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from framing.errors import InputError
from framing.labels.rows import annotator_name
from framing.types import Annotation, DeviceSpan, Span, Voice, content_hash

# The key under which a task's own fields travel inside a tool's format.
CARRIED = "framing"
QUESTIONS = ("editorial", "charged")
YES = frozenset({"1", "1.0", "true", "yes"})
NO = frozenset({"0", "0.0", "false", "no"})
_NAMES = ("article_hash", "outlet", "id", "chosen_by", "design")


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence to label. `blind` is false where a score or a suggestion is shown with it."""

    article: str
    start: int
    end: int
    article_hash: str | None = None
    text: str | None = None
    outlet: str | None = None
    id: str | None = None
    chosen_by: str | None = None
    design: str | None = None
    blind: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """What an import takes for granted where the file does not say it; `annotator` given overrules the file.

    `split` cuts an article into sentences, for corpora that mark whole articles; without it lines are taken.
    """

    annotator: str | None = None
    time: str | None = None
    codebook: str = "unstated"
    question: str | None = None
    split: Callable[[str], Iterable[Span]] | None = None

    def now(self) -> str:
        """`time`, else the present moment."""
        return self.time or utc(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Answer:
    """What one annotator said of one task, before it is a label. `devices` with no entry: none was marked."""

    voice: Voice | None = None
    editorial: int | None = None
    charged: int | None = None
    devices: tuple[DeviceSpan, ...] = ()
    confidence: int | None = None
    note: str | None = None
    annotator: str | None = None
    time: str | None = None
    codebook: str | None = None
    blind: bool | None = None
    devices_asked: bool | None = None

    @property
    def empty(self) -> bool:
        """No question was answered: the task was passed over."""
        return self.voice is None and self.editorial is None and self.charged is None and not self.devices


def label(task: Task, answer: Answer, origin: Origin, who: str) -> Annotation:
    """The label that an answer makes of a task. `who` is the annotator that the file's name or form tells."""
    devices: tuple[DeviceSpan, ...] | None = answer.devices
    if not devices:
        asked = answer.devices_asked if answer.devices_asked is not None else answer.editorial == 0
        devices = () if asked else None
    return Annotation(
        annotator=annotator_name(origin.annotator or answer.annotator or who),
        time=answer.time or origin.now(),
        codebook=answer.codebook or origin.codebook,
        article=task.article,
        article_hash=task.article_hash,
        start=task.start,
        end=task.end,
        voice=answer.voice,
        editorial=answer.editorial,
        charged=answer.charged,
        devices=devices,
        confidence=answer.confidence,
        note=answer.note or None,
        blind=task.blind if answer.blind is None else answer.blind,
        text=task.text,
        outlet=task.outlet,
        id=task.id,
        chosen_by=task.chosen_by,
        design=task.design,
    )


def kept(one: Annotation) -> dict[str, Any]:
    """What goes out with an answer that a tool has no place for, and `said`, by which it is known again."""
    return {
        "annotator": one.annotator,
        "time": one.time,
        "codebook": one.codebook,
        "blind": one.blind,
        "devices_asked": one.devices is not None,
        "said": _said(one),
    }


def recalled(answer: Answer, went_out: Mapping[str, Any]) -> Answer:
    """The answer with what was kept of it. One that was changed stays its annotator's, at the tool's time."""
    same = went_out.get("said") == _said(answer)
    asked = went_out.get("devices_asked")
    return replace(
        answer,
        annotator=went_out.get("annotator") or answer.annotator,
        time=went_out.get("time") if same else answer.time,
        codebook=went_out.get("codebook") or answer.codebook,
        blind=went_out.get("blind", answer.blind),
        # A tool shows every question: what was not asked before may have been answered with the change.
        devices_asked=asked if same else asked or None,
    )


def _said(found: Annotation | Answer) -> str:
    """Hash of what a tool shows of an answer."""
    marks = sorted({(d.device, *(d.span or ())) for d in found.devices or ()})
    shown = (found.voice, found.editorial, found.charged, found.confidence, found.note or None, marks)
    return content_hash(json.dumps(shown))


def task_of(found: Annotation) -> Task:
    """The task that a label answers."""
    names = ("article", "start", "end", "article_hash", "text", "outlet", "id", "chosen_by", "design")
    return Task(**{name: getattr(found, name) for name in names})


def grouped(labels: Iterable[Annotation]) -> list[tuple[Task, list[Annotation]]]:
    """Each sentence's task with its labels; labels whose tasks differ (kept with and without text) stay apart."""
    found: dict[Task, list[Annotation]] = {}
    for one in labels:
        found.setdefault(task_of(one), []).append(one)
    return list(found.items())


def carried(task: Task) -> dict[str, Any]:
    """The task's fields as JSON, without its text, which each format has a place of its own for."""
    names = ("article", "start", "end", "article_hash", "outlet", "id", "chosen_by", "design")
    kept = {name: value for name in names if (value := getattr(task, name)) is not None}
    return kept | ({} if task.blind else {"blind": False})


def task_from(found: Mapping[str, Any] | None, text: str | None, place: str) -> Task:
    """The task that a tool's row carries; a row that names no sentence is a task of its own, known by its text."""
    found = found or {}
    if not {"article", "id"} & found.keys():
        if not text:
            raise InputError(place, "a label must carry its sentence's id or its text", "neither")
        outlet = found.get("outlet")
        return Task(content_hash(None, text), 0, len(text), content_hash(None, text), text,
                    outlet=None if outlet is None else str(outlet))  # fmt: skip
    try:
        start, end = _whole(found.get("start", 0)), _whole(found.get("end", len(text or "")))
        if (
            text and not {"id", "start", "end"} & found.keys()
        ):  # of an article's sentences no two are told apart
            found = {**found, "id": content_hash(str(found.get("article")), text)}
        task = Task(
            article=str(found.get("article") or found.get("id")),
            start=start,
            end=end,
            text=text,
            blind=bool(found.get("blind", True)),
            # Tables hold numbers where a name is one.
            **{n: str(found[n]) for n in _NAMES if found.get(n) not in (None, "")},
        )
    except (TypeError, ValueError) as error:
        raise InputError(place, "a task must be as it was exported", str(error)) from error
    if not 0 <= start < end:
        raise InputError(place, "a sentence must have 0 <= start < end", f"{start} and {end}")
    if text is not None and len(text) != end - start:
        found_length = f"{len(text)} characters for {end - start}"
        raise InputError(place, "a sentence must be as long as its offsets say", found_length)
    return task


def _whole(found: Any) -> int:
    """An offset; spreadsheets write 12 as 12.0."""
    number = float(found)
    if not number.is_integer():
        raise ValueError(f"an offset of {found!r}")
    return int(number)


def utc(moment: datetime) -> str:
    """A moment as labels write it; one without a zone is taken for UTC."""
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(found: Any) -> str | None:
    """A tool's time (ISO 8601, or seconds since 1970) as labels write it; `None` if it is none."""
    try:
        if isinstance(found, (int, float)) and not isinstance(found, bool):
            return utc(datetime.fromtimestamp(found, UTC))
        return utc(datetime.fromisoformat(found)) if isinstance(found, str) else None
    except (ValueError, OverflowError, OSError):
        return None
