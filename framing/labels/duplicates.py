"""Sentences that are the same, or nearly: for labels that contradict each other, and for leaks into a test.

The same: equal letters and digits. Nearly the same: the sets of neighbouring word pairs share `NEAR` of their
union (Jaccard). Pairs are found through their pairs of words, not by comparing all with all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import numpy as np

# Ten words of which one was changed share 7 of 11 pairs (0.64), or 8 of 10 if it was the last.
NEAR = 0.6
# Shorter sentences are nearly the same by chance ("He said no."): only equal ones count.
LEAST_WORDS = 6
_BLOCK = 1000
_WORDS = re.compile(r"\w+")


def key(text: str) -> str:
    """The letters and digits of a text, without case: equal for reprints of one sentence."""
    return "".join(_WORDS.findall(text.casefold()))


def alike(texts: Sequence[str], others: Sequence[str] | None = None) -> Iterator[tuple[int, int, float]]:
    """Pairs of places (in `texts`, in `others`) and how alike they are, 1 for the same; `NEAR` at least.

    Without `others` the pairs are within `texts`, each once.
    """
    within = others is None
    second = texts if others is None else others
    yield from _same(texts, second, within)
    yield from _near(texts, second, within)


def _same(texts: Sequence[str], others: Sequence[str], within: bool) -> Iterator[tuple[int, int, float]]:
    places: dict[str, list[int]] = {}
    for j, text in enumerate(others):
        places.setdefault(key(text), []).append(j)
    for i, text in enumerate(texts):
        for j in places.get(key(text), ()):
            if not within or i < j:
                yield i, j, 1.0


def _near(texts: Sequence[str], others: Sequence[str], within: bool) -> Iterator[tuple[int, int, float]]:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    def pairs(text: str) -> list[str]:
        words = _WORDS.findall(text.casefold())
        return [f"{a} {b}" for a, b in itertools.pairwise(words)] if len(words) >= LEAST_WORDS else []

    vectors = CountVectorizer(analyzer=pairs, binary=True, dtype=np.float32)
    try:
        vectors.fit([*texts, *others])
    except ValueError:  # no sentence is long enough
        return
    left, right = csr_matrix(vectors.transform(texts)), csr_matrix(vectors.transform(others))
    sizes, other_sizes = left.sum(axis=1).A1, right.sum(axis=1).A1
    keys, other_keys = [key(t) for t in texts], [key(t) for t in others]
    for start in range(0, left.shape[0], _BLOCK):
        shared = (left[start : start + _BLOCK] @ right.T).tocoo()
        union = sizes[start + shared.row] + other_sizes[shared.col] - shared.data
        likeness = shared.data / union
        for i, j, value in zip(shared.row + start, shared.col, likeness, strict=True):
            if value >= NEAR and (not within or i < j) and keys[i] != other_keys[j]:
                yield int(i), int(j), float(value)
