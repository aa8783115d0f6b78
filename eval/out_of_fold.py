"""Scores of a recipe on BABE, each from a network that never saw the sentence's fold.

`framing crossvalidate PROTOCOL --save` keeps them beside its figures, by the sentence's hash and without its text.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from eval.store import FOLDER

COLUMNS = ("sentence", "charged")


def scores_file(protocol: str, folder: Path = FOLDER) -> Path:
    """Where the scores of a protocol are kept."""
    return folder / f"{protocol}.scores.csv"


def keep_scores(protocol: str, scores: Mapping[str, float], folder: Path = FOLDER) -> Path:
    """Write calibrated scores by sentence key, in the order of the keys."""
    path = scores_file(protocol, folder)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((key, f"{score:.4f}") for key, score in sorted(scores.items()))
    return path


def read_scores(protocol: str, folder: Path = FOLDER) -> dict[str, float]:
    """Scores by sentence key; empty where none are kept."""
    path = scores_file(protocol, folder)
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row[COLUMNS[0]]: float(row[COLUMNS[1]]) for row in csv.DictReader(file)}
