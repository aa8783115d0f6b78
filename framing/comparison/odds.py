"""How likely one statement tells another: a logistic regression over what the two share.

Its weights are in odds.json, fitted by `python -m eval.comparison_fit` on events that were aligned for it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from framing.comparison.similarity import Nearness
from framing.comparison.statements import Statement

FILE = Path(__file__).with_name("odds.json")
# What is weighed, in the order of `values`; `meaning` is 0 where a sentence has none.
VALUES = (
    "fuller",
    "leaner",
    "evidence",
    "numbers",
    "other_numbers",
    "names",
    "distance",
    "opening",
    "reference_opening",
    "length",
    "reference_length",
    "meaning",
    "beyond_other_references",
    "beyond_other_tellings",
)
# How much a cosine counts beside words when sentences compete for one partner.
MEANING_SHARE = 0.3
# More of these says nothing more.
MOST_EVIDENCE, MOST_NUMBERS, MOST_NAMES = 3.0, 2, 3


@dataclass(frozen=True, slots=True)
class Odds:
    """A fitted regression; `weights` run beside VALUES."""

    intercept: float
    weights: tuple[float, ...]

    def probability(self, values: Sequence[float]) -> float:
        """That a pair of these values is a telling and what it tells."""
        logit = self.intercept + sum(w * v for w, v in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-logit))


@cache
def fitted(with_meaning: bool) -> Odds:
    """The regression for pairs whose embeddings are known, or the one for words alone."""
    found = json.loads(FILE.read_text(encoding="utf-8"))["meaning" if with_meaning else "words"]
    return Odds(found["intercept"], tuple(found["weights"][name] for name in VALUES))


def values(
    telling: Sequence[Statement],
    reference: Sequence[Statement],
    near: Mapping[tuple[int, int], Nearness],
) -> dict[tuple[int, int], tuple[float, ...]]:
    """What is weighed of each pair, in the order of VALUES."""
    strength = {at: one.lexical + MEANING_SHARE * (one.meaning or 0.0) for at, one in near.items()}
    rivals = [_two_best(strength, side) for side in (0, 1)]
    found: dict[tuple[int, int], tuple[float, ...]] = {}
    for (place, at), one in near.items():
        mine, theirs = telling[place], reference[at]
        found[place, at] = (
            one.fuller,
            one.leaner,
            min(one.evidence, MOST_EVIDENCE),
            float(min(one.numbers, MOST_NUMBERS)),
            float(min(one.other_numbers, MOST_NUMBERS)),
            float(min(one.names, MOST_NAMES)),
            abs(_where(place, telling) - _where(at, reference)),
            float(mine.is_opening),
            float(theirs.is_opening),
            math.log1p(len(mine.words)),
            math.log1p(len(theirs.words)),
            one.meaning or 0.0,
            _beyond(strength[place, at], rivals[0][place]),
            _beyond(strength[place, at], rivals[1][at]),
        )
    return found


def _where(place: int, sentences: Sequence[Statement]) -> float:
    """0 for the first sentence of an article, 1 for its last."""
    return place / max(1, len(sentences) - 1)


def _two_best(strength: Mapping[tuple[int, int], float], side: int) -> dict[int, list[float]]:
    """The two greatest strengths of each sentence of one side; 0 where it has none."""
    found: dict[int, list[float]] = {}
    for at, value in strength.items():
        best = found.setdefault(at[side], [0.0, 0.0])
        best[:] = sorted((*best, value), reverse=True)[:2]
    return found


def _beyond(strength: float, best: Sequence[float]) -> float:
    """How much stronger than the strongest of the other pairs."""
    return strength - (best[1] if strength == best[0] else best[0])
