"""The tables of `framing evaluate coverage`: coverage, gain, false differences and power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from eval.coverage import ALONE, CORRECTED, LEVEL, NAIVE, Runs, simulate
from eval.populations import Population, made_blind, made_worse, split_evenly
from eval.store import Result
from framing.profiles.bootstrap import estimate
from framing.profiles.interval import clopper_pearson
from framing.profiles.rates import SMALL_SAMPLE

SIZES = (100, 200, 500)
DRAWS = 1000
COMMAND = "framing evaluate coverage"
# The outlets that are cut in halves of equal truth, and the largest one is what a model is made blind to.
LARGEST = 3
# Truths that differ by so much, in the power table.
STEPS = (0.0, 0.1, 0.2, 0.4, 1.0)
HALF = 0.5


def measure_coverage(
    populations: Sequence[Population],
    draws: int = DRAWS,
    sizes: Sequence[int] = SIZES,
    seed: int = 0,
    signature: str = "",
) -> Iterator[Result]:
    """All tables; the first population is also made worse, made blind, and cut in halves.

    `signature` is that of the model whose scores any of them has.
    """
    first = populations[0]
    blind = int(np.argmax(np.bincount(first.outlet)))
    coverage, gain, differences = [], [], []
    for population in (*populations, made_worse(first), made_blind(first, blind)):
        for size in sizes:
            labels = min(size, len(population.y))
            runs = simulate(population, labels, draws, seed)
            coverage.append(_coverage_row(population, labels, runs))
            if population in populations:
                plain = simulate(population, labels, draws, seed, strata=1)
                gain.append(_gain_row(population, labels, plain, runs))
                equal = _false_differences(population, labels, draws, seed) if population is first else {}
                differences.append(_difference_row(population, labels, runs) | equal)
    for result in (
        _coverage_result(coverage, draws),
        _gain_result(gain, draws),
        _difference_result(differences, draws),
    ):
        yield replace(result, signature=signature)


def _coverage_row(population: Population, labels: int, runs: Runs) -> dict[str, object]:
    covered = runs.covered[CORRECTED].mean(axis=0)
    outlets, given = covered[:-1], runs.labels[:-1]
    small = given < SMALL_SAMPLE
    return {
        "population": population.name,
        "labels": labels,
        "all outlets together": float(covered[-1]),
        "mean of outlets": float(outlets.mean()),
        "lowest, 30 labels or more": _lowest(outlets[~small]),
        "lowest, fewer": _lowest(outlets[small]),
        "labels alone": float(runs.covered[ALONE][:, :-1].mean()),
        "naive, labels": float(runs.covered[NAIVE][:, :-1].mean()),
        "raw model, articles": _raw_coverage(population, by_article=True),
        "raw model, sentences": _raw_coverage(population, by_article=False),
    }


def _lowest(values: NDArray[np.float64]) -> float | None:
    return float(values.min()) if len(values) else None


def _raw_coverage(population: Population, by_article: bool) -> float:
    """The share of outlets whose rate of the model's labels has an interval that covers the truth."""
    inside = []
    for outlet in range(len(population.names)):
        rows = population.rows(outlet)
        truth, hits = population.y[rows].mean(), (population.f[rows] >= HALF).astype(np.int64)
        ends: tuple[float | None, float | None] = clopper_pearson(float(hits.sum()), len(rows), LEVEL)
        if by_article:
            articles = np.unique(population.article[rows], return_inverse=True)[1]
            rate = estimate(np.bincount(articles), np.bincount(articles, hits).astype(np.int64), level=LEVEL)
            ends = (rate.low, rate.high) if rate else (None, None)
        inside.append(ends[0] is not None and ends[1] is not None and ends[0] <= truth <= ends[1])
    return float(np.mean(inside))


def _gain_row(population: Population, labels: int, plain: Runs, strata: Runs) -> dict[str, object]:
    """Median widths against labels alone, both drawn without strata; then what strata add."""
    base = np.median(plain.width[ALONE], axis=0)
    random, cut = (1 - _ratio(np.median(runs.width[CORRECTED], axis=0), base) for runs in (plain, strata))
    cut_alone = 1 - _ratio(np.median(strata.width[ALONE], axis=0), base)
    return {
        "population": population.name,
        "labels": labels,
        "width, labels alone": float(base[-1]),
        "narrower": float(random[-1]),
        "linear limit": _linear_limit(population),
        "with strata": float(cut[-1]),
        "strata without model": float(cut_alone[-1]),
        "outlets: mean": float(random[:-1].mean()),
        "outlets, strata: mean": float(cut[:-1].mean()),
        "outlets: least": float(random[:-1].min()),
        "outlets, strata: least": float(cut[:-1].min()),
    }


