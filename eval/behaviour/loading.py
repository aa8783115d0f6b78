"""Does a loaded word, put into a neutral wire sentence, change its label?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.behaviour.sentences import pairs
from eval.scored import sentences
from eval.store import Result
from framing.annotator import Annotator

HEADS = ("editorial", "charged")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Labels of the pairs under one head: before and after the word was put in, shape (pairs,)."""

    groups: tuple[str, ...]
    before: NDArray[np.int64]
    after: NDArray[np.int64]

    def flips(self, group: str | None = None) -> float:
        """Share of all pairs of `group` that go from 0 to 1; a pair that is 1 before counts as no flip."""
        chosen = self._of(group)
        return float(np.mean((self.before[chosen] == 0) & (self.after[chosen] == 1)))

    def before_share(self, group: str | None = None) -> float:
        """Share of the neutral sentences that are labelled 1 already."""
        return float(self.before[self._of(group)].mean())

    def size(self, group: str | None = None) -> int:
        """How many pairs."""
        return int(self._of(group).sum())

    def _of(self, group: str | None) -> NDArray[np.bool_]:
        return np.array([group in (None, g) for g in self.groups])


def loaded(annotator: Annotator, head: str) -> Loaded:
    """The pairs of loaded.toml, labelled."""
    found = pairs("loaded")

    def labels(texts: Sequence[str]) -> NDArray[np.int64]:
        return np.array([getattr(s, f"{head}_label") or 0 for s in sentences(annotator, texts)])

    return Loaded(
        tuple(p.group for p in found), labels([p.first for p in found]), labels([p.second for p in found])
    )


def measure_loaded(annotator: Annotator) -> Result:
    """Flips by the way the sentence is loaded."""
    by_head = {head: loaded(annotator, head) for head in HEADS}
    groups: list[str | None] = [*dict.fromkeys(by_head["editorial"].groups), None]
    rows = []
    for group in groups:
        row: dict[str, object] = {"loaded by": group or "all", "pairs": by_head["editorial"].size(group)}
        for head, found in by_head.items():
            row[f"{head} flips"] = found.flips(group)
            row[f"{head} before"] = found.before_share(group)
        rows.append(row)
    return Result(
        name="behaviour-loaded",
        title="A loaded word put into a neutral wire sentence",
        command="framing evaluate behaviour",
        rows=rows,
        note=(
            "Flips: share of all pairs whose neutral sentence is labelled 0 and whose loaded one 1. Before: neutral "
            "sentences labelled 1. A published RoBERTa trained on BABE flipped 41 % of such pairs, on other sentences."
        ),
        signature=str(annotator.signature),
    )
