"""doccano's JSONL, for its projects of text classification, sequence labelling, and both at once.

Offsets are UTF-16 units (its editor takes JavaScript's string lengths), so projects must not count grapheme
clusters. `cats` and `entities` are the columns of a project "Intent Detection and Slot Filling", which asks all
that is asked here; in a project of the other two kinds name one of them as the column of labels. doccano
keeps further columns as metadata and gives them back. It exports one file a user: the file's name tells who.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.labels.formats.base import Format, Raw, Tasks, as_json_lines, each, json_lines
from framing.labels.formats.categories import from_categories, to_categories
from framing.labels.offsets import Utf16, located
from framing.labels.tasks import CARRIED, Answer, Origin, carried, label, task_from
from framing.types import Annotation, DeviceSpan, Span

# The name that a project without users' own files exports under.
_NOBODY = "all"


def rows(path: Path) -> Iterator[Raw]:
    """The rows of an export, as file, folder or zip archive."""
    return json_lines(path)


def convert(raw: Raw, origin: Origin) -> list[Annotation]:
    """The label of a row; none if it has neither a category nor a span."""
    row = raw.found
    text = row.get("text", row.get("data"))
    kept = row.get(CARRIED) or {}
    task = task_from(kept.get("task"), text, raw.place)
    names, spans = _marks(row)
    devices = [
        DeviceSpan(device, located(text or "", span, None, raw.place, units=True)) for device, span in spans
    ]
    said = from_categories(names, raw.place)
    comments = row.get("Comments") or row.get("comments") or ()
    answer = Answer(
        voice=said.voice,
        editorial=said.editorial,
        charged=said.charged,
        devices=(*said.devices, *devices),
        confidence=said.confidence,
        note="\n".join(map(str, comments)) or kept.get("note"),
        annotator=kept.get("annotator"),
        time=kept.get("time"),
        codebook=kept.get("codebook"),
        blind=kept.get("blind"),
        devices_asked=kept.get("devices_asked"),
    )
    who = raw.who if raw.who != _NOBODY else "doccano"
    return [] if answer.empty else [label(task, answer, origin, who)]


def _marks(row: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, Span]]]:
    """Categories and spans, in whichever of doccano's columns they stand."""
    names: list[str] = []
    spans: list[tuple[str, Span]] = []
    for column in ("cats", "entities", "label", "labels"):
        for mark in row.get(column) or ():
            if isinstance(mark, str):
                names.append(mark)
            elif isinstance(mark, dict):
                spans.append((str(mark["label"]), Span(int(mark["start_offset"]), int(mark["end_offset"]))))
            else:
                spans.append((str(mark[2]), Span(int(mark[0]), int(mark[1]))))
    return names, spans


def render(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:
    """One row a label, and one for each task without any; `suggest` leaves out whose the labels are."""
    found = []
    for task, labels in tasks:
        units = Utf16(task.text or "")
        for one in each(labels):
            kept: dict[str, Any] = {"task": carried(task)}
            if one and suggest:
                kept["blind"] = False
            elif one:
                kept |= {"annotator": one.annotator, "time": one.time, "codebook": one.codebook}
                kept |= {"blind": one.blind, "devices_asked": one.devices is not None, "note": one.note}
            marks = [d for d in (one.devices if one else None) or () if d.span is not None]
            spans = [[*units.to_units(d.span), d.device] for d in marks if d.span]
            cats = to_categories(one) if one else []
            found.append({"text": task.text, "cats": cats, "entities": spans, CARRIED: kept})
    return {"": as_json_lines(found)}


FORMAT = Format("doccano", "doccano", rows, convert, render, (".jsonl",))
