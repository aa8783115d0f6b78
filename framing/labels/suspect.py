"""Labels that are likely wrong, by confident learning (Northcutt, Jiang and Chuang 2021, "Confident Learning").

A label is suspect where scores that never saw it (out of fold, or of a model trained on other data) are as high
for the other category as they are, on average, where that category was given. The scores need not be calibrated:
each category has a threshold of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FOLDS = 5
# With fewer labels of a category, out-of-fold scores of a bag of words say little.
LEAST_OF_EACH = 20


def suspects(given: NDArray[np.int64], scores: Floats) -> NDArray[np.int64]:
    """Places of the suspect labels, the most suspect first. `given` are 0 or 1, `scores` of 1; both (n,)."""
    both = np.column_stack([1 - scores, scores])
    if len(given) == 0 or len(set(given.tolist())) < 2:
        return np.array([], dtype=np.int64)
    thresholds = np.array([both[given == k, k].mean() for k in (0, 1)])
    # Where both categories reach their thresholds, the likelier one counts.
    reached = np.where(both >= thresholds, both, -1.0)
    confident = np.where(reached.max(axis=1) >= 0, reached.argmax(axis=1), -1)
    wrong = np.flatnonzero((confident >= 0) & (confident != given))
    own = both[wrong, given[wrong]]
    return wrong[np.argsort(own, kind="stable")]


def out_of_fold(texts: Sequence[str], given: NDArray[np.int64], articles: Sequence[str]) -> Floats | None:
    """Scores (n,) of TF-IDF and logistic regression, each from articles that the sentence is not of.

    `None` where there are too few labels of either kind, or too few articles, to train on.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    if min(np.bincount(given, minlength=2)) < LEAST_OF_EACH or len(set(articles)) < FOLDS:
        return None
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=5.0, class_weight="balanced", max_iter=1000),
    )
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    found = cross_val_predict(
        model, list(texts), given, groups=list(articles), cv=folds, method="predict_proba"
    )
    return np.asarray(found[:, 1], dtype=np.float64)
