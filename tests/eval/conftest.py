"""A model whose scores are known beforehand, so that measurements can be checked by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from framing.annotator import Annotator
from framing.model import RATIONALE, Model, Risk, Scores
from framing.model.words import WORD
from framing.types import Span

DEVICES = ("loaded_wording",)
HEADS = ("editorial", "charged")


class WordModel:
    """Scores 0.9 where one of `loaded` stands in the text (in any case), else 0.1, and tags these words.

    `texts` counts the texts that it was asked to score.
    """

    def __init__(self, loaded: Sequence[str]) -> None:
        self.loaded = {word.lower() for word in loaded}
        self.texts = 0
        self.artefact = SimpleNamespace(
            name="words",
            hash="0",
            codebook="1",
            devices=DEVICES,
            voice_tags=(),
            thresholds=dict.fromkeys((*HEADS, *DEVICES), 0.5),
            risk_coverage=(Risk(0.0, 1.0, 0.3), Risk(0.2, 0.5, 0.1)),
        )

    def predict(self, texts: Sequence[str], embedding: bool = True) -> Scores:
        self.texts += len(texts)
        spans = [
            tuple(Span(*m.span()) for m in WORD.finditer(t) if m[0].lower() in self.loaded) for t in texts
        ]
        scores = np.array([0.9 if found else 0.1 for found in spans])
        return Scores(
            dict.fromkeys((*HEADS, *DEVICES), scores),
            dict.fromkeys((RATIONALE, *DEVICES), spans),
            np.zeros((len(texts), 2), dtype=np.float32),
        )


@pytest.fixture
def words() -> Callable[..., Annotator]:
    """Makes an annotator that finds these words loaded and nothing else."""

    def make(*loaded: str) -> Annotator:
        return Annotator(cast(Model, WordModel(loaded)))

    return make
