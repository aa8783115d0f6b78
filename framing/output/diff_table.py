"""How rates moved between two scores tables, and which labels changed: on the terminal, as CSV, as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from framing.output.profile_table import ENDINGS, interval, percent, print_cells
from framing.output.whole import WholeFile, check_ending
from framing.profiles.counts import SEPARATOR
from framing.profiles.movement import Movement
from framing.profiles.questions import Question
from framing.profiles.universe import Key
from framing.types import Estimate

CHANGED_ENDINGS = (".csv", ".jsonl")
_TEXT_SHOWN = 100
_RAW_HEAD = ("shared", "raw old", "raw new", "moved", "interval", "0 to 1", "1 to 0")
_CORRECTED_HEAD = ("corr. old", "corr. new", "moved", "interval")


@dataclass(frozen=True, slots=True)
class Pair:
    """A group's corrected rate on both sides, and the new one less the old one."""

    old: Estimate
    new: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its raw rates and, where there are labels, its corrected ones."""

    raw: Movement
    corrected: Pair | None


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything one call of `framing diff` found. `rows` end with all groups together.

    `changed` are the sentences whose label changed, most moved first; `old` and `new` the signatures; `unshared` the
    groups without a sentence that both tables have.
    """

    by: tuple[str, ...]
    question: Question
    rows: tuple[Row, ...]
    changed: pa.Table
    level: float
    old: str
    new: str
    unshared: tuple[Key, ...] = ()

    @property
    def is_corrected(self) -> bool:
        """Whether any group has corrected rates."""
        return any(row.corrected for row in self.rows)

    @property
    def notes(self) -> list[str]:
        """What the figures are."""
        of = f"{self.question.name}, of {self.question.among}; intervals {100 * self.level:g} %."
        notes = [
            f"Rates: {of} Raw: share of the model's labels, not corrected; its interval is over the drawing of "
            "articles and is of the sentences that both tables have."
        ]
        if self.is_corrected:
            notes.append(
                "Corrected: both sides estimate one truth, so where their hand labels are the same the interval "
                f"should hold 0 in about {100 * self.level:g} of 100 groups; what moved is the model, not the outlet."
            )
        if self.unshared:
            names = "; ".join(SEPARATOR.join(key) for key in self.unshared)
            notes.append(f"Left out, since the tables share no sentence of them: {names}.")
        if self.old == self.new:
            notes.append("Both tables carry the same signature: the same model and settings.")
        return notes


def write_diff(path: str | os.PathLike[str], diff: Diff, texts: Mapping[str, str]) -> None:
    """Write the groups to `path`, CSV or JSON by the ending; JSON holds the changed sentences too."""
    ending = check_ending(Path(path), ENDINGS)
    _write(path, as_csv(diff) if ending == ".csv" else as_json(diff, texts))


