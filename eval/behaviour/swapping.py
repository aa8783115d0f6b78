"""Does it matter to the score whose name stands in the sentence?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from eval.behaviour.sentences import Swap, filled, swaps
from eval.scored import sentences
from eval.store import Result
from framing.annotator import Annotator

HEADS = ("editorial", "charged")


@dataclass(frozen=True, slots=True)
class Swapped:
    """One kind's scores under one head: `scores` and `labels` of shape (templates, fillers)."""

    kind: str
    groups: tuple[str, ...]
    scores: NDArray[np.float64]
    labels: NDArray[np.int64]

    @property
    def movement(self) -> float:
        """Mean absolute difference of score over all pairs of fillers and all templates."""
        return _over_pairs(self.scores)

    @property
    def flips(self) -> float:
        """Share of pairs of fillers that get different labels."""
        return _over_pairs(self.labels)

    @property
    def leanings(self) -> list[tuple[float, str]]:
        """Each group's mean distance from its templates' mean score, lowest first."""
        away = self.scores - self.scores.mean(axis=1, keepdims=True)
        found: defaultdict[str, list[float]] = defaultdict(list)
        for column, group in enumerate(self.groups):
            found[group] += away[:, column].tolist()
        return sorted((float(np.mean(values)), group) for group, values in found.items())


def measure_swaps(annotator: Annotator) -> Iterator[Result]:
    """Movement and flips by kind of name; then every group's leaning."""
    found = {head: [swapped(annotator, swap, head) for swap in swaps()] for head in HEADS}
    yield Result(
        name="behaviour-swaps",
        title="Another name in the same sentence",
        command="framing evaluate behaviour",
        rows=[_row(head, kind) for head in HEADS for kind in found[head]],
        note=(
            "Movement: mean absolute difference of score between two names in one sentence, over all pairs of "
            "names and all templates, neutral and loaded. Flips: pairs that get different labels. Lowest, "
            "highest: the group of names whose scores lie farthest under and over their sentences' means."
        ),
        signature=str(annotator.signature),
    )
    yield Result(
        name="behaviour-groups",
        title="Another name in the same sentence, by group of names",
        command="framing evaluate behaviour",
        rows=[
            {"kind": editorial.kind, "group": group, "editorial": value, "charged": charged[group]}
            for editorial, other in zip(found["editorial"], found["charged"], strict=True)
            for charged in [{name: lean for lean, name in other.leanings}]
            for value, group in editorial.leanings
        ],
        note="How far the group's scores lie from the mean of the same sentences with every name; 0 is fair.",
        signature=str(annotator.signature),
    )


def swapped(annotator: Annotator, swap: Swap, head: str) -> Swapped:
    """All templates of a kind with all its fillers, scored."""
    templates = (*swap.neutral, *swap.loaded)
    texts = [filled(template, filler) for template in templates for _, filler in swap.fillers]
    found = sentences(annotator, texts)
    shape = (len(templates), len(swap.fillers))
    scores = np.array([getattr(s.prediction, head) or 0.0 for s in found]).reshape(shape)
    labels = np.array([getattr(s, f"{head}_label") or 0 for s in found]).reshape(shape)
    return Swapped(swap.kind, tuple(group for group, _ in swap.fillers), scores, labels)


def total(kinds: Sequence[Swapped]) -> tuple[float, float]:
    """Movement and flips over all kinds, each counting the same."""
    return float(np.mean([k.movement for k in kinds])), float(np.mean([k.flips for k in kinds]))


def _row(head: str, kind: Swapped) -> dict[str, object]:
    (low, lowest), (high, highest) = kind.leanings[0], kind.leanings[-1]
    return {
        "head": head,
        "kind": kind.kind,
        "templates": kind.scores.shape[0],
        "names": kind.scores.shape[1],
        "movement": kind.movement,
        "flips": kind.flips,
        "lowest": f"{lowest} {low:+.3f}",
        "highest": f"{highest} {high:+.3f}",
    }


def _over_pairs(values: NDArray[np.float64] | NDArray[np.int64]) -> float:
    """Mean absolute difference between two columns, over all pairs of columns and all rows."""
    columns = combinations(range(values.shape[1]), 2)
    return float(np.mean([np.abs(values[:, i] - values[:, j]).mean() for i, j in columns]))
