"""How many of a group's sentences each label stands for.

A label's first weight is the inverse of its inclusion probability. Within a group the labels of a cell (a
stratum of the design, as far as it lies in the group) are then scaled to the cell's number of sentences,
which the scores tell (post-stratification). A cell without labels joins the nearest stratum of its outlet;
an outlet without labels joins nothing: no rate is borrowed from another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from framing.profiles.ppi import Codes, Floats

# A part of the design (an outlet) and a stratum in it.
Cell = tuple[int, int]


def weigh(
    part: Codes, stratum: Codes, inclusion: Floats, sizes: Mapping[Cell, float]
) -> tuple[Codes, Floats]:
    """Each label's cell as a code from 0, and its weight; `sizes` are the group's sentences by cell."""
    cells = sorted(set(zip(part.tolist(), stratum.tolist(), strict=True)))
    code_of = {cell: code for code, cell in enumerate(cells)}
    codes = np.array([code_of[cell] for cell in zip(part.tolist(), stratum.tolist(), strict=True)], np.int64)
    first = 1 / inclusion
    drawn = np.bincount(codes, first, len(cells))
    known = np.zeros(len(cells))
    in_part: defaultdict[int, list[int]] = defaultdict(list)
    for one, h in cells:
        in_part[one].append(h)
    for (one, h), size in sizes.items():
        if one in in_part:
            nearest = min(in_part[one], key=lambda other: (abs(other - h), other))
            known[code_of[one, nearest]] += size
    size_of = np.where(known > 0, known, drawn)
    return codes, np.asarray(first * (size_of / drawn)[codes])
