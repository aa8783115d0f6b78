"""Hand labels on disk: append-only JSONL, one file an annotator (the form is annotations/schema.json)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.types import Annotation, DeviceSpan, Span, Voice

NUMBERS = {"start", "end", "editorial"}
REQUIRED = ("annotator", "time", "codebook", "article", "article_hash", "start", "end", "voice", "editorial")


def read_labels(path: str | Path) -> list[Annotation]:
    """The labels of a file, or of every .jsonl file in a folder, each annotator's last word a sentence.

    Raises InputError with file and line for a row that breaks the form.
    """
    place = Path(path)
    files = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
    if not files or not all(file.is_file() for file in files):
        raise InputError(str(place), "labels are a .jsonl file or a folder of them", "none")
    last: dict[tuple[str, str, int, int], Annotation] = {}
    for file in files:
        for label in _rows(file):
            key = (label.annotator, label.article_hash, label.start, label.end)
            # ISO times in UTC sort as text; of two at one moment the later row counts.
            if key not in last or label.time >= last[key].time:
                last[key] = label
    return list(last.values())


def _rows(file: Path) -> Iterator[Annotation]:
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _annotation(line, f"{file}:{number}")


def _annotation(line: str, place: str) -> Annotation:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(place, "a label must be one JSON object", str(error)) from error
    missing = [name for name in REQUIRED if not isinstance(row, dict) or row.get(name) is None]
    if missing:
        raise InputError(place, f"a label needs {', '.join(REQUIRED)}", f"no {', '.join(missing)}")
    for name in REQUIRED:
        kind = int if name in NUMBERS else str
        if type(row[name]) is not kind:
            raise InputError(
                place, f"'{name}' must be a {'number' if kind is int else 'text'}", repr(row[name])
            )
    if row["voice"] not in set(Voice):
        raise InputError(place, f"'voice' must be one of {', '.join(Voice)}", repr(row["voice"]))
    for name in ("editorial", "charged"):
        if row.get(name) not in (0, 1, None):
            raise InputError(place, f"'{name}' must be 0 or 1", repr(row[name]))
    if not 0 <= row["start"] < row["end"]:
        raise InputError(place, "a sentence must have 0 <= start < end", f"{row['start']} and {row['end']}")
    return Annotation(
        **{name: row[name] for name in REQUIRED if name != "voice"},
        voice=Voice(row["voice"]),
        charged=row.get("charged"),
        devices=tuple(_device(device, place) for device in row.get("devices") or ()),
        confidence=row.get("confidence"),
        note=row.get("note"),
        blind=row.get("blind", True),
    )


def _device(row: Any, place: str) -> DeviceSpan:
    form = "a device must be an object with 'device', and 'start' and 'end' or neither"
    if not isinstance(row, dict) or not isinstance(row.get("device"), str):
        raise InputError(place, form, repr(row))
    start, end = row.get("start"), row.get("end")
    if start is None and end is None:
        return DeviceSpan(row["device"])
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise InputError(place, form, repr(row))
    return DeviceSpan(row["device"], Span(start, end))
