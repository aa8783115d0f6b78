"""Hand labels of a sample, read back from any file that kept the rows' ids.

A label corrects a rate only if chance chose its sentence. So a label of a sentence that the design does not
name is refused, and so is one whose `chosen_by` says that something else than the sample chose it (active
learning picks what the model is unsure of: corrected by such labels a rate would be wrong and look right).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import Raw, json_lines
from framing.labels.formats.plain import csv_rows, devices_in
from framing.labels.tasks import NO, QUESTIONS, YES
from framing.profiles.design import NAME, Design
from framing.profiles.questions import DEVICE, Question
from framing.types import Voice, content_hash

ENDINGS = (".jsonl", ".csv")
_BY_CHANCE = frozenset({"", "sample", NAME})
# A row of the form for a sampled sentence: without an answer it takes back the one before it.
_LABEL = ("id", "annotator", "time")
# Voices whose words are not the outlet's own: a labeller who says so contradicts the program's rules.
_NOT_OWN = frozenset({Voice.QUOTE, Voice.NON_CONTENT})


@dataclass(slots=True)
class Answers:
    """What the labels say of the sample: `values` by sentence id, and what was left out and why."""

    values: dict[str, int] = field(default_factory=dict)
    not_own: set[str] = field(default_factory=set)
    outside_sample: int = 0
    chosen_by_model: int = 0
    ties: int = 0
    answered_twice: int = 0
    saw_scores: int = 0
    designs: set[str] = field(default_factory=set)
    columns: dict[str, None] = field(default_factory=dict)


def read_answers(path: Path, question: Question, design: Design) -> Answers:
    """The answers to `question` in a file or a folder of them; each annotator's last word, then the majority.

    Rows are those of annotations/schema.json, or have `id` and either a column named as the question or
    `label`: 0 or 1 (also true, false, yes, no); empty is not labelled. What `label` answers says the row's `of`,
    else what the sample was drawn for. A row that does not say whose it is belongs to the file's own annotator.
    Raises InputError with the line.
    """
    found, sampled = Answers(), {row.id for row in design.sample}
    last: dict[tuple[str, str], tuple[str, int | None, bool]] = {}
    for raw in _rows(path):
        row, place = raw.found, raw.place
        found.columns |= dict.fromkeys(map(str, row))
        value = _value(row, question, design.of, place)
        if value is None and not all(row.get(name) for name in _LABEL):
            continue
        sentence = _id(row, place)
        if str(row.get("chosen_by") or "") not in _BY_CHANCE:
            found.chosen_by_model += value is not None
        elif sentence not in sampled:
            found.outside_sample += value is not None
        else:
            key, time = (str(row.get("annotator") or raw.who), sentence), str(row.get("time") or "")
            # Without a later time nothing says that a second answer was meant to replace the first.
            if key in last and last[key][0] == time:
                found.answered_twice += None not in (value, last[key][1]) and value != last[key][1]
            if key not in last or time >= last[key][0]:
                last[key] = (time, value, str(row.get("voice") or "") in _NOT_OWN)
            found.saw_scores += value is not None and str(row.get("blind", "")).lower() in NO
            if row.get("design"):
                found.designs.add(str(row["design"]))
    by_sentence: defaultdict[str, list[tuple[int, bool]]] = defaultdict(list)
    for (_, sentence), (_, value, not_own) in last.items():
        if value is not None:
            by_sentence[sentence].append((value, not_own))
    for sentence, labels in by_sentence.items():
        yes, others = sum(v for v, _ in labels), sum(not_own for _, not_own in labels)
        if 2 * yes == len(labels):
            found.ties += 1
            continue
        found.values[sentence] = int(2 * yes > len(labels))
        if 2 * others > len(labels):
            found.not_own.add(sentence)
    return found


def _rows(path: Path) -> Iterator[Raw]:
    files = sorted(f for f in path.iterdir() if f.suffix.lower() in ENDINGS) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise InputError(str(path), "labels are a .jsonl or .csv file, or a folder of them", "none")
    for file in files:
        if file.suffix.lower() not in ENDINGS:
            raise InputError(str(file), f"labels end in {' or '.join(ENDINGS)}", repr(file.suffix))
        # Only ids and answers are taken: a spreadsheet's text in another encoding does no harm.
        rows = csv_rows(file, "replace") if file.suffix.lower() == ".csv" else json_lines(file)
        for raw in rows:
            if not isinstance(raw.found, Mapping):
                rule = "a label must be one JSON object"
                raise InputError(raw.place, rule, type(raw.found).__name__)
            yield raw


def _id(row: Mapping[str, Any], place: str) -> str:
    """The sentence's id; a label of the schema has its article's hash and offsets, which make the id."""
    for name in ("id", "sentence_id"):
        if row.get(name):
            return str(row[name])
    parts = [row.get(name) for name in ("article_hash", "start", "end")]
    if any(part in (None, "") for part in parts):
        raise InputError(place, "a label needs 'id', or 'article_hash', 'start' and 'end'", _shown(row))
    return content_hash(*(str(part) for part in parts))


def _value(row: Mapping[str, Any], question: Question, drawn_for: str, place: str) -> int | None:
    """0 or 1; `None` where the row does not answer the question."""
    if row.get("devices") not in (None, "") and question.name not in QUESTIONS:
        marked = {found.device for found in devices_in(row, sys.maxsize, place)}
        return int(question.name.removeprefix(DEVICE) in marked)
    asked = str(row.get("of") or drawn_for)
    names = [question.name, question.score, *(["label"] if question.is_called(asked) else [])]
    column = next((c for c in names if row.get(c) not in (None, "")), None)
    if column is None:
        return None
    text = str(row[column]).strip().lower()
    if text not in YES | NO:
        raise InputError(place, f"'{column}' must be 0 or 1 (or empty)", repr(row[column]))
    return int(text in YES)


def _shown(row: Mapping[str, Any]) -> str:
    return ", ".join(str(name) for name in row)[:200] or "an empty row"
