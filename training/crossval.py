"""Out-of-fold figures on BABE: every sentence is scored by a network that never saw its fold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.baselines import BASELINES
from eval.corpora import babe
from eval.corpora.examples import Example, sentence_key
from eval.metrics import macro_f1, measure
from eval.store import Result
from training.fitted import fit
from training.loop import Listener
from training.protocols import PROTOCOLS
from training.recipe import Recipe
from training.sources import babe_items, gather, split_weight, weighted

# A head is calibrated for the artefact, not here: folds are compared at the logit's own zero.
THRESHOLD = 0.5


def cross_validate(
    recipe: Recipe,
    protocol: str,
    data: Path,
    work: Path,
    listen: Callable[[str], Listener],
) -> Result:
    """Run `recipe` on every fold of `protocol`, with `babe` in it replaced by the fold's training part."""
    examples = babe.read(data)
    labels = np.array([e.label for e in examples])
    rows = []
    for name, train, test in PROTOCOLS[protocol](examples):
        scores = _fold_scores(
            recipe, [examples[i] for i in train], [examples[i] for i in test], data, work, listen(name)
        )
        found = measure(labels[test], scores, THRESHOLD)
        row: dict[str, object] = {
            "fold": name,
            "n": found.n,
            "macro-F1": found.macro_f1,
            "AUROC": found.auroc,
        }
        for baseline, predict in BASELINES.items():
            guess = predict([examples[i] for i in train], [examples[i] for i in test])
            row[baseline] = macro_f1(labels[test], guess)
        rows.append(row)
    mean: dict[str, object] = {"fold": "mean", "n": sum(int(str(row["n"])) for row in rows)}
    for key in rows[0]:
        if key not in mean:
            mean[key] = float(np.mean([float(str(row[key])) for row in rows]))
    rows.append(mean)
    return Result(
        name=protocol,
        title=f"{protocol}: charged, out of fold, one seed",
        command=f"framing crossvalidate {protocol} --recipe {recipe.name}",
        rows=rows,
        note="AUROC and macro-F1 of the head `charged` at 0.5, uncalibrated, fp32, out of fold.",
        signature=f"recipe:{recipe.name}-{recipe.hash[:12]}|seed:{recipe.seed}|protocol:{protocol}",
    )


def _fold_scores(
    recipe: Recipe,
    train: list[Example],
    test: list[Example],
    data: Path,
    work: Path,
    listen: Listener,
) -> NDArray[np.float64]:
    keys = {e.key for e in test}
    fold = babe_items([e for e in train if e.key not in keys])
    mixtures = [
        [
            item
            for name in stage.sources
            for item in (
                weighted(fold, split_weight(name)[1])
                if split_weight(name)[0] == babe.NAME
                else gather((name,), data)
            )
            if sentence_key(item.text) not in keys  # a test sentence may stand in another corpus too
        ]
        for stage in recipe.stages
    ]
    fitted = fit(recipe, mixtures, work, listen)
    return 1 / (1 + np.exp(-fitted.logits([e.text for e in test], "charged")))
