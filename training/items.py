"""What a batch is made of: a text with a target for each head, absent where the question was not asked."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HEADS = ("editorial", "charged")
UNASKED = math.nan


@dataclass(frozen=True, slots=True)
class Item:
    """A text and its targets in [0, 1]; NaN where nobody answered that head's question for this text."""

    text: str
    editorial: float = UNASKED
    charged: float = UNASKED
    weight: float = 1.0

    @property
    def targets(self) -> tuple[float, ...]:
        """Targets in the order of HEADS."""
        return (self.editorial, self.charged)


def items_hash(items: Sequence[Item]) -> str:
    """Hash of the items in order: a checkpoint of one mixture is never taken up by another."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(repr((item.text, item.targets, item.weight)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def batches(lengths: NDArray[np.int64], size: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """One epoch of index batches of similar length, in an order fixed by `seed`.

    Sorting within windows of 50 batches keeps padding under 5 % and the order still random.
    """
    random = np.random.default_rng(seed)
    order = random.permutation(len(lengths))
    window = size * 50
    found: list[NDArray[np.int64]] = []
    for start in range(0, len(order), window):
        part = order[start : start + window]
        part = part[np.argsort(lengths[part], kind="stable")]
        found.extend(part[i : i + size] for i in range(0, len(part), size))
    for index in random.permutation(len(found)):
        yield found[index]
