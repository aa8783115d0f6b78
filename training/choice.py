"""Recipes beside each other on the calibration parts: the only figures by which one is chosen.

They are sentences that no recipe trains on and no table of the shipped model reports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.corpora import babe, newssd, semeval
from eval.corpora.trained import trained_keys, unseen
from eval.metrics import measure
from eval.store import Result
from training.fitted import fit
from training.items import HEADS
from training.loop import Listener
from training.recipe import Recipe
from training.sources import babe_items, editorial_items, gather, semeval_items

ASKED = (("BABE", "charged"), ("BABE", "editorial"), ("NewsSD-ENG", "editorial"), ("SemEval", "editorial"))


def asked_parts(data: Path, head: str) -> dict[str, tuple[list[str], NDArray[np.int64]]]:
    """The calibration parts that answer `head`: texts and labels by corpus."""
    trained = trained_keys(data)
    items = {
        "BABE": lambda: babe_items(unseen(babe.split(babe.read(data), "calibration"), trained)),
        "NewsSD-ENG": lambda: editorial_items(unseen(newssd.read(data, "val"), trained)),
        "SemEval": lambda: semeval_items(semeval.read(data, "calibration"), trained),
    }
    column = HEADS.index(head)
    parts = {}
    for part, asked in ASKED:
        if asked == head:
            answered = [item for item in items[part]() if item.targets[column] == item.targets[column]]
            labels = np.array([int(item.targets[column]) for item in answered])
            parts[part] = ([item.text for item in answered], labels)
    return parts


def choose(recipes: Sequence[Recipe], data: Path, work: Path, listen: Callable[[str], Listener]) -> Result:
    """Train every recipe as for shipping; AUROC on each part (no threshold is involved yet)."""
    rows = []
    for recipe in recipes:
        mixtures = [gather(stage.sources, data) for stage in recipe.stages]
        fitted = fit(recipe, mixtures, work, listen(recipe.name))
        row: dict[str, object] = {"recipe": recipe.name}
        for head in HEADS:
            for part, (texts, labels) in asked_parts(data, head).items():
                logits = fitted.logits(texts, head)
                row[f"{part} {head} (n={len(texts)})"] = measure(labels, 1 / (1 + np.exp(-logits))).auroc
        rows.append(row)
    return Result(
        name="choice",
        title="Orders and mixtures tried: AUROC on the calibration parts",
        command="framing choose " + " ".join(recipe.name for recipe in recipes),
        rows=rows,
        note="One seed each; with a hundred sentences of NewsSD-ENG its column moves by 0.05 by chance.",
        signature="|".join(f"{r.name}:{r.hash[:8]}" for r in recipes),
    )
