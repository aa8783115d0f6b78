"""Coefficients of agreement, each a function of counts that add up over articles.

So one pass counts, and a bootstrap over articles is a product of matrices. Every function takes counts of
shape (..., k, k) or as it says, and gives one value for each leading entry; `nan` where nothing can be said.

- `alpha`: Krippendorff's, nominal; any number of annotators, answers may be missing (Krippendorff 2011).
- `cohen`: Cohen's kappa of two annotators (Cohen 1960).
- `fleiss`: Fleiss' kappa of m annotators who all answered (Fleiss 1971).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def coincidences(answers: Sequence[int], categories: int) -> Floats:
    """Krippendorff's coincidence matrix of one sentence: each pair of answers, weighed by 1 / (answers - 1)."""
    counts = np.bincount(answers, minlength=categories).astype(np.float64)
    if len(answers) < 2:
        return np.zeros((categories, categories))
    pairs: Floats = np.outer(counts, counts) - np.diag(counts)
    return pairs / (len(answers) - 1)


def alpha(coincidence: Floats) -> Floats:
    """Krippendorff's alpha, nominal, of summed coincidence matrices (..., k, k)."""
    totals = coincidence.sum(axis=-1)
    n = totals.sum(axis=-1)
    observed = n - np.trace(coincidence, axis1=-2, axis2=-1)
    expected = n * n - (totals**2).sum(axis=-1)
    return 1 - _ratio((n - 1) * observed, expected)


def agreed(counts: Floats) -> Floats:
    """The share of pairs that agree, of coincidence or confusion matrices (..., k, k)."""
    return _ratio(np.trace(counts, axis1=-2, axis2=-1), counts.sum(axis=(-2, -1)))


def cohen(confusion: Floats) -> Floats:
    """Cohen's kappa of confusion matrices (..., k, k): one annotator's answers by the other's."""
    n = confusion.sum(axis=(-2, -1))
    chance = _ratio((confusion.sum(axis=-1) * confusion.sum(axis=-2)).sum(axis=-1), n * n)
    return _ratio(agreed(confusion) - chance, 1 - chance)


def fleiss(given: Floats, same: Floats, sentences: Floats) -> Floats:
    """Fleiss' kappa. `given` (..., k): answers by category; `same` (...): the sum over sentences of the share of
    pairs that agree; `sentences` (...): how many."""
    shares = _ratio(given, given.sum(axis=-1, keepdims=True))
    chance = (shares**2).sum(axis=-1)
    return _ratio(_ratio(same, sentences) - chance, 1 - chance)


def f1(both: Floats, first: Floats, second: Floats) -> Floats:
    """The F1 of two annotators' marks, which is the same whichever of them is taken for the truth."""
    return _ratio(2 * both, first + second)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Alpha over units, each the labels it got (any number, absent ones left out); 1 is perfect, 0 chance.

    `None` where nothing can be said: fewer than two labels on every unit, or one label throughout.
    """
    pairable = [labels for labels in units if len(labels) > 1]
    code = {label: i for i, label in enumerate(Counter(label for labels in pairable for label in labels))}
    if len(code) < 2:
        return None
    summed = sum(
        (coincidences([code[label] for label in labels], len(code)) for labels in pairable),
        np.zeros((len(code), len(code))),
    )
    return float(alpha(summed))


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(np.abs(below) > 1e-12, np.divide(above, below), np.nan)
    return found
