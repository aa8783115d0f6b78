"""What an annotator answered, as a label: checked against the form of a row and against the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from framing.errors import InputError
from framing.labels.formats.label_studio import DEVICES
from framing.labels.rows import from_row, to_row
from framing.labels.tasks import Answer, Origin, Task, label
from framing.types import Annotation

# What may be asked, in the order in which the codebook decides.
QUESTIONS = ("voice", "editorial", "devices", "charged")
LONGEST_NOTE = 2000
# Notes of rows that answer nothing: they end what the row before them said.
SKIPPED, TAKEN_BACK = "skipped", "taken back"
_PLACE = "the judgement"
_ANSWERS = (*QUESTIONS, "confidence", "note")


def checked_questions(names: Sequence[str]) -> tuple[str, ...]:
    """The questions `names` in the codebook's order. Raises `InputError` for others, and for none."""
    strange = [name for name in names if name not in QUESTIONS]
    if strange or not names:
        raise InputError(
            "--ask", f"questions are some of {', '.join(QUESTIONS)}", ", ".join(strange) or "none"
        )
    if "devices" in names and "editorial" not in names:
        raise InputError(
            "--ask", "devices are those of an editorial sentence: ask editorial too", "devices alone"
        )
    return tuple(name for name in QUESTIONS if name in names)


def judged(
    given: Mapping[str, Any], task: Task, origin: Origin, asked: Sequence[str], blind: bool
) -> Annotation:
    """The label that `given` (the fields of a row that are answers) makes of a task.

    Raises `InputError` for an answer that is missing or was not asked for, that has not the form of a label,
    or that contradicts the codebook.
    """
    # Checking imports what the other checks of labels need.
    from framing.labels.check import contradictions

    blank = to_row(label(task, Answer(blind=blind, devices_asked=False), origin, ""))
    found = from_row(blank | {name: given.get(name) for name in _ANSWERS}, _PLACE)
    for name in QUESTIONS:
        answer = getattr(found, name)
        if name in asked and answer is None:
            raise InputError(_PLACE, f"'{name}' is asked and must be answered", "none")
        if name not in asked and answer is not None:
            raise InputError(
                _PLACE, f"'{name}' is not asked here and must be left out", repr(given[name])[:80]
            )
    _check_note(found.note)
    _check_devices(found)
    for finding in contradictions([found]):
        raise InputError(_PLACE, "answers must agree by the codebook", finding.why)
    return found


def passed_over(task: Task, origin: Origin, note: str | None, blind: bool) -> Annotation:
    """The row of a sentence that its annotator skipped, with the reason if one was noted."""
    _check_note(note)
    said = f"{SKIPPED}: {note.strip()}" if note and note.strip() else SKIPPED
    return label(task, Answer(note=said, devices_asked=False, blind=blind), origin, "")


def taken_back(task: Task, origin: Origin, blind: bool) -> Annotation:
    """The row that takes back what its annotator said before."""
    return label(task, Answer(note=TAKEN_BACK, devices_asked=False, blind=blind), origin, "")


def same_answers(first: Annotation, second: Annotation) -> bool:
    """Whether two rows of one sentence say the same."""
    return all(getattr(first, name) == getattr(second, name) for name in _ANSWERS)


def _check_note(note: str | None) -> None:
    if note is not None and len(note) > LONGEST_NOTE:
        raise InputError(_PLACE, f"a note has {LONGEST_NOTE} characters at most", f"{len(note)}")


def _check_devices(found: Annotation) -> None:
    for mark in found.devices or ():
        if mark.device not in DEVICES:
            raise InputError(_PLACE, f"a device is one of {', '.join(DEVICES)}", repr(mark.device)[:80])
    if len(set(found.devices or ())) < len(found.devices or ()):
        raise InputError(_PLACE, "a device has a stretch of words once", "the same mark twice")
