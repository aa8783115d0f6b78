"""Before and after on labels that the fit did not see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.metrics import expected_calibration_error
from eval.significance import (
    between,
    difference,
    interval,
    mcnemar,
    weighted_auroc,
    weighted_macro_f1,
    weighted_mean,
)
from framing.refit import Head, Labelled, refit
from framing.refit.head import folds
from framing.types import Estimate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Fewer labels of an outlet say nothing of it.
FEWEST_OF_AN_OUTLET = 10
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Sentences that the model "after" was not fitted on; arrays of shape (sentences,).

    `before` and `after` are scores, `said_before` and `said_after` the labels at each model's threshold,
    `groups` what was held out together (articles, or outlets).
    """

    labels: Ints
    before: Floats
    after: Floats
    said_before: Ints
    said_after: Ints
    groups: Ints
    outlets: tuple[str | None, ...]

    def of(self, rows: NDArray[np.bool_]) -> HeldOut:
        """The chosen rows."""
        return HeldOut(
            self.labels[rows],
            self.before[rows],
            self.after[rows],
            self.said_before[rows],
            self.said_after[rows],
            self.groups[rows],
            tuple(name for name, keep in zip(self.outlets, rows.tolist(), strict=True) if keep),
        )

    @property
    def gain(self) -> Estimate:
        """Macro-F1 after less before, with its paired interval."""
        after, before = (weighted_macro_f1(self.labels, said) for said in (self.said_after, self.said_before))
        return difference(after, before, self.groups.tolist())


def cross_fitted(before: Head, hidden: Floats, given: Labelled, groups: Ints, seed: int = 0) -> HeldOut:
    """Every label scored by a head that was refitted without its group: five refits of four fifths each."""
    after, said = np.zeros(len(given)), np.zeros(len(given), dtype=np.int64)
    for fit_on, held in folds(given.labels, groups, seed):
        found = refit(before, hidden[fit_on], given.labels[fit_on], groups[fit_on], seed)
        after[held] = found.scores(hidden[held])
        said[held] = after[held] >= found.threshold
    return beside(before, hidden, given, groups, after, said)


def beside(before: Head, hidden: Floats, given: Labelled, groups: Ints, after: Floats, said: Ints) -> HeldOut:
    """Scores and labels of a model after, beside those of the head before."""
    scores = before.scores(hidden)
    said_before = (scores >= before.threshold).astype(np.int64)
    return HeldOut(given.labels, scores, after, said_before, said, groups, given.outlets)


def metric_rows(held: HeldOut) -> list[dict[str, Any]]:
    """Each metric before, after, and their difference with its interval."""
    labels, groups = held.labels, held.groups.tolist()
    pairs = {
        "macro-F1": [weighted_macro_f1(labels, said) for said in (held.said_before, held.said_after)],
        "AUROC": [weighted_auroc(labels, scores) for scores in (held.before, held.after)],
        "log loss": [weighted_mean(_loss(labels, scores)) for scores in (held.before, held.after)],
    }
    rows = []
    for name, (before, after) in pairs.items():
        one, two = interval(before, groups), interval(after, groups)
        moved = difference(after, before, groups)
        rows.append(
            {
                "metric": name,
                "before": _known(one.value),
                "95 % before": between(one),
                "after": _known(two.value),
                "95 % after": between(two),
                "difference": _known(moved.value),
                "95 % of it": between(moved),
            }
        )
    errors = [expected_calibration_error(labels, scores) for scores in (held.before, held.after)]
    rows.append({"metric": "calibration error", "before": errors[0], "after": errors[1],
                 "difference": errors[1] - errors[0]})  # fmt: skip
    return rows


def _known(value: float) -> float | None:
    """A figure, `None` where it is undefined: the AUROC of labels of one class."""
    return None if np.isnan(value) else value


def paired_test(held: HeldOut) -> dict[str, Any]:
    """McNemar's exact test of the two models' labels."""
    found = mcnemar(held.labels, held.said_after, held.said_before)
    return {"only after right": found.only_one, "only before right": found.only_other, "p": found.p}


def outlet_rows(before: Head, hidden: Floats, given: Labelled, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Each outlet with labels enough, by a head refitted on the labels of the others."""
    outlets = np.array([name or "" for name in given.outlets], dtype=object).astype(str)
    groups = given.groups()
    for name in sorted({*outlets.tolist()} - {""}):
        here = outlets == name
        others = given.labels[~here]
        few = min((others == 0).sum(), (others == 1).sum()) < 2 or len(np.unique(groups[~here])) < 2
        if here.sum() < FEWEST_OF_AN_OUTLET or few:
            continue
        found = refit(before, hidden[~here], others, groups[~here], seed)
        scores = found.scores(hidden)
        said = (scores >= found.threshold).astype(np.int64)
        held = beside(before, hidden, given, groups, scores, said).of(here)
        # Labels all of one kind have no macro-F1: that of the other kind would count as 0.
        both, ones = len(np.unique(held.labels)) == 2, np.ones(len(held.labels))
        yield {
            "outlet left out": name,
            "labels": int(here.sum()),
            "macro-F1 before": weighted_macro_f1(held.labels, held.said_before)(ones) if both else None,
            "macro-F1 after": weighted_macro_f1(held.labels, held.said_after)(ones) if both else None,
            "difference": held.gain.value if both else None,
            "95 % of it": between(held.gain) if both else "–",
        }


def _loss(labels: Ints, scores: Floats) -> Floats:
    found = np.clip(scores, TINY, 1 - TINY)
    return np.asarray(-np.where(labels == 1, np.log(found), np.log(1 - found)))
