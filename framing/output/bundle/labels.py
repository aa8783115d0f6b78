"""Hand labels in a bundle: the files as they are, and one table of what they say with its weights."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from framing.errors import InputError
from framing.labels.agreement import EVERYBODY, agreement
from framing.labels.gold import MODEL, VOTE
from framing.labels.store import read_labels
from framing.output.bundle.fields import LABEL_COLUMNS
from framing.output.bundle.study import Labelling
from framing.profiles.answers import ENDINGS
from framing.profiles.counts import SEPARATOR
from framing.profiles.design import ENDING
from framing.profiles.questions import DEVICE

LABELS, TABLE = "labels", "labels.csv"
_ALPHA = "Krippendorff's alpha"
# Columns of label files that hold the articles' own words.
_WORDS = frozenset({"text", "title"})


def copy_labels(labelling: Labelling, folder: Path, words: bool) -> list[str]:
    """Put the label files and the design into `folder`/labels; without `words`, less the sentences.

    Returns the files' names in the bundle.
    """
    to = folder / LABELS
    to.mkdir()
    path = labelling.path
    found = sorted(p for p in path.iterdir() if p.suffix.lower() in ENDINGS) if path.is_dir() else [path]
    for file in found:
        if words:
            shutil.copyfile(file, to / file.name)
        else:
            (to / file.name).write_text(_wordless(file), encoding="utf-8")
    shutil.copyfile(labelling.design_path, to / design_name(labelling))
    return [f"{LABELS}/{file.name}" for file in sorted(to.iterdir())]


def design_name(labelling: Labelling) -> str:
    """The design's name in the bundle."""
    name = labelling.design_path.name
    return name if name.endswith(ENDING) else name + ENDING


def label_table(labelling: Labelling) -> str:
    """One row a labelled sentence: the answer, and how it was drawn."""
    design, values = labelling.design, labelling.answers.values
    drawn: defaultdict[tuple[int, int], float] = defaultdict(float)
    answered: defaultdict[tuple[int, int], float] = defaultdict(float)
    for row in design.sample:
        drawn[row.part, row.stratum] += 1 / row.inclusion
        if row.id in values:
            answered[row.part, row.stratum] += 1 / row.inclusion
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in LABEL_COLUMNS])
    for row in sorted((r for r in design.sample if r.id in values), key=lambda r: r.id):
        cell = (row.part, row.stratum)
        stratum = f"{SEPARATOR.join(design.parts[row.part].key)}: {row.stratum + 1}"
        weight = drawn[cell] / answered[cell] / row.inclusion
        writer.writerow([row.id, row.article, stratum, values[row.id], row.inclusion, weight])
    return out.getvalue()


def annotators_of(labelling: Labelling) -> tuple[int, str | None]:
    """How many annotators labelled, and their alpha on the sample's question with its interval.

    0 and `None` where the rows do not name their annotators, as those of a consensus do not.
    """
    try:
        labels = read_labels(labelling.path)
    except InputError:
        return 0, None
    sampled = labelling.answers.values.keys()
    mine = [label for label in labels if label.sentence in sampled]
    if {label.annotator for label in mine} <= {VOTE, MODEL}:
        return 0, None
    question = labelling.design.of.removeprefix(DEVICE)
    for one in agreement(mine):
        if (one.question, one.among) == (question, EVERYBODY) and one.coefficient == _ALPHA and one.estimate:
            e = one.estimate
            ends = "" if e.low is None or e.high is None else f" [{e.low:.2f}, {e.high:.2f}]"
            return len({label.annotator for label in mine}), f"{e.value:.2f}{ends}"
    return len({label.annotator for label in mine}), None


def _wordless(file: Path) -> str:
    text = file.read_text(encoding="utf-8-sig", errors="replace")
    if file.suffix.lower() == ".jsonl":
        rows = (json.loads(line) for line in text.split("\n") if line.strip())
        return "".join(json.dumps(_less(row), ensure_ascii=False) + "\n" for row in rows)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    out = io.StringIO()
    writer = csv.DictWriter(
        out, [n for n in reader.fieldnames or () if n not in _WORDS], lineterminator="\n", delimiter=delimiter
    )
    writer.writeheader()
    writer.writerows(_less(row) for row in reader)
    return out.getvalue()


def _less(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _WORDS}
