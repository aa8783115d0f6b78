"""What to label next so that a refitted head learns most from it, of every outlet.

A refitted head is a logistic regression under a prior (head.py): the log-odds of every sentence have a variance under
it, and each label takes some of it away, whatever the answer. Taken is, one after the other, the sentence whose label
would take most from those near the threshold (Cohn, Ghahramani and Jordan 1996, "Active learning with statistical
models"): doubtful ones, unlike those taken, and like many others. Rows chosen so are no sample: `framing profile`
refuses them by their mark. Own code and not small-text's: that wants its own classifiers and data sets around them, and
knows nothing of this head's prior.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from framing.model.calibration import sigmoid
from framing.refit.head import SHIFT_VARIANCE, STRETCH_VARIANCE, USUAL
from framing.refit.logistic import fit_correction

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

CHOSEN_BY = "model-in-doubt"
# The answer of a sentence that has none yet.
OPEN = -1
# Of more sentences so many are looked at, drawn at random: enough to choose from, and their embeddings 10 MB.
MOST_CANDIDATES = 20_000
NEAR_ZERO = 1e-6


def candidates(count: int, most: int = MOST_CANDIDATES) -> NDArray[np.int64]:
    """The places of those of `count` sentences that are looked at, in order."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, most, replace=False))


def most_telling(
    scores: Floats,
    threshold: float,
    groups: Sequence[str],
    vectors: NDArray[np.float32] | None,
    answers: Ints,
    count: int,
) -> list[int]:
    """The rows to label, `count` in all, the most telling first.

    `answers` are the labels that there are, 0 or 1, and `OPEN` for the rows to choose from; they put the scores right
    here as they would a head. `vectors` are unit embeddings (rows, size); without them it is the rows nearest to the
    threshold. Groups get shares by their size: equal ones would learn the small groups at the cost of the whole.
    """
    labelled = answers != OPEN
    names = np.array(groups, dtype=object).astype(str)
    present, sizes = np.unique(names[~labelled], return_counts=True)
    left = dict(zip(present.tolist(), _shares(sizes, count), strict=True))
    log_odds = _log_odds(scores)
    middle = float(_log_odds(np.array(threshold)))
    if vectors is None:
        return _in_shares(np.argsort(np.abs(log_odds - middle), kind="stable"), names, labelled, left)
    columns, spread = _prior(log_odds, vectors)
    if labelled.any():
        told = answers[labelled].astype(np.float64)
        log_odds = log_odds + columns @ fit_correction(
            columns[labelled], told, log_odds[labelled], 1 / spread
        )
    weight = sigmoid(log_odds) * sigmoid(-log_odds)
    known = (columns[labelled].T * weight[labelled]) @ columns[labelled]
    covariance = np.linalg.inv(np.diag(1 / spread) + known)
    doubt = log_odds - middle
    near = 4 * sigmoid(doubt) * sigmoid(-doubt)
    open_ = ~labelled & np.array([left.get(name, 0) > 0 for name in names], dtype=bool)
    chosen: list[int] = []
    for best in _greedily(columns, weight, (columns.T * near) @ columns, covariance, open_):
        chosen.append(best)
        left[names[best]] -= 1
        if not left[names[best]]:
            open_ &= names != names[best]
    return chosen


def _greedily(
    columns: Floats, weight: Floats, target: Floats, covariance: Floats, open_: Mask
) -> Iterator[int]:
    """Row by row of those `open_`, which the caller may close: the one that takes most variance off `target`.

    A label of row `x` takes `w C x x' C / (1 + w x' C x)` off the covariance `C` of the correction's weights.
    """
    while open_.any():
        moved = columns @ covariance
        variance = np.einsum("ij,ij->i", moved, columns)
        gain = weight * np.einsum("ij,ij->i", moved @ target, moved) / (1 + weight * variance)
        best = int(np.argmax(np.where(open_, gain, -1.0)))
        open_[best] = False
        share = weight[best] / (1 + weight[best] * variance[best])
        covariance = covariance - np.outer(moved[best], moved[best]) * share
        yield best


def _prior(log_odds: Floats, vectors: NDArray[np.float32]) -> tuple[Floats, Floats]:
    """What the correction is linear in (rows, columns), and the prior variance of each column's weight (head.py)."""
    centred = vectors.astype(np.float64) - vectors.mean(0, dtype=np.float64)
    scale = max(float(np.sqrt(centred.var(0).sum())), NEAR_ZERO)
    columns = np.column_stack([log_odds, np.ones(len(log_odds)), centred / scale])
    spread = np.full(columns.shape[1], USUAL)
    spread[:2] = STRETCH_VARIANCE, SHIFT_VARIANCE
    return columns, spread


def _in_shares(
    order: NDArray[np.int64], names: NDArray[np.str_], labelled: Mask, left: dict[str, int]
) -> list[int]:
    """The first rows of `order` that fill every group's share."""
    chosen = []
    for row in order.tolist():
        if not labelled[row] and left[names[row]]:
            left[names[row]] -= 1
            chosen.append(row)
    return chosen


def _shares(sizes: NDArray[np.int64], count: int) -> list[int]:
    """`count` shared out by size, to the nearest whole."""
    if count >= sizes.sum():
        return [int(size) for size in sizes]
    exact = sizes * count / sizes.sum()
    shares = np.floor(exact).astype(np.int64)
    shares[np.argsort(shares - exact, kind="stable")[: count - int(shares.sum())]] += 1
    return [int(share) for share in shares]


def _log_odds(scores: Floats) -> Floats:
    inside = np.clip(scores, NEAR_ZERO, 1 - NEAR_ZERO)
    return np.asarray(np.log(inside) - np.log1p(-inside))
