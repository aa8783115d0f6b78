"""Out-of-fold figures on BABE: every sentence is scored by a network that never saw its fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.baselines import BASELINES
from eval.corpora import babe
from eval.corpora.examples import Example, sentence_key
from eval.metrics import expected_calibration_error, macro_f1, measure
from eval.store import Result
from framing.model.calibration import sigmoid
from training.calibrate import fit as fit_calibration
from training.fitted import fit
from training.items import Item
from training.loop import Listener
from training.protocols import PROTOCOLS, Fold
from training.recipe import Recipe
from training.sources import BABE, gather, parse_source
from training.teaching import mixtures

RESAMPLES = 2000
BOOTSTRAP_SEED = 0

Listen = Callable[[str], Listener]


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """The logits of one recipe on every fold's test part: shape (seeds, sentences of the fold)."""

    recipe: Recipe
    logits: list[NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """The figures, and the first recipe's calibrated scores by sentence key, of its first seed."""

    result: Result
    scores: dict[str, float]


def cross_validate(
    recipes: Sequence[Recipe], seeds: int, protocol: str, data: Path, work: Path, listen: Listen
) -> CrossValidation:
    """Run recipes on every fold of `protocol`, with `babe` in them replaced by the fold's training part.

    The first recipe is reported in full, the mean of `seeds` runs that differ from its first stage on that learns from
    a fold; the others stand beside it with one run each.
    """
    examples = babe.read(data)
    folds = list(PROTOCOLS[protocol](examples))
    runs = [
        _out_of_fold(recipe, seeds if recipe is recipes[0] else 1, examples, folds, data, work, listen)
        for recipe in recipes
    ]
    labels = [np.array([examples[i].label for i in test]) for _, _, test in folds]
    rows = [_row(name, fold, runs, labels, examples, folds) for fold, (name, _, _) in enumerate(folds)]
    rows.append(_mean(rows))
    scores = _calibrated(runs[0], labels)
    notes = [
        "AUROC and macro-F1 of the head `charged` at 0.5, uncalibrated, fp32, out of fold; "
        f"mean of {seeds} seed{'s' * (seeds > 1)}.",
        _calibration_note(scores, labels),
        *(_difference_note(runs[0], other, labels) for other in runs[1:]),
    ]
    names = " ".join(f"--recipe {recipe.name}" for recipe in recipes)
    first = recipes[0]
    result = Result(
        name=protocol if first.name == "default" else f"{protocol}-{first.name}",
        title=f"{protocol}: charged, out of fold"
        + (f", recipe {first.name}" if first.name != "default" else ""),
        command=f"framing crossvalidate {protocol} {names} --seeds {seeds}",
        rows=rows,
        note=" ".join(notes),
        signature=f"recipe:{first.name}-{first.hash[:12]}|seeds:{seeds}|protocol:{protocol}",
    )
    tests = [index for _, _, test in folds for index in test]
    by_sentence = zip(tests, np.concatenate(scores).tolist(), strict=True)
    return CrossValidation(result, {examples[index].key: score for index, score in by_sentence})


def _out_of_fold(
    recipe: Recipe,
    seeds: int,
    examples: list[Example],
    folds: list[Fold],
    data: Path,
    work: Path,
    listen: Listen,
) -> OutOfFold:
    found = []
    for name, train, test in folds:
        parts = [examples[i] for i in train], [examples[i] for i in test]
        runs = []
        for seed in range(seeds):
            told = listen(f"{recipe.name}, {name}, seed {seed}")
            runs.append(_fold_logits(_seeded(recipe, seed), *parts, data, work, told))
        found.append(np.stack(runs))
    return OutOfFold(recipe, found)


def _seeded(recipe: Recipe, seed: int) -> Recipe:
    """The recipe with another seed from its first stage on that learns from a fold: those before are shared by all."""
    folded = [any(parse_source(name).name in BABE for name in stage.sources) for stage in recipe.stages]
    first = folded.index(True) if any(folded) else len(folded) - 1
    later = (replace(stage, seed=stage.seed + seed) for stage in recipe.stages[first:])
    return replace(recipe, stages=(*recipe.stages[:first], *later))


def _fold_logits(
    recipe: Recipe, train: list[Example], test: list[Example], data: Path, work: Path, listen: Listener
) -> NDArray[np.float64]:
    keys = {e.key for e in test}
    fold = [e for e in train if e.key not in keys]

    def read(names: tuple[str, ...]) -> list[Item]:
        return [
            item
            for name in names
            for asked in (parse_source(name),)
            for item in (asked.of(BABE[asked.name](fold)) if asked.name in BABE else gather((name,), data))
            if sentence_key(item.text) not in keys  # a test sentence may stand in another corpus too
        ]

    fitted = fit(recipe, mixtures(recipe, read, work, listen), work, listen)
    return fitted.logits([e.text for e in test], "charged")


def _row(
    name: str,
    fold: int,
    runs: Sequence[OutOfFold],
    labels: list[NDArray[np.int64]],
    examples: list[Example],
    folds: list[Fold],
) -> dict[str, object]:
    truth = labels[fold]
    measured = [measure(truth, sigmoid(logits)) for logits in runs[0].logits[fold]]
    row: dict[str, object] = {
        "fold": name,
        "n": len(truth),
        "macro-F1": float(np.mean([m.macro_f1 for m in measured])),
        "AUROC": float(np.mean([m.auroc for m in measured])),
    }
    for other in runs[1:]:
        row[f"recipe {other.recipe.name}"] = macro_f1(truth, other.logits[fold][0] >= 0)
    _, train, test = folds[fold]
    for baseline, predict in BASELINES.items():
        guess = predict([examples[i] for i in train], [examples[i] for i in test])
        row[baseline] = macro_f1(truth, guess)
    return row


def _mean(rows: Sequence[dict[str, object]]) -> dict[str, object]:
    mean: dict[str, object] = {"fold": "mean", "n": sum(int(str(row["n"])) for row in rows)}
    for key in rows[0]:
        if key not in mean:
            mean[key] = float(np.mean([float(str(row[key])) for row in rows]))
    return mean


def _calibrated(run: OutOfFold, labels: list[NDArray[np.int64]]) -> list[NDArray[np.float64]]:
    """Each fold's scores, calibrated on the others; first seed."""
    scores = []
    for fold, logits in enumerate(run.logits):
        others = [i for i in range(len(labels)) if i != fold]
        calibration = fit_calibration([(run.logits[i][0], labels[i]) for i in others])
        scores.append(calibration(logits[0]))
    return scores


def _calibration_note(scores: list[NDArray[np.float64]], labels: list[NDArray[np.int64]]) -> str:
    error = expected_calibration_error(np.concatenate(labels), np.concatenate(scores))
    return f"Expected calibration error {error:.3f}, each fold calibrated on the others, first seed."


def _difference_note(run: OutOfFold, other: OutOfFold, labels: list[NDArray[np.int64]]) -> str:
    """How much the mean macro-F1 of the folds lies above the other's, by a paired bootstrap of sentences."""
    random = np.random.default_rng(BOOTSTRAP_SEED)
    drawn = np.zeros(RESAMPLES)
    for fold, truth in enumerate(labels):
        said, rival = run.logits[fold][0] >= 0, other.logits[fold][0] >= 0
        for draw in range(RESAMPLES):
            index = random.integers(0, len(truth), len(truth))
            gain = _fast_macro_f1(truth[index], said[index]) - _fast_macro_f1(truth[index], rival[index])
            drawn[draw] += gain / len(labels)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return (
        f"Mean of the folds, first seed, against recipe {other.recipe.name}: "
        f"{drawn.mean():+.3f} (95 % {low:+.3f} to {high:+.3f}, paired bootstrap of sentences)."
    )


def _fast_macro_f1(truth: NDArray[np.int64], said: NDArray[np.bool_]) -> float:
    both = float((truth * said).sum())
    neither = float(((1 - truth) * ~said).sum())
    wrong = len(truth) - both - neither
    return both / max(2 * both + wrong, 1) + neither / max(2 * neither + wrong, 1)
