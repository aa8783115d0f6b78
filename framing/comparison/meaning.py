"""What each sentence of an event means beyond what all of them are about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.types import AnnotatedArticle

Meaning = NDArray[np.float64]
"""A unit vector: the embedding less the mean of the event's."""


def meanings(articles: Sequence[AnnotatedArticle]) -> list[list[Meaning | None]]:
    """The meaning of each sentence of each article of one event; None where it was annotated without an embedding.

    Any two sentences of an event have much in common; taken away, 0 is the cosine of two that do not tell the same,
    by whatever model.
    """
    every = [s.prediction.embedding for article in articles for s in article.sentences]
    known = [embedding for embedding in every if embedding is not None]
    common = np.asarray(np.mean(known, axis=0, dtype=np.float64) if known else np.zeros(0))
    return [[_beyond(s.prediction.embedding, common) for s in article.sentences] for article in articles]


def _beyond(embedding: Sequence[float] | None, common: Meaning) -> Meaning | None:
    if embedding is None:
        return None
    left = np.asarray(embedding, dtype=np.float64) - common
    length = float(np.linalg.norm(left))
    # The only sentence of its event, or all of them alike.
    return left / length if length > 1e-9 else np.zeros_like(left)
