"""Prodigy's JSONL: a sentence with tokens, spans, and the options that were picked.

Offsets are code points (Prodigy takes spaCy's, in Python), and a span ends with a token: `token_end` is the
last token of the span itself. The rows suit the interfaces `spans_manual` and `choice` in one `blocks`
recipe; answers of `textcat` (`label` with accept or reject) are read too. Rows ignored or rejected whole
are not labels.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw, Tasks, as_json_lines, each, json_lines
from framing.labels.formats.categories import CATEGORIES, from_categories, to_categories
from framing.labels.offsets import located
from framing.labels.tasks import CARRIED, Answer, Origin, Task, carried, label, moment, task_from
from framing.types import Annotation, DeviceSpan, Span

_TOKEN = re.compile(r"\w+|[^\w\s]")


def rows(path: Path) -> Iterator[Raw]:
    """The rows of `prodigy db-out`."""
    return json_lines(path)


def convert(raw: Raw, origin: Origin) -> list[Annotation]:
    """The label of a row; none if it was ignored, or rejected whole."""
    row = raw.found
    kept = row.get(CARRIED) or {}
    task = task_from(kept.get("task"), row.get("text"), raw.place)
    verdict, one = row.get("answer"), row.get("label")
    if verdict == "ignore" or (verdict == "reject" and not one):
        return []
    names = [str(name) for name in row.get("accept") or ()]
    if isinstance(one, str):
        names.append(f"{one}:{'no' if verdict == 'reject' else 'yes'}" if ":" not in one else one)
        if verdict == "reject" and ":" in one:
            raise InputError(raw.place, "a rejected category must be a plain yes or no", repr(one))
    said = from_categories(names, raw.place)
    spans = [
        DeviceSpan(str(s["label"]), located(task.text or "", Span(int(s["start"]), int(s["end"])), s.get("text"),
                                            raw.place, units=False))
        for s in row.get("spans") or ()
    ]  # fmt: skip
    who = row.get("_annotator_id") or row.get("_session_id")
    answer = Answer(
        voice=said.voice,
        editorial=said.editorial,
        charged=said.charged,
        devices=(*said.devices, *spans),
        confidence=said.confidence,
        note=row.get("note") or None,
        annotator=str(who) if who else None,
        time=moment(row.get("_timestamp")),
        codebook=kept.get("codebook"),
        blind=kept.get("blind"),
        devices_asked=kept.get("devices_asked"),
    )
    return [] if answer.empty else [label(task, answer, origin, raw.who)]


def render(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:
    """One row a label, and one for each task without any; `suggest`: as suggestions, not yet answered."""
    found = []
    for task, labels in tasks:
        for one in each(labels):
            spans = [d for d in (one.devices if one else None) or () if d.span is not None]
            row: dict[str, Any] = {"text": task.text}
            row |= _tokens(task, [d.span for d in spans if d.span])
            row["spans"] = [_span(d.device, d.span, row["tokens"]) for d in spans if d.span]
            row["options"] = [{"id": name, "text": name} for name in CATEGORIES]
            row["accept"] = to_categories(one) if one else []
            row[CARRIED] = {"task": carried(task)}
            if one and suggest:
                row[CARRIED]["blind"] = False
            elif one:
                row |= {"answer": "accept", "_annotator_id": one.annotator, "_session_id": one.annotator}
                row |= {
                    "_timestamp": int(datetime.fromisoformat(one.time).timestamp()),
                    "note": one.note or "",
                }
                row[CARRIED] |= {"codebook": one.codebook, "blind": one.blind,
                                 "devices_asked": one.devices is not None}  # fmt: skip
            found.append(row)
    return {"": as_json_lines(found)}


def _tokens(task: Task, spans: list[Span]) -> dict[str, Any]:
    """Words and marks, cut further where a span begins or ends inside one, so that every span is of tokens."""
    text = task.text or ""
    borders = sorted({border for span in spans for border in span})
    found: list[dict[str, Any]] = []
    for match in _TOKEN.finditer(text):
        inside = borders[bisect_right(borders, match.start()) : bisect_right(borders, match.end() - 1)]
        edges = [match.start(), *inside, match.end()]
        for start, end in itertools.pairwise(edges):
            ws = end < len(text) and text[end].isspace()
            found.append({"text": text[start:end], "start": start, "end": end, "id": len(found), "ws": ws})
    return {"tokens": found}


def _span(device: str, span: Span, tokens: list[dict[str, Any]]) -> dict[str, Any]:
    inside = [t["id"] for t in tokens if t["end"] > span.start and t["start"] < span.end]
    first, last = (inside[0], inside[-1]) if inside else (None, None)
    return {"start": span.start, "end": span.end, "token_start": first, "token_end": last, "label": device}


FORMAT = Format("prodigy", "Prodigy", rows, convert, render, (".jsonl",))
