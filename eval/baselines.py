"""What a model must be better than: no text, the outlet's name alone, and words without order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from eval.corpora.examples import Example

Baseline = Callable[[list[Example], list[Example]], NDArray[np.int64]]


def majority(train: list[Example], test: list[Example]) -> NDArray[np.int64]:
    """The commoner label of the training part for every sentence."""
    return np.full(len(test), int(np.mean([e.label for e in train]) >= 0.5))


def outlet_only(train: list[Example], test: list[Example]) -> NDArray[np.int64]:
    """The commoner label of the sentence's outlet; the overall one for an outlet not seen."""
    labels: defaultdict[str | None, list[int]] = defaultdict(list)
    for e in train:
        labels[e.outlet].append(e.label)
    overall = majority(train, test[:1])[0] if test else 0
    return np.array([int(np.mean(labels[e.outlet]) >= 0.5) if labels[e.outlet] else overall for e in test])


def tfidf(train: list[Example], test: list[Example]) -> NDArray[np.int64]:
    """TF-IDF of words and word pairs with logistic regression; the majority where only one label was seen."""
    if len({e.label for e in train}) < 2:
        return majority(train, test)
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=4.0, max_iter=1000)
    )
    model.fit([e.text for e in train], [e.label for e in train])
    return np.asarray(model.predict([e.text for e in test]))


BASELINES: dict[str, Baseline] = {"majority": majority, "outlet only": outlet_only, "TF-IDF + LR": tfidf}