def _linear_limit(population: Population) -> float:
    """What many labels, as many an outlet, tend to: 1 - sqrt(1 - R^2) with R^2 inside the outlets.

    Each outlet counts as its variance does in the whole: by the square of its sentences.
    """
    total = left = 0.0
    for outlet in range(len(population.names)):
        rows = population.rows(outlet)
        y, f = (x[rows] - x[rows].mean() for x in (population.y, population.f))
        explained = (y @ f) ** 2 / (f @ f) if f @ f > 0 else 0.0
        total, left = total + len(rows) * float(y @ y), left + len(rows) * float(y @ y - explained)
    return float(1 - np.sqrt(left / total))


def _ratio(width: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
    """Widths over widths; 1 where every sentence is labelled and both are 0."""
    return np.where(base > 0, width / np.where(base > 0, base, 1), 1.0)


def _difference_row(population: Population, labels: int, runs: Runs) -> dict[str, object]:
    """How often truly different outlets are told apart, by how far apart they are."""
    truth = [population.y[population.rows(o)].mean() for o in range(len(population.names))]
    apart = np.array([abs(truth[i] - truth[j]) for i, j in runs.pairs])
    row: dict[str, object] = {"population": population.name, "labels": labels}
    for low, high in pairwise(STEPS):
        pairs = (apart >= low) & (apart < high) & (apart > 0)
        power = float(runs.differs[:, pairs].mean()) if pairs.any() else None
        row[f"truth {low:g} to {high:g} apart"] = power
    return row


def _false_differences(population: Population, labels: int, draws: int, seed: int) -> dict[str, object]:
    """How often halves of one outlet, of equal truth, are called different."""
    called = []
    for outlet in np.argsort(-np.bincount(population.outlet))[:LARGEST]:
        rows, half = population.rows(int(outlet)), split_evenly(population, int(outlet), seed=seed)
        halves = replace(
            population,
            y=population.y[rows],
            f=population.f[rows],
            outlet=half,
            article=population.article[rows],
            names=("one half", "other half"),
        )
        each = max(2, round(labels / len(population.names)))
        called.append(float(simulate(halves, 2 * each, draws, seed).differs.mean()))
    return {"equal truth: mean": float(np.mean(called)), "equal truth: most": max(called)}


def _coverage_result(rows: list[dict[str, object]], draws: int) -> Result:
    return Result(
        name="coverage",
        title=f"Corrected rates: how often the {LEVEL:.0%} interval covers the full hand-labelled rate",
        command=COMMAND,
        rows=rows,
        note=(
            f"Share of {draws:,} seeded draws by the program's own design (articles first, then sentences, "
            "stratified by outlet and score; the labels shared equally among outlets). 'Lowest' is the outlet "
            "with the lowest coverage. 'Naive, labels': the plain share among the labels with the textbook "
            "interval. 'Raw model': the share of outlets whose rate of the model's labels, with articles "
            "resampled or with sentences taken as independent, has an interval that covers; no label is drawn "
            "for it. 500 labels of the demo corpus are all of its sentences."
        ),
    )


def _gain_result(rows: list[dict[str, object]], draws: int) -> Result:
    return Result(
        name="coverage-gain",
        title="Corrected rates: how much narrower than labels alone",
        command=COMMAND,
        rows=rows,
        note=(
            f"Median width over {draws:,} draws; 'narrower' is 1 less the corrected width over that of labels "
            "alone, the same sentences without strata, all outlets together; 'linear limit' is what the score's "
            "correlation with the label inside outlets allows. 'With strata': the corrected "
            "width under the score-stratified design against the same base. 'Least': the outlet with the "
            "least gain; below 0 it is wider."
        ),
    )


def _difference_result(rows: list[dict[str, object]], draws: int) -> Result:
    return Result(
        name="coverage-differences",
        title="Corrected rates: how often two outlets are called different",
        command=COMMAND,
        rows=rows,
        note=(
            f"Share of {draws:,} draws in which the {LEVEL:.0%} interval of the difference leaves out 0. Equal "
            f"truth: the {LARGEST} largest outlets, each cut by articles into halves of the same rate, with "
            "as many labels a half as an outlet has otherwise. Power: all pairs of outlets, by the difference "
            "of their true rates; one comparison at a time, no Holm."
        ),
    )
