"""INCEpTION's UIMA CAS JSON 0.4: one document an article, one file an annotator.

The CAS holds two custom span layers, which a project needs under these names before it imports:
`webanno.custom.FramingSentence` (features voice, editorial, charged, confidence, note, all strings) marks each
sentence to judge, `webanno.custom.FramingDevice` (feature device) a device's words. Offsets are UTF-16 units, as
the format's specification has it. INCEpTION exports each document as a folder with a file a user; the file's
name tells who.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw, Tasks, as_json, each, files, parsed
from framing.labels.offsets import Utf16
from framing.labels.rows import annotator_name
from framing.labels.tasks import CARRIED, Answer, Origin, Task, carried, kept, label, recalled, task_from
from framing.types import Annotation, DeviceSpan, Span, Voice, content_hash

SENTENCE, DEVICE = "webanno.custom.FramingSentence", "webanno.custom.FramingDevice"
_SEGMENT = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type."
_ANSWERS = ("voice", "editorial", "charged", "confidence", "note")
# `framing` holds the task, and whose label it was where one was exported.
_FEATURES = {
    SENTENCE: (*_ANSWERS, CARRIED),
    DEVICE: ("device", "whole"),
    _SEGMENT + "Sentence": (),
    _SEGMENT + "Token": (),
}
_VIEW = "_InitialView"
# The file of a document as it was imported, before any user opened it.
_IMPORTED = "INITIAL_CAS"
YES_NO = ("no", "yes")


def rows(path: Path) -> Iterator[Raw]:
    """Each marked sentence of each document, with its text and the devices that begin in it."""
    for place, who, data in files(path, ".json"):
        if who == _IMPORTED:
            continue
        found = parsed(data, place)
        structures = found.get("%FEATURE_STRUCTURES") if isinstance(found, dict) else None
        if isinstance(structures, dict):  # the specification allows both forms
            structures = [{"%ID": key, **value} for key, value in structures.items()]
        if not isinstance(structures, list):
            raise InputError(place, "a document must be UIMA CAS JSON", "no %FEATURE_STRUCTURES")
        yield from _sentences(structures, place, who)


def _sentences(structures: Sequence[Mapping[str, Any]], place: str, who: str) -> Iterator[Raw]:
    text = next((str(s["sofaString"]) for s in structures if "sofaString" in s), None)
    if text is None:
        raise InputError(place, "a document must hold its text", "no sofaString")
    units = Utf16(text)
    marked = sorted(
        (s for s in structures if s.get("%TYPE") == SENTENCE), key=lambda s: int(s.get("begin", 0))
    )
    starts = [int(s.get("begin", 0)) for s in marked]
    inside: list[list[Mapping[str, Any]]] = [[] for _ in marked]
    for device in (s for s in structures if s.get("%TYPE") == DEVICE):
        at = bisect_right(starts, int(device.get("begin", 0))) - 1
        if at < 0:
            yield Raw(f"{place}: at {device.get('begin', 0)}", who, {"stray": device})
        else:
            inside[at].append(device)
    for sentence, devices in zip(marked, inside, strict=True):
        yield Raw(
            f"{place}: at {sentence.get('begin', 0)}",
            who,
            {"sentence": sentence, "devices": devices, "units": units, "text": text},
        )


def convert(raw: Raw, origin: Origin) -> list[Annotation]:
    """The label of a marked sentence; none if no feature was filled in."""
    if "stray" in raw.found:
        raise InputError(raw.place, "a device must stand in a marked sentence", "none around it")
    row, units, text = raw.found["sentence"], raw.found["units"], raw.found["text"]
    span = _points(row, units, raw.place)
    sent = json.loads(row.get(CARRIED) or "{}")
    # Another's answers that a user began with are suggestions.
    went_out = sent if sent.get("annotator") in (None, raw.who) else {"blind": False}
    task = task_from(sent.get("task"), text[span.start : span.end], raw.place)
    devices = tuple(_device(found, units, span, raw.place) for found in raw.found["devices"])
    if row.get("voice") and row["voice"] not in set(Voice):
        raise InputError(raw.place, f"'voice' must be one of {', '.join(Voice)}", repr(row["voice"]))
    answer = Answer(
        voice=Voice(row["voice"]) if row.get("voice") else None,
        editorial=_yes_no(row, "editorial", raw.place),
        charged=_yes_no(row, "charged", raw.place),
        devices=devices,
        confidence=int(row["confidence"]) if row.get("confidence") else None,
        note=row.get("note"),
    )
    return [] if answer.empty else [label(task, recalled(answer, went_out), origin, raw.who)]


def _device(found: Mapping[str, Any], units: Utf16, sentence: Span, place: str) -> DeviceSpan:
    span = _points(found, units, place)
    name = found.get("device")
    if not name:
        raise InputError(place, "a device must be named", "none")
    if span.end > sentence.end:
        raise InputError(place, "a device must stand in one sentence", f"{name} beyond its end")
    if found.get("whole") == YES_NO[1]:
        return DeviceSpan(str(name))
    return DeviceSpan(str(name), Span(span.start - sentence.start, span.end - sentence.start))


def _points(found: Mapping[str, Any], units: Utf16, place: str) -> Span:
    span = units.to_points(Span(int(found.get("begin", 0)), int(found.get("end", 0))))
    if span is None or span.start >= span.end:
        raise InputError(
            place, "a mark must lie inside the document", f"{found.get('begin')} to {found.get('end')}"
        )
    return span


def _yes_no(row: Mapping[str, Any], name: str, place: str) -> int | None:
    found = row.get(name)
    if not found:
        return None
    if found not in YES_NO:
        raise InputError(place, f"'{name}' must be yes or no", repr(found)[:80])
    return YES_NO.index(found)


def render(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:
    """A document an article; a folder of one file an annotator where there are labels."""
    documents: dict[tuple[str, str | None], list[tuple[Task, Annotation | None]]] = {}
    for task, labels in tasks:
        for one in each(labels):
            documents.setdefault((task.article, one.annotator if one else None), []).append((task, one))
    found = {}
    for (article, who), sentences in documents.items():
        # Ids may be addresses: a readable name, and a hash that keeps two of them apart.
        name = f"{annotator_name(article)[:60]}-{content_hash(article)[:6]}"
        ordered = sorted(sentences, key=lambda pair: (pair[0].start, pair[0].end))
        found[f"{name}/{who}.json" if who else f"{name}.json"] = as_json(_cas(ordered, suggest))
    return found


def _cas(sentences: list[tuple[Task, Annotation | None]], suggest: bool) -> dict[str, Any]:
    text = "\n".join(task.text or "" for task, _ in sentences)
    units = Utf16(text)
    structures: list[dict[str, Any]] = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": _VIEW, "mimeType": "text/plain", "sofaString": text}
    ]  # fmt: skip

    def add(kind: str, start: int, end: int, features: Mapping[str, Any]) -> None:
        span = units.to_units(Span(start, end))
        head = {"%ID": len(structures) + 1, "%TYPE": kind, "@sofa": 1, "begin": span.start, "end": span.end}
        structures.append(head | {name: value for name, value in features.items() if value is not None})

    at = 0
    for task, one in sentences:
        end = at + len(task.text or "")
        add(_SEGMENT + "Sentence", at, end, {})
        for match in re.finditer(r"\w+|[^\w\s]", task.text or ""):
            add(_SEGMENT + "Token", at + match.start(), at + match.end(), {})
        add(SENTENCE, at, end, _answers(one) | {CARRIED: json.dumps(_sent(task, one, suggest))})
        for device in (one.devices if one else None) or ():
            start, stop = device.span or (0, end - at)
            add(
                DEVICE, at + start, at + stop, {"device": device.device, "whole": YES_NO[device.span is None]}
            )
        at = end + 1
    return {
        "%TYPES": {name: _type(name, features) for name, features in _FEATURES.items()},
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": {_VIEW: {"%SOFA": 1, "%MEMBERS": list(range(2, len(structures) + 1))}},
    }


def _type(name: str, features: Sequence[str]) -> dict[str, Any]:
    head: dict[str, Any] = {"%NAME": name, "%SUPER_TYPE": "uima.tcas.Annotation"}
    return head | {feature: {"%NAME": feature, "%RANGE": "uima.cas.String"} for feature in features}


def _answers(one: Annotation | None) -> dict[str, str | None]:
    if one is None:
        return {}
    yes_no = {
        n: None if v is None else YES_NO[v]
        for n, v in (("editorial", one.editorial), ("charged", one.charged))
    }
    sure = str(one.confidence) if one.confidence else None
    return yes_no | {"voice": one.voice.value if one.voice else None, "confidence": sure, "note": one.note}


def _sent(task: Task, one: Annotation | None, suggest: bool) -> dict[str, Any]:
    if one is None:
        return {"task": carried(task)}
    return {"task": carried(task)} | ({"blind": False} if suggest else kept(one))


FORMAT = Format("inception", "INCEpTION", rows, convert, render)
