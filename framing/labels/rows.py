"""One label as a JSON row (the form is annotations/schema.json), and back.

A row that cannot be read is refused; one that contradicts the codebook is read, and `framing labels check`
tells of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from framing.errors import InputError
from framing.types import Annotation, DeviceSpan, Span, Voice

# Names a file as well as a person; others are changed by `annotator_name`.
ANNOTATOR = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*")
# To the second, in UTC: such times sort as text.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ALWAYS = (
    "annotator", "time", "codebook", "article", "article_hash", "start", "end",
    "voice", "editorial", "charged", "devices", "confidence", "note", "blind",
)  # fmt: skip
# Written only where there is something to write.
SOMETIMES = ("text", "outlet", "id", "chosen_by", "design")
_REQUIRED: Mapping[str, type] = {
    "annotator": str, "time": str, "codebook": str, "article": str, "start": int, "end": int,
}  # fmt: skip
_KIND = {str: "text", int: "number", bool: "true or false"}


def annotator_name(name: str) -> str:
    """`name` with every character replaced that a file's name should not hold."""
    kept = re.sub(r"[^A-Za-z0-9_.@-]", "_", name.strip())
    return kept if ANNOTATOR.fullmatch(kept) else f"_{kept}"


def to_row(label: Annotation) -> dict[str, Any]:
    """The label as the JSON object of the form."""
    row = {name: getattr(label, name) for name in ALWAYS}
    row["voice"] = label.voice.value if label.voice else None
    row["devices"] = devices_to_json(label.devices)
    return row | {name: value for name in SOMETIMES if (value := getattr(label, name)) is not None}


def to_line(label: Annotation) -> bytes:
    """The label as one line of JSON with its newline."""
    row = to_row(label)
    try:
        return (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair, as some tools leave behind
        return (json.dumps(row) + "\n").encode("ascii")


def from_line(line: bytes | str, place: str) -> Annotation:
    """The label of a line; `InputError` names `place`, the rule and what was found."""
    return from_row(json_object(line, place), place)


def json_object(line: bytes | str, place: str) -> dict[str, Any]:
    """The JSON object of a line; `InputError` names `place`, the rule and what was found."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(place, "a label must be one JSON object", str(error)) from error
    if not isinstance(row, dict):
        raise InputError(place, "a label must be one JSON object", type(row).__name__)
    return row


def from_row(row: Mapping[str, Any], place: str) -> Annotation:
    """The label of a row; questions that the row leaves out were not put. Raises `InputError`."""
    missing = [name for name in _REQUIRED if row.get(name) is None]
    if missing:
        raise InputError(place, f"a label needs {', '.join(_REQUIRED)}", f"no {', '.join(missing)}")
    for name, kind in _REQUIRED.items():
        _typed(row, name, kind, place)
    for name in ("article_hash", "note", *SOMETIMES):
        if row.get(name) is not None:
            _typed(row, name, str, place)
    if not ANNOTATOR.fullmatch(row["annotator"]):
        rule = "'annotator' must be of letters, digits and _ . @ -"
        raise InputError(place, rule, repr(row["annotator"]))
    if not TIME.fullmatch(row["time"]):
        raise InputError(place, "'time' must read like 2025-03-09T14:05:00Z", repr(row["time"]))
    if not 0 <= row["start"] < row["end"]:
        raise InputError(place, "a sentence must have 0 <= start < end", f"{row['start']} and {row['end']}")
    sometimes: dict[str, Any] = {name: row.get(name) for name in SOMETIMES}
    return Annotation(
        **{name: row[name] for name in _REQUIRED},
        article_hash=row.get("article_hash"),
        voice=_voice(row.get("voice"), place),
        editorial=_one_of(row, "editorial", (0, 1), place),
        charged=_one_of(row, "charged", (0, 1), place),
        devices=devices_from_json(row.get("devices"), row["end"] - row["start"], place),
        confidence=_one_of(row, "confidence", (1, 2, 3), place),
        note=row.get("note") or None,
        blind=_blind(row.get("blind"), place),
        **sometimes,
    )


def devices_to_json(devices: tuple[DeviceSpan, ...] | None) -> list[dict[str, Any]] | None:
    """Devices as the form has them: without offsets where a device is the whole sentence's."""
    if devices is None:
        return None
    return [
        {"device": d.device} | ({"start": d.span.start, "end": d.span.end} if d.span else {}) for d in devices
    ]


def devices_from_json(found: Any, length: int, place: str) -> tuple[DeviceSpan, ...] | None:
    """Devices of a row whose sentence has `length` code points; `None` if the question was not put."""
    if found is None:
        return None
    if not isinstance(found, (list, tuple)):
        raise InputError(place, "'devices' must be a list", repr(found)[:80])
    return tuple(_device(device, length, place) for device in found)


def _device(row: Any, length: int, place: str) -> DeviceSpan:
    form = "a device must be an object with 'device', and 'start' and 'end' inside the sentence or neither"
    if not isinstance(row, dict) or not isinstance(row.get("device"), str) or not row["device"]:
        raise InputError(place, form, repr(row)[:80])
    start, end = row.get("start"), row.get("end")
    if start is None and end is None:
        return DeviceSpan(row["device"])
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        raise InputError(place, form, repr(row)[:80])
    return DeviceSpan(row["device"], Span(start, end))


def _typed(row: Mapping[str, Any], name: str, kind: type, place: str) -> None:
    # bool is an int to isinstance, and no offset.
    if type(row[name]) is not kind:
        raise InputError(place, f"'{name}' must be a {_KIND[kind]}", repr(row[name])[:80])


def _voice(found: Any, place: str) -> Voice | None:
    if found is None:
        return None
    if not isinstance(found, str) or found not in set(Voice):
        raise InputError(place, f"'voice' must be one of {', '.join(Voice)}", repr(found)[:80])
    return Voice(found)


def _one_of(row: Mapping[str, Any], name: str, answers: tuple[int, ...], place: str) -> int | None:
    found = row.get(name)
    if found is not None and (type(found) is not int or found not in answers):
        raise InputError(place, f"'{name}' must be one of {', '.join(map(str, answers))}", repr(found)[:80])
    return found


def _blind(found: Any, place: str) -> bool:
    if found is None:
        return True
    if type(found) is not bool:
        raise InputError(place, "'blind' must be true or false", repr(found)[:80])
    return found
