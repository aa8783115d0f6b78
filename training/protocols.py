"""The ways BABE is cut for out-of-sample figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from eval.corpora.examples import Example

FOLDS = 5
FOLD_SEED = 42
SMALLEST_OUTLET = 100

Fold = tuple[str, NDArray[np.int64], NDArray[np.int64]]


def random_folds(examples: list[Example]) -> Iterator[Fold]:
    """The field's five random folds: sentences of one article fall on both sides, so it flatters."""
    labels = [e.label for e in examples]
    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=FOLD_SEED)
    for number, (train, test) in enumerate(cut.split(labels, labels)):
        yield f"fold {number}", train, test


def grouped_folds(examples: list[Example]) -> Iterator[Fold]:
    """Five folds that keep an article (`news_link`) whole."""
    labels = [e.label for e in examples]
    cut = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=FOLD_SEED)
    for number, (train, test) in enumerate(cut.split(labels, labels, [e.group for e in examples])):
        yield f"fold {number}", train, test


def outlet_folds(examples: list[Example]) -> Iterator[Fold]:
    """One fold for each outlet with 100 sentences or more: trained on all the others, tested on it."""
    sizes = Counter(e.outlet for e in examples)
    outlets = np.array([e.outlet or "" for e in examples])
    for outlet, size in sorted(sizes.items(), key=lambda pair: -pair[1]):
        if outlet and size >= SMALLEST_OUTLET:
            yield outlet, np.flatnonzero(outlets != outlet), np.flatnonzero(outlets == outlet)


PROTOCOLS: dict[str, Callable[[list[Example]], Iterator[Fold]]] = {
    "babe-random": random_folds,
    "babe-grouped": grouped_folds,
    "babe-outlet": outlet_folds,
}
