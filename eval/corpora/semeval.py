"""SemEval-2023 task 3, English: spans of persuasion techniques in whole news articles, marked by people.

Source: Piskorski et al. 2023, the shared task's own site; licence unstated. Offsets are code points of the
article file, whose first line is the headline. Techniques are marked whoever speaks, inside quotations too,
and a stretch without a mark was read and left. Articles run from wire copy to hyper-partisan comment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.corpora.examples import bucket
from eval.corpora.resolve import corpus_file
from framing.errors import InputError
from framing.types import Sentence, Span

NAME = "semeval2023_task3"
LICENCE = "unstated"

# Buckets of a hash of the article's id: no shipped model trains on either.
TEST_BUCKET = 0
CALIBRATION_BUCKET = 1

# Techniques that carry no judgement of the outlet's own; a sentence with no other mark answers neither way.
OTHER_TECHNIQUES = {"Repetition", "Appeal_to_Authority", "Appeal_to_Popularity", "Red_Herring"}
# Techniques that are devices of ours, or near enough to be called by a plain name.
DEVICES = {
    "Loaded_Language": "loaded_wording",
    "Name_Calling-Labeling": "labelling",
    "Exaggeration-Minimisation": "exaggeration",
    "Doubt": "doubt",
    "Appeal_to_Fear-Prejudice": "appeal_to_fear",
}
CHARGED_TECHNIQUES = {"Loaded_Language", "Name_Calling-Labeling"}


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """A whole article and its marked spans by technique; `text` keeps the file's offsets."""

    id: str
    text: str
    marks: tuple[tuple[str, Span], ...]


def read(folder: Path, split: str) -> Iterator[MarkedArticle]:
    """The articles of the part `train` (8 tenths), `calibration` or `test` (a tenth each), by id."""
    part = {TEST_BUCKET: "test", CALIBRATION_BUCKET: "calibration"}
    marks = _marks(corpus_file(folder, f"{NAME}/train-labels-spans.txt"))
    for path in sorted((folder / NAME / "train-articles").glob("article*.txt")):
        article = path.stem.removeprefix("article")
        if part.get(bucket(article), "train") == split:
            yield MarkedArticle(article, path.read_text(encoding="utf-8"), tuple(marks[article]))


def judge(sentence: Sentence, marked: MarkedArticle) -> tuple[int | None, int | None]:
    """What the article's marks say of a sentence: its labels `editorial` and `charged`, `None` for no answer.

    Editorial: a mark lies mostly outside quotation and plain attribution. Not editorial: no mark, or marks
    only inside them. Charged: marked as loaded language or name-calling; not charged: no mark at all.
    """
    taken: set[int] = set()
    for span in (*sentence.quotes, *sentence.attributed):
        taken.update(range(sentence.start + span.start, sentence.start + span.end))
    found, own = set(), set()
    for technique, mark in marked.marks:
        inside = range(max(mark.start, sentence.start), min(mark.end, sentence.end))
        if inside:
            found.add(technique)
            if 2 * sum(place not in taken for place in inside) > len(inside):
                own.add(technique)
    charged = 1 if found & CHARGED_TECHNIQUES else None if found else 0
    editorial = 1 if own - OTHER_TECHNIQUES else None if own else 0
    return editorial, charged


def _marks(path: Path) -> defaultdict[str, list[tuple[str, Span]]]:
    marks: defaultdict[str, list[tuple[str, Span]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 4:
                raise InputError(f"{path}:{number}", "must have 4 columns", str(len(cells)))
            marks[cells[0]].append((cells[1], Span(int(cells[2]), int(cells[3]))))
    return marks
