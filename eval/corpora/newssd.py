"""NewsSD-ENG (Antici et al. 2024): subjectivity of news sentences, in the outlet's own voice.

Source: "A Corpus for Sentence-Level Subjectivity Detection on English News Articles", LREC-COLING 2024,
and its authors' repository; licence CC BY 4.0. Quoted or
attributed opinion counts as objective, so it is the human source for the `editorial` question. Quirk:
texts end in newlines; no article ids, so the publisher's own split is the only one to use.
"""

from __future__ import annotations

import csv
from pathlib import Path

from eval.corpora.examples import Example
from eval.corpora.resolve import corpus_file

NAME = "newssd_eng"
LICENCE = "CC BY 4.0"
LABELS = {"SUBJ": 1, "OBJ": 0}


def read(folder: Path, split: str) -> list[Example]:
    """The part `train`, `val` or `test`, in file order."""
    path = corpus_file(folder, f"newssd_eng/{split}.csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [
            Example(
                text=row["Sentence"].strip(), label=LABELS[row["Label"]], corpus=NAME, group=row["Sentence"]
            )
            for row in csv.DictReader(handle)
        ]
