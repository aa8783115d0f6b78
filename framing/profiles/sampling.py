"""Drawing sentences to label: articles first, then sentences by strata of the score.

In every outlet `m` of its `M` articles are drawn at random, then `n` sentences of the articles drawn,
in strata by score. The strata are cut so that each holds the same sum of sqrt(f (1 - f)), the standard
deviation that the label has if the score f is right; with as many labels from each, that is Neyman's
allocation (1934) over the strata of Dalenius and Hodges (1959): labels go where the model is in doubt.
If the scores are wrong, the sample is still a probability sample, and only the gain is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from framing.profiles.design import Stratum
from framing.profiles.universe import BINS

Ints = NDArray[np.int64]

# Labels a stratum: with fewer, its variance is mostly guessed from the others (see ppi).
LABELS_A_STRATUM = 10
MOST_STRATA = 5
# A score of 0.001 does not promise that one in a thousand is wrong: models are surer than right.
SUREST = 0.05
# With fewer articles than this many times the labels' worth of sentences, more articles are drawn.
SPARE_SENTENCES = 1.5


@dataclass(frozen=True, slots=True)
class Draw:
    """Sentences drawn from one outlet: places in the pool, their strata, and what the strata were."""

    places: Ints
    stratum: Ints
    strata: tuple[Stratum, ...]


def allocate(labels: int, sizes: Sequence[int], proportional: bool) -> list[int]:
    """How many of `labels` each group gets: the same for all, or by size; never more than it has.

    What a small group cannot take goes to the others. Every group gets 2, if it has them.
    """
    given = np.minimum(sizes, 2)
    room = np.asarray(sizes) - given
    left = labels - int(given.sum())
    while left > 0 and room.sum() > 0:
        share = np.where(room > 0, sizes if proportional else np.ones(len(room)), 0).astype(float)
        # In rounds: what a small group cannot take goes to the others in the next one.
        target = np.minimum(room, np.floor(left * share / share.sum()).astype(np.int64))
        if target.sum() == 0:
            order = np.argsort(-share * (room > 0), kind="stable")[:left]
            target = np.zeros(len(room), dtype=np.int64)
            target[order] = np.minimum(1, room[order])
        given, room, left = given + target, room - target, left - int(target.sum())
    return [int(n) for n in given]


def articles_to_draw(labels: int, articles: int, sentences: int, per_article: float) -> int:
    """How many articles `labels` sentences are drawn from."""
    enough = SPARE_SENTENCES * labels / max(1.0, sentences / articles)
    return min(articles, max(2, ceil(labels / per_article), ceil(enough)))


def cut(pool: Ints, labels: int, most: int = MOST_STRATA) -> list[int]:
    """The upper ends of the strata (thousandths, the last is 1000) for the pool's score bins."""
    strata = max(1, min(most, labels // LABELS_A_STRATUM))
    held = np.bincount(pool, minlength=BINS)
    score = np.clip((np.arange(BINS) + 0.5) / BINS, SUREST, 1 - SUREST)
    doubt = np.cumsum(held * np.sqrt(score * (1 - score)))
    ends = np.searchsorted(doubt, doubt[-1] * np.arange(1, strata) / strata) + 1
    return _filled([*sorted({int(end) for end in ends if end < BINS}), BINS], np.cumsum(held))


def _filled(ends: list[int], below: Ints) -> list[int]:
    """The ends, less those that would leave a stratum with fewer than 2 sentences."""
    kept: list[int] = []
    start = 0
    for end in ends[:-1]:
        if below[end - 1] - start >= 2 and below[-1] - below[end - 1] >= 2:
            kept.append(end)
            start = int(below[end - 1])
    return [*kept, ends[-1]]


def draw(
    pool: Ints, whole: Ints, labels: int, generator: np.random.Generator, most_strata: int = MOST_STRATA
) -> Draw:
    """Draw sentences of one outlet.

    `pool` are the score bins of all sentences of the drawn articles, `whole` how many sentences the outlet
    has in each of the 1000 bins.
    """
    ends = cut(pool, labels, most_strata)
    code = np.searchsorted(ends, pool, side="right")
    in_drawn = np.bincount(code, minlength=len(ends))
    sizes = allocate(min(labels, len(pool)), [int(n) for n in in_drawn], proportional=False)
    places = [
        generator.choice(np.flatnonzero(code == h), size, replace=False) for h, size in enumerate(sizes)
    ]
    starts = [0, *ends[:-1]]
    strata = [
        Stratum(end, int(whole[start:end].sum()), int(in_drawn[h]), sizes[h])
        for h, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    chosen = np.concatenate(places).astype(np.int64)
    return Draw(chosen, code[chosen], tuple(strata))
