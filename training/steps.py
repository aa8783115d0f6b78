"""The numbers that 8 bits have, for weights and for what they are multiplied by."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# Weights have 7 bits and activations 8, so that a sum of two products fits the 16 bits in which processors without
# VNNI add them up (255 * 63 * 2 < 32,768): the same score on every machine.
LARGEST_WEIGHT, LARGEST_ACTIVATION, ZERO = 63, 127, 128


class Steps(NamedTuple):
    """What an activation is rounded to: multiples of `size`, from `zero` of them below 0 to 255 in all."""

    size: float
    zero: int

    @classmethod
    def around_zero(cls, largest: float) -> Steps:
        """As far below 0 as above, up to `largest`."""
        return cls(largest / LARGEST_ACTIVATION, ZERO)


def digest(matrix: NDArray[Any]) -> str:
    """By which a product is told in a file that renames its matrix, shape (columns in, columns out)."""
    return hashlib.sha256(np.ascontiguousarray(matrix, np.float32).tobytes()).hexdigest()
