"""The sentences to judge, in the order in which the sample gives them.

A probability sample is in random order, so whoever stops half-way has still labelled a sample: the order is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.formats.base import Raw, parsed
from framing.labels.formats.plain import csv_rows, task_in
from framing.labels.tasks import Answer, Origin, Task, label
from framing.types import Reject, content_hash

ENDINGS = (".jsonl", ".csv")
# The names that a scores table has for what a sample calls `id` and `article`.
_ALIASES = {"sentence_id": "id", "article_id": "article"}
# Numbers in some people's tables, text in a label.
_NAMES = ("id", "article", "outlet", "chosen_by", "design")
_NOBODY = Origin(annotator="nobody", time="")


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence to judge, with its neighbours where the queue has them (`before`, `after`).

    `key` is what the browser knows it by: a hash, since an id or an article's name may tell the outlet.
    """

    key: str
    task: Task
    text: str
    before: str | None = None
    after: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """The sentences, each once; where each stands, by key and by a label's `sentence`; the rows refused."""

    items: tuple[Item, ...]
    by_key: Mapping[str, int]
    by_sentence: Mapping[str, int]
    refused: tuple[Reject, ...] = ()


def read_queue(path: Path) -> Queue:
    """The queue of a file that `framing sample` or `framing labels next` wrote, or any of such rows.

    A row that cannot be judged is refused, and the rest goes on. Raises `InputError` if none is left.
    """
    items: list[Item] = []
    places: dict[str, int] = {}
    refused: list[Reject] = []
    for raw in _rows(path):
        try:
            item, sentence = _item(raw)
            if sentence in places:
                raise InputError(raw.place, "a sentence stands in a queue once", repr(sentence))
        except InputError as error:
            refused.append(Reject(error.place, error.rule, error.found[:200]))
            continue
        places[sentence] = len(items)
        items.append(item)
    if not items:
        found = f"none; {refused[0].source}: {refused[0].rule}" if refused else "no rows"
        raise InputError(str(path), "a queue must hold a sentence to judge", found)
    return Queue(tuple(items), {item.key: i for i, item in enumerate(items)}, places, tuple(refused))


def _rows(path: Path) -> Iterator[Raw]:
    if path.suffix.lower() not in ENDINGS:
        raise InputError(str(path), f"a queue ends in {' or '.join(ENDINGS)}", repr(path.suffix))
    try:
        if path.suffix.lower() == ".csv":
            yield from csv_rows(path)
            return
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield Raw(f"{path}:{number}", path.stem, line)
    except OSError as error:
        raise InputError(str(path), "a queue must be readable", error.strerror or str(error)) from error


def _item(raw: Raw) -> tuple[Item, str]:
    """The item of a row, and its sentence as labels name it."""
    found: Any = parsed(raw.found, raw.place) if isinstance(raw.found, bytes) else raw.found
    if not isinstance(found, dict):
        raise InputError(raw.place, "a row must be a JSON object", type(found).__name__)
    # A CSV row with more cells than the head has names keeps them under no name.
    named = {str(name): value for name, value in found.items() if name and value not in (None, "")}
    row = {_ALIASES.get(name, name): value for name, value in named.items()}
    row |= {name: str(row[name]) for name in _NAMES if name in row}
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError(raw.place, "a sentence to judge must have its text", repr(text)[:80])
    task = task_in(row, raw.place)
    sentence = label(task, Answer(), _NOBODY, "nobody").sentence
    before, after = (str(row[name]) if name in row else None for name in ("before", "after"))
    return Item(content_hash(sentence), task, text, before, after, _score(row.get("score"))), sentence


def _score(found: Any) -> float | None:
    try:
        score = float(found)
    except (TypeError, ValueError):
        return None
    return score if isfinite(score) else None
