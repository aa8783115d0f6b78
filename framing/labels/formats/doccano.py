"""doccano's JSONL, for its projects of text classification, sequence labelling, and both at once.

Offsets are UTF-16 units (its editor takes JavaScript's string lengths), so projects must not count grapheme
clusters. `cats` and `entities` are the columns of a project "Intent Detection and Slot Filling", which asks all
that is asked here; in a project of the other two kinds name one of them as the column of labels. doccano
keeps further columns as metadata and gives them back. It exports one file a user: the file's name tells who.
Answers that went out with the sentences come home in the file of the user who imported them, among that user's
own, and the metadata in every file: a category `by:anna` tells them apart. Times are not exported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.labels.formats.base import Format, Raw, Tasks, each, json_lines
from framing.labels.formats.categories import from_categories, to_categories
from framing.labels.offsets import Utf16, located
from framing.labels.rows import devices_from_json, devices_to_json
from framing.labels.tasks import CARRIED, Answer, Origin, carried, kept, label, recalled, task_from
from framing.types import Annotation, DeviceSpan, Span

# The name that a project without users' own files exports under.
_NOBODY = "all"
# The category of answers that were exported from here.
_BY = "by:"


def rows(path: Path) -> Iterator[Raw]:
    """The rows of an export, as file, folder or zip archive."""
    return json_lines(path)


def convert(raw: Raw, origin: Origin) -> list[Annotation]:
    """The label of a row; none if it has neither a category nor a span."""
    row = raw.found
    text = row.get("text", row.get("data"))
    sent = row.get(CARRIED) or {}
    task = task_from(sent.get("task"), text, raw.place)
    names, spans = _marks(row)
    own = [name for name in names if not name.startswith(_BY)]
    went_out = sent if _BY + str(sent.get("annotator")) in names or "annotator" not in sent else {}
    devices = [
        DeviceSpan(device, located(text or "", span, None, raw.place, units=True)) for device, span in spans
    ]
    devices += devices_from_json(went_out.get("hidden"), task.end - task.start, raw.place) or ()
    said = from_categories(own, raw.place)
    comments = row.get("Comments") or row.get("comments") or ()
    answer = Answer(
        voice=said.voice,
        editorial=said.editorial,
        charged=said.charged,
        devices=(*said.devices, *devices),
        confidence=said.confidence,
        note="\n".join(map(str, comments)) or went_out.get("note"),
    )
    who = raw.who if raw.who != _NOBODY else "doccano"
    return [] if answer.empty else [label(task, recalled(answer, went_out), origin, who)]


def _marks(row: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, Span]]]:
    """Categories and spans, in whichever of doccano's columns they stand."""
    names: list[str] = []
    spans: list[tuple[str, Span]] = []
    for column in _columns(row):
        for mark in row.get(column) or ():
            if isinstance(mark, str):
                names.append(mark)
            elif isinstance(mark, dict):
                spans.append((str(mark["label"]), Span(int(mark["start_offset"]), int(mark["end_offset"]))))
            else:
                spans.append((str(mark[2]), Span(int(mark[0]), int(mark[1]))))
    return names, spans


def _columns(row: Mapping[str, Any]) -> list[str]:
    """The columns of what the file's user said; in the plain kinds of project the others are what went out."""
    if "relations" in row:
        return ["entities"]
    plain = [column for column in ("label", "labels") if column in row]
    sent = any(str(name).startswith(_BY) for column in plain for name in row[column] or ())
    return [*plain, *(["entities"] if sent else [])] or ["cats", "entities"]


def render(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:
    """One row a label, and one for each task without any; `suggest` leaves out whose the labels are."""
    found = []
    for task, labels in tasks:
        units = Utf16(task.text or "")
        for one in each(labels):
            sent: dict[str, Any] = {"task": carried(task)}
            cats = to_categories(one) if one else []
            shown, hidden = _apart((one.devices if one else None) or ())
            if one and suggest:
                sent["blind"] = False
            elif one:
                cats.append(_BY + one.annotator)
                sent |= kept(one) | {"note": one.note, "hidden": devices_to_json(hidden)}
            spans = [[*units.to_units(d.span), d.device] for d in shown if d.span]
            found.append({"text": task.text, "cats": cats, "entities": spans, CARRIED: sent})
    # In ASCII: doccano guesses the encoding of what it imports, and takes UTF-8 for Windows-1252.
    return {"": b"".join(json.dumps(row).encode("ascii") + b"\n" for row in found)}


def _apart(devices: Sequence[DeviceSpan]) -> tuple[list[DeviceSpan], tuple[DeviceSpan, ...]]:
    """Spans that do not overlap, and those that doccano would drop without a word because they do."""
    shown: list[DeviceSpan] = []
    hidden: list[DeviceSpan] = []
    end = 0
    for device in sorted((d for d in devices if d.span), key=lambda d: d.span or ()):
        if device.span and device.span.start >= end:
            shown.append(device)
            end = device.span.end
        else:
            hidden.append(device)
    return shown, tuple(hidden)


FORMAT = Format("doccano", "doccano", rows, convert, render, (".jsonl",))
