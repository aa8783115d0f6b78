"""Two outlets, and many: differences with intervals, and ranks that the data bear.

The interval of a difference joins the two rates' own intervals (MOVER: Zou and Donner 2008, "Construction
of confidence limits about effect measures", Statistics in Medicine 27; for Wilson's intervals Newcombe
1998), so it is as good with few labels as they are. For ranks every pair is compared and the p-values are
adjusted by Holm 1979, which holds whatever the dependence; an outlet's rank is then the set of places that
no adjusted comparison rules out (Mogstad, Romano, Shaikh and Wilhelm 2024, "Inference for ranks"). Outlets
with a letter in common are those that cannot be told apart (Piepho 2004, compact letter display). A ladder
of point estimates would claim an order for every pair; this claims only what was seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from string import ascii_lowercase

import numpy as np

from framing.profiles.rates import Rate
from framing.types import Estimate

MOVER = "difference of two intervals (MOVER)"
# Bisection of the level at which the interval just leaves 0: 2^-30 of an alpha.
_STEPS = 30


@dataclass(frozen=True, slots=True)
class Difference:
    """One group's rate less another's; `adjusted_p` is Holm's over all pairs."""

    first: str
    second: str
    estimate: Estimate
    p: float
    adjusted_p: float


@dataclass(frozen=True, slots=True)
class Place:
    """The places a group may have, 1 the highest rate, and the letters of the groups it cannot be told from."""

    name: str
    best: int
    worst: int
    letters: str


def difference_interval(a: Rate, b: Rate, level: float, covariance: float = 0.0) -> tuple[float, float]:
    """Interval of `a - b` by MOVER; `covariance` is that of the two estimates."""
    (low_a, high_a), (low_b, high_b) = a.interval(level), b.interval(level)
    d = a.value - b.value
    # Covariance enters as correlation times the two half widths (Zou and Donner's formula for dependence).
    scale = covariance / np.sqrt(a.variance * b.variance) if a.variance > 0 and b.variance > 0 else 0.0
    r = float(np.clip(scale, -1, 1))
    down, up = _joined(a.value - low_a, high_b - b.value, r), _joined(high_a - a.value, b.value - low_b, r)
    return max(-1.0, d - down), min(1.0, d + up)


def _joined(x: float, y: float, r: float) -> float:
    return float(np.sqrt(max(0.0, x * x + y * y - 2 * r * x * y)))


def p_value(a: Rate, b: Rate, covariance: float = 0.0) -> float:
    """One less the highest level whose interval of the difference leaves out 0."""
    if a.value == b.value or not (a.has_interval and b.has_interval):
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        ends = difference_interval(a, b, 1 - middle, covariance)
        outside = ends[0] > 0 or ends[1] < 0
        low, high = (low, middle) if outside else (middle, high)
    return high


def holm(p: Sequence[float]) -> list[float]:
    """Holm's step-down adjusted p-values, in the order given."""
    order = np.argsort(p)
    steps = np.asarray(p)[order] * (len(p) - np.arange(len(p)))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(steps))
    return [float(x) for x in adjusted]


def differences(
    rates: dict[str, Rate], level: float, covariances: dict[tuple[str, str], float] | None = None
) -> list[Difference]:
    """Every pair of groups, the higher rate first."""
    known = covariances or {}
    pairs = []
    for one, two in combinations(sorted(rates, key=lambda name: (-rates[name].value, name)), 2):
        shared = known.get((one, two), known.get((two, one), 0.0))
        a, b = rates[one], rates[two]
        ends = difference_interval(a, b, level, shared)
        estimate = Estimate(a.value - b.value, *ends, level, MOVER, a.n + b.n)
        pairs.append((one, two, estimate, p_value(a, b, shared)))
    adjusted = holm([p for *_, p in pairs])
    return [Difference(*pair, p) for pair, p in zip(pairs, adjusted, strict=True)]


def places(found: Sequence[Difference], names: Sequence[str], level: float) -> list[Place]:
    """The ranks that no adjusted comparison rules out, in the order of `names` (highest rate first)."""
    told = {(d.first, d.second) for d in found if d.adjusted_p <= 1 - level}
    letters = _letters(list(names), told)
    return [
        Place(
            name,
            best=1 + sum((other, name) in told for other in names),
            worst=len(names) - sum((name, other) in told for other in names),
            letters=letters[name],
        )
        for name in names
    ]


def _letters(names: list[str], told: set[tuple[str, str]]) -> dict[str, str]:
    """Compact letter display: insert a split for every pair told apart, absorb what is inside another."""
    columns = [set(names)]
    for pair in sorted(told, key=lambda p: (names.index(p[0]), names.index(p[1]))):
        for column in [c for c in columns if set(pair) <= c]:
            columns.remove(column)
            columns += [column - {name} for name in pair]
        columns = [c for c in columns if not any(c < d for d in columns)]
        columns = [c for place, c in enumerate(columns) if c not in columns[:place]]
    columns.sort(key=lambda c: sorted(names.index(name) for name in c))
    return {name: " ".join(_letter(i) for i, c in enumerate(columns) if name in c) for name in names}


def _letter(place: int) -> str:
    """a, b, ..., z, aa, ab, ..."""
    more, last = divmod(place, 26)
    return (_letter(more - 1) if more else "") + ascii_lowercase[last]
