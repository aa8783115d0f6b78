"""What more labels would bring: held-out macro-F1 by the number of labels, and its continuation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.significance import Weights, interval, weighted_macro_f1
from eval.validity.held_out import HeldOut
from framing.refit import Head, Labelled, refit
from framing.refit.head import folds
from framing.types import Estimate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHARES = (0.25, 0.5, 0.75, 1.0)
# With fewer labels to fit on, a point of the curve is noise.
FEWEST_LABELS = 15
MORE = 100


@dataclass(frozen=True, slots=True)
class Curve:
    """`sizes` are mean labels fitted on, `values` the held-out macro-F1; `gain` is what MORE labels would add,
    None where fewer than three points could be measured."""

    sizes: tuple[float, ...]
    values: tuple[float, ...]
    gain: Estimate | None

    def rows(self) -> list[dict[str, Any]]:
        """The points as a table."""
        points = zip(self.sizes, self.values, strict=True)
        return [{"labels fitted on": round(size), "macro-F1": value} for size, value in points]


def learning_curve(before: Head, hidden: Floats, given: Labelled, held: HeldOut, seed: int = 0) -> Curve:
    """Refits on shares of each fold's labels, groups whole, all scored on the same held-out labels.

    `held` is what refits on the whole of each fold said (`cross_fitted` with the same seed): the last point.
    """
    groups = held.groups
    random = np.random.default_rng(seed)
    said = np.full((len(SHARES), len(given)), -1, dtype=np.int64)
    sizes: list[list[int]] = [[] for _ in SHARES]
    for fit_on, held_rows in folds(given.labels, groups, seed):
        order = random.permutation(np.unique(groups[fit_on]))
        said[-1, held_rows], sizes[-1] = held.said_after[held_rows], [*sizes[-1], len(fit_on)]
        for place, share in enumerate(SHARES[:-1]):
            some = fit_on[np.isin(groups[fit_on], order[: round(share * len(order))])]
            answers = given.labels[some]
            if len(some) < FEWEST_LABELS or len(set(answers.tolist())) < 2:
                continue
            found = refit(before, hidden[some], answers, groups[some], seed)
            said[place, held_rows] = found.scores(hidden[held_rows]) >= found.threshold
            sizes[place].append(len(some))
    whole = [place for place in range(len(SHARES)) if (said[place] >= 0).all()]
    metrics = [weighted_macro_f1(given.labels, said[place]) for place in whole]
    means = [float(np.mean(sizes[place])) for place in whole]

    def gain(weights: Weights) -> float:
        return continuation(means, [metric(weights) for metric in metrics])

    return Curve(
        tuple(means),
        tuple(metric(np.ones(len(given))) for metric in metrics),
        interval(gain, groups.tolist()) if len(whole) > 2 else None,
    )


def continuation(sizes: Sequence[float], values: Sequence[float], more: int = MORE) -> float:
    """What `more` labels would add, if the metric goes on as `a - b / sqrt(labels)`, by least squares."""
    inverse = 1 / np.sqrt(np.asarray(sizes))
    slope = float(np.polyfit(inverse, np.asarray(values), 1)[0])
    last = sizes[-1]
    return slope * float(1 / np.sqrt(last + more) - 1 / np.sqrt(last))
