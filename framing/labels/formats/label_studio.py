"""Label Studio's JSON: tasks with annotations, as it exports and imports them, or with predictions.

Offsets of `Text` regions are code points (`charsToCodePoints` in its editor); old releases
counted UTF-16 units, which is seen by the copy of the covered text that a region keeps. The
labelling interface that the names below belong to is written beside the tasks (`CONFIG`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw, Tasks, as_json, files, parsed
from framing.labels.offsets import located
from framing.labels.tasks import (
    CARRIED,
    Answer,
    Origin,
    Task,
    carried,
    kept,
    label,
    moment,
    recalled,
    task_from,
)
from framing.types import Annotation, DeviceSpan, Span, Voice, content_hash

TEXT = "text"
YES_NO = ("no", "yes")
DEVICES = ("loaded_wording", "labelling", "loaded_attribution", "presupposition", "speculation_motive",
           "opinion_exhortation", "sensational_ironic", "vague_source", "tangential_context")  # fmt: skip
SPANS, WHOLE = "devices", "devices_of_the_sentence"


def rows(path: Path) -> Iterator[Raw]:
    """The tasks of exported files."""
    for place, who, data in files(path, ".json"):
        found = parsed(data, place)
        if not isinstance(found, list):
            raise InputError(place, "Label Studio's JSON is a list of tasks", type(found).__name__)
        for number, task in enumerate(found, start=1):
            yield Raw(f"{place}: task {number}", who, task)


def convert(raw: Raw, origin: Origin) -> list[Annotation]:
    """The labels of a task, one an annotation; predictions are nobody's labels."""
    if "data" not in raw.found:
        raise InputError(raw.place, "a task must have 'data' (export as JSON, not JSON-MIN)", "none")
    data = raw.found["data"]
    task = task_from(data.get(CARRIED), data.get(TEXT), raw.place)
    suggested = bool(raw.found.get("predictions"))
    found = []
    for annotation in raw.found.get("annotations") or ():
        if annotation.get("was_cancelled"):
            continue
        answer = _answer(annotation, task, raw.place, suggested)
        if not answer.empty:
            found.append(label(task, answer, origin, raw.who))
    return found


def _answer(annotation: Mapping[str, Any], task: Task, place: str, suggested: bool) -> Answer:
    said: dict[str, list[Any]] = {}
    marks: list[DeviceSpan] = []
    # The front end copies another's annotation with all that was kept of it.
    copied = annotation.get("parent_annotation") is not None
    went_out: Mapping[str, Any] = {}
    for result in annotation.get("result") or ():
        value, name = result.get("value") or {}, result.get("from_name")
        if not copied:
            went_out = went_out or (result.get("meta") or {}).get(CARRIED) or {}
        if "labels" in value and task.text is not None:
            given = Span(int(value["start"]), int(value["end"]))
            span = located(task.text, given, value.get("text"), place, units=False)
            marks += [DeviceSpan(str(device), span) for device in value["labels"]]
        elif name == WHOLE:
            marks += [DeviceSpan(str(device)) for device in value.get("choices") or ()]
        elif name:
            said.setdefault(name, []).extend(value.get("choices") or value.get("text") or ())
    one = {name: found[0] for name, found in said.items() if found}
    answer = Answer(
        voice=Voice(one["voice"]) if "voice" in one else None,
        editorial=YES_NO.index(one["editorial"]) if "editorial" in one else None,
        charged=YES_NO.index(one["charged"]) if "charged" in one else None,
        devices=tuple(marks),
        confidence=int(one["confidence"]) if "confidence" in one else None,
        note="\n".join(said["note"]) if "note" in said else None,
        annotator=_who(annotation.get("completed_by")),
        time=moment(annotation.get("updated_at") or annotation.get("created_at")),
        blind=False if suggested or copied else None,
    )
    return recalled(answer, went_out)


def _who(found: Any) -> str | None:
    """The annotator: an address, a number, or an object with one of them."""
    if isinstance(found, dict):
        return str(found.get("email") or found.get("username") or f"user{found.get('id')}")
    return None if found is None else f"user{found}" if isinstance(found, int) else str(found)


def render(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:
    """The tasks, with labels as annotations, or as predictions to start from; and the interface."""
    found = []
    for task, labels in tasks:
        row: dict[str, Any] = {"data": {TEXT: task.text, CARRIED: carried(task)}}
        if suggest:
            row["predictions"] = [
                {"model_version": one.annotator, "result": _results(task, one, keep=False)} for one in labels
            ]
        elif labels:
            # Label Studio takes what it imports for the truth where it is not told otherwise.
            row["annotations"] = [
                {"result": _results(task, one, keep=True), "ground_truth": False} for one in labels
            ]
        found.append(row)
    return {"": as_json(found), "config.xml": CONFIG.encode()}


def _results(task: Task, one: Annotation, keep: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def add(name: str, kind: str, value: dict[str, Any]) -> None:
        key = content_hash(one.annotator, one.sentence, str(len(found)))[:10]
        found.append({"id": key, "from_name": name, "to_name": TEXT, "type": kind, "value": value})

    if one.voice:
        add("voice", "choices", {"choices": [one.voice.value]})
    for name, said in (("editorial", one.editorial), ("charged", one.charged)):
        if said is not None:
            add(name, "choices", {"choices": [YES_NO[said]]})
    for device in one.devices or ():
        if device.span is None:
            add(WHOLE, "choices", {"choices": [device.device]})
        else:
            start, end = device.span
            covered = (task.text or "")[start:end]
            add(SPANS, "labels", {"start": start, "end": end, "text": covered, "labels": [device.device]})
    if one.confidence:
        add("confidence", "choices", {"choices": [str(one.confidence)]})
    if one.note:
        add("note", "textarea", {"text": [one.note]})
    # With each result: any of them may be taken back in the editor.
    return [result | {"meta": {CARRIED: kept(one)}} for result in found] if keep else found


def _choices(name: str, title: str, values: tuple[str, ...], choice: str = "single") -> str:
    inside = "".join(f'<Choice value="{value}"/>' for value in values)
    return (
        f'  <Header value="{title}"/>\n'
        f'  <Choices name="{name}" toName="{TEXT}" choice="{choice}" showInline="true">{inside}</Choices>\n'
    )


CONFIG = (
    "<View>\n"
    + f'  <Labels name="{SPANS}" toName="{TEXT}">'
    + "".join(f'<Label value="{device}"/>' for device in DEVICES)
    + f'</Labels>\n  <Text name="{TEXT}" value="${TEXT}" granularity="word"/>\n'
    + _choices("voice", "Voice", tuple(voice.value for voice in Voice))
    + _choices("editorial", "Editorial", YES_NO[::-1])
    + _choices("charged", "Charged", YES_NO[::-1])
    + _choices(WHOLE, "Devices of the whole sentence", DEVICES, "multiple")
    + _choices("confidence", "Confidence", ("1", "2", "3"))
    + f'  <TextArea name="note" toName="{TEXT}" placeholder="Note"/>\n</View>\n'
)

FORMAT = Format("label-studio", "Label Studio", rows, convert, render, (".json",))
