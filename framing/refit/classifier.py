"""A head refitted on labels of your own, in scikit-learn's manner: no torch, seconds.

>>> from framing.refit import FramingClassifier
>>> calm = [f"The council met on the {n}th of May." for n in range(4, 14)]
>>> loud = [f"It was a shameless farce, for the {n}th time." for n in range(4, 14)]
>>> FramingClassifier().fit(calm + loud, [0] * 10 + [1] * 10).predict([calm[0], loud[0]])
array([0, 1])
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from framing.errors import ArtefactError
from framing.model import open_artefact
from framing.refit.features import EDITORIAL, HeadReader, asked_text
from framing.refit.head import Head, refit
from framing.types import content_hash


class FramingClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Sentences to labels, by a head of an artefact that `fit` puts right.

    `base` is a model folder (the shipped artefact by default), `head` one of its heads. `editorial` is asked of
    the outlet's own words; a sentence without any has the first class for certain. After `fit`: `classes_`,
    `head_` (a `framing.refit.Head`), `base_hash_`, and `save` writes a model folder. ArtefactError where another model
    has taken the base's place since.
    """

    def __init__(self, base: str | Path | None = None, head: str = EDITORIAL, seed: int = 0) -> None:
        self.base = base
        self.head = head
        self.seed = seed

    def fit(self, X: Sequence[str], y: ArrayLike, groups: ArrayLike | None = None) -> FramingClassifier:
        """Fit on sentences and their labels, two classes; the second in order is what the head says yes to.

        `groups` (an article each) are held out whole where the fit holds sentences out; by default every
        sentence is its own, and equal ones are one.
        """
        texts = _texts(X)
        labels = np.asarray(y)
        if labels.shape != (len(texts),):
            raise ValueError(f"y must have the shape ({len(texts)},) of X, found {labels.shape}")
        missing = [label is None or label != label for label in labels.tolist()]
        if any(missing):
            raise ValueError(f"y must have no missing labels, found {sum(missing)} of {len(missing)}")
        self.classes_, answers = np.unique(labels, return_inverse=True)
        if len(self.classes_) != 2:
            raise ValueError(f"y must have two classes, found {len(self.classes_)}: {self.classes_[:5]}")
        asked = [asked_text(text, self.head) for text in texts]
        said = np.array([bool(text) for text in asked])
        names = [content_hash(text) for text in asked] if groups is None else _names(groups, len(texts))
        if len(set(answers[said].tolist())) != 2:
            raise ValueError(
                "y must have two classes among sentences in which the outlet has words of its own"
            )
        self.base_hash_ = open_artefact(self.base).hash
        reader = self._open()
        hidden = reader.hidden([text for text in asked if text])
        numbers = np.unique(np.array(names)[said], return_inverse=True)[1].astype(np.int64)
        self.head_: Head = refit(reader.before, hidden, answers[said].astype(np.int64), numbers, self.seed)
        return self

    def decision_function(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated log-odds of the second class, less those of the threshold: above 0 is the second class."""
        check_is_fitted(self)
        asked = [asked_text(text, self.head) for text in _texts(X)]
        said = np.array([bool(text) for text in asked], dtype=bool)
        cut = np.log(self.head_.threshold / (1 - self.head_.threshold))
        found = np.full(len(asked), -np.inf)
        if said.any():
            found[said] = self.head_.log_odds(self._open().hidden([text for text in asked if text])) - cut
        return found

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        """Calibrated probabilities of the two classes, shape (sentences, 2)."""
        above = self.decision_function(X)
        cut = np.log(self.head_.threshold / (1 - self.head_.threshold))
        second = 1 / (1 + np.exp(-np.maximum(above + cut, -700.0)))
        second[np.isneginf(above)] = 0.0
        return np.column_stack([1 - second, second])

    def predict(self, X: Sequence[str]) -> NDArray[Any]:
        """The class of each sentence, at the threshold that calls as many the second class as the scores expect."""
        check_is_fitted(self)
        return np.asarray(self.classes_[(self.decision_function(X) >= 0).astype(np.int64)])

    def save(self, folder: str | Path) -> Path:
        """Write a model folder that `framing annotate --model` and `framing.load` take; a new or empty one."""
        from framing.refit.folder import save_model

        check_is_fitted(self)
        return save_model(self._open(), self.head_, Path(folder), {"labels": "given in Python"})

    def _open(self) -> HeadReader:
        artefact = open_artefact(self.base)
        if artefact.hash != self.base_hash_:
            rule = f"the base must be the one that the head was fitted on, {self.base_hash_}"
            raise ArtefactError(f"{artefact.folder}: {rule}, found {artefact.hash}")
        return _reader(artefact.folder, artefact.hash, self.head)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        tags.classifier_tags.multi_class = False
        return tags


@lru_cache(maxsize=2)
def _reader(folder: Path, content: str, head: str) -> HeadReader:  # noqa: ARG001
    """An artefact opened once for all classifiers on it (a cross-validation makes many); `content` is its hash."""
    return HeadReader(open_artefact(folder), head)


def _texts(found: Sequence[str]) -> list[str]:
    if isinstance(found, str) or np.ndim(np.asarray(found, dtype=object)) != 1:
        raise ValueError("X must be a sequence of sentences, one string each")
    texts = list(found)
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"X[{place}]: a sentence must be a string, found {type(text).__name__}")
    return texts


def _names(groups: ArrayLike, count: int) -> list[str]:
    names = [str(group) for group in np.asarray(groups, dtype=object).tolist()]
    if len(names) != count:
        raise ValueError(f"groups must have one entry a sentence, {count}, found {len(names)}")
    return names
