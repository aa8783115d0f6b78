"""Recipes beside each other on the calibration parts: the only figures by which one is chosen.

They are sentences that no recipe trains on and no table of the shipped model reports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from eval.corpora import babe, contrast, newssd, outlets, polnear, semeval
from eval.corpora.trained import trained_keys, unseen
from eval.metrics import measure
from eval.store import Result
from framing.model.artefact import open_artefact
from framing.model.calibration import sigmoid
from training.fitted import fit
from training.heard import polnear_items
from training.items import HEADS, Item
from training.loop import Listener
from training.marked import outlets_items, semeval_items
from training.recipe import SHIPPED, Recipe
from training.single import babe_items, editorial_items, wording_items
from training.sources import gather, parse_source
from training.teaching import mixtures
from training.thresholds import answers

# What each part is asked when recipes are compared; devices are too rare here to choose by.
ASKED = (
    ("BABE", "charged"),
    ("NewsSD-ENG", "editorial"),
    ("SemEval", "editorial"),
    ("outlets", "editorial"),
    ("outlets", "charged"),
    ("contrast", "editorial"),
)

# The sources that a recipe names by the corpus whose calibration part they leave out. Contrast pairs have one to choose
# recipes by, not to calibrate on: half of them are loaded because they were made so, which says nothing of the news.
PART_OF = {
    "BABE": {"babe", "babe_plain"},
    "NewsSD-ENG": {"newssd_eng"},
    "SemEval": {"semeval2023_task3"},
    "outlets": {"outlets"},
    "PolNeAR": {"polnear"},
}


def calibration_parts(data: Path) -> dict[str, list[Item]]:
    """The items of each corpus's calibration part whose sentence stands in no training part."""
    trained = trained_keys(data)
    return {
        "BABE": babe_items(unseen(babe.split(babe.read(data), "calibration"), trained)),
        "NewsSD-ENG": editorial_items(unseen(newssd.read(data, "val"), trained)),
        "SemEval": semeval_items(semeval.read(data, "calibration"), trained),
        "outlets": outlets_items(outlets.read(data, "calibration"), trained),
        "PolNeAR": polnear_items(polnear.one_each(polnear.part(data, "calibration"))),
        "contrast": wording_items(contrast.pairs("calibration")),
    }


def parts_learnt_from(recipe: Recipe, data: Path) -> dict[str, list[Item]]:
    """The calibration parts of the corpora that the recipe learns from: a model says nothing of a corpus's base rate
    that it never saw. All of them where those answer not every head."""
    parts = {part: items for part, items in calibration_parts(data).items() if part in PART_OF}
    names = {parse_source(source).name for stage in recipe.stages for source in stage.sources}
    kept = {part: items for part, items in parts.items() if names & PART_OF[part]}
    every = all(len(answers([i for items in kept.values() for i in items], head)[0]) for head in HEADS)
    return kept if every else parts


def choose(recipes: Sequence[Recipe], data: Path, work: Path, listen: Callable[[str], Listener]) -> Result:
    """Train every recipe as for shipping; AUROC on each part (no threshold is involved yet)."""
    rows = []
    parts = calibration_parts(data)
    for recipe in recipes:
        told = listen(recipe.name)
        lessons = mixtures(
            recipe, partial(gather, folder=data), work, told, {SHIPPED: open_artefact(SHIPPED)}
        )
        fitted = fit(recipe, lessons, work, told)
        row: dict[str, object] = {"recipe": recipe.name}
        for part, question in ASKED:
            asked, labels = answers(parts[part], question)
            logits = fitted.logits([parts[part][i].text for i in asked], question)
            row[f"{part} {question} (n={len(asked)})"] = measure(labels, sigmoid(logits)).auroc
        rows.append(row)
    return Result(
        name="choice",
        title="Orders and mixtures tried: AUROC on the calibration parts",
        command="framing choose " + " ".join(recipe.name for recipe in recipes),
        rows=rows,
        note="One seed each; with a hundred sentences of NewsSD-ENG its column moves by 0.05 by chance.",
        signature="|".join(f"{r.name}:{r.hash[:8]}" for r in recipes),
    )
