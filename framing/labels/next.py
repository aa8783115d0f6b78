"""What to label next so that a model learns most from it: doubtful sentences, unlike one another, of every outlet.

Own code and not small-text's: that wants its own classifiers and data sets around two short rules, and a scores
table has all they need. Rows chosen so are no sample: `framing profile` refuses them by their mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHOSEN_BY = "model-in-doubt"
# Of each outlet so many times its share are looked at, the most doubtful, and of those the most unlike ones taken.
# On BABE, on a base that never saw it, 300 labels so chosen bring macro-F1 to .772, which 350 to 450 drawn at random do;
# up to 100, and from 400 on, they bring nothing (`framing evaluate retrain`). 4 times, and equal shares, were worse.
CANDIDATES = 10
NEAR_ZERO = 1e-6


@dataclass(frozen=True, slots=True)
class Pool:
    """The most doubtful rows of each group, the most doubtful first, and how many of each group are wanted."""

    rows: NDArray[np.int64]
    groups: tuple[str, ...]
    shares: Mapping[str, int]


def most_doubtful(scores: NDArray[np.float64], threshold: float, groups: Sequence[str], count: int) -> Pool:
    """The rows nearest to the threshold, for choosing `count` of: CANDIDATES times each group's share.

    Groups get shares by their size: equal ones would learn the small groups at the cost of the whole.
    """
    doubt = np.abs(_log_odds(scores) - _log_odds(np.array(threshold)))
    names, place = np.unique(np.array(groups, dtype=object).astype(str), return_inverse=True)
    shares = dict(zip(names.tolist(), _shares(np.bincount(place, minlength=len(names)), count), strict=True))
    near = [np.zeros(0, dtype=np.int64)]
    for number, share in enumerate(shares.values()):
        rows = np.flatnonzero(place == number)
        near.append(rows[np.argsort(doubt[rows], kind="stable")][: CANDIDATES * share])
    pool = np.concatenate(near)
    pool = pool[np.argsort(doubt[pool], kind="stable")]
    return Pool(pool, tuple(str(names[place[row]]) for row in pool), shares)


def most_unlike(pool: Pool, vectors: NDArray[np.float32] | None) -> list[int]:
    """Places in the pool to take, in order: the most doubtful, then always the one least like those before.

    `vectors` are the pool's unit embeddings (rows, size); without them doubt alone decides.
    """
    left = dict(pool.shares)
    nearest = np.full(len(pool.rows), np.inf)
    open_ = np.ones(len(pool.rows), dtype=bool)
    names = np.array(pool.groups, dtype=object)
    chosen: list[int] = []
    while open_.any():
        # Of equals the first: the most doubtful.
        best = int(np.argmax(np.where(open_, nearest, -np.inf)))
        chosen.append(best)
        open_[best] = False
        left[pool.groups[best]] -= 1
        if not left[pool.groups[best]]:
            open_ &= names != pool.groups[best]
        if vectors is not None:
            nearest = np.minimum(nearest, 1 - vectors @ vectors[best])
    return chosen


def _shares(sizes: NDArray[np.int64], count: int) -> list[int]:
    """`count` shared out by size, to the nearest whole."""
    if count >= sizes.sum():
        return [int(size) for size in sizes]
    exact = sizes * count / sizes.sum()
    shares = np.floor(exact).astype(np.int64)
    shares[np.argsort(shares - exact, kind="stable")[: count - int(shares.sum())]] += 1
    return [int(share) for share in shares]


def _log_odds(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    inside = np.clip(scores, NEAR_ZERO, 1 - NEAR_ZERO)
    return np.asarray(np.log(inside) - np.log1p(-inside))
