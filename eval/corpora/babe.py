"""BABE SG2 (Spinde et al. 2021): news sentences with an expert consensus on biased wording.

Source: github.com/Media-Bias-Group/Neural-Media-Bias-Detection-Using-Distant-Supervision-With-BABE;
licence AGPL-3.0. Quirks: BOM, `;` as separator, NBSP inside 594 texts, one sentence without agreement
(left out), several sentences to one `news_link` (816 links): splitting by sentence leaks. It labels
wording whoever speaks: opinion inside quotation marks counts.
"""

from __future__ import annotations

import ast
import csv
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
    path = corpus_file(folder, "babe/final_labels_SG2.csv")
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter=";"))
    return [
        Example(
            text=row["text"].replace("\xa0", " ").strip(),
            label=LABELS[row["label_bias"]],
            corpus=NAME,
            group=row["news_link"] or row["text"],
            outlet=row["outlet"] or None,
            rationale=tuple(ast.literal_eval(row["biased_words"] or "[]")),
        )
        for row in rows
        if row["label_bias"] in LABELS
    ]


def split(examples: list[Example], name: str) -> list[Example]:
    """The part `train` (8 tenths of the articles), `calibration` or `test` (a tenth each)."""
    part = {TEST_BUCKET: "test", CALIBRATION_BUCKET: "calibration"}
    return [e for e in examples if part.get(bucket(e.group), "train") == name]
