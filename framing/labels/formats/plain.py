"""Rows as files of JSON lines or CSV: the label row of annotations/schema.json, or less.

Less is a row that names its sentence (`id`, as a sample has it, or article and offsets, or only its text)
and answers in a column called as the question or `label`: 0 or 1, true or false, yes or no; empty is not
labelled. Other columns are left alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import Format, Raw, Tasks, as_json_lines, files, json_lines, parsed
from framing.labels.rows import ALWAYS, annotator_name, devices_from_json, from_row, to_row
from framing.labels.tasks import NO, QUESTIONS, YES, Answer, Origin, Task, carried, label, moment, task_from
from framing.types import Annotation, DeviceSpan, Voice

COLUMNS = ("id", "article", "outlet", "start", "end", "text", "label", "of",
           "annotator", "time", "codebook", "article_hash", "voice", "editorial", "charged", "devices",
           "confidence", "note", "blind", "chosen_by", "design")  # fmt: skip
# The columns that can hold an answer.
ANSWERS = frozenset({"label", "editorial", "charged", "voice", "devices"})
_ALIASES = {"sentence_id": "id", "article_id": "article"}


def convert(raw: Raw, origin: Origin) -> list[Annotation]:
    """The label of a row; none if no question is answered."""
    if _is_label(raw.found):
        found = from_row(raw.found, raw.place)
        return [replace(found, annotator=annotator_name(origin.annotator or found.annotator))]
    given: Mapping[str, Any] = {name: found for name, found in raw.found.items() if name}
    row = {_ALIASES.get(n, n): found for n, found in given.items() if found not in (None, "")}
    answer = _answer(row, origin, raw.place)
    # A column that was left empty says that nothing was asked; a missing one says nothing.
    if "devices" in raw.found and "devices" not in row:
        answer = replace(answer, devices_asked=False)
    return [] if answer.empty else [label(task_in(row, raw.place), answer, origin, raw.who)]


def task_in(row: Mapping[str, Any], place: str) -> Task:
    """The task of a row, answered or not."""
    text = row.get("text")
    found = {n: row[n] for n in ("article", "article_hash", "outlet", "id", "chosen_by", "design", "start", "end")
             if row.get(n) not in (None, "")}  # fmt: skip
    if found.keys() & {"article", "id"} and text is None and not {"start", "end"} <= found.keys():
        raise InputError(place, "a label must carry its sentence's offsets or its text", "neither")
    if str(row.get("blind", "")).lower() in NO:
        found["blind"] = False
    return task_from(found, None if text is None else str(text), place)


def _is_label(row: Mapping[str, Any]) -> bool:
    """A row with every field of the form, with the types of JSON: read strictly."""
    return all(name in row for name in ALWAYS) and type(row["start"]) is int


def _answer(row: Mapping[str, Any], origin: Origin, place: str) -> Answer:
    found = {name: _yes_no(row, name, place) for name in QUESTIONS}
    if "label" in row:
        question = str(origin.question or row.get("of") or QUESTIONS[0])
        if question not in QUESTIONS:
            rule = f"'label' must answer one of {', '.join(QUESTIONS)} (give such rows to `framing profile` as they are)"
            raise InputError(place, rule, repr(question))
        found[question] = _yes_no(row, "label", place)
    marks: tuple[DeviceSpan, ...] = ()
    if "devices" in row:
        task = task_in(row, place)
        marks = devices_in(row, task.end - task.start, place)
    voice = row.get("voice")
    if voice is not None and voice not in set(Voice):
        raise InputError(place, f"'voice' must be one of {', '.join(Voice)}", repr(voice)[:80])
    sure = row.get("confidence")
    return Answer(
        voice=Voice(voice) if voice else None,
        editorial=found["editorial"],
        charged=found["charged"],
        devices=marks,
        confidence=None if sure is None else _sure(sure, place),
        note=str(row["note"]) if "note" in row else None,
        annotator=str(row["annotator"]) if "annotator" in row else None,
        time=moment(row.get("time")),
        codebook=str(row["codebook"]) if "codebook" in row else None,
        blind=None if "blind" not in row else str(row["blind"]).lower() not in NO,
        devices_asked=True if "devices" in row else None,
    )


def devices_in(row: Mapping[str, Any], length: int, place: str) -> tuple[DeviceSpan, ...]:
    """The devices of a row whose sentence has `length` code points; a table holds them as JSON."""
    given = row["devices"]
    given = parsed(given.encode(), place) if isinstance(given, str) else given
    return devices_from_json(given, length, place) or ()


def _yes_no(row: Mapping[str, Any], name: str, place: str) -> int | None:
    if row.get(name) in (None, ""):
        return None
    text = str(row[name]).strip().lower()
    if text not in YES | NO:
        raise InputError(place, f"'{name}' must be 0 or 1 (or empty)", repr(row[name])[:80])
    return int(text in YES)


def _sure(found: Any, place: str) -> int:
    if str(found) not in ("1", "2", "3"):
        raise InputError(place, "'confidence' must be 1, 2 or 3", repr(found)[:80])
    return int(found)


def csv_rows(path: Path, errors: str = "strict") -> Iterator[Raw]:
    """The rows of CSV files; commas, semicolons or tabs. `errors`: what becomes of bytes that are no UTF-8."""
    for place, who, data in files(path, ".csv"):
        try:
            text = data.decode("utf-8-sig", errors)
        except UnicodeDecodeError as error:
            raise InputError(place, "a CSV of labels must be UTF-8", str(error)) from error
        head = text.split("\n", 1)[0]
        # Spreadsheets write semicolons or tabs where a comma is the decimal mark.
        delimiter = Counter(c for c in head if c in ",;\t").most_common(1)
        reader = csv.DictReader(
            io.StringIO(text, newline=""), delimiter=delimiter[0][0] if delimiter else ","
        )
        for row in reader:
            yield Raw(f"{place}:{reader.line_num}", who, row)


def render_csv(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:  # noqa: ARG001
    """One row a label, and one for each task without any."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for task, labels in tasks:
        head = carried(task) | {"text": task.text}
        for one in labels:
            row = to_row(one)
            row["devices"] = None if one.devices is None else json.dumps(row["devices"])
            row["blind"] = str(one.blind).lower()
            writer.writerow(head | row)
        if not labels:
            writer.writerow(head)
    return {"": out.getvalue().encode("utf-8", "surrogatepass")}


def render_jsonl(tasks: Tasks, suggest: bool) -> Mapping[str, bytes]:  # noqa: ARG001
    """Label rows as the store has them; a task without labels as a row with an empty `label`."""
    rows: list[dict[str, Any]] = []
    for task, labels in tasks:
        rows += [to_row(one) for one in labels]
        if not labels:
            rows.append(carried(task) | {"text": task.text, "label": None})
    return {"": as_json_lines(rows)}


JSONL = Format(
    "jsonl", "this program", json_lines, convert, render_jsonl, (".jsonl",), needs_text=False, suggests=False
)
CSV = Format(
    "csv", "a spreadsheet", csv_rows, convert, render_csv, (".csv",), needs_text=False, suggests=False
)
