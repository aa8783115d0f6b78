"""How often an interval covers the truth: samples drawn again and again from corpora labelled throughout.

Every draw goes the way that `framing sample` and `framing profile --labels` go (`framing.profiles.sampling`,
`ppi`, `rates`, `compare`), on arrays instead of files.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.populations import Population
from framing.profiles import ppi
from framing.profiles.compare import difference_interval
from framing.profiles.ppi import Labelled
from framing.profiles.rates import Rate, corrected
from framing.profiles.sampling import MOST_STRATA, allocate, articles_to_draw, draw
from framing.profiles.universe import BINS, bins

LEVEL = 0.95
# The truth may equal an end of the interval (a rate of exactly 0 or 1).
_SAME = 1e-12
_NORMAL = 1.959964
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Runs:
    """What so many draws gave: arrays of draws x groups, the last group being all outlets together.

    `labels` a group (the same in every draw). For each of `kinds` whether the interval covered, its width.
    `differs` is draws x pairs of outlets, true where the interval of the difference leaves out 0.
    """

    labels: NDArray[np.int64]
    covered: dict[str, NDArray[np.bool_]]
    width: dict[str, Floats]
    pairs: tuple[tuple[int, int], ...]
    differs: NDArray[np.bool_]


CORRECTED, ALONE, NAIVE = "corrected", "labels alone", "naive"


class Sampler:
    """Draws samples of one population; `strata` 1 takes sentences at random within an outlet."""

    def __init__(self, population: Population, labels: int, strata: int = MOST_STRATA) -> None:
        self.population, self.strata = population, strata
        self.outlets = [population.rows(o) for o in range(len(population.names))]
        self.articles = [np.unique(population.article[rows], return_inverse=True)[1] for rows in self.outlets]
        self.bins = bins(population.f)
        self.labels = allocate(labels, [len(rows) for rows in self.outlets], proportional=False)

    def outlet(self, place: int, generator: np.random.Generator) -> Labelled:
        """A labelled sample of one outlet."""
        rows, articles, labels = self.outlets[place], self.articles[place], self.labels[place]
        count = int(articles.max()) + 1
        size = articles_to_draw(labels, count, len(rows), 1.0)
        drawn = np.zeros(count, dtype=np.bool_)
        drawn[generator.choice(count, size, replace=False)] = True
        pool = np.flatnonzero(drawn[articles])
        whole = np.bincount(self.bins[rows], minlength=BINS)
        took = draw(self.bins[rows][pool], whole, labels, generator, self.strata)
        places = pool[took.places]
        stands_for = np.array([s.sentences / max(1, s.drawn) for s in took.strata])
        weight = stands_for[took.stratum]
        return Labelled(
            y=self.population.y[rows[places]],
            f=self.population.f[rows[places]],
            stratum=took.stratum,
            article=articles[places],
            weight=weight,
            inclusion=np.minimum(1, 1 / weight),
            article_share=np.full(len(places), size / count),
        )


def together(samples: list[Labelled]) -> Labelled:
    """The outlets' samples as one, with strata and articles kept apart."""
    strata = np.cumsum([0, *(int(s.stratum.max()) + 1 for s in samples)])
    articles = np.cumsum([0, *(int(s.article.max()) + 1 for s in samples)])

    def joined(name: str) -> Floats:
        return np.concatenate([getattr(s, name) for s in samples])

    return Labelled(
        y=joined("y"),
        f=joined("f"),
        stratum=np.concatenate([s.stratum + strata[i] for i, s in enumerate(samples)]),
        article=np.concatenate([s.article + articles[i] for i, s in enumerate(samples)]),
        weight=joined("weight"),
        inclusion=joined("inclusion"),
        article_share=joined("article_share"),
    )


def simulate(
    population: Population, labels: int, draws: int, seed: int = 0, strata: int = MOST_STRATA
) -> Runs:
    """Draw, correct, compare with the truth, `draws` times; deterministic by `seed`."""
    sampler = Sampler(population, labels, strata)
    groups = [*sampler.outlets, np.arange(len(population.y))]
    truth = np.array([population.y[rows].mean() for rows in groups])
    means = [float(population.f[rows].mean()) for rows in groups]
    outlets = len(sampler.outlets)
    pairs = tuple((i, j) for i in range(outlets) for j in range(i + 1, outlets))
    kinds = (CORRECTED, ALONE, NAIVE)
    ends = {kind: np.empty((draws, len(groups), 2)) for kind in kinds}
    differs = np.empty((draws, len(pairs)), dtype=np.bool_)
    for number in range(draws):
        generator = np.random.default_rng([seed, labels, number])
        samples = [sampler.outlet(place, generator) for place in range(outlets)]
        pooled = ppi.pooled_lambda(samples)
        samples.append(together(samples))
        rates: list[Rate] = []
        for place, (s, mean) in enumerate(zip(samples, means, strict=True)):
            rate, alone = corrected(mean, s, pooled)
            rates.append(rate)
            ends[CORRECTED][number, place] = rate.interval(LEVEL)
            ends[ALONE][number, place] = alone.interval(LEVEL)
            ends[NAIVE][number, place] = _naive(s)
        for place, (i, j) in enumerate(pairs):
            low, high = difference_interval(rates[i], rates[j], LEVEL)
            differs[number, place] = low > 0 or high < 0
    inside = {k: (e[..., 0] - _SAME <= truth) & (truth <= e[..., 1] + _SAME) for k, e in ends.items()}
    widths = {k: e[..., 1] - e[..., 0] for k, e in ends.items()}
    return Runs(np.array([*sampler.labels, sum(sampler.labels)]), inside, widths, pairs, differs)


def _naive(s: Labelled) -> tuple[float, float]:
    """The share among the labels with the textbook interval: no weights, no articles, no model."""
    share = float(s.y.mean())
    half = _NORMAL * np.sqrt(share * (1 - share) / s.n)
    return share - half, share + half