def write_changed(path: str | os.PathLike[str], diff: Diff, texts: Mapping[str, str]) -> None:
    """Write every changed sentence to `path`, CSV or JSONL by the ending, most moved first."""
    ending = check_ending(Path(path), CHANGED_ENDINGS)
    rows = list(_changed(diff, texts))
    if ending == ".jsonl":
        _write(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
        return
    _write(path, _table([*diff.changed.column_names, "moved", "text"], rows))


def as_csv(diff: Diff) -> str:
    """One row a group; absent is empty."""
    rows = [
        _row(diff, row)
        | {"warnings": "; ".join(row.raw.warnings), "signature_old": diff.old, "signature_new": diff.new}
        for row in diff.rows
    ]
    return _table(list(rows[0]), rows)


def as_json(diff: Diff, texts: Mapping[str, str]) -> str:
    """`{"by", "of", "notes", "signature_old", "signature_new", "groups": [...], "changed": [...]}`."""
    whole = {
        "by": list(diff.by),
        "of": diff.question.name,
        "level": diff.level,
        "notes": diff.notes,
        "signature_old": diff.old,
        "signature_new": diff.new,
        "groups": [_row(diff, row) | {"warnings": list(row.raw.warnings)} for row in diff.rows],
        "changed": list(_changed(diff, texts)),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def print_diff(diff: Diff, texts: Mapping[str, str], most: int, file: IO[str]) -> None:
    """The groups, the `most` sentences that moved furthest, notes and signatures on `file`."""
    head = (*diff.by, *(_CORRECTED_HEAD if diff.is_corrected else ()), *_RAW_HEAD)
    print_cells(head, [_cells(diff, row) for row in diff.rows], file, left=len(diff.by))
    for row in diff.rows:
        for warning in row.raw.warnings:
            print(f"! {SEPARATOR.join(row.raw.key)}: {warning}", file=file)
    count = diff.changed.num_rows
    print(
        f"\n{count} of {diff.rows[-1].raw.shared} sentences changed label{':' if count and most else '.'}",
        file=file,
    )
    for one in _changed(diff, texts, most):
        names = SEPARATOR.join(str(one[name]) for name in diff.by)
        text = " ".join(one["text"].split()) if one["text"] else ""
        shown = f"  {text[:_TEXT_SHOWN]}{'…' if len(text) > _TEXT_SHOWN else ''}" if text else ""
        moved = f"{one['old_score']:.2f} to {one['new_score']:.2f}"
        print(f"  {one['old_label']} to {one['new_label']}  {moved}  {names}  {one['id']}{shown}", file=file)
    if count > most:
        print(f"  and {count - most} more (--changed FILE writes them all)", file=file)
    print("", *diff.notes, f"old: {diff.old}", f"new: {diff.new}", sep="\n", file=file)


def _row(diff: Diff, row: Row) -> dict[str, Any]:
    raw, pair = row.raw, row.corrected
    names = [*raw.key, *[""] * (len(diff.by) - len(raw.key))]
    return {
        **dict(zip(diff.by, names, strict=True)),
        "of": diff.question.name,
        "articles": raw.articles,
        "sentences_shared": raw.shared,
        "sentences_only_old": raw.only_old,
        "sentences_only_new": raw.only_new,
        "corrected_old": pair.old.value if pair else None,
        "corrected_new": pair.new.value if pair else None,
        **_flat("corrected", pair.difference if pair else None),
        "raw_old": raw.old,
        "raw_new": raw.new,
        **_flat("raw", raw.difference),
        "labels_0_to_1": raw.up,
        "labels_1_to_0": raw.down,
        "level": diff.level,
    }


def _flat(name: str, found: Estimate | None) -> dict[str, Any]:
    values = (found.value, found.low, found.high, found.method) if found else (None,) * 4
    keys = ("difference", "difference_low", "difference_high", "difference_method")
    return {f"{name}_{key}": value for key, value in zip(keys, values, strict=True)}


def _changed(diff: Diff, texts: Mapping[str, str], most: int | None = None) -> Iterator[dict[str, Any]]:
    for row in diff.changed.slice(0, most).to_pylist():
        yield row | {"moved": row["new_score"] - row["old_score"], "text": texts.get(row["id"])}


def _cells(diff: Diff, row: Row) -> list[str]:
    raw, pair = row.raw, row.corrected
    cells = [*raw.key, *[""] * (len(diff.by) - len(raw.key))]
    if diff.is_corrected:
        cells += (
            [
                percent(pair.old.value),
                percent(pair.new.value),
                _points(pair.difference),
                interval(pair.difference),
            ]
            if pair
            else ["–"] * len(_CORRECTED_HEAD)
        )
    old = "–" if raw.old is None else percent(raw.old)
    new = "–" if raw.new is None else percent(raw.new)
    cells += [f"{raw.shared:,}", old, new, _points(raw.difference), interval(raw.difference)]
    return [*cells, str(raw.up), str(raw.down)]


def _points(found: Estimate) -> str:
    """A difference in percentage points, with its sign."""
    return f"{100 * found.value:+.1f}"


def _table(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _write(path: str | os.PathLike[str], text: str) -> None:
    with WholeFile(path) as file:
        file.write(text.encode("utf-8", "surrogatepass"))
