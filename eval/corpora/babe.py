"""BABE SG2 (Spinde et al. 2021): news sentences with an expert consensus on biased wording.

Source: github.com/Media-Bias-Group/Neural-Media-Bias-Detection-Using-Distant-Supervision-With-BABE;
licence AGPL-3.0. Quirks: BOM, `;` as separator, NBSP inside 594 texts, one sentence without agreement
(left out), several sentences to one `news_link` (816 links): splitting by sentence leaks. It labels
wording whoever speaks: opinion inside quotation marks counts.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from pathlib import Path

from eval.corpora.examples import Example, bucket
from eval.corpora.resolve import corpus_file

NAME = "babe"
LICENCE = "AGPL-3.0"
LABELS = {"Biased": 1, "Non-biased": 0}

# Buckets of a hash of `news_link`: no shipped model trains on either, whatever the recipe.
TEST_BUCKET = 0
CALIBRATION_BUCKET = 1


def read(folder: Path) -> list[Example]:
    """The 3,673 sentences with agreement, in file order."""
    shares = _shares(corpus_file(folder, "babe/raw_labels_SG2.csv"))
    return [
        Example(
            text=_clean(row["text"]),
            label=LABELS[row["label_bias"]],
            corpus=NAME,
            group=row["news_link"] or row["text"],
            outlet=row["outlet"] or None,
            rationale=tuple(ast.literal_eval(row["biased_words"] or "[]")),
            share=shares.get(_clean(row["text"])),
        )
        for row in _rows(corpus_file(folder, "babe/final_labels_SG2.csv"))
        if row["label_bias"] in LABELS
    ]


def _shares(path: Path) -> dict[str, float]:
    """The share of a sentence's annotators (about five) who called it Biased, by its text."""
    votes: defaultdict[str, list[int]] = defaultdict(list)
    for row in _rows(path):
        if row["label_bias"] in LABELS:
            votes[_clean(row["text"])].append(LABELS[row["label_bias"]])
    return {text: sum(found) / len(found) for text, found in votes.items()}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def _clean(text: str) -> str:
    return text.replace("\xa0", " ").strip()


def split(examples: list[Example], name: str) -> list[Example]:
    """The part `train` (8 tenths of the articles), `calibration` or `test` (a tenth each)."""
    part = {TEST_BUCKET: "test", CALIBRATION_BUCKET: "calibration"}
    return [e for e in examples if part.get(bucket(e.group), "train") == name]
